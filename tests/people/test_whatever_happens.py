"""Whatever customers do, and whenever they are merged or forgotten, the books are right after each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import BadValue, Debit, EventConflict, OrderReopened
from tests.audit import audit
from tests.build import after, complaint
from tests.delivery.platform import Platform, agrees, work
from tests.people.build import shop
from tests.rewards.build import bought, refunded

if TYPE_CHECKING:
    from retention_sdk import Engine

WHO = st.sampled_from("abc")
KINDS = st.sampled_from(
    [
        *("buy", "buy", "redeem", "hold", "capture", "release", "cancel", "refund", "reopen", "complain", "approve"),
        *("merge", "erase", "deliver"),
    ]
)
STEPS = st.lists(st.tuples(KINDS, WHO, WHO, st.integers(1, 4), st.integers(0, 30)), min_size=4, max_size=14)


def step(engine: Engine, platform: Platform, number: int, drawn: Any) -> None:  # noqa: C901, PLR0912 - a case each
    """Do something."""
    kind, who, other, which, day = drawn
    at, id = after(day, minutes=number), f"{kind}-{number}"
    match kind:
        case "buy":
            engine.handle(bought(f"o-{who}{which}-{number}", 60 * which, at, who))
        case "redeem":
            engine.redeem(who, "beans" if which % 2 else "card", f"r-{which}", at=at)
        case "hold":
            engine.hold(who, Debit("points", 10 * which), f"h-{which}", minutes=60 * 24 * which, at=at)
        case "capture":
            engine.capture(f"h-{which}", amount=10 if which == 4 else None, at=at)
        case "release":
            engine.release(f"h-{which}", at=at)
        case "cancel":
            engine.cancel_redemption(f"r-{which}", at=at)
        case "refund":
            engine.handle(refunded(id, f"o-{other}{which}-{number - which}", at, who))
        case "reopen":
            engine.handle(
                OrderReopened(id=id, customer=who, occurred_at=at, order=f"o-{other}{which}-{number - which}")
            )
        case "complain":
            engine.handle(complaint(id, who, at, severity="high"))
        case "approve":
            for asked in engine.customer(who).approvals[:which]:
                engine.approve(asked.key, other if which == 4 else who, role="lead", at=at)
        case "merge":
            engine.merge(who, other, at=at)
        case "erase":
            engine.erase(who, at=at)
        case _:
            work(engine, platform)


@settings(max_examples=15)
@given(steps=STEPS)
def test_the_books_are_right(tmp_path_factory: Any, steps: list[Any]) -> None:
    """After each step the ledger is clean, and the platform has what stands and nothing else."""
    url = f"sqlite:///{tmp_path_factory.mktemp('people') / 'retention.db'}"
    platform = Platform()
    with shop(url, limits={"monthly_budget": "90 EUR"}) as engine:
        for number, drawn in enumerate(steps):
            try:
                step(engine, platform, number, drawn)
            except (BadValue, EventConflict):
                continue
            assert audit(engine) == [], (number, drawn)
        if not any(drawn[0] == "erase" for drawn in steps):
            work(engine, platform)
            assert agrees(engine, platform) == []
