"""Laws on a platform that misbehaves: one of three errors each time, and what was meant is done once in the end."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from retention_sdk.platforms import AdapterError, CredentialsRefused, Refused, Repeat, TryLater
from retention_sdk.testing.adapters.deeds import ERRORS, Deed, deeds, kinds_of
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.loading import secrets_of
from retention_sdk.testing.adapters.performing import ONCE, standing
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.adapters.troubles import BUSY, DOWN, LOST, Trouble, locked, refusing
from retention_sdk.testing.plugins.trial import Broken

ANSWERS: dict[str, tuple[type[AdapterError], str]] = {
    "busy": (TryLater, "raise TryLater(reason, after) for 429, with what Retry-After says"),
    "down": (TryLater, "raise TryLater for 5xx, a timeout, and a connection that breaks"),
    "refuses credentials": (CredentialsRefused, "raise CredentialsRefused for 401 and 403"),
    "refuses": (Refused, "raise Refused for what the platform never will do, such as 422"),
}


def troubles(case: Questions) -> Iterator[Trouble]:
    """Each way in which a platform does nothing and says so."""
    yield from (BUSY, DOWN, refusing(case.whom))
    yield from (locked(secret) for secret in secrets_of(case)[:1] or [""])


def errors(case: Questions) -> str:
    """Busy and down are `TryLater`, a wrong key is `CredentialsRefused`, a no for ever is `Refused`."""
    done = _deeds(case)
    for how in troubles(case):
        for deed in done:
            _answers(case, how, deed)
    return f"{', '.join(ANSWERS)} for {kinds_of(done)}"


def _answers(case: Questions, how: Trouble, deed: Deed) -> None:
    expected, mend = ANSWERS[how.name]
    error = failure(case, how, deed)
    if error is None:
        raise Broken(f"{deed.kind} answered a receipt while the platform was {_as(how)}", mend)
    if type(error) is not expected and not isinstance(error, expected):
        raise Broken(f"{deed.kind} raised {type(error).__name__} while the platform was {_as(how)}: {error}", mend)
    if how is BUSY and case.busy_for is not None and isinstance(error, TryLater):
        after = error.after or timedelta(0)
        if after < case.busy_for - timedelta(seconds=1):
            raise Broken(
                f"the platform asks to wait {case.busy_for.seconds} s, and TryLater of {deed.kind} says {error.after}",
                "pass what the platform asks for as TryLater(reason, after); say busy_for = None in the test where it "
                "does not ask",
            )


def _as(how: Trouble) -> str:
    return {"refuses": "refusing", "refuses credentials": "refusing our keys"}.get(how.name, how.name)


def failure(case: Questions, how: Trouble, deed: Deed) -> AdapterError | None:
    """What a deed raises while the platform misbehaves; it is well again after it."""
    adapter = case.adapter()
    _misbehave(case, how)
    try:
        deed.on(adapter)
    except AdapterError as error:
        return error
    except Broken as broken:
        raise Broken(f"while the platform answered as {how}, {broken.what}", broken.mend) from broken
    finally:
        case.fails(None)
    return None


def _misbehave(case: Questions, how: Trouble) -> None:
    try:
        case.fails(how)
    except NotImplementedError:
        raise Lacking(f"let fails() do {how.name!r} too") from None


def _deeds(case: Questions) -> list[Deed]:
    adapter = case.adapter()
    if not adapter.capabilities:
        return []
    case.fails(None)
    return deeds(case, adapter)


def rubbish(case: Questions) -> str:
    """Whatever the platform answers, what leaves the adapter is one of three errors."""
    done = _deeds(case)
    for how in case.rubbish:
        for deed in done:
            if failure(case, how, deed) is None:
                raise Broken(
                    f"{deed.kind} took a {how.status} {how.body[:40]!r} for a yes",
                    "answer a receipt only where the platform says what it has made; else raise TryLater, since nobody "
                    "knows what became of it",
                )
        _rest(case, how)
    return f"{len(case.rubbish)} answers to {kinds_of(done)}, setup and history"


def _rest(case: Questions, how: Trouble) -> None:
    """The same for what asks the platform besides."""
    asks: dict[str, Callable[[], object]] = {
        "setup": lambda: list(case.adapter().setup()),
        "history": lambda: list(case.adapter().history()),
    }
    for name, ask in asks.items():
        _misbehave(case, how)
        try:
            ask()
        except AdapterError:
            continue
        except Exception as error:
            raise Broken(f"{name} raised {type(error).__name__} for {how}", f"raise {ERRORS}") from error
        finally:
            case.fails(None)


def lost(case: Questions) -> str:
    """Where the platform did it and its answer was lost, the next try finds it, and nothing is done twice."""
    done, found = _deeds(case), 0
    for deed in done:
        before, at = standing(case), case.now()
        _misbehave(case, LOST)
        try:
            deed.on(case.adapter())
        except TryLater:
            pass
        except AdapterError as error:
            raise Broken(
                f"{deed.kind} raised {type(error).__name__} though nobody knows what became of it: {error}",
                "raise TryLater where no answer came",
            ) from None
        finally:
            case.fails(None)
        through = standing(case)
        deed.done(case.adapter(), at)
        if deed.repeat is not Repeat.SET and through != before and standing(case) != through:
            raise Broken(f"{deed.kind} was done twice: its answer was lost, and it was tried again", ONCE[deed.repeat])
        after = standing(case)
        deed.done(case.adapter(), at)
        if standing(case) != after:
            raise Broken(f"{deed.kind} was done again on its third try", ONCE[deed.repeat])
        found += through != before
    if done and not found:
        raise Lacking("let fails('answer lost') do what the platform is asked, and only lose its answer")
    return f"{found} of {len(done)} had come through, and were found"
