"""`PluginContract`: a class to subclass, whose tests are the laws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from retention_sdk import (
    Action,
    Credit,
    IssueGiftCard,
    Purchase,
    Refused,
    Remember,
    hookimpl,
    setting,
    strategy,
)
from retention_sdk.testing import PluginContract, Sample, after, eur, order
from retention_sdk.testing.judging.badge import badge
from retention_sdk.testing.judging.scorecard import scorecard
from retention_sdk.testing.plugins.laws import LAWS, Rung
from retention_sdk.testing.plugins.trial import Trial
from tests.testing.defects import no_maximum

if TYPE_CHECKING:
    from retention_sdk import Engine


@strategy
class Thanks:
    """Gives a point for each order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit, Remember)
    unit: str = setting(default="points", ge=1, le=20, help="the wallet's unit")

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives the point, and remembers the order."""
        yield Credit(self.unit, 1, reason="an order")
        yield Remember({"last": event.id})


@strategy
class NoCards:
    """Refuses gift cards."""

    @hookimpl
    def review_action(self, action: Action) -> Refused | None:
        """Refuses what is a gift card."""
        return Refused("no_cards", "There are none.") if isinstance(action, IssueGiftCard) else None


@strategy
class GivesCards:
    """Gives a card for a large order, and a point for any."""

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[Action]:
        """Gives them."""
        yield Credit("points", 1)
        if event.total > eur(50):
            yield IssueGiftCard(eur(5))


class TestThanks(PluginContract):
    """A strategy that nobody has installed."""

    strategy = Thanks
    story = (order("o-1"), order("o-2", at=after(1)))
    most: ClassVar[dict[str, int]] = {"credit": 1}


def test_each_law_is_a_test() -> None:
    """The class has a test with a docstring for each law, in their order, and no other."""
    tests = [(name, one) for name, one in vars(PluginContract).items() if name.startswith("test_")]
    assert [name for name, _ in tests] == [f"test_{law.name}" for law in LAWS]
    assert all(one.__doc__ for _, one in tests)
    assert [law.rung for law in LAWS] == sorted((law.rung for law in LAWS), key=[*Rung].index)
    assert all(set(law.needs) <= {one.name for one in LAWS[:place]} for place, law in enumerate(LAWS))


def test_a_failure_is_two_sentences() -> None:
    """A broken law fails its test with what is wrong and how to mend it; what needs another law is skipped."""
    assert TestThanks.trial().name == "thanks"
    untold = type("Untold", (TestThanks,), {"most": None, "plugin": "untold"})
    with pytest.raises(pytest.fail.Exception) as failed:
        untold().test_bounded()
    what, mend = str(failed.value).splitlines()
    assert what.startswith("tests/testing/test_plugin_contract.py:")
    assert what.endswith("1 × credit")
    assert mend == "state it in a Sample that it offers: most={'credit': 1}, or more where that is meant."
    untold.teardown_class()
    broken = type("Broken", (TestThanks,), {"settings": {"unit": ""}, "plugin": "broken"})
    with pytest.raises(pytest.skip.Exception, match="it needs settings, which is broken"):
        broken().test_fast()
    broken.teardown_class()


def test_the_books_are_looked_at_as_one_likes() -> None:
    """A method of the class says what is wrong with an engine's books."""

    def problems(_: object, engine: Engine) -> list[str]:
        """Something is always wrong."""
        return [f"{engine.config.store.key} is poor"]

    looked = type("Looked", (TestThanks,), {"problems": problems})
    with pytest.raises(pytest.fail.Exception, match="the books do not add up: bean-leaf is poor"):
        looked().test_idempotent()
    looked.teardown_class()


def test_a_guard_goes_through_the_same_laws() -> None:
    """A guard is gold that refuses with stated codes, lets something pass, and refuses something in its story."""
    story = [order("o-1", total=20), order("o-2", total=90, at=after(1))]
    sample = Sample(story=story, refuses=["no_cards"], strategies={"gives": GivesCards})
    with Trial("no_cards", sample, NoCards) as trial:
        card = scorecard(trial)
    assert card.rung is Rung.GOLD, card.broken
    bounded = next(check for check in card.checks if check.law.name == "bounded")
    assert bounded.evidence.endswith("it let actions pass, and refused others as no_cards")


def test_how_far_up() -> None:
    """A rung is reached where all laws hold up to it; a badge says so in words."""
    with Trial("no_maximum", no_maximum.SAMPLE, no_maximum.NoMaximum) as trial:
        card = scorecard(trial)
    assert card.rung is Rung.BRONZE
    assert "retention contract: bronze" in badge(card.rung)
    assert "retention contract: not reached" in badge(None)


def test_what_no_other_process_can_ask() -> None:
    """Of a class that is no module's, the evidence says that no other process was asked."""
    local = strategy(type("Local", (), {k: v for k, v in vars(no_maximum.NoMaximum).items() if k == "on_purchase"}))
    local.__qualname__ = "test.<locals>.Local"
    with Trial("local", no_maximum.SAMPLE, local) as trial:
        card = scorecard(trial)
    held = {check.law.name: check.evidence for check in card.checks if check.state == "holds"}
    assert held["deterministic"].endswith("in no other process, since its class is no module's")


def test_the_page_of_the_laws() -> None:
    """Each law stands in the reference with its sentence, below its rung, in their order."""
    page = (Path(__file__).parents[2] / "docs/reference/contract.md").read_text(encoding="utf-8")
    places = [page.find(f"| `{law.name}` | {law.sentence} |") for law in LAWS]
    assert -1 not in places
    rungs = [page.find(f"### {rung.value.title()}: ") for rung in Rung]
    assert all(rungs[[*Rung].index(law.rung)] < place for law, place in zip(LAWS, places, strict=True))
    assert sorted(places) == places
