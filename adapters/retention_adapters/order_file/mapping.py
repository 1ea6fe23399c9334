"""Which column of a header a field is, and what to say where there is none."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from retention_adapters.order_file.columns import ALIASES, COLUMNS
from retention_adapters.order_file.presets import PRESETS, Preset
from retention_sdk import BadConfig


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


def fitting(names: Sequence[str]) -> tuple[str | None, Preset]:
    """The preset whose columns a header has, all of them; else one that takes the columns named like our fields."""
    known = {name.casefold() for name in names}
    for name, preset in PRESETS.items():
        if preset.header and known.issuperset(str(column).casefold() for column in preset.columns.values()):
            return name, preset
    return None, Preset(columns={field: field for field in COLUMNS if field in known})


def locate(columns: Mapping[str, str | int], names: Sequence[str], needed: Collection[str]) -> dict[str, int]:
    """Finds the columns in a header.

    Args:
        columns: for each field, a column's name in any case, or its position from 1.
        names: the header.
        needed: fields that must be found; of `total` and `price`, one is enough.

    Returns:
        Where each field stands in a row, from 0.

    Raises:
        BadConfig: every field that is not known, and every column that is missing.
    """
    if not names:
        raise BadConfig(["the file is empty"])
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
    problems.extend(_missing([field for field in needed if field not in columns], names))
    if problems:
        raise BadConfig([*problems, _known(names)])
    return found


def _missing(fields: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for field in fields:
        near = nearest(ALIASES[field], names)
        example = f"{field}={near or 'COLUMN'}"
        yield f"no column is known to be {field!r}, {COLUMNS[field]}; map one, as in {example}"


def _known(names: Sequence[str]) -> str:
    headless = "" if any(name[:1].isalpha() for name in names) else "; if that is no header, pass header=False"
    return f"the file's columns are {', '.join(names)}{headless}"
