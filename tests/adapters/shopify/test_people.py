"""Tags, birthdays and consent: sets, so that twice comes to the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retention_adapters.shopify.graphql import UserErrors
from retention_adapters.shopify.people import define_birth_date, keep_birth_date, keep_consent
from retention_sdk import Tag, Untag
from retention_sdk.errors import Refused
from tests.adapters.shopify.kit import ANN, ANN_GID, GUEST, Actor


def ann(actor: Actor) -> dict[str, Any]:
    """The customer."""
    return actor.fake.state.the(ANN_GID)


def test_tags() -> None:
    """A tag is put on and taken off, twice too, and the customer's other tags stay."""
    actor = Actor()
    ann(actor)["tags"] = ["vip"]
    actor.tries(Tag("at-risk"))
    actor.tries(Tag("at-risk"))
    assert ann(actor)["tags"] == ["vip", "at-risk"]
    actor.tries(Untag("at-risk"), "k-2")
    actor.tries(Untag("at-risk"), "k-2")
    assert ann(actor)["tags"] == ["vip"]


@pytest.mark.parametrize(("name", "action"), [("tagsAdd", Tag("a")), ("tagsRemove", Untag("a"))])
def test_lost_answer_and_throttled(name: str, action: Tag | Untag) -> None:
    """A lost answer is asked for again; a wait for points changes nothing."""
    actor = Actor()
    actor.fake.throttles(2)
    actor.loses(name, action)
    assert ann(actor)["tags"] == (["a"] if name == "tagsAdd" else [])


def test_nobody() -> None:
    """Who has no account in the shop cannot be tagged."""
    with pytest.raises(Refused, match="needs a customer of the shop"):
        Actor(whom=GUEST).tries(Tag("a"))


def test_birth_date() -> None:
    """A birthday is kept where Shopify keeps it, as a date."""
    actor = Actor()
    for _ in range(2):
        keep_birth_date(actor.graphql, ANN, date(1990, 2, 28))
    kept = ann(actor)["metafields"]["facts", "birth_date"]
    assert (kept["type"], kept["value"]) == ("date", "1990-02-28")


def test_birth_dates_are_defined_once() -> None:
    """The place for birthdays is made where there is none, and a lost answer to that is no trouble."""
    actor = Actor()
    actor.fake.loses("standardMetafieldDefinitionEnable")
    define_birth_date(actor.graphql)
    assert not define_birth_date(actor.graphql)
    assert actor.count("MetafieldDefinition") == 1


def test_consent() -> None:
    """A yes and a no are kept with their time; a no is the one that Shopify takes."""
    actor = Actor()
    keep_consent(actor.graphql, ANN, given=True, at=actor.fake.state.now)
    assert ann(actor)["defaultEmailAddress"]["marketingState"] == "SUBSCRIBED"
    keep_consent(actor.graphql, ANN, given=False, at=actor.fake.state.now)
    assert ann(actor)["defaultEmailAddress"]["marketingState"] == "UNSUBSCRIBED"
    with pytest.raises(UserErrors, match="email address"):
        keep_consent(actor.graphql, "2", given=True, at=actor.fake.state.now)
