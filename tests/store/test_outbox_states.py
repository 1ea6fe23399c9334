"""The states of the outbox: what stands, what has to be done, and that no way leads out of them."""

from __future__ import annotations

import pytest

from retention_sdk.store import outbox
from retention_sdk.store.outbox import (
    BOOKED,
    CARRIED_OUT,
    DONE,
    DUE,
    GIVEN_AGAIN,
    PERFORMED,
    REVERSED,
    STANDING,
    TAKEN_BACK,
    UNBOOKED,
    UNDOING,
    UNDONE,
    WAITING,
    WITHDRAWN,
    platform_key,
)

STATES = range(7)


def test_whatever_stands_can_be_taken_back() -> None:
    """Each state that stands has one that does not, and taken back it is due only where it was carried out."""
    assert set(TAKEN_BACK) == set(STANDING)
    assert not set(TAKEN_BACK.values()) & set(STANDING)
    assert {before for before, after in TAKEN_BACK.items() if after in DUE} == {DONE}


def test_whatever_was_taken_back_can_be_given_again() -> None:
    """What is given again is as it was; only what was undone is not, and goes on in its next round."""
    assert {before: GIVEN_AGAIN[TAKEN_BACK[before]] for before in STANDING} == {one: one for one in STANDING}
    assert set(STATES) - set(STANDING) - set(GIVEN_AGAIN) == {UNDONE}


def test_what_was_carried_out_is_not_forgotten() -> None:
    """What is carried out after it was taken back has to be undone; what is undone is so, whatever was said since."""
    assert (PERFORMED[WAITING], PERFORMED[WITHDRAWN]) == (DONE, UNDOING)
    assert set(REVERSED) == {UNDOING, DONE}
    assert set(REVERSED.values()) == {UNDONE}
    for state in CARRIED_OUT:
        assert PERFORMED.get(state, state) in CARRIED_OUT
        assert TAKEN_BACK.get(state, state) in CARRIED_OUT
        assert GIVEN_AGAIN.get(state, state) in CARRIED_OUT


def test_what_is_booked_is_never_due() -> None:
    """A credit is in the ledger when it is granted: nothing carries it out, and nothing undoes it."""
    assert {BOOKED, UNBOOKED}.isdisjoint({*DUE, *CARRIED_OUT, *PERFORMED, *REVERSED})


def test_the_states_stay() -> None:
    """The numbers are in databases: none may ever mean something else."""
    names = ("WAITING", "DONE", "WITHDRAWN", "UNDOING", "UNDONE", "BOOKED", "UNBOOKED")
    assert {name: getattr(outbox, name) for name in names} == dict(zip(names, STATES, strict=True))


@pytest.mark.parametrize(
    ("number", "undoes", "key"), [(0, False, "k"), (0, True, "k-undo"), (2, False, "k-2"), (2, True, "k-2-undo")]
)
def test_the_key_that_a_platform_sees(number: int, undoes: bool, key: str) -> None:
    """The first time it is the grant's own; another round, and undoing it, have others, which stay for ever."""
    assert platform_key("k", number, undoes=undoes) == key
