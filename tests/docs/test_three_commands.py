"""From nothing to enabled: what README.md shows is what `make wheel` runs, in a fresh environment."""

from __future__ import annotations

import re

from retention_sdk.scaffold import named
from tests.conftest import ROOT
from tests.docs.pages import pages

SCRIPT = ROOT / "tests" / "third_parties.sh"


def commands() -> list[str]:
    """The commands of the section, found as the script finds them: each line that begins with a prompt."""
    (title,) = re.findall(r"^sed -n '/\^(.*?)/,", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    chapter = re.search(rf"^{title}\n(.*?)^## ", pages()[0].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert chapter, f"README.md has no {title!r}"
    return re.findall(r"^\$ (.*)$", chapter[1], re.MULTILINE)


def test_three_commands() -> None:
    """A package is written, installed and enabled, under the names that `retention new` makes of one name."""
    names = named("happy-hour")
    assert commands() == [
        "retention new plugin happy-hour",
        f"pip install ./{names.distribution}",
        f"retention enable {names.plugin}",
    ]


def test_they_are_run() -> None:
    """`make wheel` runs the script, and what comes after the commands is of the plugin that they enable."""
    assert "sh tests/third_parties.sh" in (ROOT / "tests" / "wheel.sh").read_text(encoding="utf-8")
    after = SCRIPT.read_text(encoding="utf-8").partition('eval "$command"')[2]
    assert f"--with {commands()[-1].split()[-1]}" in after
