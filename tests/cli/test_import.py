"""`retention import`: any file of orders goes in, once."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from retention_sdk.store import open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Retention

PROGRAM = Path(sys.executable).with_name("retention")

CDNOW = """\
[store]
name = "CDNOW"
currency = "USD"

[plugins.points]
rate = 1
"""

LOUD = """\
from retention_sdk import hookimpl, strategy

@strategy
class Loud:
    @hookimpl
    def on_purchase(self, event, customer):
        raise RuntimeError("no loudspeaker")
"""


def columns_of(**fields: str) -> list[str]:
    """The options that say which column is which field."""
    return [word for field, column in fields.items() for word in ("--column", f"{field}={column}")]


def test_a_file_goes_in_once(retention: Retention, shop: Path, orders: Path) -> None:
    """The first run imports every order and gives its points; the second changes nothing."""
    answer = retention("import", orders)
    assert (answer.code, answer.err) == (0, "")
    assert "3 rows of orders.csv, 3 orders: 3 new, 0 known already." in answer.out
    assert "points gives 61 points." in answer.out
    again = retention("import", orders)
    assert again.code == 0
    assert "3 rows of orders.csv, 3 orders: 0 new, 3 known already." in again.out
    assert "gave" not in again.out
    assert retention("ledger", "check").code == 0


def test_as_json(retention: Retention, shop: Path, orders: Path) -> None:
    """The same as data."""
    seen = retention("import", orders, "--json").json
    assert seen["seconds"] > 0
    del seen["seconds"]
    assert seen == {
        "file": str(orders),
        "preset": None,
        "columns": {"customer": "customer", "date": "date", "order": "order", "total": "total"},
        "rows": 3,
        "orders": 3,
        "new": 3,
        "known": 0,
        "skipped": {},
        "bad_rows": 0,
        "problems": [],
        "refused_orders": 0,
        "refusals": [],
        "stopped": None,
        "given": {"points": {"units": {"points": 61}, "actions": {}, "cost": "0.00 EUR"}},
        "cost": "0.00 EUR",
        "refused": {},
        "failures": {},
        "taken_back": {},
        "notes": {},
    }


def test_columns_by_options(retention: Retention, shop: Path, folder: Path) -> None:
    """Columns, delimiter, decimal mark, dates and zone of any file can be said; gz is known by itself."""
    file = folder / "odd.txt.gz"
    rows = "Kunde;Wann;Bezahlt\nanna;05.01.2026;20,50\nben;06.01.2026;1.031,00\n"
    file.write_bytes(gzip.compress(rows.encode("utf-16")))
    options = columns_of(customer="kunde", date="2", total="Bezahlt")
    options += ["--decimal", ",", "--date-format", "%d.%m.%Y", "--timezone", "Europe/Berlin", "--encoding", "utf-16"]
    answer = retention("import", file, *options, "--json")
    assert answer.code == 0, answer.err + answer.out
    assert (answer.json["orders"], answer.json["given"]["points"]["units"]) == (2, {"points": 1051})
    last = retention("customer", "ben", "--json").json["orders"]["last"]
    assert last == "2026-01-05T23:00:00+00:00"


def test_times_are_the_stores_where_nothing_tells(retention: Retention, shop: Path, orders: Path) -> None:
    """A time without a zone is meant as it is at the store; `--since` too."""
    shop.write_text(shop.read_text().replace('"EUR"\n', '"EUR"\ntimezone = "Asia/Tokyo"\n', 1))
    assert retention("import", orders, "--since", "2026-01-06", "--json").json["new"] == 2
    seen = retention("customer", "ben", "--json").json
    assert seen["orders"]["first"] == "2026-01-06T02:00:00+00:00"


def test_it_says_how_a_file_was_read(retention: Retention, shop: Path, folder: Path) -> None:
    """Which column was taken for what is told, and so is a file without order ids, whose rows are numbered."""
    file = folder / "orders.csv"
    file.write_text("client,date,total\nanna,2026-01-05,10\n")
    answer = retention("import", file, *columns_of(customer="client", date="date", total="total"))
    assert "customer from client" in answer.out
    assert "rows are numbered, since no column is known to have order ids" in answer.out


def test_rows_of_an_order(retention: Retention, shop: Path, folder: Path) -> None:
    """A file with a row for each line gives one order for the rows of one id."""
    file = folder / "lines.csv"
    file.write_text("order,customer,date,sku,qty,price\n7,anna,2026-01-05,beans,2,8.50\n7,anna,2026-01-05,mug,1,5.00\n")
    columns = columns_of(sku="sku", quantity="qty", price="price", order="order", customer="customer", date="date")
    answer = retention("import", file, "--one-row-per", "line", *columns, "--json")
    assert (answer.json["rows"], answer.json["orders"]) == (2, 1)
    assert answer.json["given"]["points"]["units"] == {"points": 22}


def test_problems_are_listed_and_the_rest_goes_in(retention: Retention, shop: Path, folder: Path) -> None:
    """Bad rows are told with their lines, the first twenty of them; the exit code says that there were some."""
    file = folder / "orders.csv"
    good = [f"{n},anna,2026-01-05,10.00" for n in range(1000, 1005)]
    bad = [f"{n},ben,2026-01-05,much" for n in range(30)]
    file.write_text("\n".join(["order,customer,date,total", *good, *bad, ""]))
    answer = retention("import", file)
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert lines[1] == "35 rows of orders.csv, 5 orders: 5 new, 0 known already."
    assert lines[2] == "30 rows with a problem, left out with their orders:"
    assert [line.split(":")[0] for line in lines[3:23]] == [f"   line {n}" for n in range(7, 27)]
    assert lines[23] == "   and 10 more"
    seen = retention("import", file, "--json")
    assert (seen.code, seen.json["bad_rows"], len(seen.json["problems"])) == (1, 30, 20)


def test_skipped_rows_are_no_problem(retention: Retention, shop: Path, folder: Path) -> None:
    """Rows that are skipped for a stated reason are told, and the exit code is 0."""
    file = folder / "orders.csv"
    file.write_text("order,customer,date,total\n1,anna,2026-01-05,10\n2,,2026-01-05,10\n")
    answer = retention("import", file)
    assert answer.code == 0
    assert "1 row skipped: no customer." in answer.out


def test_an_order_that_changed_is_refused(retention: Retention, shop: Path, orders: Path) -> None:
    """An order that is known with another body is told with both fingerprints, and what was decided stands."""
    retention("import", orders)
    orders.write_text(orders.read_text().replace("31.00", "13.00"))
    answer = retention("import", orders)
    assert answer.code == 1
    assert "3 rows of orders.csv, 2 orders: 0 new, 2 known already." in answer.out
    assert "1 order refused:" in answer.out
    assert "known fingerprint" in answer.out
    assert retention("customer", "ben", "--json").json["wallets"][0]["available"] == 31


def test_another_currency_is_refused(retention: Retention, shop: Path, orders: Path, shared: Path) -> None:
    """A file in another currency than the store's is an error before anything is read, and names both."""
    for argv in ([orders, "--currency", "USD"], [shared / "data/orders/cdnow/CDNOW_master.txt"]):
        answer = retention("import", *argv)
        assert (answer.code, answer.out) == (2, "")
        assert "is in USD" in answer.err
        assert "the store's currency is EUR" in answer.err


def test_an_order_in_another_currency_is_refused(retention: Retention, shop: Path, folder: Path) -> None:
    """Where a column tells the currency, orders in another one are listed, and the others go in."""
    file = folder / "orders.csv"
    file.write_text("order,customer,date,total,currency\n1,anna,2026-01-05,10,EUR\n2,ben,2026-01-05,10,USD\n")
    answer = retention("import", file)
    assert answer.code == 1
    assert "1 order: 1 new" in answer.out
    assert "event '2' is in USD and the store's currency is EUR" in answer.out


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["nowhere.csv"], "nowhere.csv: No such file or directory"),
        (["orders.csv", "--column", "customer"], "write FIELD=COLUMN"),
        (["orders.csv", "--column", "customer=Client"], "--column FIELD=COLUMN"),
        (["orders.csv", "--preset", "cdnw"], "did you mean 'cdnow'?"),
        (["orders.csv", "--encoding", "utf-9"], "utf-9"),
        (["orders.csv", "--one-row-per", "row"], "order"),
    ],
)
def test_a_wrong_option_is_a_sentence(
    retention: Retention, shop: Path, orders: Path, argv: list[str], told: str
) -> None:
    """A file or option that cannot be is told in sentences, and nothing is imported."""
    answer = retention("import", *argv)
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err


def test_a_damaged_file_stops_and_says_what_is_done(retention: Retention, shop: Path, folder: Path) -> None:
    """What was imported before the damage stays, is told, and is known when the file was mended."""
    rows = "".join(f"{n},c-{n},2026-01-05,{n}.00\n" for n in range(1, 8_001))
    whole = gzip.compress(f"order,customer,date,total\n{rows}".encode())
    file = folder / "orders.csv.gz"
    file.write_bytes(whole[: len(whole) // 2])
    answer = retention("import", file, "--json")
    assert answer.code == 1
    assert "damaged" in answer.json["stopped"]
    done = answer.json["new"]
    assert 0 < done < 8_000
    file.write_bytes(whole)
    assert retention("import", file, "--json").json["known"] == done
    assert retention("ledger", "check").code == 0


def test_a_strategy_that_fails_is_named_and_asked_again(
    retention: Retention, shop: Path, orders: Path, third_party: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its failures are told once, the others' points are given, and `retry` asks it again when it is mended."""
    third_party.write_text(LOUD)
    shop.write_text(shop.read_text() + "[plugins.loud]\n")
    answer = retention("import", orders)
    assert answer.code == 1
    assert "points gives 61 points." in answer.out
    assert "loud failed 3 times; `retention retry` asks it again: RuntimeError: no loudspeaker" in answer.out
    assert answer.err.count("plugins.loud failed") == 1, "the log names it once, not once an order"
    still = retention("retry", "--json")
    assert still.code == 1
    assert {one["plugin"] for one in still.json["failures"]} == {"loud"}
    third_party.write_text(LOUD.replace('raise RuntimeError("no loudspeaker")', "return None"))
    monkeypatch.delitem(sys.modules, "loud")
    mended = retention("retry")
    assert (mended.code, mended.out) == (0, "3 events were decided again, 0 failures are left.\n")
    assert retention("retry").out == "0 events were decided again, 0 failures are left.\n"
    assert retention("ledger", "check").code == 0


def test_on_postgres(retention: Retention, shop: Path, orders: Path, postgres_url: str) -> None:
    """On Postgres it says what to run first; then the same goes in, and can be looked at."""
    shop.write_text(shop.read_text().replace('"EUR"\n', f'"EUR"\ndatabase = "{postgres_url}"\n', 1))
    outdated = retention("import", orders)
    assert outdated.code == 2
    assert "run `retention upgrade`" in outdated.err
    assert "had no tables" in retention("upgrade").out
    assert "which is this version's" in retention("upgrade").out
    assert retention("import", orders, "--json").json["given"]["points"]["units"] == {"points": 61}
    assert retention("import", orders, "--json").json["known"] == 3
    assert retention("ledger", "check").code == 0
    assert retention("customer", "anna", "--json").json["wallets"][0]["available"] == 30


def whole_dollars(file: Path) -> tuple[int, int]:
    """What a CDNOW file must come to: its orders, and their dollars rounded down one by one."""
    rows = [line.split() for line in file.read_text().splitlines()[1:]]
    return len(rows), sum(int(row[3].partition(".")[0]) for row in rows)


def test_cdnow(retention: Retention, shop: Path, shared: Path, folder: Path) -> None:
    """Orders of CDNOW's master file: a point for each whole dollar of an order; a second run changes nothing.

    All 69,659 of them go through the engine in tests/laws/test_histories.py.
    """
    shop.write_text(CDNOW)
    whole, file = shared / "data/orders/cdnow/CDNOW_master.txt", folder / "CDNOW_master.txt"
    file.write_text("\n".join(whole.read_text().splitlines()[:7_001]))
    orders, dollars = whole_dollars(file)
    assert orders == 7_000
    first = retention("import", file, "--json")
    assert (first.code, first.json["new"], first.json["rows"]) == (0, orders, orders)
    assert first.json["given"]["points"]["units"] == {"points": dollars}
    second = retention("import", file, "--json")
    assert (second.code, second.json["new"], second.json["known"], second.json["given"]) == (0, 0, orders, {})
    assert retention("ledger", "check").code == 0


def write_orders(file: Path, count: int) -> int:
    """A file of orders of fifty customers; answers the points that they must come to."""
    rows = [f"{n},c-{n % 50},2026-01-{1 + n % 28:02},{n % 97}.{n % 100:02}\n" for n in range(count)]
    file.write_text("order,customer,date,total\n" + "".join(rows))
    return sum(n % 97 for n in range(count))


def points_of(url: str) -> tuple[int, int]:
    """The orders and the points that are in a database."""
    store = open_store(url, "bean-leaf")
    with store.engine.connect() as connection:
        events = connection.execute(text("SELECT count(*) FROM events")).scalar_one()
        points = connection.execute(text("SELECT sum(available) FROM wallets WHERE unit = 'points'")).scalar_one()
    store.close()
    return events, int(points)


def test_ctrl_c_ends_it_cleanly(retention: Retention, shop: Path, folder: Path) -> None:
    """Ctrl-C says what is done, with an exit code of its own; run again, it goes on."""
    file, count = folder / "orders.csv", 9_000
    points = write_orders(file, count)
    running = subprocess.Popen([PROGRAM, "import", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for_database(folder)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, out + err
    assert err == ""
    assert "\nStopped: Ctrl-C. What is told here is done; run it again to go on.\n" in out
    assert retention("import", file).code == 0
    assert points_of(f"sqlite:///{folder / 'retention.db'}") == (count, points)


def test_killed_and_run_again(retention: Retention, shop: Path, folder: Path, database_url: str) -> None:
    """Killed at random and run again until it ends, it loses and doubles nothing, and the ledger is clean."""
    shop.write_text(shop.read_text().replace('"EUR"\n', f'"EUR"\ndatabase = "{database_url}"\n', 1))
    assert retention("upgrade").code == 0
    file, count = folder / "orders.csv", 5_000
    points = write_orders(file, count)
    killed = 0
    for delay in (0.9, 1.3, 1.7):
        running = subprocess.Popen([PROGRAM, "import", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            running.wait(delay)
        except subprocess.TimeoutExpired:
            os.kill(running.pid, signal.SIGKILL)
            killed += 1
        running.wait()
    assert killed
    assert retention("import", file).code == 0
    assert retention("ledger", "check").code == 0
    assert points_of(database_url) == (count, points)


def wait_for_database(folder: Path) -> None:
    """Waits until an import has begun to write."""
    database = folder / "retention.db-wal"
    deadline = time.monotonic() + 30
    while not (database.exists() and database.stat().st_size > 1_000_000):
        assert time.monotonic() < deadline
        time.sleep(0.01)
