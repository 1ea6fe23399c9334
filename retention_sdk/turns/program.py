"""The program: everything but facts that a decision depends on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.cancelling import Flow
from retention_sdk.cases import Rules as CaseRules
from retention_sdk.clock import Timetable
from retention_sdk.customer import StoreView
from retention_sdk.deciding import Rules
from retention_sdk.draws import Draw
from retention_sdk.guards import Counters, Guard
from retention_sdk.ledger import Policy
from retention_sdk.registry import Ask
from retention_sdk.rewards import Catalogue
from retention_sdk.store.marks import Marks


@frozen
class Program:
    """A store's program.

    Args:
        store: the store's key in the database.
        currency: the store's.
        zone: the store's time zone.
        asks: the hooks to ask, by name, in order.
        guards: who may refuse.
        window: how far back a strategy sees orders and rewards.
        units: the units whose credits a strategy sees, as far back.
        takers: the strategies that may take back what they gave for an earlier event.
        counters: the most that is given in a period, to all or under a name.
        settings: the version of the settings.
        policies: how units are taken back, by unit; "" is any other.
        rules: what is decided by besides.
        reach: how far back guards look at what was granted.
        flow: what is between a cancel request and its end.
        cases: how complaints are dealt with.
        catalogue: what customers can have for their units.
        language: what sentences are said in.
        marks: recognise those who were forgotten; None recognises nobody.
        timetable: what time brings the customers.
        places: how many places there are of what.
        draws: those that strategies want, each with its strategy's name.
        shop: the store, as strategies see it.
        horizon: how long before the customer's latest fact a late one can count from; None is for ever.
    """

    store: str
    currency: str
    zone: ZoneInfo
    asks: Mapping[str, Sequence[Ask]]
    guards: Sequence[Guard]
    window: timedelta
    counters: Counters
    settings: int
    units: frozenset[str] = frozenset()
    takers: frozenset[str] = frozenset()
    policies: Mapping[str, Policy] = field(factory=dict[str, Policy])
    rules: Rules = field(factory=Rules)
    reach: timedelta = timedelta(0)
    flow: Flow = field(factory=Flow)
    cases: CaseRules = field(factory=CaseRules)
    catalogue: Catalogue = field(factory=Catalogue)
    horizon: timedelta | None = None
    language: str = "en"
    marks: Marks | None = None
    places: Mapping[str, int] = field(factory=dict[str, int])
    draws: Sequence[tuple[str, Draw]] = ()
    timetable: Timetable = field(factory=lambda: Timetable(ZoneInfo("UTC")))
    shop: StoreView = field(factory=StoreView)

    def policy(self, unit: str) -> Policy:
        """How a unit is taken back and given back."""
        return self.policies.get(unit) or self.policies.get("") or Policy()


Programs = Callable[[int], Program | None]
"""The program of a version of the settings; None where it cannot be had any more."""
