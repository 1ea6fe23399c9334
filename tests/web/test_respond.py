"""`respond`: the same answers for a view of any framework."""

from __future__ import annotations

import json

import pytest

from retention_sdk.web import alive, ready, respond
from tests.inbox.shop import Shop, opened, order, points, sent


@pytest.mark.parametrize(
    ("adapter", "method", "secret", "status"),
    [
        ("shop", "POST", "made up for tests", 200),
        ("shop", "POST", "wrong", 401),
        ("shop", "GET", "wrong", 405),
        ("shpo", "POST", "made up for tests", 404),
    ],
)
def test_each_answer(sqlite_url: str, adapter: str, method: str, secret: str, status: int) -> None:
    """The parts of a request are enough, and each answer is JSON."""
    request = sent(order("o-1"), secret=secret)
    with opened(sqlite_url, Shop()) as engine:
        answer = respond(engine, adapter, method, request.headers, request.body, "a=b")
        assert answer.status == status
        assert answer.headers["content-type"] == "application/json"
        assert json.loads(answer.body)
        engine.process_inbox()
        assert points(engine) == (10 if status == 200 else 0)


def test_too_large(sqlite_url: str) -> None:
    """A body above the limit is not taken, though the framework let it in."""
    request = sent(b" " * 3000)
    with opened(sqlite_url, Shop(), service={"body_limit": 2048}) as engine:
        assert respond(engine, "shop", "POST", request.headers, request.body).status == 413
        assert (alive().status, ready(engine).status) == (200, 200)
