"""What is sent: orders, some several times; some with a wrong signature; some that nobody can read. All shuffled."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from attrs import field, frozen

from tests.inbox.shop import order, sent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk.platforms import WebhookRequest

CUSTOMERS = 60
PAID = "2026-01-05T10:00:00+00:00"
"""When the orders were paid: what they give is due at once."""

TWICE, WRONG, UNREADABLE = 0.25, 0.08, 0.07
"""Shares of the webhooks that come again, are not signed as they should be, and cannot be read."""


@frozen
class Sent:
    """A webhook with what has to be answered.

    Args:
        request: the webhook.
        status: of its answer.
    """

    request: WebhookRequest
    status: int


@frozen
class Plan:
    """A storm before it begins.

    Args:
        webhooks: in the order in which they are sent.
        points: what each customer has at the end, one for each euro.
        counts: how many webhooks there are of each kind.
    """

    webhooks: Sequence[Sent]
    points: Counter[str] = field(factory=Counter[str])
    counts: Counter[str] = field(factory=Counter[str])


def planned(count: int, seed: int) -> Plan:
    """Make a storm up.

    Args:
        count: how many webhooks.
        seed: the same seed, the same storm.
    """
    dice, points, webhooks = random.Random(seed), Counter[str](), list[Sent]()
    twice, wrong, unreadable = (int(count * share) for share in (TWICE, WRONG, UNREADABLE))
    orders = count - twice - wrong - unreadable
    for number in range(orders):
        euros, customer = dice.randrange(1, 90), f"c-{dice.randrange(CUSTOMERS)}"
        points[customer] += euros
        webhooks.append(Sent(sent(order(f"o-{number}", customer, f"{euros}.00", at=PAID)), 200))
    again = [dice.choice(webhooks[:orders]) for _ in range(twice)]
    for number in range(wrong):
        webhooks.append(Sent(sent(order(f"o-{number}", "thief", "900.00", at=PAID), secret="guessed"), 401))  # noqa: S106
    webhooks += [Sent(sent(b'{"orders": [%d' % number), 200) for number in range(unreadable)]
    webhooks += again
    dice.shuffle(webhooks)
    counts = Counter(orders=orders, again=twice, wrong=wrong, unreadable=unreadable)
    return Plan(webhooks, points, counts)
