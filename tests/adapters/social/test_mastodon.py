"""Posting on a server with Mastodon's interface: once, whatever gets lost on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from retention_sdk import CreateTask, Engine, PostSocial, Secret, StoreDay
from retention_sdk.errors import BadValue
from retention_sdk.events import STORE
from retention_sdk.platforms import (
    FIRST,
    Attempt,
    CredentialsRefused,
    InvalidSignature,
    Refused,
    Repeat,
    TryLater,
    WebhookRequest,
)
from tests.adapters.social.fake import NOON, PICTURE, URL, Fake, mastodon
from tests.build import config

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

POST = PostSocial("mastodon", "New beans", link="https://shop.example/beans")
TEXT = "New beans\n\nhttps://shop.example/beans"


@pytest.fixture
def fake(httpx_mock: HTTPXMock) -> Fake:
    """The server."""
    return Fake(httpx_mock)


def test_a_post(fake: Fake) -> None:
    """Text and link are posted for everybody; the receipt says where it stands."""
    receipt = mastodon(language="en").perform(POST, "k-1")
    assert fake.posted[0]["status"] == TEXT
    assert (fake.posted[0]["visibility"], fake.posted[0]["language"]) == ("public", "en")
    assert (receipt.reference, receipt.data["url"], receipt.notes) == ("1", f"{URL}/@beanleaf/1", ())


def test_a_link_that_is_in_the_text(fake: Fake) -> None:
    """A link that the text has already is not said twice."""
    mastodon().perform(PostSocial("mastodon", "See https://x.example now", link="https://x.example"), "k-1")
    assert fake.posted[0]["status"] == "See https://x.example now"


def test_a_picture(fake: Fake) -> None:
    """A picture is fetched and handed over first, with its words; one that takes time is waited for."""
    fake.works = 2
    action = PostSocial("mastodon", "New beans", image=PICTURE, alt="Säcke voll Bohnen")
    mastodon().perform(action, "k-1")
    assert fake.posted[0]["media_ids"] == ["m-1"]
    assert b"PNG" in fake.pictures[0]
    assert "Säcke voll Bohnen".encode() in fake.pictures[0]


def test_a_picture_that_never_is_ready(fake: Fake) -> None:
    """A server that is at work on a picture for ever is asked another time; nothing was posted."""
    fake.works = 99
    with pytest.raises(TryLater, match="at work"):
        mastodon().perform(PostSocial("mastodon", "New beans", image=PICTURE), "k-1")
    assert fake.posted == []


@pytest.mark.parametrize(
    "answer", [httpx.Response(404), httpx.Response(200, text="<html>", headers={"Content-Type": "text/html"})]
)
def test_no_picture(fake: Fake, answer: httpx.Response) -> None:
    """Where there is no picture nothing is posted, and a person reads why."""
    fake.vice = lambda request: answer if request.url.host == "shop.example" else None
    with pytest.raises(Refused, match=r"no picture at shop\.example/beans\.png"):
        mastodon().perform(PostSocial("mastodon", "New beans", image=PICTURE), "k-1")
    assert fake.posted == []


@pytest.mark.parametrize("hours", [0, 2, 30])
def test_a_lost_answer(fake: Fake, hours: int) -> None:
    """Nobody knows what became of it, so it is sent once; the next try looks first, and finds it, however late."""
    fake.loses = True
    with pytest.raises(TryLater, match="nobody knows"):
        mastodon().perform(POST, "k-1")
    fake.now += timedelta(hours=hours)
    fake.seen("something else")
    receipt = mastodon().perform(POST, "k-1", Attempt(first_at=NOON))
    assert (receipt.reference, receipt.notes) == ("1", ("an earlier try had come through",))
    assert [one["source"] for one in fake.posted] == ["something else", TEXT]


def test_last_weeks_post(fake: Fake) -> None:
    """The same text of another week is no earlier try of this one."""
    fake.seen(TEXT)
    fake.now += timedelta(days=7)
    mastodon().perform(POST, "k-1", Attempt(first_at=fake.now))
    assert len(fake.posted) == 2


def test_behind_many_others(fake: Fake) -> None:
    """An earlier try is found behind a page of others; behind too many nobody can say, and nothing is posted."""
    fake.seen(TEXT)
    for number in range(50):
        fake.seen(f"post {number}")
    assert mastodon().perform(POST, "k-1", Attempt(first_at=NOON)).reference == "1"
    for number in range(200):
        fake.seen(f"more {number}")
    with pytest.raises(TryLater, match="too much"):
        mastodon().perform(POST, "k-1", Attempt(first_at=NOON))
    assert len(fake.posted) == 251


def test_one_that_was_taken_down(fake: Fake) -> None:
    """A post that is gone when it is looked at is not the one."""
    fake.seen("another")
    fake.vice = lambda request: httpx.Response(404) if request.url.path.endswith("/source") else None
    assert mastodon().perform(POST, "k-1", Attempt(first_at=NOON)).reference == "2"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(401, json={"error": "The access token is invalid"}), CredentialsRefused),
        (httpx.Response(403, json={"error": "This action is outside the authorized scopes"}), CredentialsRefused),
        (httpx.Response(404), Refused),
        (httpx.Response(422, json={"error": "Validation failed"}), Refused),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), Refused),
        (httpx.Response(429), TryLater),
        (httpx.Response(500, text="oops"), TryLater),
        (httpx.Response(503), TryLater),
        (httpx.Response(200, text="<html>"), TryLater),
        (httpx.Response(200, json=["odd"]), TryLater),
    ],
    ids=lambda one: str(getattr(one, "status_code", one.__class__.__name__)),
)
def test_what_goes_wrong(fake: Fake, answer: httpx.Response, error: type[Exception]) -> None:
    """Whatever a server answers is one of three errors; the token is in none of them, and it is sent once."""
    asked = []

    def vice(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    fake.vice = vice
    with pytest.raises(error) as caught:
        mastodon().perform(POST, "k-1")
    assert "t0ken" not in str(caught.value)
    assert len(asked) == 1


def test_too_long(fake: Fake) -> None:
    """The server's own words say what is wrong with a post."""
    with pytest.raises(Refused, match="limit of 500 exceeded"):
        mastodon().perform(PostSocial("mastodon", "x" * 501), "k-1")
    assert fake.posted == []


def test_what_it_is() -> None:
    """It posts on one account, of its own name; it is told nothing, and does nothing else."""
    adapter = mastodon(name="news")
    assert adapter.account == "news"
    assert adapter.capabilities == {"post_social": Repeat.UNSAFE}
    assert [*adapter.history(), *adapter.setup()] == []
    with pytest.raises(InvalidSignature):
        adapter.receive(WebhookRequest({}, b""))
    with pytest.raises(Refused, match="create_task"):
        adapter.perform(CreateTask("x"), "k", FIRST)
    adapter.close()
    with pytest.raises(BadValue, match="https"):
        mastodon(url="http://mastodon.example")


def test_the_doctor(fake: Fake) -> None:
    """It says nothing where all is well, and else a sentence for each thing that is wrong."""

    def codes(**settings: Any) -> list[str]:
        return [finding.code for finding in mastodon(**settings).doctor()]

    assert codes() == []
    fake.seen("an old post")
    assert codes() == []
    assert codes(token=Secret("stolen")) == ["token"]
    fake.vice = lambda request: httpx.Response(403) if request.url.path.endswith("/source") else None
    assert codes() == ["scope"]
    fake.vice = lambda _: httpx.Response(404)
    assert codes() == ["address"]


def test_from_the_file_to_the_account(fake: Fake, sqlite_url: str) -> None:
    """A post of the file is posted on the account that it names, once, though the first answer is lost."""
    post = {"text": "New beans", "time": "10:00", "day": "2101-03-02", "accounts": ["news"]}
    tables = config(sqlite_url, plugins={"social_post": {"accounts": ["fun", "news"], "posts": [post]}})
    adapters = {name: mastodon(name=name) for name in ("fun", "news")}
    at = NOON.replace(year=2101, hour=0)
    with Engine.from_config(tables, adapters=adapters) as engine:
        engine.handle(StoreDay(id="d", customer=STORE, occurred_at=at, day=at.date()))
        fake.now, fake.loses = at + timedelta(hours=10), True
        done = [engine.deliver_pending(now=fake.now + timedelta(minutes=n)).done for n in range(3)]
        assert (sum(done), len(fake.posted)) == (1, 1)
        [parcel] = engine.outbox.find(["done"])
        assert parcel.adapter == "news"
