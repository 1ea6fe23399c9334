"""What a file looks like: its preset with the options laid over it, and where its columns are."""

from collections.abc import Mapping

from attrs import frozen

from retention_adapters.order_file.columns import COLUMNS, Columns
from retention_adapters.order_file.mapping import locate
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
        BadConfig: a column is missing, or something that no column tells is not said.
    """
    needed = ["customer", "date"]
    if not rules.columns.keys() & {"total", "price"}:
        needed.append("total")
    if rules.one_row_per == "line":
        needed.append("order")
    at = locate(rules.columns, names, needed)
    if rules.one_row_per == "order" and "shipping" in at and "total" in at:
        at["order_total"] = at["total"]
    if rules.currency is None and "currency" not in at:
        raise BadConfig(["no currency is known; pass currency='EUR', or map the column that has it"])
    if "status" in at and not rules.paid:
        raise BadConfig(["a column is mapped to 'status'; pass paid= with the statuses of orders that count"])
    return Layout(preset, rules, delimiter, names, at)
