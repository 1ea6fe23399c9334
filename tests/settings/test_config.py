"""The whole configuration."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from retention_sdk.authoring import setting, strategy
from retention_sdk.errors import BadConfig
from retention_sdk.money import Money
from retention_sdk.settings import Limits, PerCustomer, did_you_mean, draft, load

if TYPE_CHECKING:
    from tests.settings.conftest import Write

WHOLE_FILE = """\
    [store]
    name = "Bean & Leaf"
    currency = "EUR"
    timezone = "Europe/Prague"
    database = "sqlite:///retention.db"          # or postgresql://...

    [adapters.woocommerce]
    url = "https://shop.example"
    consumer_key = { env = "WC_KEY" }

    [plugins.punch_card]                          # listed = enabled; the order here is the order they are asked
    sku = "beans-250"

    [plugins.save_offer]
    cooldown_days = 90

    [limits]
    monthly_budget = "2000 EUR"
    per_customer = { amount = "60 EUR", days = 90 }

    [authority]
    supervisor = "100 EUR"
    agent = "20 EUR"
    """


@strategy
class Points:
    """Points for orders."""

    rate: Decimal = setting(default=Decimal(1))
    days: int = setting(default=0, ge=0)


def euros(amount: int) -> Money:
    """Whole euros."""
    return Money(amount * 100, "EUR")


def test_a_whole_file(write: Write) -> None:
    """Each table of a file is there, as values, in the file's order."""
    path = write(WHOLE_FILE)
    config = load(path)
    assert config.document.name == "retention.toml"
    assert (config.store.key, config.store.timezone) == ("bean-leaf", "Europe/Prague")
    assert config.store.database == f"sqlite:///{path.parent}/retention.db"
    assert [section.name for section in config.plugins] == ["punch_card", "save_offer"]
    assert config.adapters[0].settings["consumer_key"] == {"env": "WC_KEY"}
    assert config.limits == Limits(euros(2000), PerCustomer(euros(60), 90))
    assert list(config.authority.items()) == [("supervisor", euros(100)), ("agent", euros(20))]


def test_what_is_not_given_is_not_limited() -> None:
    """Without those tables there is no limit, no role, no plugin."""
    config = load({"store": {"currency": "EUR"}})
    assert config.limits == Limits()
    assert config.authority == {}
    assert config.plugins == config.adapters == ()


def test_five_mistakes_are_five_problems(write: Write) -> None:
    """Mistakes of different kinds, in different tables, come together: each with its line and what was meant."""
    path = write("""\
        # Our shop
        [store]
        name = "Bean & Leaf"
        currency = "EUR"
        timezone = "Europe/Prage"

        [plugins.points]
        rtae = 1
        # days = 3
        days = -1

        [limits]
        monthly_budget = "2000 USD"

        [autority]
        agent = "20 EUR"
        """)
    reading = draft(path)
    assert reading.structure(Points, reading.plugins[0]) is None
    with pytest.raises(BadConfig) as caught:
        reading.config()
    assert caught.value.problems == (
        "retention.toml:5: store.timezone: 'Europe/Prage' is no IANA time zone; did you mean 'Europe/Prague'?",
        "retention.toml:8: plugins.points.rtae: unknown setting; did you mean 'rate'?",
        "retention.toml:10: plugins.points.days: days is -1; it must be 0 or more",
        "retention.toml:13: limits.monthly_budget: 2000.00 USD is not in the store's currency; write an amount of EUR",
        "retention.toml:15: autority: unknown table; did you mean 'authority'?",
    )
    assert str(caught.value) == "\n".join(caught.value.problems)


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (
            {"limits": {"monthly_budget": "-1 EUR"}},
            "limits.monthly_budget: monthly_budget is -1.00 EUR",
        ),
        ({"limits": {"budget": "1 EUR"}}, "limits.budget: unknown setting; did you mean 'budgets'?"),
        (
            {"limits": {"per_customer": "60 EUR"}},
            'limits.per_customer: given "60 EUR" (a text)',
        ),
        ({"limits": {"per_customer": {"amount": "1 EUR"}}}, "limits.per_customer.days: this setting is missing"),
        (
            {"limits": {"per_customer": {"amount": "-1 EUR", "days": 1}}},
            "limits.per_customer.amount: amount is -1.00",
        ),
        (
            {"limits": {"per_customer": {"amount": "1 EUR", "days": 0}}},
            "limits.per_customer.days: days is 0",
        ),
        ({"limits": 3}, "limits: given 3 (a whole number); write a table with monthly_budget, per_customer"),
        ({"authority": {"agent": "-1 EUR"}}, "authority.agent: write an amount of zero or more"),
        ({"authority": {"agent": 20}}, "authority.agent: given 20 (a whole number); write an amount and a currency"),
        ({"authority": {"agent": "20 USD"}}, "authority.agent: 20.00 USD is not in the store's currency"),
        ({"authority": "20 EUR"}, 'authority: given "20 EUR" (a text); write a table: { name = ... }'),
        ({"store": 3}, "store: given 3 (a whole number); write a table with name, key, currency"),
        ({"stroe": {}}, "stroe: unknown table; did you mean 'store'?"),
        ({"x": 1}, "x: unknown table; known are 'store', 'adapters', 'plugins', 'authority', 'limits'"),
    ],
)
def test_what_a_configuration_cannot_be(tables: dict[str, object], problem: str) -> None:
    """Each table is checked, with amounts of zero or more in the store's currency."""
    with pytest.raises(BadConfig) as caught:
        load({"store": {"currency": "EUR"}} | tables)
    (found,) = caught.value.problems
    assert found.startswith(problem)


@pytest.mark.parametrize("currency", ["JPY", {"env": "X_CURRENCY"}])
def test_the_currency_of_all_money_is_the_stores(monkeypatch: pytest.MonkeyPatch, currency: object) -> None:
    """Money is compared with the store's currency wherever that is from."""
    monkeypatch.setenv("X_CURRENCY", "JPY")
    with pytest.raises(BadConfig, match="not in the store's currency; write an amount of JPY"):
        load({"store": {"currency": currency}, "authority": {"agent": "20 EUR"}})


def test_a_wrong_currency_is_one_mistake() -> None:
    """Where the store's currency is wrong, the amounts are not told as well."""
    with pytest.raises(BadConfig) as caught:
        load({"store": {"currency": "EURO"}, "authority": {"agent": "20 EUR", "boss": "20 USD"}})
    assert [problem.partition(":")[0] for problem in caught.value.problems] == ["store.currency"]


def test_names_are_suggested() -> None:
    """The nearest name is told, upper or lower case; where none is near, all of them are."""
    assert did_you_mean("rtae", ["rate", "unit"]) == "; did you mean 'rate'?"
    assert did_you_mean("RATE", ["rate", "unit"]) == "; did you mean 'rate'?"
    assert did_you_mean("xyz", ["rate", "unit"]) == "; known are 'rate', 'unit'"
    assert did_you_mean("xyz", []) == ""
