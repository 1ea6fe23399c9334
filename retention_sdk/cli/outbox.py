"""`retention outbox`: what waits to be carried out, what was not, and what a person makes of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

from cyclopts import App, Parameter
from cyclopts.validators import Number
from rich.progress import track

from retention_sdk.cli.options import DEFAULT, FINE, FOUND, Config, Json, Strategies, opened_engine
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import complain, console, heading, paragraph, print_json, say
from retention_sdk.delivery import OPEN, Outbox, Parcel
from retention_sdk.errors import BadValue
from retention_sdk.explain import wish
from retention_sdk.wire import converter

outbox = App(name="outbox", help="What waits to be carried out, what was not, and what to make of it.", sort_key=8)

States = Annotated[tuple[str, ...], Parameter(name="--state", help="only those of a state; several may be given")]
_KEYS: Final = Parameter(help="the keys that `retention outbox` shows")
Every = Annotated[str | None, Parameter(name="--every", help="all of a state, instead of keys", negative="")]

ALL = 1_000_000


@outbox.default
def show(  # noqa: PLR0913 - each is a filter of the command
    *,
    state: States = (),
    customer: Annotated[str | None, Parameter(help="only this customer's")] = None,
    kind: Annotated[str | None, Parameter(help="only actions of this kind, such as issue_coupon")] = None,
    adapter: Annotated[str | None, Parameter(help="only what this adapter carries out")] = None,
    most: Annotated[int, Parameter(help="how much is listed", validator=Number(gte=1))] = 50,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """List what is not over: what waits, what is tried again, and what a person has to look at.

    The states are waiting, trying, undoing, failed, unknown, stuck; and of what is over: done, undone, withdrawn,
    given_up, forgotten. The exit code is 1 where something is left to a person, or an adapter rests.
    """
    with opened_engine(config, strategies) as engine:
        box = engine.outbox
        found = box.find(state or OPEN, customer=customer, kind=kind, adapter=adapter, most=most)
        counts, rests = box.counts(), box.rests()
    if json:
        told = [{"adapter": one.adapter, "reason": one.reason, "since": one.since, "until": one.until} for one in rests]
        print_json({"counts": counts, "rests": told, "outbox": [_data(one) for one in found]})
    else:
        for one in rests:
            say(f"Adapter {one.adapter} is not let in since {one.since:%Y-%m-%d %H:%M}: {one.reason}")
            paragraph(f"All that it carries out waits; it is tried again at {one.until:%Y-%m-%d %H:%M} UTC. When it is")
            paragraph(f"mended, say `retention outbox resume {one.adapter}`.")
        say(*map(_line, found))
        say(", ".join(f"{number} {word}" for word, number in counts.items()) or "The outbox is empty.")
    return FOUND if rests or any(counts.get(word) for word in ("failed", "unknown", "stuck")) else FINE


@outbox.command
def explain(
    key: Annotated[str, Parameter(help="the key that `retention outbox` shows")],
    /,
    *,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    json: Json = False,
) -> int:
    """Say all that is known of one of it."""
    with opened_engine(config, strategies) as engine:
        found = engine.outbox.of(key)
    if json:
        print_json(_data(found))
        return FINE
    heading(f"{found.key}: {found.state}")
    for sentence in _told(found):
        paragraph(sentence)
    return FINE


@outbox.command
def retry(
    *keys: Annotated[str, _KEYS], every: Every = None, config: Config = DEFAULT, strategies: Strategies = None
) -> int:
    """Let something be tried again at once: what is left to a person, or is not due yet."""
    with opened_engine(config, strategies) as engine:
        return _each(engine.outbox, keys, every, engine.outbox.retry, "tried again")


@outbox.command(name="give-up")
def give_up(
    *keys: Annotated[str, _KEYS], every: Every = None, config: Config = DEFAULT, strategies: Strategies = None
) -> int:
    """Let nobody try something any more; budgets get back what it was to cost."""
    with opened_engine(config, strategies) as engine:
        return _each(engine.outbox, keys, every, engine.outbox.give_up, "given up")


@outbox.command
def resume(
    adapter: Annotated[str, Parameter(help="its name")],
    /,
    *,
    config: Config = DEFAULT,
    strategies: Strategies = None,
) -> int:
    """Let an adapter be tried at once that rests because its platform did not let us in."""
    with opened_engine(config, strategies) as engine:
        rested = engine.outbox.resume(adapter)
    say(f"{adapter} is tried again." if rested else f"{adapter} does not rest.")
    return FINE if rested else FOUND


def _each(box: Outbox, keys: Sequence[str], every: str | None, act: Callable[[str], Parcel], what: str) -> int:
    if every is not None:
        keys = [*keys, *(one.key for one in box.find([every], most=ALL))]
    done, wrong = 0, list[str]()
    for key in _watched(keys):
        try:
            act(key)
            done += 1
        except BadValue as error:
            wrong.append(str(error))
    complain(wrong)
    say(f"{counted(done, 'action')} {'is' if done == 1 else 'are'} {what}.")
    return FOUND if wrong or not done else FINE


def _watched(keys: Sequence[str]) -> Iterable[str]:
    """Keys with a bar on the standard error, where that is a terminal and there are many."""
    out = console(stderr=True)
    return track(keys, console=out, transient=True) if out.is_terminal and len(keys) > 20 else keys


def _line(one: Parcel) -> str:
    what = wish(one.action) if one.action else one.kind
    where = f" by {one.adapter}" if one.adapter else ""
    tries = f", tried {counted(one.tries, 'time')}" if one.tries else ""
    why = f": {one.error}" if one.error else ""
    return f"{one.key}  {one.state}{where}{tries}  {one.customer}: {what}{why}"


def _told(one: Parcel) -> Iterator[str]:
    yield f"For customer {one.customer}, by {one.plugin}, granted at {one.granted_at:%Y-%m-%d %H:%M} UTC."
    yield f"To {wish(one.action)}." if one.action else f"What it was ({one.kind}) is forgotten."
    yield f"Carried out by {one.adapter}." if one.adapter else "No adapter has taken it yet."
    if one.first_at and one.tries:
        yield f"Tried {counted(one.tries, 'time')}, first at {one.first_at:%Y-%m-%d %H:%M} UTC."
    if one.state in ("waiting", "trying", "undoing"):
        yield f"Next at {one.next_at:%Y-%m-%d %H:%M} UTC."
    if one.error:
        yield f"[{one.code}] {one.error}"
    if one.receipt:
        yield f"The platform calls it {one.receipt.reference!r}."
        yield from (f"- {note}" for note in one.receipt.notes)


def _data(one: Parcel) -> dict[str, Any]:
    names = ("key", "state", "customer", "plugin", "kind", "adapter", "granted_at", "next_at", "tries", "first_at")
    told = {name: getattr(one, name) for name in (*names, "code", "error")}
    receipt = one.receipt and {"reference": one.receipt.reference, "notes": list(one.receipt.notes)}
    return {**told, "action": converter.unstructure(one.action) if one.action else None, "receipt": receipt}
