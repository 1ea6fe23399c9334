"""Whatever happens while time passes, the books are right, and everything that was given can be taken back."""

from __future__ import annotations

import os
import random

import pytest

from tests.audit import audit, books
from tests.audit import standing as stands
from tests.build import after, rows
from tests.laws.everything import lives, shop, whole_refunds
from tests.laws.test_everything import OF_ORDERS

LIVES = int(os.environ.get("RETENTION_LIVES", "3"))
"""How many pairs of lives are told, on each database."""


@pytest.mark.parametrize("seed", range(LIVES))
def test_ticks_in_the_middle_of_everything(database_url: str, seed: int) -> None:
    """Facts of all kinds come in out of turn, and the clock ticks at any time in between.

    What is scheduled has happened in the end, and is scheduled no more; and of orders that were sent back nothing is
    left, however many nights there were.
    """
    dice = random.Random(seed)
    events = lives(dice)
    events += whole_refunds(events, after(300))
    if seed % 2:
        dice.shuffle(events)
    with shop(database_url, refunds={"spent": "into_debt"}) as engine:
        while events:
            size = dice.choice([1, 2, 5])
            now, events = events[:size], events[size:]
            engine.handle_many(now)
            if dice.random() < 0.4:
                assert engine.tick(max(event.occurred_at for event in now)).errors == ()
        assert not engine.tick(after(900)).errors
        assert engine.tick(after(901)).scheduled == 0
        assert rows(engine, "schedule") == []
        assert audit(engine) == []
        found = books(engine)
        assert [plugin for _, plugin, _ in stands(found).values() if plugin in OF_ORDERS] == []
        assert [name for name in "cd" if engine.customer(name).history.orders] == []
