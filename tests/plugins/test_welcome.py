"""The strategy welcome."""

from retention_plugins.welcome import Welcome
from retention_sdk import Credit, IssueCoupon, PercentOff, SendMessage, SignUp, Tag, days
from tests.plugins.build import NOW, customer, memory

EVENT = SignUp(id="s-1", customer="c", occurred_at=NOW)


def test_membership_is_free() -> None:
    """By default: the tag and a message, and nothing that costs."""
    tag, message, _ = actions = list(Welcome().on_sign_up(EVENT, customer()))
    assert tag == Tag("member", reason="signed up")
    assert message == SendMessage("welcome", reason="signed up")
    assert memory(actions) == {"since": NOW.isoformat()}


def test_gifts_to_begin_with() -> None:
    """Points and a coupon are given where the merchant says so."""
    welcome = Welcome(points=50, unit="miles", percent=5, valid_days=14)
    _, _, credit, coupon, _ = welcome.on_sign_up(EVENT, customer())
    assert credit == Credit("miles", 50, reason="signed up")
    assert coupon == IssueCoupon(PercentOff(5), valid_for=days(14), reason="signed up")


def test_once_a_customer() -> None:
    """Neither a member nor one who was a member before is welcomed again."""
    assert not list(Welcome().on_sign_up(EVENT, customer(tags=frozenset({"member"}))))
    assert not list(Welcome().on_sign_up(EVENT, customer(state={"since": NOW.isoformat()})))


def test_it_says_what_it_does() -> None:
    """A merchant reads what is given, as it is set."""
    assert list(Welcome().in_words()) == ["Whoever signs up is welcomed, once."]
    both = Welcome(points=50, percent=10)
    assert list(both.in_words()) == ["Whoever signs up is welcomed with 50 points and a coupon for 10 % off, once."]
