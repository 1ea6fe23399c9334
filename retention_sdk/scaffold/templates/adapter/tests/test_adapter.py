"""The adapter some_name."""

import pytest
from retention_sdk import (
    AmountOff,
    BadValue,
    Benefit,
    FreeItem,
    IssueCoupon,
    PercentOff,
    Secret,
    days,
    hookimpl,
    strategy,
)
from retention_sdk.platforms import Attempt, Recipient, Refused
from retention_sdk.testing import START, Shop, eur

from retention_some_name import SomeName
from retention_some_name.fake import SIGNER, TOKEN, Fake


@pytest.fixture
def fake() -> Fake:
    """The platform."""
    return Fake()


@pytest.mark.parametrize(
    ("benefit", "worth"),
    [
        (PercentOff(10), {"percent": 10}),
        (AmountOff(eur("5.50")), {"amount": "5.50", "currency": "EUR"}),
    ],
)
def test_what_the_platform_is_told(fake: Fake, benefit: Benefit, worth: dict[str, object]) -> None:
    """A coupon's worth, whose it is, and when it ends: counted from the event that it is for."""
    attempt = Attempt(whom=Recipient("ann"), at=START)
    receipt = fake.connected().perform(IssueCoupon(benefit, valid_for=days(30)), "key-1", attempt)
    assert fake.coupons[receipt.reference] == {**worth, "customer": "ann", "ends_at": (START + days(30)).isoformat()}


@pytest.mark.parametrize("action", [IssueCoupon(FreeItem("beans")), IssueCoupon(PercentOff(10), skus=("beans",))])
def test_what_its_coupons_cannot_be(fake: Fake, action: IssueCoupon) -> None:
    """What the platform has no coupon for is refused, and nothing else is issued in its place."""
    with pytest.raises(Refused, match="coupons"):
        fake.connected().perform(action, "key-1")
    assert not fake.coupons


def test_the_token_goes_nowhere_in_the_clear() -> None:
    """An address without encryption is refused, and the sentence begins with the setting."""
    token, signer = Secret(TOKEN), Secret(SIGNER)
    with pytest.raises(BadValue, match=r"^url does not begin with https"):
        SomeName(url="http://shop.example/api", token=token, webhook_secret=signer)


@strategy
class Thanks:
    """A coupon for each order."""

    @hookimpl
    def on_purchase(self) -> list[IssueCoupon]:
        """Gives it."""
        return [IssueCoupon(PercentOff(15))]


def test_in_a_shop(fake: Fake) -> None:
    """What a strategy gives is issued on the platform, once; a refund of the order makes it void."""
    with Shop(strategies={"thanks": Thanks()}, adapters={"platform": fake.connected()}) as shop:
        shop.buys("ann", 20)
        shop.delivers()
        shop.delivers()
        assert [coupon["percent"] for coupon in fake.coupons.values()] == [15]
        shop.refunds("ann")
        shop.delivers()
        assert not fake.coupons
