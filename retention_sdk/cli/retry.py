"""`retention retry`: ask again who had failed."""

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, Strategies, opened_engine
from retention_sdk.cli.terminal import print_json, say


def retry(*, config: Config = DEFAULT, strategies: Strategies = None, json: Json = False) -> int:
    """Ask the strategies again that failed, each on the events that it failed on; what they answer now is given once.

    The exit code is 1 where one of them fails again.
    """
    with opened_engine(config, strategies) as engine:
        decisions = engine.retry_failures()
    failures = [(decision.event.id, failure) for decision in decisions for failure in decision.failures]
    if json:
        failed = [{"event": event, "plugin": one.plugin, "error": one.error} for event, one in failures]
        print_json({"events": len(decisions), "failures": failed})
    else:
        say(f"{len(decisions)} events were decided again, {len(failures)} failures are left.")
        say(*(f"   {one.plugin} on {event}: {one.error}" for event, one in failures[:20]))
    return FOUND if failures else FINE
