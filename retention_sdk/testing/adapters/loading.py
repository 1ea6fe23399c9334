"""Laws on what an adapter is: found by its name, made from its table, whole."""

from collections.abc import Mapping
from typing import Any, cast

import attrs

from retention_sdk.actions import KINDS
from retention_sdk.errors import PluginError, kind_of
from retention_sdk.platforms import Adapter, Repeat
from retention_sdk.registry import ADAPTERS, installed
from retention_sdk.settings import Problems, did_you_mean, read, structure
from retention_sdk.testing.adapters.fields import secrets_in
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.plugins.trial import Broken

MEMBERS = ("name", "capabilities", "receive", "perform", "history", "setup", "doctor", "close")
NAME = "name"
ELSEWHERE = "another-name"
NONSENSE = [[{"no": "such value"}]]


def loads(case: Questions) -> str:
    """Its entry point leads to the class that `adapter()` makes one of."""
    if not case.installed:
        raise Lacking("say `installed`, the name that the package offers it under")
    points, found = f'[project.entry-points."{ADAPTERS}"]', installed(ADAPTERS)
    if case.installed not in found:
        raise Broken(
            f"no package offers an adapter {case.installed!r}{did_you_mean(case.installed, found)}",
            f"name it in pyproject.toml under {points}, and install the package: pip install -e .",
        )
    one = found[case.installed]
    try:
        cls = one.load()
    except PluginError as error:
        raise Broken(str(error), f"see to what is behind {points}") from None
    adapter = case.adapter()
    if not isinstance(cls, type) or not isinstance(adapter, cls):
        raise Broken(
            f"{one.entry_point.value} is not the class of what adapter() makes, {type(adapter).__qualname__}",
            f"let {points} name that class",
        )
    return f"{one.entry_point.value} of {one.origin}"


def whole(case: Questions) -> str:
    """It has everything that the engine asks for."""
    adapter = case.adapter()
    for member in MEMBERS:
        if not hasattr(adapter, member):
            raise Broken(
                f"{type(adapter).__qualname__} has no {member}",
                f"write it as retention_sdk.platforms.Adapter has it; where there is nothing to do, "
                f"let it do nothing: def {member}(self): ...",
            )
    return f"it has {', '.join(MEMBERS)}"


def capable(case: Questions) -> str:
    """What it carries out are kinds of actions, each with what a repeat does."""
    told, capabilities = list[str](), cast("Mapping[object, object]", case.adapter().capabilities)
    if not isinstance(capabilities, Mapping):
        raise Broken("capabilities is no table of kinds", 'answer one such as {"issue_coupon": Repeat.NATURAL}')
    for kind, repeat in capabilities.items():
        if kind not in KINDS:
            hint = did_you_mean(str(kind), KINDS)
            raise Broken(f"capabilities has {kind!r}, which is no kind of action{hint}", "write the kind as it is")
        if not isinstance(repeat, Repeat):
            raise Broken(f"capabilities[{kind!r}] is {repeat!r}", "say what a repeat does: Repeat.KEYED, NATURAL, …")
        told.append(f"{kind}: {repeat.value}")
    return ", ".join(told) or "it carries nothing out"


def settings(case: Questions) -> str:
    """Its table is taken, and every kind of nonsense in it refused by its place."""
    if case.settings is None:
        raise Lacking("give in `settings` what [adapters.NAME] says, as the file has it")
    table, cls = dict(case.settings), _class_of(case.adapter())
    made, said = _read(cls, table)
    if made is None:
        raise Broken(f"`settings` is refused: {said}", "see that a table which is right is taken")
    wrong = {"no_such_setting": {**table, "no_such_setting": 1}}
    wrong |= {name: {**table, name: NONSENSE} for name in table}
    needed = [one.alias for one in attrs.fields(cls) if one.init and one.default is attrs.NOTHING]
    wrong |= {name: {key: value for key, value in table.items() if key != name} for name in needed}
    for name, one in wrong.items():
        made, said = _read(cls, one)
        if made is not None or name not in said:
            raise Broken(
                f"nonsense in the setting {name!r} is taken" if made else f"a wrong {name!r} is not named: {said}",
                "give each setting its type, such as `token: Secret = setting(help=…)`, and raise BadValue "
                "with the setting's name for what a type cannot say",
            )
        if shown := [secret for secret in secrets_of(case) if secret in said]:
            raise Broken(f"what is wrong with {name!r} is told with a secret in it ({len(shown)})", "leave values out")
    return f"{len(wrong)} tables of nonsense are refused"


def named(case: Questions) -> str:
    """Its name is its table's, so that two accounts of one platform are told apart."""
    name: object = case.adapter().name
    if not isinstance(name, str) or not name:
        raise Broken(f"its name is {name!r}", 'write `name: str = setting(default="…", help="the name of its table")`')
    cls = type(case.adapter())
    if case.settings is None or not attrs.has(cls):
        return f"{name!r}; nobody says what its table is"
    if not any(one.alias == NAME for one in attrs.fields(cls)):
        raise Broken(
            "it has no setting `name`, so two tables of it would have one name",
            'write `name: str = setting(default="…", help="the name of its table")`',
        )
    made, _ = _read(cls, {**case.settings, NAME: ELSEWHERE})
    if made is not None and made.name != ELSEWHERE:
        raise Broken(f"[adapters.{ELSEWHERE}] is called {made.name!r}", "answer the setting `name` as it is")
    return f"{name!r}, or what its table is called"


def closes(case: Questions) -> str:
    """It can be closed, and closed again."""
    adapter = case.adapter()
    for time in ("first", "second"):
        try:
            adapter.close()
        except Exception as error:
            raise Broken(
                f"close() raised {kind_of(error)} the {time} time",
                "close what is open, and do nothing the second time",
            ) from error
    return "twice"


def secrets_of(case: Questions) -> list[str]:
    """What nobody may read: each `Secret` of the adapter, the one that signs, and what the author names."""
    return sorted({text for text in (*secrets_in(case.adapter()), case.secret, *case.private) if text})


def _class_of(adapter: Adapter) -> type[Any]:
    cls = type(adapter)
    if not attrs.has(cls):
        raise Lacking("decorate it with @adapter, so that a merchant can write its settings in [adapters.NAME]")
    return cls


def _read(cls: type[Any], table: Mapping[str, Any]) -> tuple[Any, str]:
    """What a table is made of, and what is wrong with it."""
    document = read({"store": {"currency": "EUR"}, "adapters": {"contract": dict(table)}})
    problems = Problems(document)
    try:
        made = structure(cls, dict(table), ("adapters", "contract"), problems)
    except PluginError as error:
        raise Broken(str(error), "give each setting a type that settings can have") from None
    return made, "" if made is not None else "\n".join(problems)
