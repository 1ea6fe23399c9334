"""Some customers are given nothing, so that it can be seen what giving does."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from hashlib import blake2b

from retention_sdk.actions import Action, Giving, SetTier
from retention_sdk.events import OpeningBalance
from retention_sdk.guards.authority import STAFF
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said
from retention_sdk.rewards import PLUGIN as REWARDS

PARTS = 10_000


@lru_cache(maxsize=1024)  # the actions of one event are about one customer
def held_out(percent: int, store: str, seed: str, strategy: str, customer: str) -> bool:
    """Whether a customer is among the percent that is given nothing: always the same, whatever else happens.

    Args:
        percent: 0 to 100; who is held out of fewer is held out of more, too.
        store: the store's key.
        seed: another text draws other customers.
        strategy: by which strategy; "" is by none at all.
        customer: the customer's id.

    Returns:
        Whether it is so.
    """
    key = blake2b(f"{len(store)}:{store}{seed}".encode(), digest_size=32).digest()
    drawn = blake2b(f"{len(strategy)}:{strategy}{customer}".encode(), key=key, digest_size=8).digest()
    return int.from_bytes(drawn) % PARTS < percent * (PARTS // 100)


def holdout(
    percent: int, strategies: Mapping[str, int], store: str, seed: str, transactional: Collection[str]
) -> Guard:
    """A guard that refuses gifts, tiers and advertisements to those who are held out. It is asked last.

    Args:
        percent: how many are held out by all strategies.
        strategies: how many are held out by one.
        store: the store's key.
        seed: another text draws other customers.
        transactional: the purposes of messages that go to anybody.

    Returns:
        The guard. What is owed it does not refuse.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why a customer of the holdout gets nothing; None for what is owed, and for all other customers."""
        own = strategies.get(tally.plugin, 0)
        if not percent and not own:
            return None
        gives = isinstance(action, SetTier) or (isinstance(action, Giving) and not action.entitlement)
        if not gives and not advertises(action, transactional):
            return None
        if tally.plugin in (STAFF, REWARDS) or isinstance(tally.event, OpeningBalance):
            return None  # nobody at the desk knows who is held out, and what is paid for, or was theirs, is no gift
        customer = tally.customer.id
        if percent and held_out(percent, store, seed, "", customer):
            sentence = said(
                "The customer is one of the {percent} % who are given nothing, to compare with.", percent=percent
            )
            return "holdout", sentence
        if own and held_out(own, store, seed, tally.plugin, customer):
            return "holdout", said(
                "The customer is one of the {percent} % whom {plugin} gives nothing, to compare with.",
                percent=own,
                plugin=tally.plugin,
            )
        return None

    return guard
