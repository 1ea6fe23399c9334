"""Every no has a reason: a code that stays, and a sentence for a person."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

from retention_sdk import Decision, EventConflict
from tests.build import after, complaint, opened, visit
from tests.docs.pages import page, table
from tests.scripted import Scripted

CODES = {"balance", "over_budget", "over_customer_limit", "over_authority", "goes_with_refused"}
"""What refuses in an ordinary run; a code is for ever."""

RARE = {
    *("approval_answered", "approval_lapsed", "approval_refused", "role_not_asked", "unknown_approval", "unknown_role"),
    *("no_such_case", "none_left"),
    *("wallet_full", "no_consent", "quiet_hours", "too_often", "cooldown", "under_age", "severe_complaint"),
    *("open_dispute", "lost_to", "reason_required", "holdout", "guard_failed", "over_remedy_cap"),
    *("over_offer_screens", "too_late_to_offer", "answered"),
}
"""What the tests of the engine, of approvals and of guards see."""

SCRIPTS = ("+5", "-3", "-3 gift:90 tag:x", "gift:250", "gift:700", "+2 -9 gift:10", "fail", "exit", "note gift:400")


def events(count: int) -> list[Any]:
    """Many events: visits and complaints, some again, some changed."""
    dice, made = random.Random(10), list[Any]()
    for number in range(count):
        customer, at = f"c-{dice.randrange(12)}", after(dice.randrange(90))
        script = dice.choice(SCRIPTS)
        match dice.randrange(10):
            case 0 if made:
                made.append(dice.choice(made))
            case 1 if made:
                made.append(visit(dice.choice(made).id, customer, at=at, place="changed"))
            case 2 | 3 | 4:
                made.append(complaint(f"e-{number}", customer, at=at, text=script))
            case _:
                made.append(visit(f"e-{number}", customer, at=at, place=script))
    return made


def test_every_no_has_a_reason(database_url: str) -> None:
    """In a large random run each refusal has a known code and a sentence, each failure its strategy, hook and error.

    All codes occur; whoever sends a changed body gets an error that says what to do.
    """
    tables = {
        "limits": {"monthly_budget": "60 EUR", "per_customer": {"amount": "20 EUR", "days": 20}},
        "authority": {"agent": "5 EUR", "supervisor": "50 EUR"},
    }
    seen: Counter[str] = Counter()
    with opened(database_url, {"one": Scripted(), "two": Scripted("stamps")}, **tables) as engine:
        for result in engine.results(events(1500)):
            if not isinstance(result, Decision):
                assert isinstance(result, EventConflict)
                assert str(result).endswith("send a changed fact under an id of its own")
                seen["conflict"] += 1
                continue
            story = result.explain()
            for refusal in result.refusals:
                seen[refusal.code] += 1
                assert refusal.code in CODES
                assert re.fullmatch(r"[A-Z0-9].{10,}\.", refusal.sentence)
                assert refusal.plugin in ("one", "two")
                assert f"refused [{refusal.code}]: {refusal.sentence}" in story
            for failure in result.failures:
                seen["failure"] += 1
                assert (failure.plugin, failure.hook) in {
                    (plugin, f"on_{result.event.kind}") for plugin in ("one", "two")
                }
                assert re.match(r"(ValueError|SystemExit): .+ at .+:\d+$", failure.error)
                assert f"{failure.plugin} failed in {failure.hook}" in story
    assert set(seen) == CODES | {"conflict", "failure"}, seen
    assert seen.total() > 500


def test_the_codes_are_documented() -> None:
    """The documentation lists these codes, each with what it means; `tests/docs` sees that it lists all there are."""
    listed = {row[0]: row[1] for row in table(page("errors"), "code")}
    assert set(listed) >= CODES | RARE
    assert all(len(meaning) > 10 for meaning in listed.values())
