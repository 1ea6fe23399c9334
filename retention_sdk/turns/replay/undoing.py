"""Redemptions in a replay: one that is cancelled, and one whose answer somebody was told already; what is short."""

from collections.abc import Iterable, Mapping

from retention_sdk.actions import Credit
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision, Granted, Note, Reversal
from retention_sdk.events import Event, HoldCaptured, Redemption, RedemptionCancelled, RewardEvent
from retention_sdk.language import N_, Said, said
from retention_sdk.rewards import PLUGIN
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.turns.replay.story import Story


def redemption_of(story: Story, event: RedemptionCancelled) -> tuple[Fact, Mapping[str, Granted]] | Note:
    """What a cancellation takes back.

    Args:
        story: the facts so far.
        event: the cancellation.

    Returns:
        The redemption, and what it granted and still stands, by key; or why there is nothing to take back.
    """
    asked = [fact for fact in story.facts if _redeems(fact.event, event.redemption)]
    if not asked:
        values = {"customer": event.customer, "redemption": event.redemption}
        return Note("unknown_redemption", said("Customer {customer} has no redemption {redemption}.", **values))
    for fact in asked:
        granted = () if fact.decision is None else fact.decision.granted
        if stands := {grant.key: grant for grant in granted if grant.key in story.given}:
            return fact, stands
    message = N_("Nothing of redemption {redemption} stands; it is left as it is.")
    return Note("nothing_to_cancel", Said(message, "", {"redemption": event.redemption}))


def _redeems(event: Event, id: str) -> bool:
    return event.hold == id if isinstance(event, HoldCaptured) else isinstance(event, Redemption) and event.id == id


def left_short(story: Story, made: Iterable[Reversal]) -> dict[str, list[Reversal]]:
    """The credits that could not be taken back whole, since their units were spent.

    Args:
        story: the facts so far.
        made: what the latest of them has taken back so far.

    Returns:
        The last reversal of each, in the order in which they became short, by unit.
    """
    told = (one for fact in story.facts if fact.decision for one in fact.decision.reversals)
    last = {one.key: (one.action.unit, one) for one in (*told, *made) if isinstance(one.action, Credit)}
    short: dict[str, list[Reversal]] = {}
    for unit, one in last.values():
        if one.short:
            short.setdefault(unit, []).append(one)
    return short


def told_no(event: Event, decision: Decision) -> bool:
    """Whether whoever asked for a reward was told no: it stays a no, since they would not know of a later yes."""
    return (
        _was_asked(event) and not _given(decision) and all(note.code != "redemption_undone" for note in decision.notes)
    )


def undone(stored: Decision | None, decision: Decision) -> list[Note]:
    """A note where a late fact leaves nothing of what was given for a redemption or a hold.

    What a till tells is decided like any fact, and says nothing of what was thought of it in between.
    """
    if stored is None or not _was_asked(decision.event) or _given(decision):
        return []
    known = [note for note in stored.notes if note.code == "redemption_undone"]
    if not known and not _given(stored):
        return []
    return known or [Note("redemption_undone", said("A fact that came late left no room for it: all of it is undone."))]


def _was_asked(event: Event) -> bool:
    """Whether the engine was asked for something, and answered."""
    return isinstance(event, RewardEvent) and event.source == SOURCE and not isinstance(event, RedemptionCancelled)


def _given(decision: Decision) -> bool:
    return any(one.plugin == PLUGIN for one in decision.granted)
