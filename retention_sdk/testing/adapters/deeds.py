"""What is done with an adapter in a law: one thing of each kind that it can do."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import evolve, frozen

from retention_sdk.actions import Action
from retention_sdk.errors import kind_of
from retention_sdk.platforms import Adapter, AdapterError, Attempt, Receipt, Repeat
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.questions import Questions, new_key
from retention_sdk.testing.plugins.trial import Broken

ERRORS = "TryLater, CredentialsRefused or Refused"


@frozen
class Deed:
    """One action, under one key.

    Args:
        action: what is done.
        repeat: what the adapter says of a repeat.
        key: its idempotency key.
        attempt: the first try of it.
    """

    action: Action
    repeat: Repeat
    key: str
    attempt: Attempt

    @property
    def kind(self) -> str:
        """Of the action."""
        return self.action.kind

    def on(self, adapter: Adapter, first_at: datetime | None = None) -> Receipt:
        """Carry it out.

        Args:
            adapter: by which.
            first_at: when it was first tried; None is now.

        Raises:
            AdapterError: it was not.
            Broken: it raised what no adapter raises, or answered no receipt.
        """
        try:
            receipt = adapter.perform(self.action, self.key, evolve(self.attempt, first_at=first_at))
        except AdapterError as error:
            reason: object = error.reason
            if not isinstance(reason, str) or not reason:
                raise Broken(f"{type(error).__name__} has no reason", "say in a sentence what went wrong") from None
            raise
        except Exception as error:
            raise Broken(
                f"perform({self.kind}) raised {kind_of(error)}",
                f"raise {ERRORS} for whatever goes wrong with the platform, its answer among it",
            ) from error
        if not isinstance(receipt, Receipt):
            raise Broken(f"perform({self.kind}) answered a {type(receipt).__name__}", "answer a Receipt")
        return receipt

    def done(self, adapter: Adapter, first_at: datetime | None = None) -> Receipt:
        """Carry it out where nothing is in its way.

        Args:
            adapter: by which.
            first_at: when it was first tried; None is now.

        Raises:
            Broken: it was not.
        """
        try:
            return self.on(adapter, first_at)
        except AdapterError as error:
            raise Broken(
                f"{self.kind} raised {type(error).__name__} though the platform is well: {error}",
                "let the fake platform have what it takes, or give in `actions` one that can be done there",
            ) from error


def deeds(case: Questions, adapter: Adapter) -> list[Deed]:
    """One of each kind that the adapter carries out, under keys of their own.

    What undoes another of them comes with that other one carried out.

    Raises:
        Lacking: there is no action of a kind.
    """
    return list(_deeds(case, adapter))


def _deeds(case: Questions, adapter: Adapter) -> Iterator[Deed]:
    given = {action.kind: action for action in case.actions}
    for kind, repeat in adapter.capabilities.items():
        if kind in given:
            yield Deed(given[kind], repeat, new_key(), Attempt(whom=case.whom))
        else:
            yield undoing(doer_of(case, kind, adapter), adapter, repeat)


def doer_of(case: Questions, kind: str, adapter: Adapter) -> Deed:
    """What a kind of action undoes.

    Raises:
        Lacking: nothing that was given.
    """
    for action in case.actions:
        inverse = action.undo("k")
        if isinstance(inverse, Action) and inverse.kind == kind and action.kind in adapter.capabilities:
            return Deed(action, adapter.capabilities[action.kind], new_key(), Attempt(whom=case.whom))
    raise Lacking(f"give in `actions` one of the kind {kind!r}, which capabilities has")


def undoing(deed: Deed, adapter: Adapter, repeat: Repeat) -> Deed:
    """What undoes a deed, which is done first."""
    receipt = deed.done(adapter)
    inverse = deed.action.undo(deed.key)
    if not isinstance(inverse, Action):
        raise Lacking(f"nothing undoes {deed.kind}")
    return Deed(inverse, repeat, f"{deed.key}:undo", evolve(deed.attempt, undoes=receipt))


def kinds_of(deeds: Sequence[Deed]) -> str:
    """Their kinds, for evidence."""
    return ", ".join(deed.kind for deed in deeds) or "it carries nothing out"
