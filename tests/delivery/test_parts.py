"""The parts of delivery: how long to wait, how fast to ask, what comes first, what is measured."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import AmountOff, IssueCoupon
from retention_sdk.delivery.pace import Pace
from retention_sdk.delivery.patience import Patience
from retention_sdk.delivery.receipts import from_text, to_text
from retention_sdk.delivery.telemetry import telemetry
from retention_sdk.delivery.waiting import Open, in_order, turn
from retention_sdk.platforms import Receipt
from retention_sdk.store.outbox import TRYING, UNDOING, WAITING
from tests.build import eur, order
from tests.delivery.shop import Shop, refuses
from tests.delivery.work import deliver, one_shop

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = Patience(timedelta(seconds=10), timedelta(hours=1), tries=30)


@given(key=st.text(max_size=5), tried=st.integers(1, 29))
def test_waits_grow(key: str, tried: int) -> None:
    """Each wait is at most twice as long as the one before, at least half of it, and never above the longest."""
    wait = PATIENCE.wait(key, tried)
    most = min(timedelta(hours=1), timedelta(seconds=10) * 2 ** (tried - 1))
    assert wait is not None
    assert most / 2 - timedelta(microseconds=1) <= wait <= most
    assert wait == PATIENCE.wait(key, tried)


def test_waits_differ() -> None:
    """What failed together does not come back together; and a platform that says how long is heard."""
    waits = {PATIENCE.wait(str(n), 9) for n in range(50)}
    assert len(waits) == 50
    assert PATIENCE.wait("k", 1, timedelta(days=1)) == timedelta(days=1)
    assert PATIENCE.wait("k", 30) is None


def test_a_pace() -> None:
    """So many a minute, evenly; who would be too late takes no turn."""
    clock = [100.0]
    pace = Pace(60, lambda: clock[0])
    assert [pace.wait(102.5) for _ in range(4)] == [0.0, 1.0, 2.0, None]
    clock[0] = 110.0
    assert pace.wait(111) == 0.0
    assert [Pace(None).wait(0) for _ in range(3)] == [0.0] * 3


def test_a_slow_adapter(database_url: str) -> None:
    """An adapter with a rate takes no more than it can do while its claim holds, and leaves the rest to others."""
    shop = Shop()
    delivery = {"lease_seconds": 5, "adapters": {"shop": {"per_minute": 60_000, "concurrency": 1}}}
    with one_shop(database_url, IssueCoupon(AmountOff(eur(1))), shop=shop, delivery=delivery) as engine:
        assert (engine.config.delivery.threads("shop"), engine.config.delivery.threads("mail")) == (1, 4)
        engine.handle_many(order(f"o-{n}", f"c-{n}") for n in range(9))
        assert deliver(engine).done == 9


def row(key: str, at: int = 0, *, round: int = 0, status: int = WAITING, **more: Any) -> Open:  # noqa: A002
    """A row of the outbox."""
    told = {"customer": "c", "turn": at, "plugin": "p", "kind": "issue_coupon", "body": "", "next_at": 0}
    rest = {"adapter": "", "tries": 0, "first_at": None, "leased_until": None, "receipt": ""}
    return Open(**{**told, **rest, "key": key, "at": at, "round": round, "status": status, **more})


def ready(rows: list[Open], now: int = 100, theirs: str = "") -> list[str]:
    """The keys of what can be done now."""
    found = turn(rows, {(one.key, one.round): not theirs or one.key not in theirs for one in rows}, now)
    return [f"{one.key}{one.round}" for one in found.now]


def test_the_order_of_a_customers_rows() -> None:
    """As facts happened; a key's rounds stay together, and a message comes after all else of its event."""
    rows = [row("c", 2), row("b", 1, kind="send_message"), row("d", 1), row("a", 9), row("a", 1, round=1)]
    assert [f"{one.key}{one.round}" for one in in_order(rows)] == ["a0", "a1", "d0", "b0", "c0"]


def test_what_can_go() -> None:
    """What was tried keeps what comes after it; what waits for its hour, or is another's, keeps nobody."""
    first = row("a", 1, status=TRYING, tries=1, next_at=500)
    assert ready([first, row("b", 2)]) == []
    assert turn([first, row("b", 2)], {("a", 0): True, ("b", 0): True}, 100).later == [(row("b", 2), 500)]
    assert ready([first, row("b", 2)], theirs="a") == ["b0"]
    assert ready([row("a", 1, next_at=500), row("b", 2)]) == ["b0"]
    assert ready([row("a", 1, status=TRYING, leased_until=500, next_at=500), row("b", 2)]) == []


def test_a_round_after_the_other() -> None:
    """What is to be undone is undone before it is given again, by whomever."""
    undoing, again = row("a", 1, status=UNDOING), row("a", 1, round=1)
    assert ready([again, undoing]) == ["a0", "a1"]
    later = row("a", 1, status=UNDOING, next_at=500)
    assert ready([again, later]) == []


@pytest.mark.parametrize("receipt", [None, Receipt(), Receipt(reference="7", code="X", notes=["a"], data={"n": [1]})])
def test_a_receipt_is_stored(receipt: Receipt | None) -> None:
    """A receipt comes back as it was; where there was nothing to say, an empty one does."""
    assert from_text(to_text(receipt)) == (receipt or Receipt())
    assert from_text("") is None


# what is measured


@pytest.fixture
def measured() -> Iterator[tuple[Any, Any]]:
    """OpenTelemetry's own collectors, for this test."""
    metrics, trace = (pytest.importorskip(f"opentelemetry.{name}") for name in ("metrics", "trace"))
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracing, metering = TracerProvider(), MeterProvider([reader])
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    before = (trace.get_tracer, metrics.get_meter)
    trace.get_tracer, metrics.get_meter = tracing.get_tracer, metering.get_meter
    telemetry.cache_clear()
    yield spans, reader
    trace.get_tracer, metrics.get_meter = before
    telemetry.cache_clear()
    metering.shutdown()
    tracing.shutdown()


def test_spans_and_metrics(sqlite_url: str, measured: tuple[Any, Any]) -> None:
    """Each try is a span and is counted by its outcome; nothing says whom it was for."""
    spans, reader = measured
    shop = Shop(vices=refuses("tag"))
    from retention_sdk import Tag

    with one_shop(sqlite_url, IssueCoupon(AmountOff(eur(1))), Tag("x"), shop=shop) as engine:
        engine.handle(order(customer="ann@example.com"))
        deliver(engine)
    told = [dict(span.attributes) for span in spans.get_finished_spans()]
    assert {(one["retention.action"], one["retention.outcome"]) for one in told} == {
        ("issue_coupon", "done"),
        ("tag", "never"),
    }
    assert "ann@" not in str(told)
    data = reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics
    assert {one.name for one in data} == {"retention.actions", "retention.perform.duration"}
    assert (
        sum(point.value for point in next(one for one in data if one.name == "retention.actions").data.data_points) == 2
    )


def test_without_opentelemetry(sqlite_url: str) -> None:
    """Where it is not installed nothing is measured, and all is delivered."""
    program = f"""
import sys
sys.modules["opentelemetry"] = None
from tests.delivery.work import *
from tests.delivery.shop import Shop
from tests.build import order
from retention_sdk import Tag
with one_shop({sqlite_url!r}, Tag("x"), shop=Shop()) as engine:
    engine.handle(order())
    assert deliver(engine).done == 1
"""
    subprocess.run([sys.executable, "-c", program], check=True)
