"""What no adapter can carry out is said before a customer misses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Action, Credit, Engine, IssueCoupon, NoInverse, SendMessage
from retention_sdk.assembly import assemble
from retention_sdk.cli.check import refuse_unmet
from retention_sdk.cli.overview import overview
from retention_sdk.delivery.needs import INVERSES, OWN, proposed
from retention_sdk.errors import BadConfig
from retention_sdk.platforms import Repeat
from tests.build import Does, config, gives, rows
from tests.delivery.shop import Shop
from tests.laws.everything import lives, shop
from tests.values.made import ACTIONS

if TYPE_CHECKING:
    from retention_sdk.assembly import Assembly

PLUGINS = {
    "punch_card": {"sku": "beans"},
    "points": {},
    "welcome": {},
    "complaint_recovery": {},
    "birthday_gift": {"percent": 0},
}
REWARDS = {"ten": {"title": "10 off", "cost": 9, "gives": {"gift_card": "10 EUR"}}}


def assembled(*kinds: str, strategies: Any = None, **tables: Any) -> Assembly:
    """A configuration with an adapter that carries out some kinds."""
    adapter = Shop(capabilities=dict.fromkeys(kinds, Repeat.KEYED))
    return assemble(config("sqlite:///nothing.db", **tables), strategies, {"shop": adapter} if kinds else {})


def test_what_is_missing_is_a_problem_of_its_section() -> None:
    """Each strategy and each reward that comes to what no adapter can is named with the kind."""
    with pytest.raises(BadConfig) as refused:
        refuse_unmet(assembled("send_message", plugins=PLUGINS, rewards=REWARDS))
    told = [problem.partition(": no adapter (shop) carries out ") for problem in refused.value.problems]
    found = {(place.rpartition(" ")[2], rest.partition(":")[0]) for place, _, rest in told}
    assert found == {
        ("rewards.ten", "issue_gift_card"),
        ("plugins.punch_card", "issue_coupon"),
        ("plugins.welcome", "tag"),
        ("plugins.complaint_recovery", "issue_coupon"),
        ("plugins.complaint_recovery", "issue_store_credit"),
        ("plugins.complaint_recovery", "refund_money"),
    }


def test_settings_count() -> None:
    """What a strategy does not do as it is set needs nobody."""
    kinds = ("send_message", "issue_coupon", "void_coupon", "issue_store_credit", "take_store_credit")
    refuse_unmet(assembled(*kinds, plugins={"complaint_recovery": {"pay_as": "store_credit"}, "birthday_gift": {}}))


def test_without_adapters() -> None:
    """Who carries everything out themselves is asked nothing."""
    refuse_unmet(assembled(plugins=PLUGINS, rewards=REWARDS))


def test_what_only_waits_is_a_warning() -> None:
    """Tasks without an adapter, what cannot be taken back, and who does not say what it proposes: each is said."""
    kinds = ("send_message", "issue_coupon", "issue_store_credit", "take_store_credit", "refund_money")
    seen = overview(assembled(*kinds, strategies={"mine": Does(gives())}, plugins={"complaint_recovery": {}}))
    assert [one for one in seen["warnings"] if "adapter" in one][:2] == [
        "plugins.complaint_recovery: no adapter (shop) carries out create_task: it waits in the outbox for a person.",
        "plugins.complaint_recovery: no adapter (shop) carries out void_coupon, which takes issue_coupon back.",
    ]
    assert (
        "mine does not say what it proposes, so nobody can tell whether an adapter carries it out." in seen["warnings"]
    )


def test_who_does_not_say() -> None:
    """A strategy that says nothing, or nonsense, is named; an empty answer is an answer."""

    class Says:
        proposes = (IssueCoupon, SendMessage)

    class Nothing:
        proposes = ()

    class Nonsense:
        proposes = ("issue_coupon",)

    assert proposed(Says()) == (IssueCoupon, SendMessage)
    assert proposed(Nothing()) == ()
    assert proposed(Nonsense()) is None
    assert proposed(object()) is None


@settings(max_examples=150)
@given(action=st.one_of(*ACTIONS.values()))
def test_the_inverses_are_true(action: Action) -> None:
    """What undoes a kind is what its `undo` answers, and the engine keeps what it says that it books."""
    undone = action.undo("key")
    if isinstance(undone, Action):
        assert INVERSES.get(action.kind, action.kind) == undone.kind
    else:
        assert action.kind not in INVERSES
    assert (undone is NoInverse.BOOKED) <= (action.kind in OWN)


def test_strategies_keep_to_what_they_say(sqlite_url: str) -> None:
    """Whatever happens to customers, those that are shipped give what they say that they propose."""
    import random

    with shop(sqlite_url) as engine:
        for seed in range(4):
            events = lives(random.Random(seed))
            engine.handle_many(evolve(one, customer=f"{one.customer}{seed}", id=f"{seed}-{one.id}") for one in events)
        _see(engine)


def _see(engine: Engine) -> None:
    said = {one.name: {kind.kind for kind in proposed(one.strategy) or ()} for one in engine.registry.enabled}
    given = [(row.plugin, row.kind) for row in rows(engine, "outbox") if row.plugin in said]
    assert len(given) > 20
    assert [one for one in given if one[1] not in said[one[0]]] == []
    assert {Credit.kind} <= said["points"]
