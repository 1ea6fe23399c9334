"""Refuses what a shop has run out of: a guard for retention-sdk, written for the first contract."""

from retention_sdk import Action, Credit, hookimpl, setting, strategy

__all__ = ["SoldOut"]


@strategy
class SoldOut:
    """Refuses to credit a unit of which there is nothing left."""

    unit: str = setting(help="the unit that is refused")

    @hookimpl
    def review_action(self, action: Action) -> tuple[str, str] | None:
        """Refuses with a pair, as the first contract had it."""
        if isinstance(action, Credit) and action.unit == self.unit:
            return "sold_out", f"There are no {self.unit} left."
        return None
