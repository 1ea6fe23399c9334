"""A customer's ledger as of a fact, out of the movements that earlier facts caused."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from attrs import evolve, frozen

from retention_sdk.customer import Credited, Wallet
from retention_sdk.ledger import Lot, Movement, next_times
from retention_sdk.ledger.journal import AVAILABLE, EXPIRED, HELD, ISSUED, PENDING, REDEEMED
from retention_sdk.times import from_micros


class Sums(NamedTuple):
    """What a wallet or a lot holds."""

    available: int
    pending: int
    issued: int


def _balances(movements: Iterable[Movement], of: Callable[[Movement], str]) -> dict[str, "Counter[str]"]:
    found: dict[str, Counter[str]] = {}
    for one in movements:
        accounts = found.setdefault(of(one), Counter())
        accounts[one.target] += one.amount
        accounts[one.source] -= one.amount
    return found


def _sums(accounts: "Counter[str]") -> Sums:
    return Sums(accounts[AVAILABLE], accounts[PENDING] + accounts[HELD], -accounts[ISSUED])


def lots_of(movements: Iterable[Movement], known: Mapping[str, Lot]) -> list[Lot]:
    """The lots that movements make.

    Args:
        movements: some facts' movements, from the first one on.
        known: the lots as they are now, by key; when they can be spent and expire is taken from them.

    Returns:
        The lots as of those movements, spent ones too.
    """
    found: list[Lot] = []
    for key, accounts in _balances(movements, lambda one: one.lot).items():
        sums = _sums(accounts)
        remaining = sums.available + sums.pending
        found.append(evolve(known[key], amount=sums.issued, remaining=remaining, pending=sums.pending > 0))
    return found


def wallets_of(movements: Iterable[Movement], lots: Iterable[Lot] = ()) -> dict[str, Wallet]:
    """The wallets that movements make, by unit; `lots` tell when they change."""
    changes: dict[str, list[Lot]] = {}
    for lot in lots:
        changes.setdefault(lot.unit, []).append(lot)
    found: dict[str, Wallet] = {}
    for unit, accounts in _balances(movements, lambda one: one.unit).items():
        found[unit] = Wallet(unit, *_sums(accounts), **next_times(changes.get(unit, ())))
    return found


def credits_of(movements: Iterable[Movement]) -> dict[str, Credited]:
    """What movements have put into wallets, by lot, less what they took back."""
    found: dict[str, Credited] = {}
    for one in movements:
        if ISSUED in (one.source, one.target):
            known = found.get(one.lot) or Credited(one.unit, 0, from_micros(one.at))
            amount = one.amount if one.source == ISSUED else -one.amount
            found[one.lot] = Credited(one.unit, known.amount + amount, known.at)
    return found


@frozen
class Booked:
    """What one action has moved so far.

    Args:
        issued: units that it gave, less what was taken back.
        redeemed: units that it took of each lot, less what was given back.
    """

    issued: int = 0
    redeemed: Mapping[str, int] = {}


def booked(movements: Iterable[Movement], plugin: str, key: str) -> Booked:
    """What an action has moved so far."""
    issued, redeemed = 0, Counter[str]()
    for one in movements:
        if one.key == key and one.plugin == plugin:
            issued += one.amount * ((one.source == ISSUED) - (one.target == ISSUED))
            redeemed[one.lot] += one.amount * ((one.target == REDEEMED) - (one.source == REDEEMED))
    return Booked(issued, {lot: units for lot, units in redeemed.items() if units > 0})


def expired(movements: Iterable[Movement], lot: str) -> int:
    """How many units of a lot have expired."""
    return sum(one.amount * ((one.target == EXPIRED) - (one.source == EXPIRED)) for one in movements if one.lot == lot)


def gone(movements: Iterable[Movement], unit: str) -> int:
    """How many units have been given that are in no lot any more, or that a hold has set aside."""
    away = (REDEEMED, HELD, EXPIRED)
    mine = (one for one in movements if one.unit == unit)
    return sum(one.amount * ((one.target in away) - (one.source in away)) for one in mine)
