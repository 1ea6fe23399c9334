"""What is to be done for an open row of the outbox, and who does it."""

from attrs import frozen

from retention_sdk.actions import Action, NoInverse
from retention_sdk.delivery.around import Around
from retention_sdk.delivery.routing import Routes
from retention_sdk.delivery.undoing import to_do, to_undo
from retention_sdk.delivery.waiting import Open
from retention_sdk.settings.refunds import Told
from retention_sdk.store.outbox import TO_UNDO, TRIED, platform_key
from retention_sdk.wire import converter, loads

NOBODY = ""
"""Who does what needs no adapter, and looks after what none can do."""


@frozen
class Meant:
    """What is to be done, and who does it.

    Args:
        granted: what was granted.
        action: what is to be carried out; None where there is nothing to be done.
        adapter: who does it, NOBODY where there is nothing to be done; None where nobody can.
        why: why nobody can, in a sentence.
    """

    granted: Action
    action: Action | None
    adapter: str | None
    why: str = ""


@frozen
class Meaning:
    """Says what is to be done for rows.

    Args:
        routes: who carries what out.
        told: what becomes of messages that are not true any more, as `[refunds] told` says.
    """

    routes: Routes
    told: Told

    def may_be(self, row: Open, adapter: str) -> bool:
        """Whether an adapter may be the one who does it; NOBODY where none of them may."""
        if row.adapter:
            return row.adapter == adapter or (adapter == NOBODY and row.adapter not in self.routes.adapters)
        if adapter == NOBODY:
            return row.kind not in self.routes.every_kind
        return row.kind in self.routes.kinds(adapter)

    def of(self, row: Open, known: Around, *, before: bool) -> Meant:
        """What is to be done.

        Args:
            row: a row that is due.
            known: what is known of its customer.
            before: whether an earlier round of it was carried out.

        Returns:
            That, and who does it.
        """
        granted = converter.structure(loads(row.body), Action)
        action = self._action(row, granted, known, before=before)
        if action is None:
            return Meant(granted, None, NOBODY)
        found = self.routes.of(action, row.adapter)
        if row.status in TRIED and row.adapter and found != row.adapter:
            why = f"{row.adapter} has tried this {action.kind}, and is not there or cannot do it any more"
            return Meant(granted, action, None, f"{why}; no other knows its key")
        if found is None:
            why = f"no adapter carries out {action.kind}; configure one that does, or give it up"
            return Meant(granted, action, None, why)
        return Meant(granted, action, found)

    def _action(self, row: Open, granted: Action, known: Around, *, before: bool) -> Action | None:
        key = platform_key(row.key, row.round, undoes=False)
        if row.status not in TO_UNDO:
            kept = granted.undo(key) is NoInverse.BOOKED and self.routes.of(granted) is None
            return None if kept else to_do(granted, key, whom=row.customer, before=before)
        if known.is_settled(granted):
            return None
        return to_undo(granted, key, whom=row.customer, told=self.told, sure=bool(row.receipt))
