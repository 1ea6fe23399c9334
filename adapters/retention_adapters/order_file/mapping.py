"""Which column of a header a field is, and what to say where there is none."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from retention_adapters.order_file.columns import ALIASES, COLUMNS
from retention_adapters.order_file.presets import PRESETS, Preset
from retention_sdk import BadConfig

# The fields whose meaning a name tells. Not among them: a tax or a discount, which may be in the amounts or not.
_PLAIN = ("customer", "date", "order", "total", "price", "quantity", "sku", "category", "currency", "email")
_PAYMENT = {"total", "price"}


def nearest(names: Sequence[str], known: Collection[str]) -> str | None:
    """The known name that is most like one of the names, in any case."""
    folded = {one.casefold(): one for one in known}
    for name in names:
        if found := get_close_matches(name.casefold(), folded, n=1, cutoff=0.6):
            return folded[found[0]]
    return None


def meant(name: str, known: Collection[str]) -> str:
    """The end of a sentence about a name that is not known."""
    near = nearest([name], known)
    return f"; did you mean {near!r}?" if near else ""


def named(preset: str | Preset | None) -> tuple[str | None, Preset]:
    """A preset's name and rules; where none is wanted, the plainest.

    Raises:
        BadConfig: there is none of that name.
    """
    if not isinstance(preset, str):
        return None, preset or Preset()
    if preset not in PRESETS:
        raise BadConfig([f"there is no preset {preset!r}, only {', '.join(PRESETS)}{meant(preset, PRESETS)}"])
    return preset, PRESETS[preset]


def guess(names: Sequence[str], columns: Mapping[str, str | int]) -> tuple[str | None, Preset]:
    """What a header says by itself: a preset all of whose columns it has, or columns that are called like our fields.

    Args:
        names: the header.
        columns: what is mapped already; with any, no preset is guessed.

    Returns:
        The preset's name, where one fits, and its rules.
    """
    known = {name.casefold() for name in names}
    for name, preset in PRESETS.items():
        wanted = {str(column).casefold() for column in preset.columns.values()}
        if preset.header and not columns and wanted <= known:
            return name, preset
    told = _PAYMENT if columns.keys() & _PAYMENT else set[str]()
    meant = {field: next((name for name in _names(field) if name in known), None) for field in _PLAIN}
    return None, Preset(columns={field: name for field, name in meant.items() if name and field not in told})


def _names(field: str) -> tuple[str, ...]:
    """What a field's column may be called. An address is a customer's id only where somebody says so."""
    return tuple(name for name in ALIASES[field] if name != "email" or field == "email")


def locate(columns: Mapping[str, str | int], names: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Finds columns in a header.

    Args:
        columns: for each field, a column's name in any case, or its position from 1.
        names: the header.

    Returns:
        Where each field stands in a row, from 0; and a sentence for each that is not found.
    """
    folded = [name.casefold() for name in names]
    found: dict[str, int] = {}
    problems: list[str] = []
    for field, column in columns.items():
        wanted = str(column).strip()
        if field not in COLUMNS:
            problems.append(f"{field}={wanted}: there is no field {field!r}{meant(field, COLUMNS)}")
        elif wanted.casefold() in folded:
            found[field] = folded.index(wanted.casefold())
        elif wanted.isdecimal() and 0 < int(wanted) <= len(names):
            found[field] = int(wanted) - 1
        else:
            problems.append(f"{field}={wanted}: the file has no such column{meant(wanted, names)}")
    return found, problems


def missing(field: str, names: Sequence[str]) -> str:
    """The sentence about a field that no column is mapped to."""
    example = f"{field}={nearest(ALIASES[field], names) or 'COLUMN'}"
    return f"no column is known to be {field!r}, {COLUMNS[field]}; map one, as in {example}"
