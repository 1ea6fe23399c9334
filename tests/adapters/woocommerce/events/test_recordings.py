"""What a real shop sent: each webhook gives its facts, or its refusal."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.woocommerce.events import order_named, receive
from retention_sdk import Secret
from retention_sdk.platforms import InvalidSignature, WebhookRequest
from tests.adapters.woocommerce.events.shop import SOURCE
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FACTS: Mapping[str, str] = {
    "sign_up, customers_merged": "0017 0018 0070 0071 0163",
    "sign_up, profile_changed, customers_merged": "0019 0027",
    "purchase": "0023 0026 0033 0034 0038 0039 0046 0049 0057 0058 0061 0062 0063 0065 0066 0067 0073 0074 0150 0151 "
    "0154 0155 0158 0159 0162 0165 0169 0171 0181 0182 0186 0187 0190 0191 0194 0195",
    "purchase, refund": "0029",
    "purchase, refund, refund": "0031",
    "purchase, order_cancelled": "0177",
}
"""What each recording holds; the others hold nothing."""

NAMES: Mapping[int, str] = {
    152: "0030",
    156: "0041",
    157: "0047",
    158: "0051",
    1127: "0153",
    1128: "0157",
    1129: "0161",
    1130: "0167",
    1131: "0170",
    1133: "0173",
    1134: "0178 0179",
    1199: "0189",
    1200: "0193",
    1201: "0197",
}
"""The orders that recordings name and do not show."""

BAD = "of another shop"


@pytest.fixture(scope="module")
def recordings(shared: Path) -> list[dict[str, Any]]:
    """All recorded webhooks, in the order in which they came."""
    folder = shared / "data" / "woocommerce" / "webhooks"
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}")
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def request_of(recording: Mapping[str, Any]) -> WebhookRequest:
    """A recording as it came in."""
    return WebhookRequest(dict(recording["headers"]), b64decode(recording["body_b64"]))


def test_each_gives_its_facts(recordings: list[dict[str, Any]]) -> None:
    """The table says what each holds: nothing more, nothing less."""
    expected = {number: kinds for kinds, numbers in FACTS.items() for number in numbers.split()}
    found, named = dict[str, str](), dict[str, int]()
    for one in recordings:
        number, secret = f"{one['seq']:04}", Secret(one["secret"])
        if kinds := ", ".join(fact.kind for fact in receive(request_of(one), secret=secret, source=SOURCE)):
            found[number] = kinds
        if (order := order_named(request_of(one), secret=secret)) is not None:
            named[number] = order
    assert found == expected
    assert named == {number: order for order, numbers in NAMES.items() for number in numbers.split()}


def test_each_is_refused_with_another_secret(recordings: list[dict[str, Any]]) -> None:
    """All but pings are held against the secret, whatever they are about, and one changed byte is enough."""
    refused = Counter[bool]()
    for one in recordings:
        request = request_of(one)
        changed = WebhookRequest(request.headers, request.body[:-1] + b" ")
        for attempt, secret in ((request, BAD), (changed, one["secret"])):
            try:
                receive(attempt, secret=Secret(secret), source=SOURCE)
                refused[False] += 1
            except InvalidSignature:
                refused[True] += 1
    pings = sum(one["label"] == "ping" for one in recordings)
    assert refused == {True: 2 * len(recordings) - pings, False: pings}


def test_all_of_them_into_an_engine(recordings: list[dict[str, Any]], sqlite_url: str) -> None:
    """Everything that the shop sent, twice over: each order counts once, and what was paid back is taken back."""
    points = {"points": {"rate": 1}}
    with opened(sqlite_url, store={"currency": "USD"}, plugins=points) as engine:
        for one in [*recordings, *reversed(recordings)]:
            facts = receive(request_of(one), secret=Secret(one["secret"]), source=SOURCE)
            dollars = [fact for fact in facts if "JPY" not in repr(fact)]
            engine.handle_many(dollars)
        who = {id: engine.customer(id) for id in ("7", "9", "guest:me.411596@example.test", "guest:t@example.test")}
        assert {id: (one.history.orders, one.wallet("points").available) for id, one in who.items()} == {
            "7": (9, 171),
            "9": (1, 30),
            "guest:me.411596@example.test": (2, 60),
            "guest:t@example.test": (0, 0),
        }
        assert str(who["7"].profile.birthday) == "1988-12-25"
        assert audit(engine) == []
