"""What may be given again: a limit holds for it as for anything that is given."""

from collections.abc import Callable, Collection, Iterator

from attrs import evolve

from retention_sdk.actions import Credit, Debit
from retention_sdk.decision import Granted, Note
from retention_sdk.guards import Reason
from retention_sdk.turns.replay.again import Stands

Refuse = Callable[[Granted], Reason | None]
"""Why something may not be given again; None where it may."""


def _bundles(stands: Stands) -> Iterator[list[Granted]]:
    """A debit with what it pays for; anything else by itself."""
    bundle: list[Granted] = []
    for grant in stands.granted.values():
        pays = bool(bundle) and isinstance(bundle[0].action, Debit) and bundle[0].plugin == grant.plugin
        if pays and not isinstance(grant.action, (Credit, Debit)):
            bundle.append(grant)
            continue
        if bundle:
            yield bundle
        bundle = [grant]
    if bundle:
        yield bundle


def within(stands: Stands, held: Collection[str], refuse: Refuse) -> tuple[Stands, list[Note]]:
    """What stands of an order within the limits.

    Args:
        stands: what would stand.
        held: the keys of what the customer has of it.
        refuse: says why something may not be given again.

    Returns:
        What stands, without what a limit refuses and what pays for it; and a note of each refusal.
    """
    granted: dict[str, Granted] = {}
    notes: list[Note] = []
    for bundle in _bundles(stands):
        reasons = [reason for grant in bundle if grant.key not in held and (reason := refuse(grant))]
        if not reasons:
            granted.update((grant.key, grant) for grant in bundle)
            continue
        notes += [Note(code, f"{bundle[-1].plugin} does not give it again: {sentence}") for code, sentence in reasons]
    return evolve(stands, granted=granted), notes
