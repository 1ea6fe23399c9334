"""The law on threads: one adapter, used by many at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

from attrs import evolve

from retention_sdk.errors import kind_of
from retention_sdk.platforms import Adapter, Receipt, Refused, Repeat
from retention_sdk.testing.adapters.deeds import Deed, deeds
from retention_sdk.testing.adapters.hearing import arrived, heard, ids_of, samples
from retention_sdk.testing.adapters.questions import Questions, new_key
from retention_sdk.testing.plugins.trial import Broken

T = TypeVar("T")

THREADS = 8


def shared(case: Questions) -> str:
    """Eight threads that use one adapter at once get what one alone gets."""
    told: list[str] = []
    if case.hears:
        told.append(_hear(case))
    if case.adapter().capabilities:
        told.append(_do(case))
    return "; ".join(told) or "it hears nothing, and does nothing"


def at_once(act: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """Let threads do something at the same moment; each is told its number."""
    barrier = Barrier(threads)

    def one(number: int) -> T:
        """Wait for all, then do it."""
        barrier.wait(60)
        return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


def _hear(case: Questions) -> str:
    now = datetime.now(UTC)
    requests = [arrived(case, webhook, now) for webhook in samples(case)]
    alone = [ids_of(heard(case.adapter(), request)) for request in requests]
    adapter = case.adapter()
    for told in at_once(lambda _: [ids_of(heard(adapter, request)) for request in requests]):
        if told != alone:
            raise Broken("eight threads hear other facts than one", "keep nothing of a webhook in the adapter")
    return f"{THREADS} threads heard {len(requests)} webhooks"


def _do(case: Questions) -> str:
    deed = _chosen(deeds(case, case.adapter()))
    adapter = case.adapter()
    made = at_once(lambda _: _done(evolve(deed, key=new_key()), adapter))
    receipts = [one for one in made if one is not None]
    if not receipts:
        raise Broken(f"eight threads did no {deed.kind} at all", "see that one try does not stand in another's way")
    references = [one.reference for one in receipts if one.reference]
    if deed.repeat is not Repeat.SET and len(set(references)) < len(references):
        raise Broken(f"eight threads did {deed.kind}, and two have one receipt", "keep nothing of a try in the adapter")
    return f"{len(receipts)} × {deed.kind} by {THREADS} threads"


def _chosen(done: list[Deed]) -> Deed:
    """What can be done many times, if there is such."""
    order = (Repeat.KEYED, Repeat.NATURAL, Repeat.UNSAFE, Repeat.SET)
    return min((deed for deed in done), key=lambda deed: (deed.attempt.undoes is not None, order.index(deed.repeat)))


def _done(deed: Deed, adapter: Adapter) -> Receipt | None:
    try:
        return deed.on(adapter)
    except Refused:
        return None
    except Exception as error:
        raise Broken(
            f"{deed.kind} raised {kind_of(error)} when eight threads used the adapter",
            "share nothing between calls that is not safe for threads; make clients in a functools.cached_property",
        ) from error
