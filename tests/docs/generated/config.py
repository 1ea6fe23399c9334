"""docs/reference/config.md: every table of `retention.toml`, with every key, as the schema of the file has them."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from retention_sdk import hookimpl, strategy
from retention_sdk.cli.template import in_toml, template
from retention_sdk.docstrings import fields_told
from retention_sdk.registry import ADAPTERS
from retention_sdk.settings import Config, Role, StoreSettings, schema
from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.config import KINDS as TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Form = Mapping[str, Any]

HEAD = """\
# The merchant's file

Every table of `retention.toml`, with every key. This page is made of the code by
`python -m tests.docs.generated --write`; [Running a shop](../guides/shop.md) tells how to go about it.

A key that is `required` must be there where its table is. Money, days and texts are written in quotes, and what is
written in quotes may come from the environment: `database = { env = "RETENTION_DATABASE" }`. `NAME` is a name of
your own. What the file cannot mean is an error that names the line: see [Errors](errors.md#a-file-that-is-refused).
"""
HEADERS = "| key | type | default | what it is |\n| --- | --- | --- | --- |"
GUIDES = {
    "store": ("shop", "store"),
    "plugins": ("shop", "pluginsname"),
    "limits": ("shop", "limits"),
    "authority": ("shop", "authority"),
    "messages": ("shop", "messages"),
    "stacking": ("shop", "stacking"),
    "holdout": ("shop", "holdout"),
    "rewards": ("rewards", "the-catalogue"),
    "cancelling": ("cancelling", ""),
    "offers": ("cancelling", ""),
    "privacy": ("people", "forgetting-somebody"),
    "refunds": ("refunds", ""),
    "cases": ("cases", ""),
    "clock": ("clock", ""),
    "adapters": ("shop", "adaptersname"),
    "service": ("service", ""),
    "delivery": ("delivery", ""),
}
"""Each table, in the order of the page, with the guide that tells of it."""
KINDS = {"[A-Z]{3}": 'amount, such as `"20 EUR"`', "[0-9]{4}-": 'day, such as `"2026-12-24"`'}
"""What a text of a pattern is, by a part of it."""
EXAMPLES = {
    "plugins": '[plugins.points]\nrate = 1\n\n[plugins.old_card]\nuse = "punch_card"\nenabled = false\nstamps = 10',
    "adapters": '[adapters.email]\nhost = "smtp.example"\nsender = "Bean & Leaf <hello@beanleaf.example>"',
}
BY_NAME = ("authority", "rewards", "plugins", "adapters")


def page() -> str:
    """The page."""
    return "\n".join([HEAD, *(_table(name, form) for name, form in tables().items())])


def tables() -> dict[str, Form]:
    """The form of each table, in the order of the page."""
    section = {"properties": {key: schema(Bare)["properties"][key] for key in ("use", "enabled")}}
    forms: dict[str, Form] = {name: kind_of(cls).schema() for name, cls in TABLES.items()}
    forms |= {"store": kind_of(StoreSettings).schema(), "authority": kind_of(dict[str, Role]).schema()}
    forms |= {"plugins": section, "adapters": section}
    return {name: forms.pop(name) for name in GUIDES} | forms


@strategy
class Bare:
    """A strategy without a setting: its section has what each section has."""

    @hookimpl
    def looks_back(self) -> timedelta:
        """Looks at nothing."""
        return timedelta(0)


def _table(name: str, form: Form) -> str:
    guide, anchor = GUIDES[name]
    inner = _inner(form) if name in BY_NAME else form
    title = f"[{name}.NAME]" if name in BY_NAME else f"[{name}]"
    told = (
        f"{_sentence(fields_told(Config)[name])} See [the guide](../guides/{guide}.md{f'#{anchor}' if anchor else ''})."
    )
    if name in ("plugins", "adapters"):
        told += f" All other keys are its own settings: {', '.join(_own(name))}."
    rows = [HEADERS, *_rows(inner, "")]
    return "\n".join([f"## {title}", "", told, "", *rows, "", "```toml", example_of(name), "```", ""])


def _rows(form: Form, path: str) -> Iterator[str]:
    for key, one in form["properties"].items():
        where = f"{path}{key}"
        default = "required" if key in form.get("required", ()) else _default(one)
        yield f"| `{where}` | {_type(one)} | {default} | {_cell(one.get('description', ''))} |"
        inner = _inner(one)
        if inner is not None:
            by_name = isinstance(one.get("additionalProperties"), dict)
            yield from _rows(inner, f"{where}{'.NAME' if by_name else ''}.")


def _inner(form: Form) -> Form | None:
    """The table that a form is, or holds; None where there is none."""
    if form.get("properties"):
        return form
    held = [form.get("items"), form.get("additionalProperties"), *form.get("anyOf", ())]
    return next((found for one in held if isinstance(one, dict) and (found := _inner(one))), None)


def _type(form: Form) -> str:
    if "anyOf" in form:
        return " or ".join(_type(one) for one in form["anyOf"] if "$ref" not in one)
    if "enum" in form:
        return ", ".join(f"`{in_toml(one)}`" for one in form["enum"])
    match form["type"]:
        case "array":
            told = f"list of {_type(form['items'])}s"
        case "object":
            each = form.get("additionalProperties")
            told = f"for each name: {_type(each)}" if isinstance(each, dict) else "table"
        case "boolean":
            told = "`true` or `false`"
        case "string":
            told = next((word for part, word in KINDS.items() if part in form.get("pattern", "")), "text")
        case _:
            told = f"whole number{_bounds(form)}"
    return told


def _bounds(form: Form) -> str:
    least, most = form.get("minimum"), form.get("maximum")
    if most is not None:
        return f", {least or 0} to {most}"
    return f", {least} or more" if least is not None else ""


def _default(form: Form) -> str:
    value = form.get("default")
    return "none" if value in (None, {}, []) or isinstance(value, dict) else f"`{in_toml(value)}`"


def _cell(text: str) -> str:
    """What a key is, as a part of a sentence without its full stop."""
    return re.sub(r"\s+", " ", text).removesuffix(".").replace("|", "\\|")


def _sentence(text: str) -> str:
    text = _cell(text)
    return f"{text[:1].upper()}{text[1:]}."


def _own(group: str) -> Iterator[str]:
    if group == "plugins":
        yield "each [strategy](../strategies/index.md) has a page"
        return
    for point in sorted(entry_points(group=ADAPTERS)):
        if point.value.startswith("retention_adapters."):
            yield f"[{point.name}](../guides/{point.name}.md)"


def example_of(table: str) -> str:
    """What `retention init` shows of a table, as if somebody had filled it in."""
    if table in EXAMPLES:
        return EXAMPLES[table]
    written = template("Bean & Leaf", "EUR", "Europe/Prague")
    found = re.search(rf"^(?:# )?\[{table}(?:\.\w+)?\]\n(?:.+\n)+", written, re.MULTILINE)
    assert found, f"`retention init` shows nothing of [{table}]"
    return re.sub(r"^# (?=[a-z_]+ = |\[)", "", found[0], flags=re.MULTILINE).strip()
