"""Laws on what is carried out: once for a key, taken back where it can be, and nothing that was not promised."""

from collections.abc import Mapping
from typing import cast

from attrs import evolve

from retention_sdk.actions import Action, CreateTask, Credit, PostSocial, SendMessage, Tag
from retention_sdk.errors import kind_of
from retention_sdk.platforms import Adapter, Refused, Repeat
from retention_sdk.testing.adapters.deeds import Deed, deeds, kinds_of
from retention_sdk.testing.adapters.questions import Questions, new_key
from retention_sdk.testing.plugins.trial import Broken

STRANGERS = (
    PostSocial("nowhere", "Hello"),
    Tag("contract"),
    SendMessage("contract"),
    CreateTask("Look"),
    Credit("points", 1),
)
"""Of these an adapter carries out some at most: nobody carries out the last, which the engine keeps itself."""

ONCE = {
    Repeat.KEYED: "send the key to the platform with each try, as it was given",
    Repeat.NATURAL: "make the name of what is made of the key alone, as retention_sdk.platforms.code_of does; where "
    "the platform says that there is one already, answer that one",
    Repeat.SET: "see that twice comes to the same; where it does not, say Repeat.UNSAFE in capabilities",
    Repeat.UNSAFE: "where attempt.first_at is given, look for what an earlier try has made before anything is made",
}


def strangers(case: Questions) -> str:
    """A kind that it does not carry out is refused, by its name."""
    adapter = case.adapter()
    unknown = [action for action in STRANGERS if action.kind not in adapter.capabilities]
    for action in unknown:
        try:
            adapter.perform(action, new_key())
        except Refused as error:
            if action.kind not in error.reason:
                raise Broken(f"{action.kind} is refused, and not named: {error.reason}", "name the kind") from None
        except Exception as error:
            raise Broken(f"perform({action.kind}) raised {kind_of(error)}", _REFUSE) from error
        else:
            raise Broken(f"{action.kind} is not in capabilities, and was carried out", _REFUSE)
    return f"{', '.join(action.kind for action in unknown)} refused"


_REFUSE = "begin perform with: if action.kind not in self.capabilities: raise Refused(f'… does not {action.kind}')"


def standing(case: Questions) -> object:
    """What stands on the platform, as it is now and will not change."""
    return _still(case.made())


def _still(value: object) -> object:
    """A value that does not change when a container in it does."""
    if isinstance(value, Mapping):
        return {key: _still(one) for key, one in cast("Mapping[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [_still(one) for one in cast("list[object]", value)]
    return set(cast("set[object]", value)) if isinstance(value, set) else value


def once(case: Questions) -> str:
    """The same key does it once, on this process and after a restart; another key does it again."""
    done = deeds(case, case.adapter()) if case.adapter().capabilities else []
    for deed in done:
        before, at = standing(case), case.now()
        receipt = deed.done(case.adapter())
        stands = standing(case)
        if stands == before and deed.repeat is not Repeat.SET:
            raise Broken(
                f"{deed.kind} under a new key answered a receipt, and nothing stands that did not stand before",
                "tell two actions apart by their keys alone, since a customer can be given the same twice; and let "
                "made() of the test show what is made of each",
            )
        for first_at in (None, at) if deed.repeat is not Repeat.UNSAFE else (at,):
            again = deed.done(case.adapter(), first_at)
            if standing(case) != stands:
                raise Broken(f"{deed.kind} was done twice under one key", ONCE[deed.repeat])
            if (
                deed.attempt.undoes is None
                and deed.repeat is not Repeat.SET
                and (again.reference, again.code) != (receipt.reference, receipt.code)
            ):
                raise Broken(
                    f"{deed.kind} answered another receipt when it was tried again",
                    "answer what stands on the platform, with its reference and code",
                )
        if deed.repeat in (Repeat.KEYED, Repeat.NATURAL) and deed.attempt.undoes is None:
            _another(case, deed, stands)
    return kinds_of(done)


def _another(case: Questions, deed: Deed, stands: object) -> None:
    try:
        evolve(deed, key=new_key()).on(case.adapter())
    except Refused:
        return  # so it may be of what there is one of
    if standing(case) == stands:
        raise Broken(
            f"{deed.kind} under another key was not done",
            "tell two actions apart by their keys alone: a customer can be given the same twice",
        )


def undone(case: Questions) -> str:
    """What it has done it takes back where it can; and what was never done does no harm."""
    adapter, told = case.adapter(), list[str]()
    if not adapter.capabilities:
        return kinds_of([])
    for deed in deeds(case, adapter):
        inverse = deed.action.undo(deed.key)
        if isinstance(inverse, Action) and inverse.kind in adapter.capabilities:
            _undone(case, deed, inverse, adapter.capabilities[inverse.kind])
            told.append(f"{deed.kind} by {inverse.kind}")
    return ", ".join(told) or "a person gets a task for what is to be taken back"


def _undone(case: Questions, deed: Deed, inverse: Action, repeat: Repeat) -> None:
    adapter, before = case.adapter(), standing(case)
    receipt = deed.done(adapter)
    stands, at = standing(case), case.now()
    back = Deed(inverse, repeat, f"{deed.key}:undo", evolve(deed.attempt, undoes=receipt))
    if not _taken(back, adapter):
        return
    after = standing(case)
    if before != stands == after:
        raise Broken(
            f"{inverse.kind} answered a receipt, and what {deed.kind} has made stands still",
            "find it by attempt.undoes.reference, or by the code of the action's key; raise Refused where it cannot be "
            "taken back any more",
        )
    back.done(case.adapter(), at)
    if standing(case) != after:
        raise Broken(f"{inverse.kind} was done twice under one key", ONCE[repeat])
    never = evolve(deed, key=new_key())
    nothing = never.action.undo(never.key)
    if isinstance(nothing, Action):
        _taken(Deed(nothing, repeat, f"{never.key}:undo", deed.attempt), case.adapter())


def _taken(back: Deed, adapter: Adapter) -> bool:
    """Whether it is taken back; a refusal says why not."""
    try:
        back.on(adapter)
    except Refused:
        return False
    return True
