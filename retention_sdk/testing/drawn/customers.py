"""Drawn customers, as strategies see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from retention_sdk.customer import Customer, Wallet
from retention_sdk.events import Purchase, Severity
from retention_sdk.frozen_json import Json
from retention_sdk.profile import Profile
from retention_sdk.testing.builders.customers import customer
from retention_sdk.testing.builders.orders import order
from retention_sdk.testing.builders.service import complaint
from retention_sdk.testing.drawn.facts import LINES, ORDER
from retention_sdk.testing.drawn.fields import BY_TYPE, MOMENTS

BOUGHT = st.builds(order, id=ORDER, at=MOMENTS, lines=LINES)
NO_STATE: st.SearchStrategy[Mapping[str, Json]] = st.builds(dict[str, Json])


def customers(
    id: str = "c",
    *,
    units: Sequence[str] = ("points", "stamps"),
    tiers: Sequence[str] = ("silver", "gold"),
    state: st.SearchStrategy[Mapping[str, Json]] = NO_STATE,
) -> st.SearchStrategy[Customer]:
    """Customers as strategies see them: some blank, some with orders, wallets, a tier, tags, open complaints.

    Args:
        id: the customer's.
        units: of which wallets there may be.
        tiers: the tiers that they may be in, besides none.
        state: what the strategy remembers of them; nothing where not given.

    Returns:
        Draws them; their history is that of their orders. They shrink to a customer of whom nothing is known.
    """
    amounts = st.integers(0, 500)
    return st.builds(
        _made,
        st.just(id),
        st.dictionaries(st.sampled_from(units), st.tuples(amounts, amounts)) if units else st.just({}),
        st.lists(BOUGHT, max_size=4, unique_by=lambda order: order.id),
        st.fixed_dictionaries(
            {},
            optional={
                "tier": st.sampled_from(tiers) if tiers else st.none(),
                "tags": st.frozensets(st.sampled_from(["vip", "wholesale"])),
                "complaints": st.lists(st.builds(complaint, severity=st.sampled_from(Severity)), max_size=2),
                "profile": BY_TYPE[Profile],
                "state": state,
            },
        ),
    )


def _made(id: str, wallets: dict[str, tuple[int, int]], orders: list[Purchase], more: dict[str, Any]) -> Customer:
    held = {unit: Wallet(unit, there, waits, there + waits) for unit, (there, waits) in wallets.items()}
    bought = sorted((evolve(one, customer=id) for one in orders), key=lambda one: (one.occurred_at, one.id))
    return customer(id, wallets=held, orders=bought, **more)
