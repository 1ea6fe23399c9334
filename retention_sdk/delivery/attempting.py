"""One try: an adapter is asked, and whatever it does is one of a few outcomes."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from attrs import frozen

from retention_sdk.actions import Action, PostSocial
from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.outcome import Again, Carried, Never, Outcome, Returned
from retention_sdk.delivery.patience import Patience
from retention_sdk.errors import CredentialsRefused, Refused, TryLater, kind_of
from retention_sdk.guards.consent import no_consent
from retention_sdk.guards.timely import over
from retention_sdk.platforms import Adapter, Attempt, Receipt
from retention_sdk.platforms.mistakes import mistaken
from retention_sdk.profile import Profile
from retention_sdk.store.outbox import WAITING

_log = logging.getLogger("retention_sdk.delivery")


@frozen
class Barred(Returned):
    """It was not carried out: the platform does not know us, or does not let us.

    Args:
        reason: why, in a sentence.
    """

    reason: str = ""


@frozen
class Attempting:
    """Tries what was claimed.

    Args:
        patience: how long it waits until it is tried again.
        transactional: the purposes that need no consent; None where nothing does.
        clock: what time it is.
    """

    patience: Patience
    transactional: Collection[str] | None
    clock: Callable[[], datetime]

    def attempt(self, adapter: Adapter | None, claim: Claim) -> Outcome:
        """Carry something out, or undo it.

        Args:
            adapter: who does it; None where nobody needs to.
            claim: what was claimed.

        Returns:
            What came of it.
        """
        if claim.action is None or adapter is None:
            return Carried(claim)
        if not claim.undoes and (reason := self._unwanted(claim)):
            return Never(claim, *reason, dropped=True)
        if claim.was == WAITING and (reason := self._too_late(claim.action)):
            return Never(claim, *reason)
        undone = claim.receipt if claim.undoes else None
        attempt = Attempt(whom=claim.whom, at=claim.at, first_at=claim.first_at, undoes=undone, beside=claim.beside)
        try:
            return Carried(claim, _asked(adapter, claim.action, claim.platform_key, attempt))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a mistake in an adapter costs this action alone
            return self._failed(claim, error)

    def _failed(self, claim: Claim, error: BaseException) -> Outcome:
        match error:
            case TryLater():
                return self._again(claim, error.reason, error.after)
            case Refused():
                return Never(claim, "refused", error.reason)
            case CredentialsRefused():
                return Barred(claim, reason=error.reason)
            case _:
                _log.warning("adapter %s has a mistake: %s", claim.adapter, kind_of(error))
                return self._again(claim, mistaken(error).reason)

    def _unwanted(self, claim: Claim) -> tuple[str, str] | None:
        """Why a customer does not want it any more: they may have said so since it was decided, or it is over."""
        if claim.action is None:
            return None
        profile = claim.whom.profile if claim.whom else Profile()
        refused = None if self.transactional is None else no_consent(claim.action, profile, self.transactional)
        return refused or over(claim.action, self.clock())

    def _too_late(self, action: Action) -> tuple[str, str] | None:
        """Why something is not begun any more: nobody would post yesterday's news. A person may let it be tried."""
        if not isinstance(action, PostSocial) or action.until is None or self.clock() <= action.until:
            return None
        return "too_late", f"it was to be posted by {action.until:%Y-%m-%d %H:%M} UTC; try it again, or give it up"

    def _again(self, claim: Claim, reason: str, after: timedelta | None = None) -> Again:
        wait = self.patience.wait(claim.platform_key, claim.tries + 1, after)
        at = None if wait is None else self.clock() + wait
        until = claim.action.until if isinstance(claim.action, PostSocial) else None
        return Again(claim, None if at and until and at > until else at, reason)


def _asked(adapter: Adapter, action: Action, key: str, attempt: Attempt) -> Receipt:
    receipt: object = adapter.perform(action, key, attempt)
    if isinstance(receipt, Receipt):
        return receipt
    raise TypeError(f"{type(receipt).__name__} is no Receipt")
