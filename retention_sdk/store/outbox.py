"""The life of an action in the outbox.

A row is what was granted under a key, as it was to be carried out, and never says anything else: only its state moves,
the time that it counts from, where a late fact has another fact grant it first, and what delivery knows of it.
Where a grant is to be carried out otherwise, or again after it was undone, the next round of its key gets a row of its
own. So a platform sees a new idempotency key exactly where it is to do something new.

    WAITING ──── claimed ─────> TRYING        it may have come through from now on
    TRYING ───── carried out ─> DONE
    TRYING ───── refused ─────> FAILED        it was given, and nobody has it: a person looks at it
    TRYING ───── gave out ────> LOST          nobody knows whether it came through: a person looks at it
    WAITING ──── taken back ──> WITHDRAWN     neither was ever carried out; FAILED goes there too
    TRYING ───── taken back ──> RECALLED      it may have been: what undoes it waits; LOST goes there too
    DONE ─────── taken back ──> UNDOING       it was: what undoes it waits
    UNDOING ──── claimed ─────> REVERTING     RECALLED too; given again, it has its next round at once
    REVERTING ── undone ──────> UNDONE        given again, it has its next round
    REVERTING ── refused ─────> STUCK         it stays at the platform: a person looks at it
    REVERTING ── gave out ────> LOOSE         nobody knows whether it was undone: a person looks at it
    FAILED ───── given up ────> GIVEN_UP      by a person; budgets get it back. LOST too, and what nobody can do
    BOOKED ───── taken back ──> UNBOOKED      a credit, which is done and undone by its booking
    WAITING ──── erased ──────> FORGOTTEN     its customer is; it is not carried out, and no budget gets it back

What is given again goes the same way back.
"""

from collections.abc import Mapping

WAITING, DONE, WITHDRAWN, UNDOING, UNDONE, BOOKED, UNBOOKED, FORGOTTEN = range(8)
TRYING, RECALLED, REVERTING, FAILED, STUCK, GIVEN_UP, LOST, LOOSE = range(8, 16)

STANDING = (WAITING, DONE, BOOKED, TRYING, FAILED, LOST)
"""The states of what was given and not taken back."""

COUNTED = (*STANDING, FORGOTTEN)
"""The states of what budgets have spent."""

TO_DO = (WAITING, TRYING)
"""The states of what has to be carried out."""

TO_UNDO = (UNDOING, RECALLED, REVERTING)
"""The states of what has to be undone."""

DUE = (*TO_DO, *TO_UNDO)
"""The states of what has to be carried out, or undone."""

TRIED = (TRYING, REVERTING)
"""The states of what was tried, or is being tried now, and may have come through."""

DEAD = (FAILED, LOST, STUCK, LOOSE)
"""The states of what nobody tries any more, until a person has looked at it."""

CARRIED_OUT = (DONE, UNDOING, UNDONE, REVERTING, STUCK, LOOSE)
"""The states of what a platform, or a customer, has seen."""

OUTSIDE = (*CARRIED_OUT, TRYING, RECALLED, LOST)
"""The states of what left the house, or may have: it keeps its words."""

TAKEN_BACK: Mapping[int, int] = {
    WAITING: WITHDRAWN,
    DONE: UNDOING,
    BOOKED: UNBOOKED,
    TRYING: RECALLED,
    FAILED: WITHDRAWN,
    LOST: RECALLED,
}
"""What becomes of an action that is taken back."""

GIVEN_AGAIN: Mapping[int, int] = {
    WITHDRAWN: WAITING,
    UNDOING: DONE,
    UNBOOKED: BOOKED,
    RECALLED: TRYING,
    STUCK: DONE,
}
"""What becomes of an action that is given again; one that was undone, or may be, has its next round instead."""

PERFORMED: Mapping[int, int] = {
    WAITING: DONE,
    TRYING: DONE,
    FAILED: DONE,
    LOST: DONE,
    WITHDRAWN: UNDOING,
    RECALLED: UNDOING,
    GIVEN_UP: UNDOING,
}
"""What becomes of an action that was carried out: it may have been taken back in between."""

REVERSED: Mapping[int, int] = dict.fromkeys((*TO_UNDO, STUCK, LOOSE, DONE), UNDONE)
"""What becomes of an action that was undone: one that was given again in between has its next round."""

REFUSED: Mapping[int, int] = {WAITING: FAILED, TRYING: FAILED, LOST: FAILED, RECALLED: WITHDRAWN}
"""What becomes of an action that will never be carried out."""

KEPT: Mapping[int, int] = {UNDOING: STUCK, REVERTING: STUCK}
"""What becomes of an action that will never be undone."""

GAVE_OUT: Mapping[int, int] = {TRYING: LOST, REVERTING: LOOSE}
"""What becomes of an action that was tried too often, and never answered."""

CLAIMED: Mapping[int, int] = {WAITING: TRYING, UNDOING: REVERTING, RECALLED: REVERTING}
"""What becomes of an action that somebody takes to carry it out, or to undo it."""

GIVEN_BACK: Mapping[int, Mapping[int, int]] = {
    WAITING: {TRYING: WAITING, RECALLED: WITHDRAWN},
    UNDOING: {REVERTING: UNDOING},
    RECALLED: {REVERTING: RECALLED},
    TRYING: {},
    REVERTING: {},
}
"""What becomes of an action that was claimed in a state, and surely not tried since."""

RETRIED: Mapping[int, int] = {FAILED: TRYING, LOST: TRYING, STUCK: REVERTING, LOOSE: REVERTING}
"""What becomes of an action that a person lets try again; an earlier try may have come through all the same."""

DROPPED: Mapping[int, int] = {WAITING: GIVEN_UP, FAILED: GIVEN_UP, LOST: GIVEN_UP, STUCK: UNDONE, LOOSE: UNDONE}
"""What becomes of an action that nobody is to try any more, because a person says so."""

EVERY_ROUND = 2**62
"""More rounds than there are."""


def platform_key(key: str, number: int, *, undoes: bool) -> str:
    """The idempotency key that a platform sees.

    Args:
        key: the grant's.
        number: of its round, 0 where it is carried out for the first time.
        undoes: whether it is undone.

    Returns:
        A key that is the same whenever the same thing is done, and another for anything else.
    """
    again = f"-{number}" if number else ""
    return f"{key}{again}-undo" if undoes else f"{key}{again}"


def moved(states: Mapping[int, int]) -> str:
    """The SQL of the state that a row moves to; states that are not told stay."""
    cases = " ".join(f"WHEN {before} THEN {after}" for before, after in states.items())
    return f"CASE status {cases} ELSE status END" if states else "status"
