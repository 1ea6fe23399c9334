"""`python -m tests.contract_versions` writes down what the contract of the hooks promises, unless that breaks it."""

import json
import sys

from tests.contract_versions.golden import FILE, MEND, broken, contract, written


def main() -> int:
    """Write the file; 1 where what it promises is not kept."""
    now = contract()
    if FILE.exists() and (found := [*broken(written(), now)]):
        sys.stderr.write("\n".join([*found, MEND, ""]))
        return 1
    FILE.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
