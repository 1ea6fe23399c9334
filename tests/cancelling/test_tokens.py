"""Tokens: what a customer brings back is what they were given, or it is refused."""

from __future__ import annotations

from datetime import timedelta
from string import printable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Engine, RetentionError, TokenRefused
from retention_sdk.cancelling.tokens import Claim, sign, verified
from tests.build import START, after, rows
from tests.engine.leaving import SECRET, TwoOffers, leaving, session, shop
from tests.laws.crowd import together

CLAIM = Claim("bean-leaf", "c", "s-1", "x-1", "k" * 32, 4_102_488_000)
TOKEN = sign(CLAIM, SECRET)
THREADS = 16


@settings(max_examples=60)
@given(st.builds(Claim, *[st.text(max_size=20)] * 5, st.integers(0, 2**40)))
def test_a_token_says_what_was_signed(claim: Claim) -> None:
    """Whatever is signed is read again, and needs no quoting in a URL."""
    token = sign(claim, SECRET)
    assert verified(token, SECRET) == claim
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@settings(max_examples=100)
@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(printable + "é") | st.just(""))
def test_any_changed_byte_is_refused(place: int, character: str) -> None:
    """A token with another character anywhere, or with one less, is forged."""
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed != TOKEN:
        with pytest.raises(TokenRefused, match="was not made by this store") as error:
            verified(changed, SECRET)
        assert error.value.code == "token_forged"


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_rubbish_is_refused(text: str) -> None:
    """Any text is refused, and raises nothing else."""
    with pytest.raises(TokenRefused):
        verified(text, SECRET)


def test_another_secret() -> None:
    """A token of another store's secret is forged."""
    with pytest.raises(TokenRefused):
        verified(TOKEN, SECRET[::-1])


def refused(engine: Engine, token: str, **more: object) -> str:
    """The code with which a token is refused."""
    with pytest.raises(TokenRefused) as error:
        engine.accept(token, **more)  # type: ignore[arg-type]
    return error.value.code


def test_who_may_bring_a_token_and_when(sqlite_url: str) -> None:
    """A token is good for its store and its customer, until its time is over; then another can be had."""
    with shop(sqlite_url, {"two": TwoOffers()}, offers={"secret": SECRET, "valid_minutes": 5}) as engine:
        engine.handle(leaving())
        offer = engine.offers(session(engine), at=START)[0]
        assert offer.expires_at == after(minutes=5)
        assert refused(engine, offer.token, at=after(minutes=5)) == "token_expired"
        assert refused(engine, offer.token, customer="d", at=START) == "token_other_customer"
        assert refused(engine, sign(Claim("other", "c", "s-1", "x-1", offer.key, 2**33), SECRET)) == "token_other_store"
        again = engine.offers(session(engine), at=after(minutes=6))[0]
        accepted = engine.accept(again.token, at=after(minutes=7))
        assert accepted.granted
        # whoever asks again after that is told the same
        assert engine.accept(offer.token, at=after(9)) == accepted


def test_a_token_is_no_good_after_the_offer(sqlite_url: str) -> None:
    """A token never outlives its offer, and an offer whose time is over has none."""
    with shop(sqlite_url, {"two": TwoOffers()}) as engine:
        engine.handle(leaving())
        late = after(2) - timedelta(minutes=1)
        assert engine.offers(session(engine), at=late)[0].expires_at == after(2)
        assert engine.offers(session(engine), at=after(2)) == ()


def test_no_secret(sqlite_url: str) -> None:
    """Without a secret no token is made, and the error says what to write."""
    with shop(sqlite_url, {"two": TwoOffers()}, offers={}) as engine:
        engine.handle(leaving())
        with pytest.raises(RetentionError, match=r"the file has no \[offers\] secret; add secret = "):
            engine.offers(session(engine))


@pytest.mark.parametrize("engines", [1, 4])
def test_accepting_from_everywhere(database_url: str, engines: int) -> None:
    """The same offer accepted by 16 threads at 16 times is accepted once, and all of them are told the same."""
    shops = [shop(database_url, {"two": TwoOffers()}, limits={"monthly_budget": "6 EUR"}) for _ in range(engines)]
    shops[0].handle(leaving())
    token = shops[0].offers(session(shops[0]), at=START)[0].token
    decisions = together(THREADS, lambda n: shops[n % engines].accept(token, at=START + timedelta(seconds=n)))
    assert all(decision == decisions[0] for decision in decisions)
    assert [row.kind for row in rows(shops[0], "outbox") if row.status == 0] == ["discount_subscription"]
    assert [row.amount for row in rows(shops[0], "counters")] == [600]
    for engine in shops:
        engine.close()


def test_two_offers_from_everywhere(database_url: str) -> None:
    """Two offers of one session accepted by 16 threads: one of them is given, whichever it is."""
    with shop(database_url, {"two": TwoOffers()}) as engine:
        engine.handle(leaving())
        tokens = [one.token for one in engine.offers(session(engine), at=START)]
        decisions = together(THREADS, lambda n: engine.accept(tokens[n % 2], at=START + timedelta(seconds=n)))
        waiting = [row.kind for row in rows(engine, "outbox") if row.status == 0]
        assert len(waiting) == 1
        assert {bool(decision.granted) for decision in decisions} == {True, False}
