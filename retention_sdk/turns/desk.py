"""A customer while a batch is decided: what was read of them, changed turn by turn."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from retention_sdk.actions import Action, Giving
from retention_sdk.customer import Credited, Customer, Expiring, Reward, Standing, StoreView, Wallet
from retention_sdk.events import Event, Purchase
from retention_sdk.guards import Grant
from retention_sdk.ledger import Account, Journal, Lot, expiring
from retention_sdk.store.rows import MERGED, Loaded, Row, code_in, lot_of, wallet_of
from retention_sdk.times import from_micros
from retention_sdk.turns.incoming import Position, of_customer, position
from retention_sdk.turns.moved import Moved, moved
from retention_sdk.wire import converter, dumps, from_json, loads

Fetch = Callable[[str, str], list[Lot]]
"""Reads the open lots of a stored wallet, by customer and unit."""

FetchRows = Callable[[Sequence[str], str], Sequence[Row]]
"""Reads the rows of the open lots of some customers in one unit."""


def _no_lots(_customer: str, _unit: str) -> list[Lot]:
    """A new customer has no stored wallet."""
    return []


NEVER: Position = (-(2**63), "", "")
"""Where the latest fact of a new customer stands."""


class Desk:
    """What is on the desk of one customer.

    Attributes:
        turn: the customer's latest turn.
        before: the turn that the store has.
        text: the standing in its stored form; empty for a new customer.
        latest: where the customer's latest fact stands.
        account: wallets and lots.
        orders: what is left of the orders that were read or decided.
        rewards: what was given.
        grants: what was granted and is in the outbox, gifts and all else.
        credits: what was put into wallets, by the lot's key.
        journal: where changes of wallets and lots are collected.
    """

    def __init__(self, customer: str, journal: Journal, fetch: Fetch = _no_lots) -> None:
        self.customer = customer
        self.turn = self.before = 0
        self.text = ""
        self.latest: Position = NEVER
        self.wallets: dict[str, Wallet] = {}
        self.orders: list[Purchase] = []
        self.rewards: list[Reward] = []
        self.grants: list[Grant] = []
        self.credits: dict[str, Credited] = {}
        self.journal, self._fetch = journal, fetch
        self._account: Account | None = None
        self._standing: Standing | None = None

    @property
    def account(self) -> Account:
        """The customer's wallets and lots, opened when they are first needed."""
        if self._account is None:
            self._account = Account(self.customer, self.wallets, self.journal, self._fetch)
        return self._account

    @property
    def standing(self) -> Standing:
        """What is known of the customer."""
        if self._standing is None:
            self._standing = standing_of(self.text)
        return self._standing

    @standing.setter
    def standing(self, standing: Standing) -> None:
        """Put another standing in its place; its stored form is made where it differs."""
        if standing is not self._standing:
            self._standing, self.text = standing, dumps(converter.unstructure(standing))

    def view(
        self,
        standing: Standing,
        until: datetime,
        window: timedelta,
        store: StoreView,
        before: Event | None = None,
    ) -> Customer:
        """The customer as a strategy sees them.

        Args:
            standing: what is known of them.
            until: when the event happened.
            window: how far back orders and rewards are seen.
            store: whose customer they are.
            before: only the orders before this event are seen; None is all.

        Returns:
            The customer.
        """
        wallets = MappingProxyType(dict(self.wallets))
        if not window:
            return Customer(self.customer, standing, wallets, store=store)
        since = until - window
        seen = [order for order in self.orders if before is None or position(order) < position(before)]
        return Customer(
            *(self.customer, standing, wallets, orders_within(seen, since, until)),
            rewards_within(self.rewards, since, until),
            store=store,
        )

    def expiring(self) -> tuple[Expiring, ...]:
        """What can be spent now, and expires; the earliest first."""
        units = [unit for unit, wallet in self.wallets.items() if wallet.expires_at is not None]
        lots = [lot for unit in units for lot in self.account.lots(unit).values()]
        return tuple(Expiring(*one) for one in expiring(lots))

    def credited(self, units: Collection[str], until: datetime, window: timedelta) -> tuple[Credited, ...]:
        """What was put into wallets: as it was read, and as it is in the lots that were used since."""
        used = {lot.key: Credited(lot.unit, lot.amount, lot.at) for lot in self.account.used()}
        return credits_within({**self.credits, **used}.values(), units, until - window, until)

    def waits_for(self, event: Event) -> bool:
        """Whether an event is an order that was corrected before it came."""
        return isinstance(event, Purchase) and '"waiting"' in self.text and event.id in self.standing.waiting

    def given(self) -> list[tuple[datetime, int]]:
        """When something was given that was read or decided, and what it cost in minor units."""
        costs = ((reward.at, getattr(reward.action, "charge", None)) for reward in self.rewards)
        return [(at, cost.minor) for at, cost in costs if cost is not None]


def orders_within(orders: Iterable[Purchase], since: datetime, until: datetime) -> tuple[Purchase, ...]:
    """The orders of a span of time, in the order in which they happened."""
    return tuple(sorted((one for one in orders if since <= one.occurred_at <= until), key=position))


def rewards_within(rewards: Iterable[Reward], since: datetime, until: datetime) -> tuple[Reward, ...]:
    """The rewards of a span of time, oldest first, and in the same order however they arrived."""
    return tuple(sorted((one for one in rewards if since <= one.at <= until), key=_oldest_first))


def _oldest_first(reward: Reward) -> tuple[datetime, str, str, str]:
    return reward.at, reward.plugin, reward.action.kind, reward.action.reason


def credits_within(
    given: Iterable[Credited], units: Collection[str], since: datetime, until: datetime
) -> tuple[Credited, ...]:
    """The credits of some units in a span of time, oldest first, and in the same order however they arrived."""
    found = (one for one in given if one.unit in units and one.amount > 0 and since <= one.at <= until)
    return tuple(sorted(found, key=lambda one: (one.at, one.unit, one.amount)))


def standing_of(text: str) -> Standing:
    """A standing from its stored form; a blank one from an empty text."""
    return converter.structure(loads(text), Standing) if text else Standing()


class OpenLots:
    """The open lots of a batch's customers, read when a debit or a due date first needs them.

    The second time that a unit is needed it is read for all customers at once: where one customer's card is full,
    others' are too.

    Args:
        loaded: what was read already.
        fetch: reads the open lots of customers in one unit.
    """

    def __init__(self, loaded: Loaded, fetch: FetchRows) -> None:
        self._customers = [row[0] for row in loaded.customers]
        self._fetch = fetch
        self._lots: dict[tuple[str, str], list[Lot]] = {}
        self._times: dict[str, int] = {}
        self._keep(loaded.lots)

    def __call__(self, customer: str, unit: str) -> list[Lot]:
        """The open lots of one wallet."""
        key, times = (customer, unit), self._times.get(unit, 0)
        if key not in self._lots and times < 2:
            self._times[unit] = times + 1
            wanted = [one for one in self._customers if (one, unit) not in self._lots] if times else [customer]
            self._keep(self._fetch(wanted, unit))
        return self._lots.get(key, [])

    def _keep(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._lots.setdefault((row[0], row[2]), []).append(lot_of(row))


def desks(loaded: Loaded, journal: Journal, fetch: FetchRows) -> dict[str, Desk]:
    """The desks of a batch's customers, filled with what was read.

    Raises:
        Moved: some of them were merged into others.
    """
    open_lots = OpenLots(loaded, fetch)
    found: dict[str, Desk] = {}
    for customer, turn, text, latest in loaded.customers:
        if turn == MERGED:
            raise Moved(moved(loaded.customers))
        desk = found[customer] = Desk(customer, journal, open_lots)
        desk.turn = desk.before = turn
        desk.text = text
        desk.latest = tuple(loads(latest)) if latest else NEVER
    for row in loaded.wallets:
        found[row[0]].wallets[row[1]] = wallet_of(row)
    for customer, body in loaded.orders:
        found[customer].orders.append(of_customer(from_json(body, Purchase), customer))
    for customer, key, unit, amount, at in loaded.credits:
        found[customer].credits[key] = Credited(unit, amount, from_micros(at))
    for customer, plugin, body, at, receipt in loaded.rewards:
        action = converter.structure(loads(body), Action)
        found[customer].grants.append(Grant(from_micros(at), plugin, action))
        if isinstance(action, Giving):
            found[customer].rewards.append(Reward(plugin, action, from_micros(at), code_in(receipt)))
    return found
