"""Any CSV-like file of members that another loyalty app exports, read as opening balances.

    from retention_adapters.member_file import MemberFile

    file = MemberFile("members.csv", source="smile", on=datetime(2026, 12, 1, tzinfo=UTC))
    members = file.read()
    members.report.problems         # rows that cannot be read, with their lines
    for event in members.events:
        ...                         # one opening balance a member

What its columns mean is told by their headings, as the apps write them, or by `columns={"points": "Balance"}`.
A member is left out whole where one of their rows cannot be read: half a balance would be a wrong one.
"""

from retention_adapters.member_file.columns import COLUMNS
from retention_adapters.member_file.file import MemberFile, Members

__all__ = ["COLUMNS", "MemberFile", "Members"]
