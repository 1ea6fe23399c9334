"""Made-up distributions: a module and its metadata in a folder, as pip would have put them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STRATEGY = '''
from retention_sdk import Credit, hookimpl, setting, strategy

@strategy
class Gives:
    """Gives points for a visit."""

    amount: int = setting(default=1, ge=1, help="points for a visit")

    @hookimpl
    def on_visit(self):
        """Gives them."""
        return [Credit("points", self.amount)]
'''


def install(
    folder: Path,
    name: str,
    version: str,
    plugins: dict[str, str],
    *,
    group: str = "retention_sdk.plugins",
    built_for: str = "",
    **modules: str,
) -> None:
    """Put a distribution into a folder.

    Args:
        folder: what is on the path.
        name: the distribution's name.
        version: its version.
        plugins: the entry points' names and values.
        group: the entry points' group.
        built_for: what it says of the contract of the hooks; nothing where it is empty.
        modules: the source of each module.
    """
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    points = "\n".join(f"{point} = {value}" for point, value in plugins.items())
    stated = f"[retention_sdk.contract]\nbuilt_for = {built_for}\n" if built_for else ""
    (info / "entry_points.txt").write_text(f"[{group}]\n{points}\n{stated}", encoding="utf-8")
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
