"""Guards that plugins bring along."""

import logging

from retention_sdk.actions import Action
from retention_sdk.decision import Failure
from retention_sdk.errors import told_of
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.hookspecs import Refused
from retention_sdk.language import said
from retention_sdk.registry import FAILED, Ask

_log = logging.getLogger("retention_sdk.guards")


def plugged(ask: Ask) -> Guard:
    """A guard out of a plugin's `review_action`.

    Args:
        ask: the plugin's hook.

    Returns:
        The guard. Where the plugin raises, or answers what is no answer, the action is refused: what it would have
        said is not known, and what is let through by mistake is given.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why the plugin refuses an action, or could not be asked; None where it lets it through."""
        try:
            return _reason(ask.call(action, tally.event, tally.customer))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - it is named and stored
            # sys.exit() in a plugin must not take the store's process down
            failure = Failure(ask.plugin, ask.hook, told_of(error))
        _log.error(FAILED, failure.plugin, failure.hook, failure.error)
        if failure not in tally.failures:
            tally.failures.append(failure)
        return "guard_failed", said("{plugin} could not say whether it may be done.", plugin=ask.plugin)

    return guard


def _reason(answer: object) -> Reason | None:
    match answer:
        case None:
            return None
        case Refused(code, sentence):
            return code, sentence
        case (str(), str()):
            raise TypeError("it answered a pair of texts; answer Refused(code, sentence), which contract 2 asks for")
        case _:
            raise TypeError(f"it answered a {type(answer).__name__}; answer None, or Refused(code, sentence)")
