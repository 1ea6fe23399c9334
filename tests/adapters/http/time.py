"""Time that passes only where somebody sleeps, and a client that lives in it."""

from typing import Any

from attrs import define, field

from retention_adapters.http import Http


@define
class VirtualTime:
    """A clock and the sleeps that moved it."""

    now: float = 1000.0
    slept: list[float] = field(factory=list)

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        """The seconds now."""
        return self.now


def shop(time: VirtualTime, url: str = "https://shop.example/sub", **more: Any) -> Http:
    """A client of a made-up shop."""
    return Http(url, sleep=time.sleep, clock=time.clock, **more)
