"""An adapter that keeps what it is asked, and fails where it is told to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from retention_sdk import IssueCoupon, PercentOff, Tag
from retention_sdk.actions import KINDS
from retention_sdk.platforms import (
    Adapter,
    AdapterError,
    Attempt,
    CredentialsRefused,
    InvalidSignature,
    Refused,
    Repeat,
    TryLater,
    WebhookRequest,
)
from retention_sdk.testing import START, AnswerLost, Call, Recorder

COUPON = IssueCoupon(PercentOff(5))


def test_it_is_an_adapter() -> None:
    """It has all that an adapter has, can do everything, and has nothing to tell."""
    adapter: Adapter = Recorder()
    assert set(adapter.capabilities) == set(KINDS)
    assert [*adapter.history(), *adapter.setup(), *adapter.doctor()] == []
    with pytest.raises(InvalidSignature, match="nobody has anything to tell it"):
        adapter.receive(WebhookRequest({}, b""))
    adapter.close()


def test_what_it_does_not_carry_out() -> None:
    """A kind that it was not given is refused by name, as every adapter does, and is not kept."""
    recorder = Recorder(capabilities={"tag": Repeat.SET})
    with pytest.raises(Refused, match="does not carry out issue_coupon"):
        recorder.perform(COUPON, "key-1")
    assert recorder.calls == recorder.made == []


def test_once_a_key() -> None:
    """What it is asked again under a key is kept as asked, and not carried out again; the receipt is the same."""
    recorder = Recorder()
    first, again = recorder.perform(COUPON, "key-1"), recorder.perform(COUPON, "key-1", Attempt(first_at=START))
    recorder.perform(Tag("vip"), "key-2")
    assert first == again
    assert (first.reference, first.code) == ("r-key-1", "code-key-1")
    assert recorder.calls[1] == Call(COUPON, "key-1", Attempt(first_at=START))
    assert (recorder.actions, recorder.kinds) == ([COUPON, Tag("vip")], ["issue_coupon", "tag"])
    assert recorder.keys == ["key-1", "key-2"]


def test_what_is_unsafe_is_done_twice() -> None:
    """Where a repeat is not safe, only whoever says that it was tried before is spared a second one."""
    recorder = Recorder("till", {"issue_coupon": Repeat.UNSAFE})
    recorder.perform(COUPON, "key-1")
    recorder.perform(COUPON, "key-1")
    recorder.perform(COUPON, "key-1", Attempt(first_at=START))
    assert recorder.keys == ["key-1", "key-1"]


@pytest.mark.parametrize("error", [TryLater("busy"), CredentialsRefused("who are you?"), Refused("no such product")])
def test_it_fails(error: AdapterError) -> None:
    """It fails as it is told, at what it is told, as often as it is told, and nothing is carried out then."""
    recorder = Recorder()
    recorder.fails(error, IssueCoupon, times=2)
    recorder.perform(Tag("vip"), "key-1")
    for _ in range(2):
        with pytest.raises(type(error)) as caught:
            recorder.perform(COUPON, "key-2")
        assert caught.value is error
    assert recorder.kinds == ["tag"]
    recorder.perform(COUPON, "key-2")
    assert recorder.kinds == ["tag", "issue_coupon"]
    assert len(recorder.calls) == 4


def test_until_it_works() -> None:
    """Where nobody says how often, it fails until it works again."""
    recorder = Recorder()
    recorder.fails(TryLater("down"))
    for number in range(3):
        with pytest.raises(TryLater, match="down"):
            recorder.perform(COUPON, f"key-{number}")
    recorder.works()
    recorder.perform(COUPON, "key-0")
    assert recorder.keys == ["key-0"]


def test_a_lost_answer() -> None:
    """It did it, and nobody heard: the next try with that key finds it done."""
    recorder = Recorder()
    recorder.fails(AnswerLost(), times=1)
    with pytest.raises(TryLater, match="nobody knows"):
        recorder.perform(COUPON, "key-1")
    recorder.perform(COUPON, "key-1", Attempt(first_at=START))
    assert (len(recorder.calls), recorder.keys) == (2, ["key-1"])


def test_threads() -> None:
    """Many threads may ask it at once; a key is done once."""
    recorder = Recorder()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: recorder.perform(COUPON, f"key-{number % 5}"), range(200)))
    assert (len(recorder.calls), sorted(recorder.keys)) == (200, [f"key-{number}" for number in range(5)])
