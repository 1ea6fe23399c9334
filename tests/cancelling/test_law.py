"""What the law says, as dated data with sources, and flows that are held against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retention_sdk import BadConfig
from retention_sdk.cancelling import RULES, Flow, Rule, broken, in_force, screens
from retention_sdk.settings import load
from tests.build import config

NOW = date(2026, 11, 22)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.jurisdiction)
def test_a_rule_can_be_looked_up(rule: Rule) -> None:
    """Each rule has a name, a date, a source and a sentence, and its text names them."""
    assert rule.name
    assert rule.says
    assert str(rule) == f"{rule.name} (since {rule.since}, {rule.source})"


def test_the_places() -> None:
    """There are rules of California, the EU, Germany, the United Kingdom and the United States."""
    assert {rule.jurisdiction for rule in RULES} == {"california", "eu", "germany", "uk", "us"}


@pytest.mark.parametrize(
    ("place", "day", "count"),
    [
        ("germany", date(2022, 6, 30), 0),
        ("germany", date(2022, 7, 1), 1),
        ("germany", date(2026, 6, 19), 2),
        ("california", date(2025, 6, 30), 1),
        ("california", date(2025, 7, 1), 2),
        ("uk", NOW, 0),
        ("uk", date(2027, 4, 1), 1),
        ("atlantis", NOW, 0),
    ],
)
def test_a_rule_counts_from_its_day_on(place: str, day: date, count: int) -> None:
    """Before its day a rule is none, and the larger one's law counts in the smaller one."""
    assert len(in_force(place, day)) == count


@pytest.mark.parametrize(
    ("places", "more", "keys"),
    [
        ((), {"direct_cancel": False}, []),
        (("us",), {"direct_cancel": False}, []),
        (("california",), {}, []),
        (("california",), {"direct_cancel": False}, ["direct_cancel"]),
        (("eu",), {}, ["survey"]),
        (("eu",), {"survey": "after"}, []),
        (("germany",), {"survey": "none", "offers": "after"}, []),
        (("germany",), {"survey": "after"}, ["offers"]),
        (("uk",), {"direct_cancel": False}, []),
        (("us", "germany"), {}, ["survey", "offers", "survey"]),
    ],
)
def test_what_a_flow_breaks(places: tuple[str, ...], more: dict[str, Any], keys: list[str]) -> None:
    """Each setting that is not allowed is named, with the rule, its date and its source."""
    found = list(broken(Flow(places, **more), NOW))
    assert sorted(key for key, _ in found) == sorted(keys)
    for _, sentence in found:
        assert any(str(rule) in sentence for rule in RULES)


def test_what_is_shown_at_a_place() -> None:
    """The law where the customer is lowers the number of screens; the file can lower it too."""
    assert screens(Flow(), "california", NOW)[0] == 2
    assert screens(Flow(offer_screens=1), "california", NOW)[0] == 1
    assert screens(Flow(), "germany", NOW)[0] == 0
    assert screens(Flow(), "germany", date(2022, 1, 1))[0] == 2
    assert screens(Flow(offers="after"), "", NOW)[0] == 0


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"jurisdictions": ["atlantis"]}, "no rule is known of 'atlantis'; write some of us, california, eu"),
        (
            {"survey": "sometimes"},
            "cancelling.survey: given \"sometimes\" (a text); known are 'before', 'after', 'none'",
        ),
        ({"offer_screens": 3}, "pass an int of 0 to 2"),
        ({"abandon_after_days": 0}, "pass an int of 1 to 365"),
        ({"jurisdiction": "eu"}, "did you mean 'jurisdictions'?"),
    ],
)
def test_the_table(table: dict[str, Any], says: str) -> None:
    """What cannot be in `[cancelling]` is told."""
    with pytest.raises(BadConfig) as error:
        load(config("sqlite:///x.db", cancelling=table))
    assert says in str(error.value)


def test_a_short_secret_is_refused() -> None:
    """A secret that could be guessed is refused, and not shown."""
    with pytest.raises(BadConfig, match="secret is shorter than 16 characters") as error:
        load(config("sqlite:///x.db", offers={"secret": "geheim"}))
    assert "geheim" not in str(error.value)
    assert "0123456789abcdef" not in repr(load(config("sqlite:///x.db", offers={"secret": "0123456789abcdef"})).offers)
