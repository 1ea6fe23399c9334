"""A customer as a strategy sees them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypedDict, Unpack

from attrs import evolve, fields_dict

from retention_sdk.cancelling import CancelSession
from retention_sdk.cases import Case
from retention_sdk.customer import (
    Credited,
    Customer,
    Expiring,
    History,
    OpenComplaint,
    Reward,
    Standing,
    StoreView,
    Wallet,
)
from retention_sdk.events import Complaint, Purchase
from retention_sdk.frozen_json import Json
from retention_sdk.profile import Profile
from retention_sdk.turns.replay.standing import history_of

_NONE: Mapping[str, int | Wallet] = MappingProxyType({})
_MANY = ("cases", "sessions", "rewards", "expiring", "credits", "corrected")


class CustomerFields(TypedDict, total=False):
    """What a customer may have besides: see `Customer` and `Standing`."""

    profile: Profile
    tier: str | None
    tags: Iterable[str]
    history: History
    complaints: Iterable[Complaint | OpenComplaint]
    cases: Iterable[Case]
    sessions: Iterable[CancelSession]
    signed_up_at: datetime | None
    rewards: Iterable[Reward]
    state: Mapping[str, Json]
    store: StoreView
    expiring: Iterable[Expiring]
    credits: Iterable[Credited]
    corrected: Iterable[Purchase] | None


def customer(
    id: str = "c",
    *,
    wallets: Mapping[str, int | Wallet] = _NONE,
    orders: Iterable[Purchase] = (),
    standing: Standing | None = None,
    **more: Unpack[CustomerFields],
) -> Customer:
    """A customer as a strategy sees them, as of just before an event.

    Args:
        id: the customer's.
        wallets: by unit, such as `{"stamps": 9}`: so many that can be spent, or a `Wallet`.
        orders: those inside the window that the strategy looks back, oldest first; their history is counted from
            them, where none is given.
        standing: what is known of them apart from wallets, orders and rewards; the other fields are laid over it.
        more: other fields of `Customer` and of `Standing`; a `Complaint` stands for one that is open.

    Returns:
        The customer.
    """
    bought = tuple(orders)
    known: dict[str, Any] = {"history": history_of(bought)} if bought else {}
    known |= {name: _kept(name, value) for name, value in more.items()}
    of_standing = {name: known.pop(name) for name in fields_dict(Standing) if name in known}
    return Customer(
        id,
        standing=evolve(standing or Standing(), **of_standing),
        wallets=MappingProxyType({unit: _wallet(unit, held) for unit, held in wallets.items()}),
        orders=bought,
        **known,
    )


def _wallet(unit: str, held: int | Wallet) -> Wallet:
    return held if isinstance(held, Wallet) else Wallet(unit, available=held, lifetime=max(held, 0))


def _kept(name: str, value: Any) -> Any:
    """A field as a customer keeps it: what can be iterated in any way is a tuple there, or a set."""
    if name == "tags":
        return frozenset(value)
    if name == "complaints":
        return tuple(_open(one) if isinstance(one, Complaint) else one for one in value)
    if name == "state":
        return MappingProxyType(dict(value))
    return tuple(value) if name in _MANY and value is not None else value


def _open(told: Complaint) -> OpenComplaint:
    return OpenComplaint(told.id, told.occurred_at, told.category, told.severity, told.order)
