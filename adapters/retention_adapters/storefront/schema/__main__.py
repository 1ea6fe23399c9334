"""Prints a schema, or their names; `--write` brings the files up to date with the classes."""

import sys
from pathlib import Path

from retention_adapters.storefront.schema import NAMES, generated, text_of


def main(words: list[str]) -> int:
    """Run the command.

    Args:
        words: what was written behind it.

    Returns:
        The exit code.
    """
    if words == ["--write"]:
        for name in NAMES:
            Path(__file__).with_name(f"{name}.json").write_text(text_of(generated(name)), encoding="utf-8")
        return 0
    if not words:
        sys.stdout.write("\n".join(NAMES) + "\n")
        return 0
    if len(words) > 1 or words[0] not in NAMES:
        sys.stderr.write(f"name one of {', '.join(NAMES)}\n")
        return 2
    sys.stdout.write(text_of(generated(words[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
