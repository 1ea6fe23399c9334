"""What was built for an older contract: it works as it did, and its author is told what to write."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import ContractWarning, SendMessage, hookimpl, hookspecs
from retention_sdk.contract import GROUP, LINES, Advice
from retention_sdk.hookspecs.markers import hookspec
from retention_sdk.registry import Enabled, Registry
from retention_sdk.registry.hooks import hooks_of
from tests.build import gives, opened, visit
from tests.registry.distributions import STRATEGY, install

if TYPE_CHECKING:
    from pathlib import Path

    from retention_sdk import Engine

JUDGE = '''
from retention_sdk import Refused, hookimpl, setting, strategy

@strategy
class Judge:
    """Refuses everything."""

    says: str = setting(default="pair", help="how it says no")

    @hookimpl
    def review_action(self):
        """Refuses."""
        no = ("never", "It is never given.")
        return {"pair": no, "list": list(no), "refused": Refused(*no), "odd": (1, 2), "empty": ("", "")}[self.says]
'''
LINE = 10
"""Where the method begins in it."""

BUILT = (
    "plugin 'judge' of retention-judge 1.0 was built for contract 1 of the hooks, and since then review_action answers "
)
UNSAID = "does not say which contract of the hooks it was built for, and is taken to be for the first"


def judged(site: Path, url: str, built_for: str = "", **settings: object) -> Engine:
    """An engine with a strategy that writes to customers, and a guard that was installed."""
    install(site, "retention-judge", "1.0", {"judge": "judge_mod:Judge"}, built_for=built_for, judge_mod=JUDGE)
    return opened(url, {"one": gives(SendMessage("hello"))}, plugins={"judge": settings})


@pytest.mark.parametrize("built_for", ["", f"{GROUP}:V1"])
def test_a_guard_that_answers_pairs(site: Path, sqlite_url: str, built_for: str) -> None:
    """Its no is understood, and one warning at load names plugin, distribution, contract, file, line and what to do."""
    with pytest.warns(ContractWarning) as warned:
        engine = judged(site, sqlite_url, built_for)
    with engine:
        for number in range(3):
            decision = engine.handle(visit(f"v-{number}"))
            assert [(one.code, one.sentence) for one in decision.refusals] == [("never", "It is never given.")]
            assert decision.failures == ()
    (one,) = warned
    assert (one.filename, one.lineno) == (str(site / "judge_mod.py"), LINE)
    assert str(one.message).startswith(BUILT)
    assert str(one.message).endswith(
        f": answer Refused(code, sentence) in review_action; then let its pyproject.toml say {LINES}"
    )


@pytest.mark.parametrize(
    ("says", "code"), [("list", "never"), ("refused", "never"), ("odd", "guard_failed"), ("empty", "guard_failed")]
)
def test_whatever_else_it_says(site: Path, sqlite_url: str, says: str, code: str) -> None:
    """It says no as it did then, and what was no answer then is none now."""
    with pytest.warns(ContractWarning), judged(site, sqlite_url, says=says) as engine:
        assert [one.code for one in engine.handle(visit()).refusals] == [code]


def test_one_of_now_that_answers_a_pair(site: Path, sqlite_url: str) -> None:
    """It fails by its name, nothing is let through, and the sentence says how to mend it."""
    with judged(site, sqlite_url, f"{GROUP}:V2") as engine:
        decision = engine.handle(visit())
    assert [one.code for one in decision.refusals] == ["guard_failed"]
    (failure,) = decision.failures
    assert (failure.plugin, failure.hook) == ("judge", "review_action")
    assert "it answered a pair of texts; answer Refused(code, sentence)" in failure.error


def test_one_that_says_nothing(site: Path, sqlite_url: str) -> None:
    """One that no change concerns is told to say what it was built for, once however often it is enabled."""
    install(site, "acme-visits", "2.1", {"visits": "visits_mod:Gives"}, visits_mod=STRATEGY)
    sections = {"a": {"use": "visits"}, "b": {"use": "visits"}}
    with pytest.warns(ContractWarning, match=UNSAID) as warned, opened(sqlite_url, plugins=sections) as engine:
        assert [action.amount for action in engine.handle(visit()).actions] == [1, 1]
    (one,) = warned
    assert (one.filename, one.lineno) == (str(site / "visits_mod.py"), 10)
    assert str(one.message) == f"plugin 'visits' of acme-visits 2.1 {UNSAID}: let its pyproject.toml say {LINES}"


@pytest.mark.parametrize("version", [1, 2])
def test_one_that_nothing_concerns(site: Path, sqlite_url: str, version: int) -> None:
    """One that says what it was built for, and has no hook that was changed, is not warned of."""
    install(
        site, "acme-visits", "2.1", {"visits": "visits_v:Gives"}, built_for=f"{GROUP}:V{version}", visits_v=STRATEGY
    )
    with opened(sqlite_url, plugins={"visits": {}}) as engine:
        assert engine.registry.advice() == ()
        assert engine.registry.enabled[0].built_for == version


def test_told_once_in_a_process(site: Path, tmp_path: Path) -> None:
    """With Python's usual filters, a warning is shown once, however many engines there are."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("default")
        for number in range(2):
            install_once = judged if number == 0 else again
            install_once(site, f"sqlite:///{tmp_path / f'{number}.db'}").close()
    assert [one.category for one in warned] == [ContractWarning]


def again(_site: Path, url: str) -> Engine:
    """Another engine with the same guard."""
    return opened(url, plugins={"judge": {}})


class Greets:
    """Has two hooks; what it is built with does not matter."""

    @hookimpl
    def on_visit(self, event: Any, customer: Any) -> None:
        """Is asked."""

    @hookimpl
    def on_birthday(self, event: Any) -> None:
        """Is asked."""


def specs(**options: Any) -> ModuleType:
    """The hooks that there are, `on_visit` marked otherwise."""

    def on_visit(event: object, customer: object) -> None:
        """A customer dropped in."""

    made = ModuleType("specs")
    vars(made).update({**vars(hookspecs), "on_visit": hookspec(**options)(on_visit)})
    return made


GOES = ContractWarning("on_visit goes with contract 3; write on_purchase instead")
LESS = {"customer": ContractWarning("customer goes with contract 3; take event.customer")}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"warn_on_impl": GOES}, [str(GOES)]),
        ({"warn_on_impl_args": LESS}, [str(LESS["customer"])]),
        ({"warn_on_impl": GOES, "warn_on_impl_args": LESS}, [str(GOES), str(LESS["customer"])]),
        ({"warn_on_impl_args": {"event": GOES}}, [str(GOES)]),
        ({}, []),
    ],
)
def test_deprecated(options: dict[str, Any], told: list[str]) -> None:
    """Who implements what its spec marks as deprecated is told where, and what to write; pluggy itself says nothing."""
    place = Greets.on_visit.__code__
    found = hooks_of(Enabled("greets", Greets()), specs(**options))
    assert found.advice == tuple(
        Advice(f"plugin 'greets' of the store's own code: {text}", place.co_filename, place.co_firstlineno)
        for text in told
    )
    assert set(found.calls) == {"on_visit", "on_birthday"}


def test_deprecated_and_not_used() -> None:
    """Who does not take the argument, or has not the hook, is told nothing."""

    class Brief:
        @hookimpl
        def on_visit(self, event: Any) -> None:
            """Is asked."""

    class Other:
        @hookimpl
        def on_birthday(self) -> None:
            """Is asked."""

    assert hooks_of(Enabled("brief", Brief()), specs(warn_on_impl_args=LESS)).advice == ()
    assert hooks_of(Enabled("other", Other()), specs(warn_on_impl=GOES)).advice == ()


def test_deprecated_in_the_hooks_themselves(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine warns of it when it is made, with the plugin's own file and line."""
    monkeypatch.setattr(hookspecs, "on_visit", specs(warn_on_impl=GOES).on_visit)
    with pytest.warns(ContractWarning, match="on_visit goes with contract 3") as warned:
        opened(sqlite_url, {"greets": Greets()}).close()
    assert [(one.filename, one.lineno) for one in warned] == [(__file__, Greets.on_visit.__code__.co_firstlineno)]


def test_advice_goes_to_whom_it_concerns() -> None:
    """A registry tells of each strategy what its author should know, by the strategy's name."""
    made = Registry(
        (Enabled("a", Greets(), "acme 1.0", "greets", built_for=1, is_stated=False), Enabled("b", Greets()))
    )
    (advice,) = made.advice("a")
    assert advice.text.startswith("plugin 'greets' of acme 1.0 does not say")
    assert made.advice("b") == ()
    assert made.advice() == (advice,)
