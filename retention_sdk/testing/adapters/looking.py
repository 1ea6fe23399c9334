"""Laws on the past, on being set up, and on being looked at."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import attrs
from attrs import evolve

from retention_sdk.errors import kind_of
from retention_sdk.events import Event, Purchase
from retention_sdk.platforms import AdapterError, Finding
from retention_sdk.testing.adapters.failing import troubles
from retention_sdk.testing.adapters.hearing import heard, samples
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.loading import secrets_of
from retention_sdk.testing.adapters.performing import standing
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.adapters.troubles import DOWN
from retention_sdk.testing.plugins.trial import Broken

DAY = timedelta(days=1)


def history(case: Questions) -> str:
    """The past is told by the same facts under the same ids as webhooks tell it, one by one, and `since` narrows it."""
    if not case.remembers:
        if told := _told(case):
            raise Broken(f"it has no past, and tells {len(told)} facts of it", "say remembers = True in the test")
        return "it tells no past"
    case.past()
    _asked_late(case)
    found = {(one.source, one.id): one for one in _told(case)}
    said = {(one.source, one.id): one for one in _heard(case)} if case.hears else {}
    common = found.keys() & said.keys()
    missing = [key for key, one in said.items() if isinstance(one, Purchase) and key not in found]
    if said and (missing or not common):
        raise Broken(
            f"webhooks tell {sorted(said)[:4]}, and the past tells {sorted(found)[:4]}",
            "make both of the same function: a fact has one id, however it is told, or it counts twice",
        )
    for key in common:
        if _plain(found[key]) != _plain(said[key]):
            raise Broken(
                f"{said[key].kind} {key[1]!r} is told by the past with another {_other(found[key], said[key])}",
                "make both of the same function",
            )
    after = max((one.as_of or one.occurred_at for one in found.values()), default=case.now()) + DAY
    later = [(one.source, one.id) for one in case.adapter().history(after)]
    if found and (not set(later) < found.keys()):
        raise Broken("since narrows nothing", "ask the platform only for what was changed from `since` on")
    return (
        f"{len(found)} facts of the past, {len(common)} of them as webhooks tell them; {len(later)} since a later day"
    )


def _told(case: Questions) -> list[Event]:
    told: object = case.adapter().history()
    if not isinstance(told, Iterator):
        raise Broken(
            f"history() answers a {type(told).__name__}",
            "write it as a generator, with yield: the past of a shop is larger than memory; where there is none, "
            "return iter(())",
        )
    events = list[Any](told)
    for one in events:
        if not isinstance(one, Event):
            raise Broken(f"history() tells a {type(one).__name__}", "yield events alone")
    return events


def _asked_late(case: Questions) -> None:
    """The platform is asked when the first event is asked for, and one that does not answer has no empty past."""
    generator = "write history() as a generator, with yield, and let what the client raises as one of three errors out"
    case.fails(DOWN)
    try:
        told = iter(case.adapter().history())
    except Exception as error:
        raise Broken(
            f"history() asks the platform before its first event is asked for: {kind_of(error)}", generator
        ) from error
    try:
        next(told, None)
    except AdapterError:
        return
    finally:
        case.fails(None)
    raise Broken("while the platform is down, its past is told as an empty one", generator)


def _heard(case: Questions) -> list[Event]:
    adapter = case.adapter()
    answered = [one for webhook in samples(case) for one in heard(adapter, case.signed(webhook, case.secret))]
    return [one for one in answered if isinstance(one, Event)]


def _plain(event: Event) -> Event:
    """An event apart from as of when it is shown."""
    return evolve(event, as_of=None)


def _other(one: Event, other: Event) -> str:
    """The fields in which an event is not as the other."""
    names = [field.name for field in attrs.fields(type(one)) if field.name != "as_of"]
    return ", ".join(name for name in names if getattr(one, name) != getattr(other, name, None)) or "kind"


def sets_up(case: Questions) -> str:
    """Setting up twice does no harm, and the second time there is nothing to say."""
    first = _sentences(case.adapter().setup())
    try:
        before = standing(case)
    except Lacking:
        before = None
    second = _sentences(case.adapter().setup())
    if second:
        raise Broken(
            f"set up again, it says: {second[0]}",
            "look first at what is in place, do what is missing, and answer a sentence for that alone",
        )
    if before is not None and standing(case) != before:
        raise Broken("set up again, it changes what stands on the platform", "look first at what is in place")
    return "; ".join(first) or "nothing was to be done"


def _sentences(said: Sequence[str]) -> list[str]:
    sentences = list[object](said)
    if not all(isinstance(one, str) and one for one in sentences):
        raise Broken(f"setup() answers {sentences!r}", "answer sentences on what was done")
    return [str(one) for one in sentences]


def doctor(case: Questions) -> str:
    """The doctor never raises, changes nothing, and finds that keys are refused."""
    try:
        before = standing(case)
    except Lacking:
        before = None
    well = examined(case, "all is well")
    if before is not None and standing(case) != before:
        raise Broken("the doctor changes what stands on the platform", "only ask, and change nothing")
    case.fails(None)
    for how in (*troubles(case), *case.rubbish[:2]):
        case.fails(how)
        try:
            found = examined(case, f"the platform is {how}")
        finally:
            case.fails(None)
        if how.name == "refuses credentials" and not found:
            raise Broken("the doctor finds nothing while the platform refuses our keys", "ask the platform who we are")
    return f"{', '.join(one.code for one in well) or 'nothing'} found where all is well"


def examined(case: Questions, when: str) -> list[Finding]:
    """What the doctor finds."""
    try:
        found = list[object](case.adapter().doctor())
    except Exception as error:
        raise Broken(
            f"the doctor raised {kind_of(error)} when {when}", "answer a Finding for whatever goes wrong while it looks"
        ) from error
    for one in found:
        if not isinstance(one, Finding):
            raise Broken(f"the doctor answers a {type(one).__name__}", "answer Findings")
        if not re.fullmatch("[a-z][a-z0-9_]*", one.code) or not one.sentence:
            raise Broken(f"the finding {one.code!r} has no stable code, or no sentence", "write small letters and _")
        if any(secret in one.sentence for secret in secrets_of(case) if len(secret) > 4):
            raise Broken(f"the finding {one.code!r} shows a secret", "leave values out")
    return [one for one in found if isinstance(one, Finding)]
