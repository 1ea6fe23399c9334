"""The hot path looks rows up by their keys: no statement of it reads a table from end to end, on either database."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect

from retention_sdk.store.schema import metadata
from tests.ready import upgrade
from tests.store.planning import fill, shop, work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from retention_sdk import Engine

Step = tuple[str, str, str]
"""How a table is read, which one, and by what."""

SQLITE = {
    ("SEARCH", "events", "store=? AND source=? AND id=?"),
    ("SEARCH", "events", "store=? AND customer=?"),
    ("SEARCH", "customers", "store=? AND customer=?"),
    ("SEARCH", "wallets", "store=? AND customer=?"),
    ("SEARCH", "lots", "store=? AND customer=?"),
    ("SEARCH", "outbox", "store=? AND customer=? AND at>?"),
    ("SEARCH", "counters", "store=? AND name=? AND period=?"),
    ("SEARCH", "failures", "store=? AND source=? AND id=? AND plugin=?"),
}
"""All that SQLite may do to find rows: each table by the columns that lead its key or an index."""


class Explaining:
    """A connection that has each statement explained before it runs.

    Args:
        connection: SQLite's.
        steps: where the steps are collected that read tables of ours.
    """

    def __init__(self, connection: Any, steps: set[Step]) -> None:
        self._connection, self._steps = connection, steps

    def execute(self, statement: str, values: Any = ()) -> Any:
        """Explain a statement and run it."""
        aliases = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) (\w)\b", statement)}
        for row in self._connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall():
            step = re.match(r"(SEARCH|SCAN) (\w+)(?:.*\((.*)\))?", row[3])
            table = aliases.get(step[2], step[2]) if step else ""
            if step and table in metadata.tables:
                self._steps.add((step[1], table, step[3]))
        return self._connection.execute(statement, values)

    def executemany(self, statement: str, rows: list[Any]) -> None:
        """Run a statement for each row."""
        for row in rows:
            self.execute(statement, row)


def explained(way: Callable[..., Any], steps: set[Step]) -> Callable[..., Any]:
    """A way to open a transaction, whose statements are explained."""

    @contextmanager
    def explaining(**how: bool) -> Iterator[Any]:
        with way(**how) as batch:
            batch._db = Explaining(batch._db, steps)
            yield batch

    return explaining


@pytest.mark.parametrize("analyzed", [False, True], ids=["as it comes", "analyzed"])
def test_sqlite_searches(sqlite_url: str, analyzed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement is a search by the store and a customer, an id or a period; never by the store alone."""
    steps: set[Step] = set()
    with shop(sqlite_url) as engine, shop(sqlite_url, "theirs") as theirs:
        fill(engine, theirs)
        if analyzed:
            with engine.store.engine.connect() as connection:
                connection.exec_driver_sql("ANALYZE")
        for way in ("batch", "reading"):
            monkeypatch.setattr(engine.store, way, explained(getattr(engine.store, way), steps))
        work(engine)
    assert steps == SQLITE


def test_a_scan_would_be_seen(sqlite_url: str) -> None:
    """A statement without a key is told from one with a key, so that the test above means something."""
    steps: set[Step] = set()
    with shop(sqlite_url) as engine, engine.store.reading() as batch:
        db = Explaining(batch._db, steps)  # type: ignore[attr-defined]
        db.execute("SELECT * FROM events WHERE id = ?", ("x",))
        db.execute("SELECT * FROM lots l WHERE store = ? AND unit = ?", ("x", "y"))
    assert steps == {("SCAN", "events", None), ("SEARCH", "lots", "store=?")}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All steps of a plan on Postgres."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def steps_of(engine: Engine, statements: str = "") -> set[Step]:
    """How the statements that were prepared on the hot path's connection read our tables, planned as it plans them."""
    columns = {}
    for table in metadata.tables:
        known = inspect(engine.store.engine)
        key = {"name": f"{table}_pkey", "column_names": known.get_pk_constraint(table)["constrained_columns"]}
        columns |= {index["name"]: index["column_names"] for index in [*known.get_indexes(table), key]}
    steps: set[Step] = set()
    prepared = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements WHERE statement ~ %s"
    with engine.store.reading() as batch:
        db: Any = batch._db  # type: ignore[attr-defined]
        found = db.execute(prepared, [statements]).fetchall()
        assert found, f"nothing is prepared that is like {statements}"
        for name, parameters in found:
            nulls = ", ".join(["NULL"] * parameters)
            ((told,),) = db.execute(f'EXPLAIN (FORMAT JSON) EXECUTE "{name}" ({nulls})').fetchall()
            for step in nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]):
                if step.get("Relation Name") in metadata.tables and step["Node Type"] != "ModifyTable":
                    used = re.findall(r"\((?:\w\.)?(\w+) [=<>]", step.get("Index Cond", ""))
                    # what does not lead the index narrows the search of a newer Postgres alone
                    leading = [name for at, name in enumerate(columns.get(step.get("Index Name"), [])) if
                               set(columns[step["Index Name"]][: at + 1]) <= set(used)]  # fmt: skip
                    steps.add((step["Node Type"], step["Relation Name"], " ".join(leading)))
    return steps


CUSTOMER = ("Index Scan", "customers", "store customer")
POSTGRES = {
    ("Index Scan", "events", "store source id"),
    ("Index Scan", "events", "store customer"),
    CUSTOMER,
    ("Index Scan", "wallets", "store customer"),
    ("Index Scan", "lots", "store customer"),
    ("Index Scan", "outbox", "store customer at"),
    ("Index Scan", "counters", "store name period"),
}
"""All that Postgres may do to find rows, by the leading columns of an index."""


@pytest.fixture(params=["prepared when empty", "prepared when full"])
def engine(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A shop on Postgres that has prepared all its statements, and is full by now."""
    upgrade(postgres_url)
    with shop(postgres_url) as engine, shop(postgres_url) as filler, shop(postgres_url, "theirs") as theirs:
        if request.param == "prepared when empty":
            work(engine)
        fill(filler, theirs)
        if request.param == "prepared when full":
            work(engine)
        yield engine


@pytest.mark.parametrize("analyzed", [False, True], ids=["as it comes", "analyzed"])
def test_postgres_looks_up(engine: Engine, analyzed: bool) -> None:
    """Every reading statement finds its rows by an index and a customer, an id or a period; no table is read through.

    That holds for those that were prepared while the tables were empty, and with whatever statistics there are.
    """
    if analyzed:
        with engine.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    assert steps_of(engine, r"^\s*(SELECT|DELETE FROM customers)") == POSTGRES


@pytest.mark.parametrize("engine", ["prepared when empty"], indirect=True)
def test_postgres_writes_without_reading(engine: Engine) -> None:
    """What is written for events reads nothing but the row of its customer."""
    assert steps_of(engine, "^WITH (?!.*(UPDATE events|DELETE FROM failures))") == {CUSTOMER}
    assert steps_of(engine, r"^\s*INSERT") == set()


@pytest.mark.parametrize("engine", ["prepared when full"], indirect=True)
def test_a_retry_finds_its_rows(engine: Engine) -> None:
    """What a retry changes is found by the whole key of the event."""
    assert steps_of(engine, "UPDATE events|DELETE FROM failures") == {
        CUSTOMER,
        ("Index Scan", "events", "store source id"),
        ("Index Scan", "failures", "store source id"),
    }
