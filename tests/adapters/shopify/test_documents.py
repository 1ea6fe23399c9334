"""The documents that are shipped: valid in every version that is supported, and each act works in each."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from retention_adapters import shopify
from retention_adapters.shopify.acts import CAPABILITIES, SUBSCRIPTIONS, capabilities
from retention_adapters.shopify.acts.coupons.terms import Family
from retention_adapters.shopify.graphql import LATEST, SUPPORTED
from retention_sdk import (
    AmountOff,
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    FreeItem,
    FreeShipping,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    PauseSubscription,
    PercentOff,
    RefundMoney,
    ResumeSubscription,
    SendReplacement,
    ShortenService,
    SkipDelivery,
    Tag,
    TakeStoreCredit,
    UnskipDelivery,
    Untag,
    VoidCoupon,
    VoidGiftCard,
    days,
)
from tests.adapters.shopify.fake.schema import VERSIONS
from tests.adapters.shopify.kit import Actor
from tests.adapters.shopify.schema.documents import documents
from tests.adapters.shopify.schema.table import operations, shown, table

if TYPE_CHECKING:
    from retention_sdk import Action

TEN = Money.of(10, "EUR")
ACTS: list[tuple[str, Action]] = [
    ("percent", IssueCoupon(PercentOff(15), valid_for=days(30))),
    ("amount", IssueCoupon(AmountOff(TEN), minimum=Money.of(25, "EUR"))),
    ("shipping", IssueCoupon(FreeShipping())),
    ("item", IssueCoupon(FreeItem("crema"))),
    ("bought", IssueCoupon(FreeItem("crema"), skus=("beans",))),
    ("void", VoidCoupon("percent")),
    ("card", IssueGiftCard(TEN, valid_for=days(30))),
    ("void card", VoidGiftCard("card", TEN)),
    ("credit", IssueStoreCredit(TEN, valid_for=days(30))),
    ("take", TakeStoreCredit("credit", TEN)),
    ("refund", RefundMoney("5324790137142", TEN)),
    ("parcel", SendReplacement("5324790137142")),
    ("tag", Tag("at-risk")),
    ("untag", Untag("at-risk")),
    ("less", DiscountSubscription("77", percent=20, cycles=3)),
    ("full", EndDiscount("77", "less")),
    ("pause", PauseSubscription("77", days(60))),
    ("resume", ResumeSubscription("77")),
    ("skip", SkipDelivery("77", 2)),
    ("unskip", UnskipDelivery("77", 2)),
    ("plan", ChangePlan("77", "beans")),
    ("longer", ExtendService("77", days(30))),
    ("shorter", ShortenService("77", days(30))),
    ("end", CancelSubscription("77")),
]


def test_one_operation_a_file() -> None:
    """Each file holds one operation, and its name says which."""
    assert documents()
    for name in documents():
        assert operations(name) == 1, name


@pytest.mark.parametrize("name", sorted(documents()))
def test_valid(name: str) -> None:
    """A document is valid in every version that is supported."""
    assert {version: problems for version, problems in table()[name].items() if version in SUPPORTED and problems} == {}


def test_each_is_sent() -> None:
    """No document is shipped that nothing sends."""
    written = "".join(one.read_text("utf-8") for one in Path(shopify.__path__[0]).rglob("*.py"))
    made_up = {f"discount_code_{family}_{verb}" for family in get_args(Family) for verb in ("create", "update")}
    made_up |= {f"subscription_billing_cycle_{verb}" for verb in ("skip", "unskip")}
    assert {name for name in documents() if f'"{name}"' not in written} == made_up


def test_out_of_support() -> None:
    """2025-10, which Shopify supports no more, lacks what some documents need: so it is not among the supported."""
    invalid = {name for name, row in table().items() if row["2025-10"]}
    assert {"bulk_operation_get", "refund_create"} <= invalid
    assert set(SUPPORTED) == set(VERSIONS) - {"2025-10"}
    assert max(VERSIONS) == LATEST


def test_table() -> None:
    """The table can be printed, and has a line for each document."""
    assert shown().count("\n") == len(documents()) + 1


@pytest.mark.parametrize("version", SUPPORTED)
def test_acts_in_every_version(version: str) -> None:
    """Every kind of action that the adapter says it can carry out works in every version, with strict variables."""
    actor = Actor(version=version)
    for key, action in ACTS:
        actor.tries(action, key)
    assert {action.kind for _, action in ACTS} == set(capabilities(subscriptions=True))


def test_capabilities() -> None:
    """What needs contracts of our own is a capability only where the shop's are."""
    assert capabilities(subscriptions=False) == CAPABILITIES
    assert capabilities(subscriptions=True) == {**CAPABILITIES, **SUBSCRIPTIONS}
    assert not set(CAPABILITIES) & set(SUBSCRIPTIONS)


def test_bulk_by_ids_never_by_search() -> None:
    """No document that changes many codes at once selects them by a search, which could hit every code of a shop."""
    for one in (files("retention_adapters.shopify") / "documents").iterdir():
        if one.name.endswith(".graphql"):
            assert not re.search(
                r"Bulk(Delete|Deactivate|Activate)\([^)]*(search|savedSearchId)", one.read_text("utf-8")
            )
