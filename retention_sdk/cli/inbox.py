"""`retention inbox`: what platforms sent and nobody could handle yet."""

from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from retention_sdk.cli.inbox_told import shown, tell, tell_all
from retention_sdk.cli.options import DEFAULT, FINE, FOUND, UNUSABLE, Adapters, Config, Json, Strategies, opened_engine
from retention_sdk.cli.summary import counted
from retention_sdk.cli.terminal import complain, print_json, say
from retention_sdk.errors import BadValue
from retention_sdk.store.inbox_shelf import counted as counts

inbox = App(name="inbox", help="Look after what platforms sent.", sort_key=9)

Id = Annotated[str, Parameter(help="a webhook's id, or enough of its beginning")]
Status = Annotated[
    str | None,
    Parameter(help="waiting, done, unreadable, refused, failed, asked, unsigned or forgotten", negative=""),
]


@inbox.command(name="list")
def list_webhooks(  # noqa: PLR0913 - each is an option of the command
    *,
    status: Status = None,
    most: Annotated[int, Parameter(help="how many are shown", validator=Number(gte=1))] = 20,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
    json: Json = False,
) -> int:
    """List what a person has to look at: what cannot be read, was refused or failed, and what a platform asks for.

    The exit code is 1 where there is any.
    """
    with opened_engine(config, strategies, adapters) as engine:
        found = engine.webhooks(*([status] if status else []), most=most)
        all_there = counts(engine.store, engine.config.store.key)
    if json:
        print_json({"counts": {one.word: count for one, count in all_there.items()}, "webhooks": [*map(shown, found)]})
    else:
        tell_all(found, all_there)
    return FOUND if found and status is None else FINE


@inbox.command
def show(
    id: Id, /, *, config: Config = DEFAULT, strategies: Strategies = None, adapters: Adapters = None, json: Json = False
) -> int:
    """Show a webhook as it came in, and what became of it; where somebody asks what is known of them, that too."""
    with opened_engine(config, strategies, adapters) as engine:
        try:
            webhook = engine.webhook(id)
        except BadValue as error:
            complain([str(error)])
            return FOUND
        asked = [part["customer"] for part in webhook.told if part.get("notice") == "tell_customer"]
        exports = {customer: engine.export(customer) for customer in asked}
    if json:
        print_json({**shown(webhook, whole=True), "exports": exports})
    else:
        tell(webhook, exports)
    return FINE


@inbox.command
def retry(
    *ids: Id,
    status: Status = None,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
    json: Json = False,
) -> int:
    """Try webhooks again, after whatever was wrong is put right; without an id all that could not be handled.

    After a webhook secret was put right, --status unsigned tries what came in while it was wrong. The exit code is 1
    where some of them cannot be handled again.
    """
    with opened_engine(config, strategies, adapters) as engine:
        again = engine.retry_webhooks(*ids, status=status)
        left = dict[str, int]()
        while done := engine.process_inbox().counts:
            for word, count in done.items():
                left[word] = left.get(word, 0) + count
    if json:
        print_json({"retried": again, "processed": left})
    else:
        told = ", ".join(f"{count:,} {word}" for word, count in left.items()) or "nothing was due"
        say(f"{counted(again, 'webhook')} tried again. Of all that waited: {told}.")
    return FOUND if set(left) - {"done"} else FINE


@inbox.command
def forget(
    id: Id,
    /,
    *,
    yes: Annotated[bool, Parameter(name="--yes", help="really do it", negative="", show_default=False)] = False,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
) -> int:
    """Let go of a webhook that nobody needs: it is not tried any more, and nothing of it is kept."""
    if not yes:
        complain(["what it says is lost then; `retention inbox show` shows it, and --yes does it"])
        return UNUSABLE
    with opened_engine(config, strategies, adapters) as engine:
        engine.forget_webhook(id)
    say("Forgotten.")
    return FINE


@inbox.command
def confirm(
    id: Id,
    /,
    *,
    yes: Annotated[bool, Parameter(name="--yes", help="really do it", negative="", show_default=False)] = False,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
) -> int:
    """Say that what a platform asked for is done; where it asks to forget all people of the store, --yes does that."""
    with opened_engine(config, strategies, adapters) as engine:
        webhook = engine.webhook(id)
        if not yes and any(part.get("notice") == "forget_store" for part in webhook.told):
            complain(["every customer of the store is forgotten for good then; --yes does it"])
            return UNUSABLE
        done = engine.confirm_webhook(id)
    say("Confirmed.", *(f"{counted(count, 'customer')} forgotten." for count in done.values()))
    return FINE
