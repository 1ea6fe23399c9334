"""`PluginContract`: subclass it in a test, and every law is a test of its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest
from attrs import evolve

from retention_sdk.engine import Engine
from retention_sdk.events import Event
from retention_sdk.testing.judging.scorecard import judged
from retention_sdk.testing.plugins.laws import LAWS
from retention_sdk.testing.plugins.trial import Trial, ledger_problems
from retention_sdk.testing.plugins.trying import tried

_OF_SAMPLE = ("settings", "story", "most", "beside", "refuses")


class PluginContract:
    """The laws of a plugin, as tests: `class TestDoubleStamps(PluginContract): plugin = "double_stamps"`.

    Attributes:
        plugin: the plugin's name, as its entry point has it; made of the class's where only that is given.
        strategy: its class, where no distribution of it is installed.
        settings: its table; like those below, it goes before what its sample says.
        story: see `Sample`.
        most: see `Sample`.
        beside: see `Sample`.
        refuses: see `Sample`.
        thorough: whether to draw much more than is usual.
    """

    plugin: ClassVar[str] = ""
    strategy: ClassVar[type | None] = None
    settings: ClassVar[Mapping[str, Any] | None] = None
    story: ClassVar[Sequence[Event] | None] = None
    most: ClassVar[Mapping[str, int] | None] = None
    beside: ClassVar[Mapping[str, Any] | None] = None
    refuses: ClassVar[Sequence[str] | None] = None
    thorough: ClassVar[bool] = False

    def problems(self, engine: Engine) -> Sequence[str]:
        """What does not add up in an engine's books; override it to look closer."""
        return ledger_problems(engine)

    @classmethod
    def trial(cls) -> Trial:
        """The plugin on trial: what the class says of it goes before the sample of its distribution."""
        own = {name: value for name in _OF_SAMPLE if (value := getattr(cls, name)) is not None}
        made = tried(cls._named(), cls.settings, cls.strategy, thorough=cls.thorough)
        made.sample = evolve(made.sample, **own)
        if cls.story is not None:
            made.no_sample = ""
        return made

    @classmethod
    def _named(cls) -> str:
        if cls.plugin or cls.strategy is None:
            return cls.plugin
        return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", cls.strategy.__name__).lower()

    @classmethod
    def teardown_class(cls) -> None:
        """Removes the databases."""
        trial: Trial | None = cls.__dict__.get("_trial")
        if trial is not None:
            trial.close()
            del cls._trial

    _trial: ClassVar[Trial]

    def _see(self, name: str) -> None:
        """Look at a law; what several look at is worked out once for the class."""
        cls = type(self)
        if "_trial" not in cls.__dict__:
            cls._trial = cls.trial()
            cls._trial.problems = self.problems
        check = judged(cls._trial, next(law for law in LAWS if law.name == name))
        if check.state == "broken":
            pytest.fail(f"{check.evidence}\n{check.mend}", pytrace=False)
        if check.state == "not looked at":
            pytest.skip(check.evidence)

    def test_loads(self) -> None:
        """It is found by its entry point, can be imported, and has hooks that the engine knows."""
        self._see("loads")

    def test_settings(self) -> None:
        """Its settings come back as written; what cannot be is refused by name, and all else works."""
        self._see("settings")

    def test_silent(self) -> None:
        """On what it does not understand it answers nothing, and raises nothing."""
        self._see("silent")

    def test_serialisable(self) -> None:
        """Whatever it answers is of a known kind, can be kept as JSON, and comes back equal."""
        self._see("serialisable")

    def test_unchanging(self) -> None:
        """It changes nothing that it was given, and keeps nothing itself."""
        self._see("unchanging")

    def test_deterministic(self) -> None:
        """Asked again it answers the same, and it asks for no time, chance, file, network or environment."""
        self._see("deterministic")

    def test_idempotent(self) -> None:
        """What is told again, also to another engine, changes nothing and is answered as before."""
        self._see("idempotent")

    def test_bounded(self) -> None:
        """One event brings no more than its sample states; a guard refuses with stated codes."""
        self._see("bounded")

    def test_reversible(self) -> None:
        """When orders are called off nothing stands that they brought; each action says what undoes it."""
        self._see("reversible")

    def test_any_order(self) -> None:
        """The same facts in another order of arrival end in the same books."""
        self._see("any_order")

    def test_fast(self) -> None:
        """Its slowest answer takes no longer than the engine needs for an event by itself."""
        self._see("fast")

    def test_told(self) -> None:
        """It says what it is, what each setting does, what it may answer, and why."""
        self._see("told")
