"""`retention demo`: the same small shop for everybody."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Birthday, CancelRequest, Complaint, Purchase, SignUp
from retention_sdk.demo import year
from retention_sdk.registry import installed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention


FILE = files("retention_sdk.demo").joinpath("demo.toml").read_text(encoding="utf-8")
LOUD = '''
from retention_sdk import Credit, hookimpl, setting, strategy

@strategy
class Loud:
    """Shouts for each order."""

    times: int = setting(default=2, help="how often")

    @hookimpl
    def on_purchase(self, event):
        return [Credit("shouts", self.times, reason="for once")]
'''

SHOWN = set(re.findall(r"^\[plugins\.(\w+)\]$", FILE, re.MULTILINE))
"""The strategies that the demo shows."""


def test_it_shows_what_a_merchant_wants_to_see(retention: Retention, folder: Path) -> None:
    """Who was rewarded, what each strategy gave and cost, what is outstanding, three decisions, refusals, health."""
    answer = retention("demo")
    assert answer.code == 0, answer.err
    for title in (
        "Bean & Leaf, 01 January 2025 to 31 December 2025",
        "Who was rewarded most",
        "What each strategy gave, and what it cost",
        "Outstanding at the end",
        "Three decisions, explained",
        "What was refused, and why",
        "No strategy failed.",
        "The ledger is clean",
        "It took",
    ):
        assert title in answer.out
    assert all(f"\n   {name} " in answer.out for name in SHOWN)
    for kind in ("Purchase", "Complaint", "Cancel request"):
        assert re.search(rf"^   {kind} \S+ of customer", answer.out, re.MULTILINE)
    assert "a card of 10 stamps is full" in answer.out
    assert list(folder.iterdir()) == [], "without a folder, nothing is left behind"


def test_the_limits_bite(retention: Retention, folder: Path) -> None:
    """Budget, limit a customer and authority each refuse something, each with a sentence."""
    seen = retention("demo", "--json").json
    assert {"over_budget", "over_customer_limit", "over_authority"} <= seen["refused"].keys()
    assert all(one["count"] >= 1 and one["example"].endswith(".") for one in seen["refused"].values())
    assert seen["given"].keys() == SHOWN | {"engine"}
    assert (seen["failures"], seen["ledger"], len(seen["explained"])) == ({}, [], 3)


def test_the_figures_are_the_same_each_time(retention: Retention, folder: Path) -> None:
    """The same seed gives the same figures, in a new database and on one that has them; another seed does not."""

    def figures(*argv: str) -> object:
        seen = retention("demo", "--orders", "400", "--json", *argv).json
        return seen.pop("seconds") and seen

    once = figures()
    assert figures() == once
    assert figures("--folder", "kept") == once
    assert figures("--folder", "kept") == once
    assert figures("--seed", "8") != once
    texts = [retention("demo", "--orders", "400").out.rpartition("It took")[0] for _ in range(2)]
    assert texts[0] == texts[1]


def test_on_postgres(retention: Retention, folder: Path, postgres_url: str) -> None:
    """On Postgres the figures are those of SQLite; two years share a database, each a store of its own."""
    for seed in ("7", "8"):
        one = retention("demo", "--orders", "200", "--seed", seed, "--json").json
        other = retention("demo", "--orders", "200", "--seed", seed, "--json", "--database", postgres_url)
        assert other.code == 0, other.err
        assert other.json | {"seconds": 0} == one | {"seconds": 0}


def test_a_shop_that_is_kept_can_be_looked_at(retention: Retention, folder: Path) -> None:
    """The other commands work on the folder; the demo says how, and never overwrites another shop's file."""
    answer = retention("demo", "--orders", "200", "--folder", "shop")
    words = re.search(r"Look further: retention (.*)", answer.out)
    assert words
    assert retention(*words[1].split()).code == 0
    assert retention("check", "--config", "shop/retention.toml").code == 0
    assert retention("ledger", "check", "--config", "shop/retention.toml").code == 0
    other = retention("demo", "--orders", "300", "--folder", "shop")
    assert other.code == 2
    assert "another shop's" in other.err


def test_orders_must_be_some(retention: Retention, folder: Path) -> None:
    """A year without orders is a usage error; one with a single order is a year."""
    assert retention("demo", "--orders", "0").code == 2
    assert retention("demo", "--orders", "1").code == 0


def test_a_plugin_beside(retention: Retention, folder: Path, third_party: Path) -> None:
    """A plugin that is installed runs beside the demo's own with its defaults, and the figures name it."""
    third_party.write_text(LOUD)
    seen = retention("demo", "--orders", "100", "--with", "loud", "--json").json
    assert seen["given"]["loud"]["units"] == {"shouts": 200}
    assert seen["given"].keys() >= {"points", "welcome"}
    assert "- loud gives 2 shouts (for once)." in seen["explained"][-1]
    told = retention("demo", "--orders", "100", "--with", "loud", "--with", "announce", "--folder", "kept").out
    assert re.search(r"^   loud +200 shouts", told, re.MULTILINE)
    assert "What loud did, explained" in told
    assert "What announce did, explained\n   It gave nothing." in told
    assert "[plugins.loud]\n# times = 2 " in (folder / "kept" / "retention.toml").read_text()


def test_no_plugin_beside(retention: Retention, folder: Path) -> None:
    """One that is not installed, and one that the demo has anyway, are told; nothing is run."""
    assert "no plugin 'pionts' is installed; did you mean 'points'?" in retention("demo", "--with", "pionts").err
    assert "the demo has points already" in retention("demo", "--with", "points").err


@pytest.mark.parametrize("seed", [1, 7])
def test_the_year_is_believable(seed: int) -> None:
    """A few regulars buy much, things go wrong now and then, and all of it happens in its order within the year."""
    events = year(3_000, seed)
    kinds = Counter(type(event) for event in events)
    assert kinds[Purchase] == 3_000
    assert 60 <= kinds[Complaint] <= 200
    assert kinds[SignUp] > kinds[Birthday] > kinds[CancelRequest] > 10
    assert [event.occurred_at for event in events] == sorted(event.occurred_at for event in events)
    assert len({event.id for event in events}) == len(events)
    buyers = Counter(event.customer for event in events if isinstance(event, Purchase))
    best = sum(count for _, count in buyers.most_common(len(buyers) // 5))
    assert 0.5 < best / 3_000 < 0.9
    orders = {event.id: event for event in events if isinstance(event, Purchase)}
    for event in events:
        if isinstance(event, Complaint):
            assert orders[event.order or ""].customer == event.customer
            assert orders[event.order or ""].occurred_at < event.occurred_at


def test_its_file_is_in_the_package() -> None:
    """The demo's configuration is package data, and enables strategies of ours that need no clock."""
    ours = {name for name, one in installed().items() if one.origin.startswith("retention-sdk ")}
    assert 'database = "sqlite:///retention.db"\n' in FILE
    assert len(SHOWN) >= 7
    assert ours >= SHOWN
