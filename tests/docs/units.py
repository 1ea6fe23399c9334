"""Blocks for systemd and for a shell: what they start is held against the command line that there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import CycloptsError

from retention_sdk.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example

INSTALLED = "/opt/retention/bin/"
"""Where the pages say that the SDK is installed."""

INSTANCE = "8400"
"""What stands behind the @ of an instance of a unit."""


def hold_unit(example: Example) -> str | None:
    """See that a unit is one that systemd takes, and starts a command that is there; save it for those that name it.

    Args:
        example: an `ini` block; its first line is a comment with the path of its file.

    Returns:
        What went wrong, or None.
    """
    head, _, text = example.parsed.partition("\n")
    if not (named := re.fullmatch(r"# /etc/systemd/system/(\S+)", head)):
        return "the first line is to name the file, as in `# /etc/systemd/system/NAME.service`"
    unit = Path("units") / named[1]
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(text.replace(INSTALLED, f"{Path(sys.executable).parent}/"), encoding="utf-8")
    if unit.suffix == ".conf":  # it is read with the units that it counts for
        return None
    return next(_refused(text), None) or _verified(unit)


def hold_shell(example: Example) -> str | None:
    """See that a script can be read by a shell, and that each `retention` in it is a command that is there.

    Args:
        example: an `sh` block.

    Returns:
        What went wrong, or None.
    """
    read = subprocess.run(["/bin/sh", "-n"], input=example.parsed, capture_output=True, text=True, check=False)
    return read.stderr or next(_refused(example.parsed), None)


def _refused(text: str) -> Iterator[str]:
    """What is wrong with each command line of ours in a text."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for words in re.findall(r"(?:^(?:Exec\w+=)?|/bin/)retention ([^|&;>#\n]*)", joined, re.MULTILINE):
        try:
            app.parse_args(shlex.split(words.replace("%i", INSTANCE)), exit_on_error=False, print_error=False)
        except CycloptsError as error:
            yield f"retention {words}: {error}"


def _verified(unit: Path) -> str | None:
    """What systemd says of a unit and of the folders that count for it; nothing where it is not on this machine."""
    if not (program := shutil.which("systemd-analyze")):
        return None
    path, name = unit.resolve(), unit.name.partition("@")[0]
    done = subprocess.run([program, "verify", "--man=no", path], capture_output=True, text=True, check=False)
    wrong = [line for line in done.stderr.splitlines() if str(path.parent) in line or name in line]
    return "\n".join([f"systemd does not take {unit.name}:", *wrong]) if wrong else None
