"""A version of the contract, and what was changed with it."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

Call = Callable[..., Any]
"""A hook's call: it is told what the hook is told, and answers what the plugin answers."""


@frozen
class Change:
    """One change of the contract that a plugin built before it does not know.

    Args:
        hook: the hook that is told, or answers, something else.
        what: what is otherwise now, in words that go on after "since contract 2".
        mend: what to write instead, in words that begin with a verb.
        shim: makes of a hook's call, as it was before, one as it is now.
    """

    hook: str
    what: str
    mend: str
    shim: Callable[[Call], Call]


@frozen
class Version:
    """A version of the contract.

    Args:
        number: counts from 1.
        changes: what plugins built for the version before it do not know; none where all of them go on as they are.
    """

    number: int
    changes: tuple[Change, ...] = ()
