"""Which adapter carries an action out."""

import logging
from collections.abc import Collection, Mapping

from attrs import Factory, field, frozen

from retention_sdk.actions import Action, PostSocial, RequestSurvey, SendMessage
from retention_sdk.errors import AdapterError
from retention_sdk.platforms import Adapter, Repeat
from retention_sdk.platforms.mistakes import alone

_log = logging.getLogger("retention_sdk.delivery")


def _capabilities(routes: "Routes") -> Mapping[str, Mapping[str, Repeat]]:
    return {name: _able(name, adapter) for name, adapter in routes.adapters.items()}


def _able(name: str, adapter: Adapter) -> Mapping[str, Repeat]:
    try:
        with alone():
            return dict(adapter.capabilities)
    except AdapterError as error:
        _log.error("%s carries nothing out: %s", name, error)
        return {}


def _spoken(routes: "Routes") -> Mapping[str, str | None]:
    return {name: getattr(adapter, "channel", None) for name, adapter in routes.adapters.items()}


def _posting(routes: "Routes") -> Mapping[str, str | None]:
    return {name: getattr(adapter, "account", None) for name, adapter in routes.adapters.items()}


@frozen
class Routes:
    """The adapters of a store, in the order in which they are asked who carries an action out.

    Args:
        adapters: by name.
    """

    adapters: Mapping[str, Adapter]
    _able: Mapping[str, Mapping[str, Repeat]] = field(init=False, default=Factory(_capabilities, takes_self=True))
    _channels: Mapping[str, str | None] = field(init=False, default=Factory(_spoken, takes_self=True))
    _accounts: Mapping[str, str | None] = field(init=False, default=Factory(_posting, takes_self=True))

    def kinds(self, adapter: str) -> Collection[str]:
        """The kinds that an adapter carries out."""
        return self._able[adapter]

    @property
    def every_kind(self) -> set[str]:
        """The kinds that any adapter carries out."""
        return {kind for able in self._able.values() for kind in able}

    def of(self, action: Action, before: str = "") -> str | None:
        """The adapter that carries an action out.

        Args:
            action: the action.
            before: the adapter that has tried it, or has carried out what it undoes; it goes on with that.

        Returns:
            Its name; None where none of them can.
        """
        names = (before, *self.adapters) if before in self._able else self.adapters
        return next((name for name in names if self._can(name, action)), None)

    def _can(self, name: str, action: Action) -> bool:
        if action.kind not in self._able[name]:
            return False
        if isinstance(action, PostSocial):
            return self._accounts[name] in (None, action.account)
        if not isinstance(action, (SendMessage, RequestSurvey)) or action.channel is None:
            return True
        channel = self._channels[name]
        return channel is None or channel == action.channel
