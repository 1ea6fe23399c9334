"""What the author of a strategy should write otherwise: what was changed since, and what is deprecated."""

from collections.abc import Iterator, Mapping

import pluggy
from attrs import field, frozen

from retention_sdk.contract import LINES, READ_SINCE, Advice, changes_since, unreadable
from retention_sdk.registry.enabled import Enabled


@frozen
class Deprecated:
    """What of a hook will go, as its spec says: `hookspec(warn_on_impl=..., warn_on_impl_args=...)`.

    Args:
        hook: what to write instead of the hook; None where it stays.
        arguments: by the argument's name, what to take instead.
    """

    hook: Warning | None = None
    arguments: Mapping[str, Warning] = field(factory=dict[str, Warning])


def advised(
    one: Enabled, hooks: Mapping[str, pluggy.HookImpl], deprecated: Mapping[str, Deprecated]
) -> Iterator[Advice]:
    """What the author of a strategy is advised.

    Args:
        one: the strategy.
        hooks: what it implements, by the hook's name.
        deprecated: what will go, by the hook's name.

    Yields:
        A sentence for each thing that is to be written otherwise, with the plugin's file and line.
    """
    yield from _of_the_contract(one, hooks)
    for hook, implementation in hooks.items():
        for why in _reasons(deprecated[hook], implementation):
            yield Advice.at(implementation.function, f"{one.whose}: {why}")


def _of_the_contract(one: Enabled, hooks: Mapping[str, pluggy.HookImpl]) -> Iterator[Advice]:
    changed = [change for change in changes_since(one.built_for) if change.hook in hooks]
    passed_over = [*unreadable(one.strategy)] if one.built_for < READ_SINCE else []
    built = f"{one.whose} was built for contract {one.built_for} of the hooks"
    for change in changed:
        text = f"{built}, and since then {change.what}: {change.mend}; then let its pyproject.toml say {LINES}"
        yield Advice.at(hooks[change.hook].function, text)
    for sentence in passed_over:
        yield _first(hooks, f"{built}, which passes over what is refused since then: {sentence}")
    if not one.is_stated and not changed and not passed_over:
        text = f"{one.whose} does not say which contract of the hooks it was built for, and is taken to be for the "
        yield _first(hooks, f"{text}first: let its pyproject.toml say {LINES}")


def _first(hooks: Mapping[str, pluggy.HookImpl], text: str) -> Advice:
    """Advice about a strategy as a whole, at its first hook."""
    return min((Advice.at(one.function, text) for one in hooks.values()), key=lambda place: (place.file, place.line))


def _reasons(deprecated: Deprecated, implementation: pluggy.HookImpl) -> Iterator[str]:
    if deprecated.hook is not None:
        yield str(deprecated.hook)
    taken = implementation.argnames
    yield from (str(why) for argument, why in deprecated.arguments.items() if argument in taken)
