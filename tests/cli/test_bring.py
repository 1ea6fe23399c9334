"""`retention bring`: the members of another loyalty app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.audit import audit
from tests.engine.test_opening_balance import shop as opened_shop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

WORDS = ("--source", "smile", "--on", "2026-11-01")


@pytest.fixture
def members(folder: Path) -> Path:
    """Three members, as Excel saves them."""
    file = folder / "members.csv"
    text = "Customer ID;Points Balance;Points Pending;VIP Tier\nann;1,200;34;Gold\nben;5;;\ncleo;;;Gold\n"
    file.write_text(text, encoding="utf-8-sig")
    return file


def test_a_dry_run_says_what_it_would_bring(retention: Retention, shop: Path, members: Path) -> None:
    """Members, sums, what they are worth and tiers; no database is made."""
    answer = retention("bring", members, *WORDS, "--dry-run", "--worth", "0.01 EUR", "--tier", "Gold=gold")
    assert (answer.code, answer.err) == (0, "")
    assert "1,205 points that can be spent, 34 pending, 1,239 in all." in answer.out
    assert "They are worth 12.39 EUR." in answer.out
    assert "Tiers: gold 2." in answer.out
    assert not list(shop.parent.glob("*.db"))
    data = retention("bring", members, *WORDS, "--dry-run", "--json").json
    assert (data["members"], data["units"], data["pending"]) == (3, 1205, 34)


def test_it_brings_them_once(retention: Retention, shop: Path, members: Path) -> None:
    """The wallets come to the sums of the file; the same file again changes nothing, and more rows are more members."""
    first = retention("bring", members, *WORDS, "--json")
    assert (first.code, first.json["new"], first.json["known"]) == (0, 3, 0)
    with members.open("a") as file:
        file.write("dan;7;;\n")
    again = retention("bring", members, *WORDS, "--json")
    assert (again.code, again.json["new"], again.json["known"]) == (0, 1, 3)
    assert retention("ledger", "check").code == 0
    for name, points in {"ann": 1200, "ben": 5, "dan": 7}.items():
        assert retention("customer", name, "--json").json["wallets"][0]["available"] == points
    with opened_shop(f"sqlite:///{shop.parent / 'retention.db'}") as engine:
        audit(engine)


def test_a_row_that_changed_is_told_by_its_line(retention: Retention, shop: Path, members: Path) -> None:
    """It is refused, the others are known, and the wallet stays as it is."""
    retention("bring", members, *WORDS)
    members.write_text(members.read_text(encoding="utf-8-sig").replace("ben;5", "ben;6"))
    answer = retention("bring", members, *WORDS)
    assert answer.code == 1
    assert "line 3: it differs from what was brought for this member before" in answer.out
    assert "ben" not in answer.out
    assert "0 new, 2 known already" in answer.out
    assert retention("customer", "ben", "--json").json["wallets"][0]["available"] == 5


def test_a_bad_row_does_not_keep_the_others(retention: Retention, shop: Path, members: Path) -> None:
    """It is named by its line and the exit code is 1; once it is mended, running it again brings it."""
    members.write_text(members.read_text(encoding="utf-8-sig").replace("ben;5", "ben;five"))
    answer = retention("bring", members, *WORDS)
    assert answer.code == 1
    assert "line 3: 'five' is no whole number of units" in answer.out
    assert "Brought: 2 new" in answer.out
    members.write_text(members.read_text().replace("ben;five", "ben;5"))
    assert "Brought: 1 new, 2 known" in retention("bring", members, *WORDS).out


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["nowhere.csv", *WORDS], "nowhere.csv: No such file or directory"),
        (["members.csv", *WORDS, "--column", "points"], "--column points: write FIELD=COLUMN"),
        (["members.csv", *WORDS, "--column", "points=Pionts"], "--column FIELD=HEADING"),
        (["members.csv", *WORDS, "--tier", "Gold"], "--tier Gold: write OLD=NEW"),
        (["members.csv", *WORDS, "--worth", "much"], "much"),
        (["members.csv", "--source", "smile"], "on"),
    ],
)
def test_a_wrong_option_is_a_sentence(
    retention: Retention, shop: Path, members: Path, argv: list[str], told: str
) -> None:
    """A file or option that cannot be is told in sentences, and nothing is brought."""
    answer = retention("bring", *argv)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
    assert not list(shop.parent.glob("*.db"))
