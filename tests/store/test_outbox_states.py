"""The states of the outbox: what stands, what has to be done, and that no way leads out of them."""

from __future__ import annotations

import pytest

from retention_sdk.store import outbox
from retention_sdk.store.outbox import (
    BOOKED,
    CARRIED_OUT,
    CLAIMED,
    COUNTED,
    DEAD,
    DONE,
    DROPPED,
    DUE,
    FAILED,
    FORGOTTEN,
    GAVE_OUT,
    GIVEN_AGAIN,
    GIVEN_BACK,
    GIVEN_UP,
    KEPT,
    LOOSE,
    LOST,
    OUTSIDE,
    PERFORMED,
    RECALLED,
    REFUSED,
    RETRIED,
    REVERSED,
    REVERTING,
    STANDING,
    STUCK,
    TAKEN_BACK,
    TO_DO,
    TO_UNDO,
    TRIED,
    TRYING,
    UNBOOKED,
    UNDOING,
    UNDONE,
    WAITING,
    WITHDRAWN,
    platform_key,
)

STATES = range(16)
OUTCOMES = (PERFORMED, REVERSED, REFUSED, KEPT, GAVE_OUT, CLAIMED, RETRIED, DROPPED, *GIVEN_BACK.values())


def test_whatever_stands_can_be_taken_back() -> None:
    """Each state that stands has one that does not; it has to be undone where it was, or may have been, carried out."""
    assert set(TAKEN_BACK) == set(STANDING)
    assert not set(TAKEN_BACK.values()) & set(STANDING)
    undone = {before for before, after in TAKEN_BACK.items() if after in DUE}
    assert undone == set(STANDING) & set(OUTSIDE) == {DONE, TRYING, LOST}


def test_whatever_was_taken_back_can_be_given_again() -> None:
    """What is given again is as it was, or is tried again; what was undone, or may be, goes on in its next round."""
    again = {before: GIVEN_AGAIN[TAKEN_BACK[before]] for before in STANDING}
    assert again == {**{one: one for one in STANDING}, FAILED: WAITING, LOST: TRYING}
    assert GIVEN_AGAIN[STUCK] == DONE  # nobody undid it, and now nobody needs to
    # a person has given it up, or its customer is forgotten: neither is given again
    others = set(STATES) - set(STANDING) - set(GIVEN_AGAIN)
    assert others == {UNDONE, REVERTING, LOOSE, GIVEN_UP, FORGOTTEN}


def test_what_was_carried_out_is_not_forgotten() -> None:
    """What is carried out after it was taken back has to be undone; what is undone is so, whatever was said since."""
    assert {state for state, after in PERFORMED.items() if after == DONE} == {WAITING, TRYING, FAILED, LOST}
    assert {state for state, after in PERFORMED.items() if after == UNDOING} == {WITHDRAWN, RECALLED, GIVEN_UP}
    assert set(REVERSED) == {*TO_UNDO, STUCK, LOOSE, DONE}
    assert set(REVERSED.values()) == {UNDONE}
    for state in CARRIED_OUT:
        for moves in (TAKEN_BACK, GIVEN_AGAIN, PERFORMED, KEPT, GAVE_OUT, CLAIMED):
            assert moves.get(state, state) in CARRIED_OUT


def test_what_may_have_come_through_is_never_only_withdrawn() -> None:
    """From a state in which it may be at the platform nothing but a platform's word leads to one in which it is not."""
    surely_not = {WAITING, WITHDRAWN, FAILED}
    for state in OUTSIDE:
        for moves in (TAKEN_BACK, GIVEN_AGAIN, PERFORMED, CLAIMED, GAVE_OUT, KEPT, RETRIED):
            assert moves.get(state, state) not in surely_not
    assert {state: REFUSED[state] for state in OUTSIDE if state in REFUSED} == {
        TRYING: FAILED,
        LOST: FAILED,
        RECALLED: WITHDRAWN,
    }


def test_a_claim() -> None:
    """All that is due can be claimed and is due still, and what was not tried goes back to where it was."""
    assert {CLAIMED.get(state, state) for state in TO_DO} | {CLAIMED.get(state, state) for state in TO_UNDO} == {*TRIED}
    assert set(GIVEN_BACK) == set(DUE)
    for was, moves in GIVEN_BACK.items():
        assert moves.get(CLAIMED.get(was, was), was) == was
    # taken back meanwhile, it was never carried out
    assert GIVEN_BACK[WAITING][RECALLED] == WITHDRAWN
    assert RECALLED not in GIVEN_BACK[TRYING]


def test_what_nobody_tries_waits_for_a_person() -> None:
    """A dead letter can be tried again and given up, and only what stood gives budgets something back."""
    assert set(RETRIED) == set(DEAD)
    assert set(DROPPED) == {*DEAD, WAITING}
    assert not {*DEAD} & {*DUE}
    given_back = {state for state, after in DROPPED.items() if state in COUNTED and after not in COUNTED}
    assert given_back == {WAITING, FAILED, LOST}


def test_what_is_booked_is_never_due() -> None:
    """A credit is in the ledger when it is granted: nothing carries it out, and nothing undoes it."""
    assert {BOOKED, UNBOOKED}.isdisjoint({*DUE, *OUTSIDE, *DEAD}.union(*OUTCOMES))


def test_the_states_stay() -> None:
    """The numbers are in databases: none may ever mean something else."""
    names = ("WAITING", "DONE", "WITHDRAWN", "UNDOING", "UNDONE", "BOOKED", "UNBOOKED", "FORGOTTEN")
    names += ("TRYING", "RECALLED", "REVERTING", "FAILED", "STUCK", "GIVEN_UP", "LOST", "LOOSE")
    assert {name: getattr(outbox, name) for name in names} == dict(zip(names, STATES, strict=True))


@pytest.mark.parametrize(
    ("number", "undoes", "key"), [(0, False, "k"), (0, True, "k-undo"), (2, False, "k-2"), (2, True, "k-2-undo")]
)
def test_the_key_that_a_platform_sees(number: int, undoes: bool, key: str) -> None:
    """The first time it is the grant's own; another round, and undoing it, have others, which stay for ever."""
    assert platform_key("k", number, undoes=undoes) == key
