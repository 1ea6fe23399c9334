"""Each defect is caught by the law that is meant for it, and by no other, with how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk.testing.judging.scorecard import scorecard
from retention_sdk.testing.plugins.trying import tried
from tests.testing.defects.all import NAMES, defect, distributions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", NAMES)
def test_each_defect_is_caught(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin with one defect breaks the one law that is meant for it; the sentences say what, where and how."""
    distributions(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    meant = defect(name)
    with tried(name) as trial:
        card = scorecard(trial)
    assert [check.law.name for check in card.broken] == [meant.law], [check.evidence for check in card.broken]
    (broken,) = card.broken
    assert meant.says in broken.evidence
    assert meant.mend in broken.mend
    assert f"defects/{name}.py:" in broken.evidence or name in ("newer", "no_import")
