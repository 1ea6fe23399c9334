"""Where two strategies of a file may give a customer the same kind of thing, and nothing keeps them apart."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from retention_sdk.actions import Debit, Giving
from retention_sdk.assembly import Assembly
from retention_sdk.delivery.needs import proposed

OWN_DAYS = frozenset({"on_birthday", "on_lapse", "on_occasion", "on_sign_up"})
"""The hooks of what comes on a day of each customer's own, so that two of them may fall together."""

ADD_UP = ("credit", "take_place")
"""Kinds of gifts that are meant to add up."""


def overlaps(assembly: Assembly) -> Iterator[str]:
    """Where a customer may be given twice.

    Args:
        assembly: a configuration without problems.

    Yields:
        A sentence for each kind of gift that several strategies may give for one event, or on days that may fall
        together, with what would keep them apart; nothing of a pair that the file keeps apart already.
    """
    givers: defaultdict[str, list[str]] = defaultdict(list)
    hooks: dict[str, frozenset[str]] = {}
    for one in assembly.registry.enabled:
        hooks[one.name] = frozenset(h for h in assembly.registry.hooks(one.name) if h.startswith("on_"))
        kinds = proposed(one.strategy) or ()
        for action in kinds if Debit not in kinds else ():  # what is paid for with units is no present
            if issubclass(action, Giving) and action.kind not in ADD_UP:
                givers[action.kind].append(one.name)
    apart = {one.kind for one in assembly.config.limits.cooldowns if not one.strategy}
    lanes = [frozenset(names) for names in assembly.config.stacking.lanes.values()]
    for kind, names in givers.items():
        if kind in apart or any(lane.issuperset(names) for lane in lanes):
            continue
        yield from _for_one_event(kind, names, hooks, lanes)
        own = [name for name in names if hooks[name] & OWN_DAYS]
        if len(frozenset[str]().union(*(hooks[name] & OWN_DAYS for name in own))) > 1:
            yield (
                f"{_listed(own)} may each {_verb(kind)} on days of the customer's own: where two of these fall "
                f"together, both are given. A cooldown keeps them apart: "
                f'[[limits.cooldowns]] kind = "{kind}", days = 30.'
            )


def _for_one_event(
    kind: str, names: Sequence[str], hooks: dict[str, frozenset[str]], lanes: Sequence[frozenset[str]]
) -> Iterator[str]:
    """The events that several answer with a gift of a kind, each group of them told once."""
    together: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for hook in sorted(frozenset[str]().union(*(hooks[name] for name in names)) - {"on_occasion"}):
        who = tuple(name for name in names if hook in hooks[name])
        if len(who) > 1 and not any(lane.issuperset(who) for lane in lanes):
            together[who].append(hook.removeprefix("on_").replace("_", " "))
    for who, events in together.items():
        lane = ", ".join(f'"{name}"' for name in who)
        yield (
            f"{_listed(who)} may each {_verb(kind)} for the same {' or '.join(events)}, and a customer may get both. "
            f"A lane has the better one win: [stacking] lanes = {{ gifts = [{lane}] }}."
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _verb(kind: str) -> str:
    verb, _, what = kind.partition("_")
    article = "" if what in ("money", "store_credit") else "an " if what[:1] in "aeiou" else "a "
    return f"{verb} {article}{what.replace('_', ' ')}" if what else f"make an {kind}"
