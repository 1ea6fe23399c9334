"""Any CSV-like file of orders, read as events in constant memory.

    from retention_adapters.order_file import OrderFile, Report

    file, report = OrderFile("CDNOW_master.txt"), Report()
    for event in file.history(report=report):
        ...                         # report.bytes_read of file.size is done so far
    print(report)                   # what was read, what was skipped and why, which rows are bad

What the file looks like is found out: gz, delimiter, and the preset whose columns it has. The rest is said:
`OrderFile("orders.csv", columns={"customer": "Client", "date": "When", "total": "Paid"}, currency="EUR")`.
`COLUMNS` has the fields that a column can be mapped to, `PRESETS` the files that are known by name.

Nothing is dropped silently. A row that cannot be read is listed in the report, and its whole order is left out: half an
order would earn too little, and the repaired file, with another body under the same id, would then be refused. Repair
the file and read it again: events that are known by their ids change nothing.
"""

from retention_adapters.order_file.adapter import OrderFile
from retention_adapters.order_file.columns import COLUMNS
from retention_adapters.order_file.layout import Layout
from retention_adapters.order_file.presets import PRESETS, Preset
from retention_adapters.order_file.report import Problem, Report

__all__ = ["COLUMNS", "PRESETS", "Layout", "OrderFile", "Preset", "Problem", "Report"]
