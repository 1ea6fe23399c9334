"""What a file looks like: its preset with the options laid over it, and where its columns are."""

from collections.abc import Mapping

from attrs import frozen

from retention_adapters.order_file.columns import COLUMNS, Columns
from retention_adapters.order_file.mapping import locate, missing
from retention_adapters.order_file.presets import Preset
from retention_sdk import BadConfig


@frozen
class Layout:
    """How a file is read.

    Args:
        preset: the preset's name, where one was named or fits.
        rules: the preset's rules, with the options laid over them.
        delimiter: what separates the fields; " " is any run of white space.
        names: the header, or "1", "2", … of a file without one.
        at: where in a row each mapped field stands, from 0.
    """

    preset: str | None
    rules: Preset
    delimiter: str
    names: tuple[str, ...]
    at: Mapping[str, int]

    @property
    def columns(self) -> Columns:
        """Where in a row each field stands, `len(names)` for what the file does not have."""
        return Columns(**{field: self.at.get(field, len(self.names)) for field in COLUMNS})


def lay_out(preset: str | None, rules: Preset, delimiter: str, names: tuple[str, ...]) -> Layout:
    """Lays rules over a file's columns.

    Raises:
        BadConfig: a column is missing, or something that no column tells is not said; all of it at once.
    """
    if not names:
        raise BadConfig(["the file is empty"])
    at, problems = locate(rules.columns, names)
    problems += [missing(field, names) for field in _needed(rules) if field not in rules.columns]
    if problems:
        problems.append(_columns_of(names))
    if rules.currency is None and "currency" not in rules.columns:
        problems.append("no currency is known; pass currency='EUR', or map the column that has it")
    if "status" in rules.columns and not rules.paid:
        problems.append("a column is mapped to 'status'; pass paid= with the statuses of orders that count")
    if problems:
        raise BadConfig(problems)
    if rules.one_row_per == "order" and at.keys() >= {"shipping", "total"}:
        at["order_total"] = at["total"]
    return Layout(preset, rules, delimiter, names, at)


def _needed(rules: Preset) -> list[str]:
    amount = [] if rules.columns.keys() & {"total", "price"} else ["total"]
    return ["customer", "date", *amount, *(["order"] if rules.one_row_per == "line" else [])]


def _columns_of(names: tuple[str, ...]) -> str:
    headless = "" if any(name[:1].isalpha() for name in names) else "; if that is no header, pass header=False"
    return f"the file's columns are {', '.join(names)}{headless}"
