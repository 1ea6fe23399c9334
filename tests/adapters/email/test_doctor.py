"""What the doctor finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Secret
from tests.adapters.email.channels import LINKS, STAFF, email
from tests.adapters.email.server import Mailbox, served

if TYPE_CHECKING:
    from pathlib import Path


def test_all_is_well() -> None:
    """Where all is well there is nothing to say."""
    with served(Mailbox(), guarded=True) as port:
        channel = email(port, username="bean-leaf", password=Secret("hunter2"), staff=STAFF, **LINKS)
        assert channel.doctor() == []


@pytest.mark.parametrize(
    ("wrong", "code", "told"),
    [
        ({"port": 1}, "unreachable", "check host, port and security"),
        ({"username": "bean-leaf", "password": Secret("no")}, "credentials", "check username and password"),
        ({"security": "starttls"}, "credentials", "knows no such security"),
        ({"sender": "Bean & Leaf"}, "address", "sender is no address"),
        ({"staff": {"agent": "nobody"}}, "address", "staff.agent is no address"),
        ({"unsubscribe_url": ""}, "no_unsubscribe", "no advertising is sent"),
        ({"unsubscribe_url": "http://x.example"}, "unsubscribe_url", "over https alone"),
        ({"host": "mail.invalid"}, "open", "security = 'starttls'"),
    ],
)
def test_what_is_wrong(wrong: dict[str, Any], code: str, told: str) -> None:
    """Each thing that is wrong is said in a sentence of its own, with what to do."""
    with served(Mailbox(), guarded="username" in wrong) as port:
        found = email(**{"port": port, **LINKS, **wrong}).doctor()
    assert [one.sentence for one in found if one.code == code and told in one.sentence]


def test_a_message_with_a_mistake(tmp_path: Path) -> None:
    """A message that cannot be read is named with its line, before anybody should get it."""
    (tmp_path / "news.en.txt").write_text("Subject: News\n\n{% if %}", encoding="utf-8")
    with served(Mailbox()) as port:
        (found,) = email(port, templates=str(tmp_path), **LINKS).doctor()
    assert found.sentence.startswith("news.en.txt, line 3: ")
