"""What the tests of the actions share: a shop with customers, items and orders, and somebody who acts in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from attrs import Factory, define, field

from retention_adapters.http import Http
from retention_adapters.shopify.acts import Shop, perform
from retention_adapters.shopify.graphql import GraphQL, Timer
from retention_adapters.shopify.tokens import FixedToken
from retention_sdk import Profile, Secret
from retention_sdk.errors import TryLater
from retention_sdk.platforms import Attempt, Receipt, Recipient
from tests.adapters.shopify.fake import FakeShopify
from tests.adapters.shopify.fake.orders import add_order
from tests.adapters.shopify.fake.people import add_customer
from tests.adapters.shopify.fake.subscriptions import add_contract

if TYPE_CHECKING:
    from retention_adapters.shopify.graphql import Runs
    from retention_sdk import Action

ANN, GUEST = "6972527083830", "guest:guest@example.com"
ANN_GID = f"gid://shopify/Customer/{ANN}"
CREMA, BEANS = "gid://shopify/ProductVariant/1", "gid://shopify/ProductVariant/2"


def seeded() -> FakeShopify:
    """A shop with a customer, two items, a collection, an order and a contract."""
    fake = FakeShopify()
    state = fake.state
    add_customer(state, int(ANN), "ann@example.com")
    add_customer(state, 2)
    state.add("ProductVariant", 1, sku="crema", price="8.50")
    state.add("ProductVariant", 2, sku="beans", price="10.00")
    state.add("ProductVariant", 3, sku="crema-xl", price="99.00")
    state.add("Collection", 1, handle="coffee")
    lines = (("beans", 2, BEANS), ("crema", 1, CREMA))
    add_order(state, 5324790137142, customer=ANN_GID, lines=lines)
    add_contract(state, 77)
    return fake


@define
class Actor:
    """Somebody who acts in a shop, and remembers when what was first tried, as the outbox does.

    Attributes:
        fake: the shop.
        whom: for whom, by id.
        email: their address.
        at: when the event was that is answered.
        subscriptions: whether the shop's contracts are ours.
        version: of the Admin API.
    """

    fake: FakeShopify = Factory(seeded)
    whom: str | None = ANN
    email: str | None = None
    at: datetime | None = None
    subscriptions: bool = True
    version: str = "2026-10"
    waited: float = 0.0
    _first: dict[str, datetime] = Factory(dict)
    _graphql: Any = field(default=None)

    @property
    def graphql(self) -> Runs:
        """A client of the shop, on virtual time."""
        if self._graphql is None or self._graphql.api_version != self.version:
            domain = self.fake.state.domain
            http = Http(f"https://{domain}", transport=self.fake.transport, sleep=self._sleep, clock=self._clock)
            tokens = FixedToken(domain, Secret(self.fake.token))
            timer = Timer(now=self._clock, sleep=self._sleep)
            self._graphql = GraphQL(domain, tokens, http, api_version=self.version, timer=timer)
        client: Runs = self._graphql
        return client

    def _clock(self) -> float:
        return self.fake.state.now.timestamp()

    def _sleep(self, seconds: float) -> None:
        self.waited += seconds
        self.fake.state.now += timedelta(seconds=seconds)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.fake.state.now += timedelta(**span)

    def tries(self, action: Action, key: str = "k-1", undoes: Receipt | None = None) -> Receipt:
        """Carry an action out once."""
        first_at = self._first.get(key)
        self._first.setdefault(key, self.fake.state.now)
        profile = Profile(email=self.email) if self.email else Profile()
        whom = Recipient(self.whom, profile) if self.whom else None
        attempt = Attempt(whom=whom, at=self.at, first_at=first_at, undoes=undoes)
        shop = Shop(secret=Secret("made of dreams"), subscriptions=self.subscriptions, now=lambda: self.fake.state.now)
        return perform(self.graphql, shop, action, key, attempt)

    def loses(self, name: str, action: Action, key: str = "k-1", undoes: Receipt | None = None) -> Receipt:
        """Carry an action out while the answers to a field are lost, and then once more, five minutes later."""
        self.fake.loses(name, 20)
        with pytest.raises(TryLater):
            self.tries(action, key, undoes)
        self.fake.heals()
        self.later(minutes=5)
        return self.tries(action, key, undoes)

    def count(self, kind: str) -> int:
        """How many of a kind the shop has."""
        return len(self.fake.state.table(kind))
