"""All defects: a distribution that brings them, and the table of what catches each."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from attrs import frozen

from retention_sdk.contract import CURRENT

FOLDER = Path(__file__).parent
NAMES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in ("__init__", "__main__", "all"))
NEWER = "newer"
NOT_IMPORTED = {"no_import": ("loads", "No module named 'no_such_library_of_anybody'", "mend what the import")}


@frozen
class Defect:
    """A plugin with a defect.

    Args:
        name: its name.
        law: the law that catches it.
        says: a part of what it says.
        mend: a part of how it is mended.
    """

    name: str
    law: str
    says: str
    mend: str


def defect(name: str) -> Defect:
    """What is known of a defect."""
    if name in NOT_IMPORTED:
        return Defect(name, *NOT_IMPORTED[name])
    module = import_module(f"tests.testing.defects.{name}")
    return Defect(name, module.LAW, module.SAYS, module.MEND)


def distributions(folder: Path) -> None:
    """Write the metadata of the distributions that bring them all: put their folder into `sys.path`."""
    _written(folder, "defects", CURRENT, [name for name in NAMES if name != NEWER])
    _written(folder, "newer_defects", 99, [NEWER])


def _written(folder: Path, distribution: str, contract: int, names: list[str]) -> None:
    info = folder / f"{distribution}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    lines = ["[retention_sdk.contract]", f"built_for = retention_sdk.contract:V{contract}", "[retention_sdk.plugins]"]
    lines += [f"{name} = {_place(name, _class(name))}" for name in names]
    sampled = [name for name in names if name not in NOT_IMPORTED]
    lines += ["[retention_sdk.samples]", *(f"{name} = {_place(name, 'SAMPLE')}" for name in sampled)]
    (info / "entry_points.txt").write_text("\n".join(lines))


def _place(name: str, attribute: str) -> str:
    return f"tests.testing.defects.{name}:{attribute}"


def _class(name: str) -> str:
    return "Knits" if name == "no_inverse" else "".join(word.title() for word in name.split("_"))
