"""Webhooks as people read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import console, heading, paragraph, say, table
from retention_sdk.store.webhooks import Status, Webhook
from retention_sdk.times import from_micros
from retention_sdk.wire import dumps

SHORT = 10
"""How much of an id is shown in a list."""

BODY = 4_000
"""How many letters of a body are shown."""


def shown(webhook: Webhook, *, whole: bool = False) -> dict[str, Any]:
    """A webhook as plain data."""
    data = webhook.data()
    if whole:
        body = webhook.body.decode(errors="replace")
        data |= {"headers": dict(webhook.headers), "query": dict(webhook.query), "body": body}
    return data


def tell_all(found: Sequence[Webhook], counts: Mapping[Status, int]) -> None:
    """Print a list."""
    said = [f"{count:,} {status.word}" for status, count in sorted(counts.items())]
    say(f"In the inbox: {', '.join(said) or 'nothing'}.")
    if not found:
        return
    rows = table("id", "adapter", "since", "status", "tries", "why", numbers=["tries"])
    for one in found:
        row = (one.id[:SHORT], one.adapter, _time(one.received_at), one.status.word, str(one.attempts), one.error)
        rows.add_row(*row)
    console().print(rows)
    if any(one.status in (Status.UNREADABLE, Status.REFUSED, Status.FAILED) for one in found):
        say("", "`retention inbox show ID` shows one; `retention inbox retry` tries them again after a fix.")


def tell(webhook: Webhook, exports: Mapping[str, Any]) -> None:
    """Print one."""
    say(f"{webhook.id}: {webhook.status.word}", style="bold")
    paragraph(
        f"From {webhook.adapter}, {_time(webhook.received_at)}, {counted(webhook.size, 'byte')}, "
        f"came {counted(webhook.times, 'time')}, tried {counted(webhook.attempts, 'time')}."
    )
    if webhook.error:
        paragraph(webhook.error)
    if webhook.status is Status.WAITING:
        paragraph(f"It is tried after {_time(webhook.next_at)}.")
    for part in webhook.told:
        paragraph(f"Holds {', '.join(f'{name} {value}' for name, value in part.items())}.")
    heading("As it came in")
    say(*(f"   {name}: {value}" for name, value in webhook.headers.items()), "")
    say(webhook.body.decode(errors="replace")[:BODY] or "   (its body is not kept)")
    for customer, export in exports.items():
        heading(f"All that is known of {customer}")
        say(dumps(export))


def _time(micros: int) -> str:
    return f"{from_micros(micros):%Y-%m-%d %H:%M:%S} UTC"
