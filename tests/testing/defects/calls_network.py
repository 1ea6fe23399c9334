"""A plugin that asks another machine while it is asked."""

import socket
from collections.abc import Iterator
from typing import ClassVar

from retention_sdk import Action, Credit, hookimpl, strategy
from retention_sdk.testing import Sample, after, order

LAW, SAYS, MEND = "deterministic", "asks for the network", "let an adapter tell others"


@strategy
class CallsNetwork:
    """Gives a point if a machine can be found."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    @hookimpl
    def on_purchase(self) -> Iterator[Action]:
        """Gives points."""
        points = 2 if socket.gethostbyname("localhost") else 1
        yield Credit("points", points, reason="an order")


SAMPLE = Sample(story=[order("o-1"), order("o-2", at=after(1))], most={"credit": 1})
