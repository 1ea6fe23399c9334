"""A guard that refuses with a code that nobody was told of."""

from retention_sdk import Action, Credit, Refused, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "bounded", "refuses with the code 'too_much'", "refuses=[...]"


@strategy
class GuardsUntold:
    """Refuses points above 15 for one event."""

    @hookimpl
    def review_action(self, action: Action) -> Refused | None:
        """Refuses what is too much."""
        if isinstance(action, Credit) and action.amount > 15:
            return Refused("too_much", "So many points are not given at once.")
        return None


SAMPLE = Sample(
    story=[order("o-1"), order("o-2", total=20, at=after(1))],
    beside={"plugins": {"points": {}}},
    refuses=["over_the_top"],
)
