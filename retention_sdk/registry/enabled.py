"""A strategy that is enabled."""

from attrs import frozen

from retention_sdk.contract import CURRENT


@frozen
class Enabled:
    """A strategy that is asked.

    Args:
        name: its name in the config: its identity for keys, state and the ledger.
        strategy: the instance, with its settings.
        origin: the distribution and version it is from, or "the store's own code".
        use: which installed plugin it is; its own name for a store's own.
        built_for: the contract of the hooks that it was built for; a store's own is of now.
        is_stated: whether its distribution says so.
    """

    name: str
    strategy: object
    origin: str = "the store's own code"
    use: str = ""
    built_for: int = CURRENT
    is_stated: bool = True

    @property
    def where(self) -> str:
        """What an error calls it: by its name in the config."""
        return f"plugin {self.name!r} of {self.origin}"

    @property
    def whose(self) -> str:
        """What advice calls it: by the name that its author gave it."""
        return f"plugin {self.use or self.name!r} of {self.origin}"
