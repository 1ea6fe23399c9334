"""The reference is complete and true: what there is is documented, and what is documented is there."""

from __future__ import annotations

import inspect
import json
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import pytest

import retention_sdk
from retention_sdk import (
    Action,
    Consent,
    Customer,
    Event,
    Giving,
    History,
    Line,
    OpenComplaint,
    Profile,
    RefundLine,
    Reversal,
    Reward,
    Standing,
    Wallet,
    actions,
    events,
    hookspecs,
)
from retention_sdk.cli.app import app, main
from retention_sdk.deciding.asking import SLOW
from retention_sdk.registry import PLUGINS
from retention_sdk.settings import (
    schema,
)
from retention_sdk.settings.refunds import Spent
from tests.conftest import ROOT
from tests.docs.pages import DOCS, first_column, page, pages, section, table

if TYPE_CHECKING:
    from collections.abc import Mapping

HOOKS = {name: hook for name, hook in vars(hookspecs).items() if hasattr(hook, f"{hookspecs.PROJECT}_spec")}
STRATEGIES = {
    point.name: point for point in entry_points(group=PLUGINS) if point.value.startswith("retention_plugins.")
}
VIEW = (Customer, Wallet, History, OpenComplaint, Reward, Standing)


def ours(kinds: Mapping[str, type]) -> list[Any]:
    """The classes of the SDK; another test may have made some more."""
    return [cls for cls in kinds.values() if cls.__module__.startswith("retention_sdk.")]


def own_fields(cls: type, base: type) -> dict[str, attrs.Attribute[Any]]:
    """The fields that a class has besides those of its base."""
    known = attrs.fields_dict(base)
    return {name: field for name, field in attrs.fields_dict(cls).items() if name not in known}


def assert_fields(text: str, title: str, fields: Mapping[str, attrs.Attribute[Any]]) -> None:
    """A section's table has these fields, no others, and knows which of them are required."""
    rows = table(section(text, title), "field")
    assert {row[0] for row in rows} == set(fields)
    for name, _, default, *_ in rows:
        assert (default == "required") == (fields[name].default is attrs.NOTHING), f"{title}.{name}"


def test_every_hook_stands_with_its_exact_signature() -> None:
    """The signatures in hooks.md are those of the specs, and each hook has a row that says when it is asked."""
    text = page("hooks")
    documented = dict(re.findall(r"^def (\w+)(\(.*): \.\.\.$", text, re.MULTILINE))
    exact = {name: str(inspect.signature(hook)).replace("'", "") for name, hook in HOOKS.items()}
    assert documented == {name: re.sub(r"\w+\.(?=\w)", "", signature) for name, signature in exact.items()}
    assert first_column(text, "hook") == list(documented)


def test_where_each_hook_is_answered() -> None:
    """Each hook's row leads to the strategies that answer it, or to the guide that tells of it."""
    for hook, _, where in table(page("hooks"), "hook"):
        strategies = sorted(name for name, point in STRATEGIES.items() if hasattr(point.load(), hook))
        assert re.findall(r"\[(\w+)\]\(\.\./strategies/", where) == strategies, hook
        assert "](" in where, hook


@pytest.mark.parametrize("cls", ours(events.KINDS), ids=lambda cls: cls.kind)
def test_every_event_with_its_fields(cls: type[Event]) -> None:
    """Each kind of event has its section and the hook that answers it."""
    text = page("events")
    assert f"`{cls.kind}`: " in section(text, cls.__name__)
    assert_fields(text, cls.__name__, own_fields(cls, Event))
    assert f"on_{cls.kind}" in HOOKS


@pytest.mark.parametrize("cls", ours(actions.KINDS), ids=lambda cls: cls.kind)
def test_every_action_with_its_fields(cls: type[Action]) -> None:
    """Each kind of action has its section, and one that can have a cost says so there or in its chapter."""
    text = page("actions")
    told = section(text, cls.__name__)
    assert f"`{cls.kind}`: " in told
    assert_fields(text, cls.__name__, own_fields(cls, Giving))
    chapter = re.split(r"^## ", text.partition(f"### {cls.__name__}\n")[0], flags=re.MULTILINE)[-1]
    assert issubclass(cls, Giving) == ("cost" in told.lower() or "can have a `cost`" in chapter.partition("###")[0])


def test_what_all_of_them_have() -> None:
    """The fields that events, actions and their parts have in common are documented once."""
    assert_fields(page("events"), "Every event", attrs.fields_dict(Event))
    assert_fields(page("actions"), "Every action", attrs.fields_dict(Giving))
    for part in (Line, RefundLine, Profile, Consent):
        assert_fields(page("events"), part.__name__, attrs.fields_dict(part))


@pytest.mark.parametrize("cls", VIEW, ids=lambda cls: cls.__name__)
def test_what_a_hook_sees(cls: type) -> None:
    """Each field, property and method of the customer's view has its row."""
    text = section(page("hooks"), cls.__name__)
    properties = {name for name, value in vars(cls).items() if isinstance(value, property)}
    assert set(first_column(text, "field")) == set(attrs.fields_dict(cls)) | properties
    methods = {name for name, value in vars(cls).items() if inspect.isfunction(value) and name[0] != "_"}
    assert {name.partition("(")[0] for name in first_column(text, "method")} == methods


def test_what_a_correction_says() -> None:
    """A reversal's fields have their rows."""
    text = section(page("refunds"), "What a decision says")
    fields = {name for cell in first_column(text, "of a Reversal") for name in cell.split(", ")}
    assert fields == set(attrs.fields_dict(Reversal))


def test_when_a_strategy_is_slow() -> None:
    """The pages that tell when a strategy is named as slow tell it right."""
    for name in ("embedding", "performance"):
        assert f"{SLOW} s is named in the log" in " ".join(page(name).split())


@pytest.mark.parametrize("name", sorted(STRATEGIES))
def test_every_strategy_with_its_settings(name: str) -> None:
    """A strategy's table has its settings in their order, with the defaults and the help that the code has."""
    written = schema(STRATEGIES[name].load())
    expected: list[tuple[str, str, str]] = []
    for setting, form in list(written["properties"].items())[2:]:  # the first two are `use` and `enabled`
        default = form.get("default")
        shown = "none" if default in (None, {}) else json.dumps(default)
        expected.append((setting, "required" if setting in written["required"] else shown, form["description"]))
    text = section(page(f"strategies/{name}"), name)
    assert [(row[0], row[1], row[3]) for row in table(text, "setting")] == expected
    for hook in hooks_of(name):
        assert f"`{hook}`" in text


def hooks_of(strategy: str) -> list[str]:
    """The hooks for events that a strategy implements."""
    return [name for name in HOOKS if name != "looks_back" and hasattr(STRATEGIES[strategy].load(), name)]


def test_no_strategy_that_is_not_there() -> None:
    """There is a page for each strategy that ships, the index lists them, and there is no other."""
    there = sorted(path.stem for path in (DOCS / "strategies").glob("*.md") if path.stem != "index")
    listed = re.findall(r"^\[(\w+)\]", "\n".join(first_column(page("strategies/index"), "strategy")), re.MULTILINE)
    assert there == sorted(listed) == sorted(STRATEGIES)


def test_what_becomes_of_spent_units() -> None:
    """The policies of `[refunds]` are told with examples."""
    assert all(f'"{policy}"' in page("refunds") for policy in get_args(Spent))


def test_every_command() -> None:
    """README and shop.md list the commands that there are."""
    commands = {name for name in app if not name.startswith("-")}
    for text in (pages()[0].read_text(encoding="utf-8"), page("guides/shop")):
        assert {name.split()[1] for name in first_column(text, "command") if name.startswith("retention ")} == commands


def test_every_public_name() -> None:
    """Whatever can be imported from the SDK is spoken of somewhere."""
    words = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in pages())))
    assert set(retention_sdk.__all__) <= words


def test_the_mistakes_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What shop.md says of a file with mistakes is what `retention check` says."""
    chapter = page("guides/shop").partition("## Mistakes\n")[2]
    written, told = re.findall(r"```(?:toml|text)\n(.*?)```", chapter, re.DOTALL)[:2]
    file = tmp_path / "retention.toml"
    file.write_text(written, encoding="utf-8")
    assert main(["check", "--config", str(file)]) == 2
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_no_link_leads_nowhere(path: Path) -> None:
    """A link to another page, and to a heading on it, finds it."""
    if not (ROOT / "CONTRIBUTING.md").exists():
        pytest.skip("only a part of the project is here")
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]*))?\)", path.read_text(encoding="utf-8")):
        found = path.parent / target if target else path
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
