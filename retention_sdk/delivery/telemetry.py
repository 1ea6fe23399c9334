"""Spans and metrics by OpenTelemetry's API, where it is installed; nothing where it is not."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from time import perf_counter
from typing import Any

from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.outcome import Again, Carried, Never, Outcome

NAME = "retention_sdk"


def word(outcome: Outcome) -> str:
    """What came of a claim, as it is counted."""
    match outcome:
        case Carried(claim):
            return "undone" if claim.undoes else "done"
        case Again():
            return "again"
        case Never():
            return "never"
        case _:
            return "returned"


class _Silent:
    """Without OpenTelemetry."""

    @contextmanager
    def tried(self, _claim: Claim) -> Generator[list[Outcome]]:
        """Nothing is measured."""
        yield []


class _Told:
    """With OpenTelemetry: a span a try, a counter of outcomes, a histogram of seconds."""

    def __init__(self, metrics: Any, trace: Any) -> None:
        meter = metrics.get_meter(NAME)
        self._tracer = trace.get_tracer(NAME)
        self._count = meter.create_counter("retention.actions", unit="{action}", description="actions by outcome")
        self._time = meter.create_histogram("retention.perform.duration", unit="s", description="seconds of a try")

    @contextmanager
    def tried(self, claim: Claim) -> Generator[list[Outcome]]:
        """Measures a try; the block adds its outcome to the list."""
        kind = claim.action.kind if claim.action else claim.granted.kind
        about = {"retention.adapter": claim.adapter, "retention.action": kind}
        found: list[Outcome] = []
        begun = perf_counter()
        with self._tracer.start_as_current_span("retention.perform", attributes=about) as span:
            span.set_attribute("retention.key", claim.platform_key)
            span.set_attribute("retention.tries", claim.tries + 1)
            yield found
            about["retention.outcome"] = word(found[0]) if found else "broken"
            span.set_attribute("retention.outcome", about["retention.outcome"])
        self._count.add(1, about)
        self._time.record(perf_counter() - begun, about)


@cache
def telemetry() -> "_Silent | _Told":
    """What measures, made once."""
    try:
        from opentelemetry import metrics, trace
    except ModuleNotFoundError:
        return _Silent()
    return _Told(metrics, trace)
