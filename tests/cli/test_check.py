"""`retention check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import PluginError, hookimpl
from retention_sdk.cli.overview import in_words
from retention_sdk.registry import Enabled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

FIVE_MISTAKES = """\
[store]
name = "Bean & Leaf"
curency = "EUR"
timezone = "Europe/Praha"

[plugins.points]
rte = 2

[plugins.punchcard]
sku = "beans"

[plugins.save_offer]
open_days = 0
"""

WHOLE = """\
[store]
name = "Bean & Leaf"
currency = "EUR"
timezone = "Europe/Prague"
database = "postgresql://me:geheim@db.example/shop?password=geheim"

[adapters.woocommerce]
url = "https://shop.example"
consumer_key = "ck_geheim"
consumer_secret = "cs_geheim"
webhook_secret = "geheimgeheim"

[plugins.punch_card]
sku = "beans-250"

[plugins.miles]
use = "points"
rate = "1.5"
unit = "miles"

[plugins.save_offer]
enabled = false

[limits]
monthly_budget = "2000 EUR"
per_customer = { amount = "60 EUR", days = 90 }

[authority]
agent = "20 EUR"
supervisor = "100 EUR"
"""


def test_five_mistakes_are_five_errors(retention: Retention, shop: Path) -> None:
    """Every mistake is told at once, with its line and what was probably meant."""
    shop.write_text(FIVE_MISTAKES)
    answer = retention("check")
    assert (answer.code, answer.out) == (2, "")
    *errors, last = answer.err.splitlines()
    assert last == "5 problems; nothing was done"
    assert [error.split(": ")[0] for error in errors] == [f"retention.toml:{line}" for line in (3, 4, 7, 9, 13)]
    hints = ["did you mean 'currency'?", "did you mean 'Europe/Prague'?", "did you mean 'rate'?"]
    hints += ["did you mean 'punch_card'?", "it must be 1 or more"]
    assert [error.endswith(hint) for error, hint in zip(errors, hints, strict=True)] == [True] * 5, answer.err


def test_it_says_what_the_file_will_do(retention: Retention, shop: Path) -> None:
    """Store, strategies in their order, limits, authority: all in sentences."""
    shop.write_text(WHOLE)
    answer = retention("check")
    assert (answer.code, answer.err) == (0, "")
    text = " ".join(answer.out.split())
    for sentence in (
        "Its customers are kept in postgresql://me:***@db.example/shop, under the key 'bean-leaf'.",
        "Its money is EUR, and its days begin at midnight in Europe/Prague.",
        "1. punch_card, from retention-sdk",
        "Each paid unit of beans-250 is a stamp; 10 stamps bring a free beans-250.",
        'sku = "beans-250": the item that is stamped',
        "2. miles (points), from retention-sdk",
        "Kept, and not asked: save_offer",
        "In a month, at most 2000.00 EUR is given away.",
        "One customer is given at most 60.00 EUR in 90 days.",
        "at most 20.00 EUR is given at once, as agent; more is refused, though supervisor may give 100.00 EUR.",
        "retention.toml is fine.",
    ):
        assert sentence in text, answer.out


def test_secrets_are_never_shown(retention: Retention, shop: Path) -> None:
    """Neither the database's password nor what an adapter is given is printed, in either form."""
    shop.write_text(WHOLE)
    for argv in (["check"], ["check", "--json"], ["plugins"], ["plugins", "--json"]):
        answer = retention(*argv)
        assert answer.code == 0
        assert "geheim" not in answer.out + answer.err


def test_as_json(retention: Retention, shop: Path) -> None:
    """The same as data."""
    shop.write_text(WHOLE)
    seen = retention("check", "--json").json
    assert seen["store"]["currency"] == "EUR"
    assert [one["name"] for one in seen["strategies"]] == ["punch_card", "miles"]
    assert seen["strategies"][1]["settings"] == {"rate": "1.5", "unit": "miles"}
    assert seen["limits"]["per_customer"] == {"amount": "60.00 EUR", "days": 90}
    assert seen["authority"] == {"agent": "20.00 EUR", "supervisor": "100.00 EUR"}
    assert seen["disabled"] == ["save_offer"]
    assert (seen["adapters"], seen["warnings"]) == (["woocommerce"], [])


def test_budgets(retention: Retention, shop: Path) -> None:
    """Each budget is a sentence, with its period and whose it is."""
    budgets = """[limits]
budgets = [
    { amount = "9 EUR", period = "day" },
    { amount = "5 EUR", strategy = "miles" },
    { amount = "7 EUR", period = "year", role = "agent" },
]
"""
    shop.write_text(WHOLE.replace("[limits]", budgets))
    told = " ".join(retention("check").out.split())
    assert "In a day, at most 9.00 EUR is given away." in told
    assert "In a month, at most 5.00 EUR is given away by miles." in told
    assert "In a year, at most 7.00 EUR is given away by the authority of agent." in told
    found = retention("check", "--json").json["limits"]["budgets"]
    assert found[0] == {"amount": "9.00 EUR", "period": "day", "strategy": "", "role": ""}


def test_what_guards_refuse(retention: Retention, shop: Path) -> None:
    """Messages, cooldowns, age, lanes and holdouts stand there in sentences."""
    shop.write_text(
        WHOLE.replace("[limits]", '[limits]\nminimum_age = 16\ncooldowns = [{ kind = "issue_coupon", days = 30 }]')
        + """
[messages]
quiet_hours = "21:00-08:00"
frequency = { email = { most = 2, days = 7 } }
[stacking]
lanes = { a = ["punch_card", "miles"] }
[holdout]
percent = 5
strategies = { miles = 10 }
"""
    )
    assert retention("check", "--json").json["guards"] == [
        "Messages need the customer's consent, but for: service, transactional, legal.",
        "What would be sent in the quiet hours, 21:00-08:00, waits until they end.",
        "At most 2 messages in 7 days go through email.",
        "While a severe complaint is open, its customer gets no offers and no advertisements.",
        "After one issue coupon a customer waits 30 days for the next.",
        "Whoever is known to be younger than 16 is given nothing.",
        "Of punch_card, miles one gives at a time (lane 'a').",
        "5 % of the customers are given nothing, to compare with.",
        "10 % of the customers are given nothing by miles, to compare with.",
    ]
    assert "5 % of the customers are given nothing" in " ".join(retention("check").out.split())


def test_it_opens_nothing_but_the_file(retention: Retention, shop: Path, folder: Path) -> None:
    """Checking makes no database, and says that the first event will."""
    answer = retention("check")
    assert "which the first event makes" in " ".join(answer.out.split())
    assert list(folder.iterdir()) == [shop]


@pytest.mark.parametrize(("found", "warned"), [((3, 51, 2), True), ((3, 51, 3), False)])
def test_an_old_sqlite_is_told(
    retention: Retention, shop: Path, monkeypatch: pytest.MonkeyPatch, found: tuple[int, int, int], *, warned: bool
) -> None:
    """A SQLite with the write-ahead-log bug is told; one without it is not."""
    monkeypatch.setattr("sqlite3.sqlite_version_info", found)
    answer = retention("check")
    assert answer.code == 0
    assert ("3.51.3 is the first that cannot" in answer.out) == warned


def test_an_empty_file_of_strategies_is_told(retention: Retention, shop: Path) -> None:
    """A file that enables nothing is allowed, and said to give nothing."""
    shop.write_text('[store]\ncurrency = "EUR"\n')
    answer = retention("check")
    assert answer.code == 0
    assert "No strategy is enabled" in answer.out


UNLAWFUL = """\
[store]
currency = "EUR"

[cancelling]
jurisdictions = ["germany"]
survey = "before"
offers = "before"
"""


def test_a_flow_against_the_law_is_refused(retention: Retention, shop: Path) -> None:
    """What the law does not allow is told with the line, the rule, its date and its source."""
    shop.write_text(UNLAWFUL)
    answer = retention("check")
    assert (answer.code, answer.out) == (2, "")
    assert "retention.toml:6: cancelling.survey: § 312k BGB (since 2022-07-01, gesetze-im-internet.de" in answer.err
    assert "retention.toml:7: cancelling.offers: § 312k BGB (since 2022-07-01" in answer.err
    assert "Directive (EU) 2023/2673" in answer.err
    shop.write_text(UNLAWFUL.replace("before", "after"))
    answer = retention("check")
    assert answer.code == 0
    text = " ".join(answer.out.split())
    assert "The reason is asked after the customer can cancel, and offers are made after they can." in text
    assert "OLG Düsseldorf, 20 UKl 3/23): is in force. A button to cancel" in text


TWICE = """\
[store]
name = "Bean & Leaf"
currency = "EUR"

[plugins.birthday_gift]

[plugins.another]
use = "birthday_gift"

[plugins.frequent_buyer]

[plugins.welcome]
percent = 10
{more}
"""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ["for the same birthday", "on days of the customer's own"]),
        ('[[limits.cooldowns]]\nkind = "issue_coupon"\ndays = 30', []),
        ('[stacking]\nlanes = { gifts = ["birthday_gift", "another"] }', ["on days of the customer's own"]),
        ('[stacking]\nlanes = { gifts = ["birthday_gift", "another", "frequent_buyer", "welcome"] }', []),
    ],
)
def test_what_may_be_given_twice(retention: Retention, tmp_path: Path, more: str, told: list[str]) -> None:
    """Strategies that may give the same kind of gift at one time are named, unless something keeps them apart."""
    file = tmp_path / "retention.toml"
    file.write_text(TWICE.format(more=more), encoding="utf-8")
    warnings = [one for one in retention("check", "--config", file, "--json").json["warnings"] if "SQLite" not in one]
    assert [
        part for part in ("for the same birthday", "on days of the customer's own") if part in " ".join(warnings)
    ] == told
    assert all("birthday_gift" in warning for warning in warnings)


class Speaks:
    """A strategy that says what it does."""

    def __init__(self, said: object) -> None:
        self.said = said

    @hookimpl
    def on_visit(self) -> None:
        """Does nothing."""

    def in_words(self) -> object:
        """Says it."""
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def test_a_strategy_in_its_own_words() -> None:
    """What a strategy says of itself is told; what it cannot say is an error with its name."""
    sentences = ["A visit brings nothing.", "Neither does another."]
    assert in_words(Enabled("quiet", Speaks(sentences))) == sentences
    assert in_words(Enabled("silent", object())) == []
    for wrong, why in ((KeyError("x"), "raised KeyError"), ([3], "something else"), (None, "raised TypeError")):
        with pytest.raises(PluginError, match=f"'quiet'.*{why}"):
            in_words(Enabled("quiet", Speaks(wrong)))
