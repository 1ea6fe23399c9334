"""The life of an action in the outbox.

A row is what was granted under a key, as it was to be carried out, and never says anything else: only its state moves,
and the time that it counts from, where a late fact has another fact grant it first.
Where a grant is to be carried out otherwise, or again after it was undone, the next round of its key gets a row of its
own. So a platform sees a new idempotency key exactly where it is to do something new.

    WAITING ── taken back ──> WITHDRAWN     neither was ever carried out
    DONE ───── taken back ──> UNDOING       it was: what undoes it waits
    UNDOING ── undone ──────> UNDONE        given again, it has its next round
    BOOKED ─── taken back ──> UNBOOKED      a credit, which is done and undone by its booking
    WAITING ── erased ──────> FORGOTTEN     its customer is; it is not carried out, and no budget gets it back

What is given again goes the same way back.
"""

from collections.abc import Mapping

WAITING, DONE, WITHDRAWN, UNDOING, UNDONE, BOOKED, UNBOOKED, FORGOTTEN = range(8)

STANDING = (WAITING, DONE, BOOKED)
"""The states of what was given and not taken back."""

COUNTED = (*STANDING, FORGOTTEN)
"""The states of what budgets have spent."""

DUE = (WAITING, UNDOING)
"""The states of what has to be carried out, or undone."""

CARRIED_OUT = (DONE, UNDOING, UNDONE)
"""The states of what a platform, or a customer, has seen."""

TAKEN_BACK: Mapping[int, int] = {WAITING: WITHDRAWN, DONE: UNDOING, BOOKED: UNBOOKED}
"""What becomes of an action that is taken back."""

GIVEN_AGAIN: Mapping[int, int] = {after: before for before, after in TAKEN_BACK.items()}
"""What becomes of an action that is given again; one that was undone already has its next round."""

PERFORMED: Mapping[int, int] = {WAITING: DONE, WITHDRAWN: UNDOING}
"""What becomes of an action that was carried out: it may have been taken back in between."""

REVERSED: Mapping[int, int] = {UNDOING: UNDONE, DONE: UNDONE}
"""What becomes of an action that was undone: one that was given again in between has its next round."""

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
    return f"CASE status {cases} ELSE status END"
