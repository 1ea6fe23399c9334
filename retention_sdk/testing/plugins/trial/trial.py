"""A plugin on trial: what several laws look at is worked out once."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn, Self, cast

from attrs import define, evolve, field

from retention_sdk.assembly import OWN
from retention_sdk.customer import Customer
from retention_sdk.engine import Engine
from retention_sdk.events import KINDS, Event
from retention_sdk.registry import REVIEW, Installed, installed
from retention_sdk.settings import Document, Problems, did_you_mean, structure
from retention_sdk.testing.judging.broken import Broken
from retention_sdk.testing.plugins.sample import STORE_KEY, STORE_NAME, Sample
from retention_sdk.testing.plugins.trial.asking import Answer, Question
from retention_sdk.testing.plugins.trial.books import ended
from retention_sdk.testing.plugins.trial.counting import counted
from retention_sdk.testing.plugins.trial.drawn import lives, questions
from retention_sdk.testing.plugins.trial.fresh import fresh
from retention_sdk.testing.plugins.trial.odd import odd
from retention_sdk.testing.plugins.trial.outcome import Made, Told, ledger_problems
from retention_sdk.testing.plugins.trial.places import of_class, of_error
from retention_sdk.testing.plugins.trial.recording import Record, hooks_of, recorded

KNOWN = 3
"""How many customers of the story odd questions are asked about."""

STORE = {"name": STORE_NAME, "key": STORE_KEY, "currency": "EUR"}


@define(slots=False, eq=False)
class Trial:
    """A plugin on trial. It is a context manager: leaving it removes the databases.

    Args:
        name: the plugin's name.
        sample: how it is set, and its story.
        strategy: its class, where it is not to be found by an entry point.
        thorough: whether to draw much more than is usual.
        problems: what is wrong with a store's books, by an engine; the ledger's own check where it is not given.
    """

    name: str
    sample: Sample = field(factory=Sample)
    strategy: type | None = None
    thorough: bool = False
    problems: Callable[[Engine], Sequence[str]] = ledger_problems
    no_sample: str = field(init=False, default="")
    judged: dict[str, Any] = field(init=False, factory=dict[str, Any])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the databases."""
        held = self.__dict__.pop("_folder", None)
        if held is not None:
            held.cleanup()

    @cached_property
    def _folder(self) -> "TemporaryDirectory[str]":
        return TemporaryDirectory(prefix="retention-contract-")

    @cached_property
    def installed(self) -> Installed | None:
        """The plugin as a distribution offers it; None where there is none, or its class was handed in."""
        return None if self.strategy is not None else installed().get(self.name)

    @property
    def origin(self) -> str:
        """The distribution that it is from."""
        return OWN if self.strategy is not None else "nowhere" if self.installed is None else self.installed.origin

    @cached_property
    def cls(self) -> type:
        """Its class."""
        if self.strategy is not None:
            return self.strategy
        if self.installed is None:
            raise Broken(
                f"no plugin {self.name!r} is installed{did_you_mean(self.name, installed())}",
                "install its distribution, whose pyproject.toml names it under "
                '[project.entry-points."retention_sdk.plugins"].',
            )
        found: type = self.installed.load()
        return found

    @cached_property
    def hooks(self) -> tuple[str, ...]:
        """The hooks that it implements."""
        return hooks_of(self.cls)

    @property
    def place(self) -> str:
        """Where its class is written."""
        return of_class(self.cls)

    def made(self, settings: Mapping[str, Any]) -> Made:
        """The plugin with some settings.

        Args:
            settings: its table.
        """
        problems = Problems(Document({"store": STORE}, Path.cwd()))
        try:
            found = structure(cast("type[object]", self.cls), dict(settings), ("plugins", self.name), problems)
        except Exception as error:  # noqa: BLE001 - whatever it raises is what came of it
            return Made(error=error)
        return Made(found, tuple(problems))

    @cached_property
    def plugin(self) -> Any:
        """An instance with the sample's settings."""
        made = self.made(self.sample.settings)
        if made.error is not None:
            raise Broken(
                f"{of_error(made.error) or self.place}: it cannot be made of a table: {made.error}",
                "give each setting a type that a setting can have, and raise BadValue for a value that cannot be.",
            )
        if made.plugin is None:
            self._refuse(made.wrong[0])
        return made.plugin

    def _refuse(self, wrong: str) -> NoReturn:
        """Say what is wrong with the settings that it is tried with."""
        if not self.no_sample:
            raise Broken(f"the settings of its sample are refused: {wrong}", "mend the settings of the sample.")
        raise Broken(
            f"{self.no_sample}, and without settings it cannot be made: {wrong}",
            'offer a Sample by an entry point of "retention_sdk.samples", or name a file with its section: --config.',
        )

    def engine(self, url: str, record: Record | None = None) -> Engine:
        """An engine with the plugin, and what is beside it.

        Args:
            url: the database.
            record: gets what the plugin is asked.
        """
        tables = dict(self.sample.beside)
        tables["plugins"] = {self.name: dict(self.sample.settings), **tables.get("plugins", {})}
        tables["store"] = {**STORE, **tables.get("store", {}), "database": url}
        cls = self.cls if record is None else recorded(self.cls, record)
        return Engine.from_config(tables, {**self.sample.strategies, self.name: cls})

    def database(self, name: str) -> str:
        """A database without anything in it."""
        return fresh(Path(self._folder.name) / f"{name}.db")

    def see_books(self, engine: Engine) -> None:
        """See that the books of an engine add up.

        Raises:
            Broken: they do not.
        """
        for problem in self.problems(engine):
            raise Broken(f"the books do not add up: {problem}", "report it; no plugin should be able to do that.")

    @cached_property
    def told(self) -> Told:
        """What came of the story."""
        record, url = Record(), self.database("story")
        with self.engine(url, record) as engine:
            decisions = [engine.handle(event) for event in self.sample.story]
            return Told(decisions, record, ended(engine), url)

    @property
    def answers(self) -> Sequence[Answer]:
        """What the plugin was asked in the story, and answered."""
        return self.told.record.answers

    @property
    def questions(self) -> list[Question]:
        """What the plugin was asked in the story."""
        return [answer.question for answer in self.answers]

    @cached_property
    def odd(self) -> list[Question]:
        """Odd questions for each of its hooks."""
        known = {one.given["customer"].id: one.given["customer"] for one in self.questions if "customer" in one.given}
        found: list[Question] = []
        for hook in self.hooks:
            found += odd(hook, self._takes(hook), list(known.values())[-KNOWN:])
        return found

    @cached_property
    def odd_answers(self) -> list[Answer]:
        """What it answers to them."""
        return [question.put(self.plugin) for question in self.odd]

    @property
    def asked(self) -> str:
        """How much it was asked in the story, for the evidence."""
        return f"{counted(len(self.answers), 'question')} of {self.story}"

    @property
    def story(self) -> str:
        """What it was asked about, for the evidence."""
        whose = "a usual story, which is not the plugin's own," if self.no_sample else "a story"
        return f"{whose} of {counted(len(self.sample.story), 'event')}"

    @property
    def guards(self) -> bool:
        """Whether it may refuse what others propose."""
        return REVIEW in self.hooks

    @cached_property
    def drawn(self) -> Sequence[Answer]:
        """What it answers to whatever may happen after the story, and to drawn events of the kinds that it knows."""
        record = Record()
        with self.engine(self.told.url, record) as engine:
            lives(engine.handle_many, thorough=self.thorough)
        kinds = [KINDS[name] for hook in self.hooks if (name := hook.removeprefix("on_")) in KINDS]
        if kinds:
            questions(kinds, partial(self._put, record), thorough=self.thorough)
        return record.answers

    def _put(self, record: Record, event: Event, customer: Customer) -> None:
        hook, told = f"on_{event.kind}", {"event": event, "customer": evolve(customer, id=event.customer)}
        question = Question(hook, {name: told[name] for name in self._takes(hook)})
        record.answers.append(question.put(self.plugin))

    def _takes(self, hook: str) -> tuple[str, ...]:
        return tuple(inspect.signature(getattr(self.plugin, hook)).parameters)
