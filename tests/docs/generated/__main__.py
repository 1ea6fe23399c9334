"""Names the pages that are not as the code has them, or writes them."""

from __future__ import annotations

import argparse
import sys

from tests.docs.generated import PAGES
from tests.docs.pages import DOCS


def main() -> int:
    """Looks at each page.

    Returns:
        1 where a page is another, and was not to be written.
    """
    reading = argparse.ArgumentParser(prog="python -m tests.docs.generated", description=__doc__)
    reading.add_argument("--write", action="store_true", help="write the pages that are others")
    write = reading.parse_args().write
    old = 0
    for name, made in PAGES.items():
        file, text = DOCS / f"{name}.md", made()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            old += 1
            sys.stdout.write(f"{file.relative_to(DOCS.parent)} {'is written' if write else 'is not as the code is'}\n")
            if write:
                file.write_text(text, encoding="utf-8")
    return 1 if old and not write else 0


if __name__ == "__main__":
    sys.exit(main())
