"""Each defect is caught by the law that is meant for it, and by no other, with how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk.testing.scorecard import scorecard
from retention_sdk.testing.trial import Trial, sample_of
from tests.testing.defects.all import NAMES, defect, distribution

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", NAMES)
def test_each_defect_is_caught(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin with one defect breaks the one law that is meant for it; the sentences say what, where and how."""
    distribution(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    meant = defect(name)
    with Trial(name, sample_of(name)) as trial:
        card = scorecard(trial)
    assert [check.law.name for check in card.broken] == [meant.law], [check.evidence for check in card.broken]
    (broken,) = card.broken
    print(f"| {name} | {meant.law} | {broken.evidence} | {broken.mend} |")
    assert meant.says in broken.evidence
    assert meant.mend in broken.mend
    assert f"defects/{name}.py:" in broken.evidence or name == "no_import"
