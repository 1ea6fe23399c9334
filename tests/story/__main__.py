"""Tells the story: `python -m tests.story`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.story.test_story import tell


def main() -> None:
    """Tell it on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        for line in tell(Path(folder), f"sqlite:///{folder}/retention.db"):
            print(line)  # noqa: T201 - it is what it is for


if __name__ == "__main__":
    main()
