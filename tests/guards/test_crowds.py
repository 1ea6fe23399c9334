"""Guards in a crowd: whatever comes at once, what is for one is given once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from json import loads
from typing import Any

import pytest

from retention_sdk import Consent, FreeShipping, IssueCoupon, Profile, SendMessage
from tests.build import START, gives, opened, rows, visit

COUPON, AD = IssueCoupon(FreeShipping()), SendMessage("sale", channel="email", purpose="marketing")
YES = Profile(consents=(Consent(channel="email"),))


@pytest.mark.parametrize(
    ("action", "tables", "code"),
    [
        (COUPON, {"limits": {"cooldowns": [{"kind": "issue_coupon", "days": 30}]}}, "cooldown"),
        (AD, {"messages": {"frequency": {"email": {"most": 1, "days": 7}}}}, "too_often"),
    ],
    ids=["cooldown", "frequency"],
)
def test_one_of_many_gets_it(database_url: str, action: Any, tables: Any, code: str) -> None:
    """32 visits of one customer from 16 threads: one is given the coupon, or sent the message."""
    with opened(database_url, {"one": gives(action)}, **tables) as engine, ThreadPoolExecutor(16) as threads:
        events = [visit(f"v-{number:02}", at=START, profile=YES) for number in range(32)]
        list(threads.map(engine.handle, events))
        # a visit that came late took it from one that happened after it, whose decision is told as it was
        assert [row.status for row in rows(engine, "outbox")].count(0) == 1
        revised = [loads(row.revised or row.decision) for row in rows(engine, "events")]
        assert Counter(one["refusals"][0][2] if "refusals" in one else "given" for one in revised) == {
            "given": 1,
            code: 31,
        }
