"""A card on joining: one a person, another where it was lost, and a till that finds whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.guests import claim_of, guest
from retention_plugins.membership import Membership
from retention_sdk import BadValue, CardLost, Credit, IssueCoupon, IssueNumber, Profile, SendMessage, SignUp, Tag
from tests.audit import audit
from tests.build import after, opened
from tests.build import order as bought
from tests.plugins.build import NOW, customer, memory, only

if TYPE_CHECKING:
    from retention_sdk import Engine

MEMBERSHIP: Any = Membership(points=5, percent=10)
JOINED = SignUp(id="s", customer="c", occurred_at=NOW)


def test_a_card_on_joining() -> None:
    """Whoever signs up has a tag, a card, a message with it, and what the shop gives besides."""
    answer = list(MEMBERSHIP.on_sign_up(JOINED, customer()))
    assert [type(one) for one in answer[:5]] == [Tag, IssueNumber, Credit, IssueCoupon, SendMessage]
    assert only(answer, SendMessage).template == "membership_card"


def test_one_card_a_person() -> None:
    """Whoever has a card gets none for signing up again."""
    state = memory(list(MEMBERSHIP.on_sign_up(JOINED, customer())))
    assert list(MEMBERSHIP.on_sign_up(JOINED, customer(state=state))) == []


def test_a_lost_card() -> None:
    """A member gets another card and a message with it; whoever is none has lost nothing."""
    state = memory(list(MEMBERSHIP.on_sign_up(JOINED, customer())))
    answer = list(MEMBERSHIP.on_card_lost(customer(state=state)))
    assert [type(one) for one in answer] == [IssueNumber, SendMessage]
    assert list(MEMBERSHIP.on_card_lost(customer())) == []


def test_in_words() -> None:
    """It says what whoever signs up gets."""
    first, _ = MEMBERSHIP.in_words()
    assert first == "Who signs up gets a card with a number of their own and 5 points and a coupon for 10 % off, once."
    assert next(Membership().in_words()) == "Who signs up gets a card with a number of their own, once."


def joined(name: str, day: int = 0) -> SignUp:
    """Somebody joins."""
    return SignUp(id=f"s-{name}", customer=name, occurred_at=after(day), profile=Profile(email=f"{name}@example.com"))


def card(engine: Engine, name: str) -> str:
    """The number of somebody's card."""
    number = engine.number(name, "card")
    assert number is not None
    return number


def looked_up(engine: Engine, number: str) -> tuple[str, bool]:
    """Whose a number is, and whether it counts."""
    found = engine.numbered(number)
    assert found is not None
    return found.customer, found.valid


def test_a_till_finds_a_member(database_url: str) -> None:
    """By the number of the card, however it is typed; an old number says that it is void, and what is none says so."""
    with opened(database_url, plugins={"membership": {}}) as engine:
        engine.handle_many([joined("ann"), joined("bob")])
        first, other = card(engine, "ann"), card(engine, "bob")
        assert (len(first), first != other, first.isdecimal()) == (18, True, True)
        assert looked_up(engine, f" {first[:6]} {first[6:12]}-{first[12:]}") == ("ann", True)
        engine.handle(CardLost(id="l-1", customer="ann", occurred_at=after(3)))
        assert (looked_up(engine, first), looked_up(engine, card(engine, "ann"))) == (("ann", False), ("ann", True))
        assert looked_up(engine, other) == ("bob", True)
        swapped = first[1] + first[0] + first[2:] if first[0] != first[1] else first[:-1] + str(9 - int(first[-1]))
        for wrong in (swapped, first[:-1], "", "x" * 18, first[:-1] + "٣"):
            with pytest.raises(BadValue) as raised:
                engine.numbered(wrong)
            assert first[:6] not in str(raised.value)
        nobody = next(n for n in range(10) if _checks(engine, f"{'1' * 17}{n}"))
        assert engine.numbered(f"{'1' * 17}{nobody}") is None
        assert (engine.number("carl", "card"), engine.number("ann", "badge")) == (None, None)
        assert audit(engine) == []


def _checks(engine: Engine, number: str) -> bool:
    try:
        engine.numbered(number)
    except BadValue:
        return False
    return True


def test_a_number_stays(sqlite_url: str) -> None:
    """The number is the same for another process, and differs between stores that know the same facts."""
    with opened(sqlite_url, plugins={"membership": {}}) as engine:
        engine.handle(joined("ann"))
        number = card(engine, "ann")
    with opened(sqlite_url, plugins={"membership": {}}) as engine:
        assert card(engine, "ann") == number
    with opened(sqlite_url, plugins={"membership": {}}, store={"name": "Another"}) as engine:
        engine.handle(joined("ann"))
        assert card(engine, "ann") != number
        assert engine.numbered(number) is None


def test_two_who_are_one_keep_one_card(database_url: str) -> None:
    """The card of whoever joined first counts, whoever survives; the other's leads to them, and is void."""
    for into, other in (("ann", "anna"), ("bea", "beata")):
        with opened(database_url, plugins={"membership": {}}) as engine:
            engine.handle_many([joined("ann"), joined("anna", 5), joined("beata"), joined("bea", 5)])
            cards = {name: card(engine, name) for name in (into, other)}
            engine.merge(into, other, at=after(9))
            counts = "ann" if into == "ann" else "beata"
            assert {name: looked_up(engine, number) for name, number in cards.items()} == {
                name: (into, name == counts) for name in (into, other)
            }
            assert card(engine, other) == card(engine, into) == cards[counts]
            assert audit(engine) == []


def test_orders_of_before_are_claimed(sqlite_url: str) -> None:
    """What a guest bought under the address of an account is the member's."""
    with opened(sqlite_url, plugins={"membership": {}, "points": {}}) as engine:
        engine.handle(bought("o-1", guest("ann@example.com"), 30))
        engine.handle_many([joined("ann", 2), claim_of("ann", "ann@example.com", after(2), source="w", as_of=after(2))])
        assert engine.customer("ann").wallet("points").available == 30
        assert looked_up(engine, card(engine, "ann")) == ("ann", True)
        assert audit(engine) == []


def test_whoever_is_forgotten(database_url: str) -> None:
    """Nobody is found by the card of somebody who is forgotten; whoever comes back has another."""
    with opened(database_url, plugins={"membership": {}}) as engine:
        engine.handle(joined("ann"))
        number = card(engine, "ann")
        engine.erase("ann", at=after(1))
        assert engine.numbered(number) is None
        engine.handle(SignUp(id="s-2", customer="ann", occurred_at=after(2)))
        assert card(engine, "ann") != number
        assert engine.numbered(number) is None
        assert audit(engine) == []


def test_late_and_in_any_order(sqlite_url: str) -> None:
    """A loss that is told before the joining, and a joining of before: the card of the latest loss counts."""
    with opened(sqlite_url, plugins={"membership": {}}) as engine:
        engine.handle(CardLost(id="l-1", customer="ann", occurred_at=after(3)))
        assert engine.number("ann", "card") is None
        engine.handle(joined("ann", 1))
        replaced = card(engine, "ann")
        engine.handle(SignUp(id="s-0", customer="ann", occurred_at=after()))
        assert card(engine, "ann") == replaced
        assert audit(engine) == []
