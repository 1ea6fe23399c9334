"""Inverses: every kind of action says what undoes it, or why nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import frozen
from hypothesis import given

from retention_sdk import (
    Action,
    AmountOff,
    CancelSubscription,
    ChangePlan,
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
    Money,
    NoInverse,
    Offer,
    PauseSubscription,
    PostSocial,
    RefundMoney,
    ReleaseItem,
    ReleaseUnits,
    Remember,
    RequestApproval,
    RequestSurvey,
    ResumeSubscription,
    Schedule,
    SendMessage,
    SendReplacement,
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
    days,
    from_json,
    to_json,
)
from retention_sdk.actions import KINDS
from tests.build import visit
from tests.values.made import actions

if TYPE_CHECKING:
    from collections.abc import Mapping

EUR = Money(500, "EUR")
INVERSES: list[tuple[Action, Action | NoInverse]] = [
    (Credit("points", 1), NoInverse.BOOKED),
    (Debit("points", 1), NoInverse.BOOKED),
    (HoldItem("beans"), NoInverse.BOOKED),
    (ReleaseItem("beans"), NoInverse.BOOKED),
    (PostSocial("mastodon", "New beans"), NoInverse.TOLD),
    (HoldUnits("points", 1, days(1)), NoInverse.BOOKED),
    (ReleaseUnits("points", "k"), NoInverse.BOOKED),
    (IssueNumber("card"), NoInverse.BOOKED),
    (SetTier("gold"), NoInverse.BOOKED),
    (Schedule(visit()), NoInverse.BOOKED),
    (Remember({"n": 1}), NoInverse.BOOKED),
    (Offer("a pause", []), NoInverse.BOOKED),
    (TakePlace("tasting"), NoInverse.BOOKED),
    (TakeBack("o-1", "shop"), NoInverse.BOOKED),
    (SendMessage("thanks"), NoInverse.TOLD),
    (RequestSurvey("nps"), NoInverse.TOLD),
    (RefundMoney("o-1", EUR), NoInverse.TASK),
    (SendReplacement("o-1"), NoInverse.TASK),
    (CancelSubscription("s-1"), NoInverse.TASK),
    (ChangePlan("s-1", "small"), NoInverse.TASK),
    (ChangePlan("s-1", "small", before="large"), ChangePlan("s-1", "large", before="small")),
    (IssueCoupon(AmountOff(EUR)), VoidCoupon("k-1")),
    (IssueGiftCard(EUR), VoidGiftCard("k-1", EUR)),
    (IssueStoreCredit(EUR), TakeStoreCredit("k-1", EUR)),
    (CreateTask("Call"), CloseTask("k-1")),
    (RequestApproval([Tag("vip")], role="supervisor", plugin="gifts"), CloseTask("k-1")),
    (PauseSubscription("s-1", days(30)), ResumeSubscription("s-1")),
    (SkipDelivery("s-1", 2), UnskipDelivery("s-1", 2)),
    (UnskipDelivery("s-1", 2), SkipDelivery("s-1", 2)),
    (DiscountSubscription("s-1", 20), EndDiscount("s-1", "k-1")),
    (ExtendService("s-1", days(30)), ShortenService("s-1", days(30))),
    (Tag("vip"), Untag("vip")),
    (Untag("vip"), Tag("vip")),
    (VoidCoupon("k"), NoInverse.TASK),
    (VoidGiftCard("k", EUR), NoInverse.TASK),
    (TakeStoreCredit("k", EUR), NoInverse.TASK),
    (CloseTask("k"), NoInverse.TASK),
    (ResumeSubscription("s-1"), NoInverse.TASK),
    (EndDiscount("s-1", "k"), NoInverse.TASK),
    (ShortenService("s-1", days(30)), NoInverse.TASK),
]


def ours(kinds: Mapping[str, type[Action]]) -> dict[str, type[Action]]:
    """The kinds of the SDK; another test may have made some more."""
    return {kind: cls for kind, cls in kinds.items() if cls.__module__.startswith("retention_sdk.")}


@pytest.mark.parametrize(("action", "inverse"), INVERSES, ids=lambda one: getattr(one, "kind", ""))
def test_what_undoes_it(action: Action, inverse: Action | NoInverse) -> None:
    """An action names what undoes it, by the key that it was carried out with where it needs one."""
    assert action.undo("k-1") == inverse


@pytest.mark.parametrize("kind", sorted(ours(KINDS)))
def test_every_kind_says_so_itself(kind: str) -> None:
    """No kind of ours leaves it to the default, and what each says is written down above."""
    assert "undo" in vars(KINDS[kind]), f"{kind} does not say what undoes it"
    assert kind in {action.kind for action, _ in INVERSES}


@given(action=actions)
def test_whatever_its_fields_are(action: Action) -> None:
    """Each action of any kind has an inverse that can be stored, with the reason of the action; or says why not."""
    inverse = action.undo("k-1")
    if isinstance(inverse, Action):
        assert from_json(to_json(inverse), Action) == inverse
        assert inverse.reason == action.reason
    else:
        assert isinstance(inverse, NoInverse)


def test_a_kind_of_ones_own() -> None:
    """A third party's kind goes to a person where it does not say; or it names its inverse."""

    @frozen
    class Parcel(Action):
        kind = "test_undo_parcel"

    @frozen
    class Gift(Action):
        kind = "test_undo_gift"

        def undo(self, _key: str) -> Any:
            return Parcel()

    assert Parcel().undo("k-1") is NoInverse.TASK
    assert Gift().undo("k-1") == Parcel()
