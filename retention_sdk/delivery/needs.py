"""What a configuration may come to do, and whether somebody is there who does it."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from retention_sdk.actions import (
    Action,
    CloseTask,
    CreateTask,
    Credit,
    Debit,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    HoldItem,
    HoldUnits,
    IssueCoupon,
    IssueGiftCard,
    IssueNumber,
    IssueStoreCredit,
    Offer,
    PauseSubscription,
    ReleaseItem,
    ReleaseUnits,
    Remember,
    RequestApproval,
    ResumeSubscription,
    Schedule,
    SetTier,
    ShortenService,
    SkipDelivery,
    Tag,
    TakeBack,
    TakePlace,
    TakeStoreCredit,
    UnskipDelivery,
    Untag,
    VoidCoupon,
    VoidGiftCard,
)
from retention_sdk.delivery.routing import Routes
from retention_sdk.rewards import CatalogueReward

OWN = frozenset(
    one.kind
    for one in (
        *(Credit, Debit, HoldItem, HoldUnits, IssueNumber, Offer, ReleaseItem),
        *(ReleaseUnits, Remember, Schedule, SetTier, TakeBack, TakePlace),
    )
)
"""The kinds that the engine keeps itself."""

FOR_PEOPLE = frozenset(one.kind for one in (CreateTask, CloseTask, RequestApproval))
"""The kinds that wait in the outbox for people to read where no adapter takes them to them."""

INVERSES: Mapping[str, str] = {
    one.kind: other.kind
    for one, other in (
        (IssueCoupon, VoidCoupon),
        (IssueGiftCard, VoidGiftCard),
        (IssueStoreCredit, TakeStoreCredit),
        (PauseSubscription, ResumeSubscription),
        (SkipDelivery, UnskipDelivery),
        (UnskipDelivery, SkipDelivery),
        (DiscountSubscription, EndDiscount),
        (ExtendService, ShortenService),
        (Tag, Untag),
        (Untag, Tag),
        (CreateTask, CloseTask),
        (RequestApproval, CloseTask),
    )
}
"""The kinds of what undoes a kind."""


@frozen
class Unmet:
    """A kind of action that nobody carries out.

    Args:
        path: what in the file asks for it.
        kind: the kind.
        undoes: the kind that it would undo; "" where it is asked for itself.
        sentence: what that means.
    """

    path: tuple[str, ...]
    kind: str
    undoes: str
    sentence: str

    @property
    def is_fatal(self) -> bool:
        """Whether it will be missed for sure, and by customers."""
        return not self.undoes and self.kind not in FOR_PEOPLE


def unmet(routes: Routes, strategies: Mapping[str, object], rewards: Mapping[str, CatalogueReward]) -> Iterator[Unmet]:
    """What a configuration may come to do, and nobody carries out.

    Args:
        routes: the adapters.
        strategies: the strategies that are enabled, by name; each `proposes` kinds of actions, or does not say.
        rewards: what customers can have, by name.

    Yields:
        Each kind with each place that asks for it; nothing where there are no adapters, and so the store's own code
        carries everything out.
    """
    if not routes.adapters:
        return
    for name, reward in rewards.items():
        yield from _missing(routes, ("rewards", name), (action.kind for action in reward.actions))
    for name, strategy in strategies.items():
        kinds = proposed(strategy)
        yield from _missing(routes, ("plugins", name), () if kinds is None else (kind.kind for kind in kinds))


def silent(strategies: Mapping[str, object]) -> Iterator[str]:
    """The strategies that do not say what they propose."""
    return (name for name, strategy in strategies.items() if proposed(strategy) is None)


def proposed(strategy: object) -> tuple[type[Action], ...] | None:
    """The kinds of what a strategy may answer, as its `proposes` says; None where it says nothing of the sort."""
    told: object = getattr(strategy, "proposes", None)
    if isinstance(told, (tuple, list, set, frozenset)):
        classes = [one for one in told if isinstance(one, type) and issubclass(one, Action)]  # pyright: ignore[reportUnknownVariableType]
        return tuple(classes) if len(classes) == len(told) else None  # pyright: ignore[reportUnknownArgumentType]
    return None


def _missing(routes: Routes, path: tuple[str, ...], kinds: Iterable[str]) -> Iterator[Unmet]:
    able = routes.every_kind
    names = ", ".join(routes.adapters)
    for kind in dict.fromkeys(kinds):
        if kind in OWN:
            continue
        if kind not in able:
            what = "waits in the outbox for a person" if kind in FOR_PEOPLE else "would wait for ever"
            yield Unmet(path, kind, "", f"no adapter ({names}) carries out {kind}: it {what}")
        elif (inverse := INVERSES.get(kind)) and inverse not in able:
            yield Unmet(path, inverse, kind, f"no adapter ({names}) carries out {inverse}, which takes {kind} back")
