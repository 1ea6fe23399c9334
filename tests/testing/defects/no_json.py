"""An action of its own that holds what no JSON can hold, and so no database."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from attrs import frozen

from retention_sdk import Action, NoInverse, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "serialisable", "cannot be kept", "let its fields be texts"


@frozen(kw_only=True)
class CallBack(Action):
    """Calls somebody back."""

    kind: ClassVar[str] = "defects.call_back"
    call: Callable[[], None]

    def undo(self, _key: str) -> NoInverse:
        """Nothing does."""
        return NoInverse.TASK


@strategy
class NoJson:
    """Has itself called back."""

    proposes: ClassVar[tuple[type[Action], ...]] = (CallBack,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        yield CallBack(call=print, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"defects.call_back": 1})
