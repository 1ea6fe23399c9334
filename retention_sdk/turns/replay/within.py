"""What may be given again: a limit holds for it as for anything that is given."""

from collections.abc import Callable, Collection, Iterator
from itertools import groupby

from attrs import evolve

from retention_sdk.deciding.bundles import bundles
from retention_sdk.decision import Granted, Note
from retention_sdk.guards import Reason
from retention_sdk.language import N_, Said
from retention_sdk.turns.replay.again import Stands

Refuse = Callable[[Granted], Reason | None]
"""Why something may not be given again; None where it may."""


def _bundles(stands: Stands) -> Iterator[list[Granted]]:
    """What stands, strategy by strategy, each price with what it pays for."""
    for _, grants in groupby(stands.granted.values(), key=lambda grant: grant.plugin):
        yield from bundles(grants, lambda grant: grant.action)


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
        plugin, message = bundle[-1].plugin, N_("{plugin} does not give it again: {sentence}")
        notes += [Note(code, Said(message, "", {"plugin": plugin, "sentence": why})) for code, why in reasons]
    return evolve(stands, granted=granted), notes
