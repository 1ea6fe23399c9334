"""The guard some_name."""

import pytest
from retention_sdk import BadValue, Credit, Debit
from retention_sdk.testing import Shop, order, visit

from retention_some_name import SomeName


def test_what_it_refuses() -> None:
    """A gift for an order with a ruled out item is refused, and the sentence names the item."""
    refused = SomeName(skus=("beans",)).review_action(Credit("points", 5), order())
    assert refused is not None
    assert refused.code == "ruled_out"
    assert "beans" in refused.sentence


def test_what_it_lets_pass() -> None:
    """Another item, another event, and what takes something pass."""
    guard = SomeName(skus=("beans",))
    assert SomeName().review_action(Credit("points", 5), order()) is None
    assert guard.review_action(Credit("points", 5), visit()) is None
    assert guard.review_action(Debit("points", 5), order()) is None


def test_nothing_ruled_out_is_a_mistake() -> None:
    """Whoever names no item has forgotten one; the sentence begins with the setting."""
    with pytest.raises(BadValue, match=r"^skus is empty"):
        SomeName(skus=())


def test_in_a_shop() -> None:
    """No points for what is ruled out."""
    with Shop(plugins={"points": {"rate": 1}, "some_name": {"skus": ["beans"]}}) as shop:
        shop.buys("ann", 20)
        assert shop.wallet("ann", "points").available == 0
