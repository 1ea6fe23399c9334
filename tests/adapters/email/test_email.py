"""What customers and staff get, by a real mail server."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.email.codes import qr_code
from retention_sdk import (
    AmountOff,
    CloseTask,
    CreateTask,
    IssueCoupon,
    IssueNumber,
    Money,
    PercentOff,
    Profile,
    RequestApproval,
    RequestSurvey,
    Secret,
    SendMessage,
)
from retention_sdk.platforms import Attempt, CredentialsRefused, Made, Receipt, Recipient, Refused, TryLater
from tests.adapters.email.channels import APOLOGY, GREETING, LINKS, SENDER, STAFF, email, to
from tests.adapters.email.server import Mailbox, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def mailbox() -> Mailbox:
    """Where the letters are."""
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    """Of the mail server."""
    with served(mailbox) as port:
        yield port


def test_an_apology(mailbox: Mailbox, port: int) -> None:
    """A letter is plain text and HTML, has the name, the order and the coupon, and comes from the store."""
    coupon = Made(IssueCoupon(PercentOff(10)), Receipt(code="sorry-7k2m"))
    receipt = email(port).perform(APOLOGY, "k1", to(beside=(coupon,)))
    (letter,) = mailbox.letters
    assert (letter["From"], letter["To"]) == (
        SENDER,
        "Zoë <zoe@customer.example>",
    )
    assert (letter["Subject"], letter["Message-ID"]) == ("We are sorry", receipt.reference)
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    for part in (text, html):
        assert "Zoë" in part
        assert "order 1001" in part
        assert "10 % off: sorry-7k2m" in part
    assert "<title>We are sorry</title>" in html
    assert "{{" not in text + html
    assert letter["List-Unsubscribe"] is None
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("locale", "subject", "coupon"),
    [
        ("cs", "Omlouváme se", "5,00"),
        ("pl_PL", "Przepraszamy", "5,00"),
        ("pt-BR", "Pedimos desculpa", "5,00"),
        ("fi", "We are sorry", "5.00"),
    ],
)
def test_languages(mailbox: Mailbox, port: int, locale: str, subject: str, coupon: str) -> None:
    """A customer is written to in their language, and in the store's where there is no message in it."""
    made = Made(IssueCoupon(AmountOff(Money.of(5, "EUR"))), Receipt(code="x"))
    email(port).perform(APOLOGY, "k", to(locale, beside=(made,)))
    (letter,) = mailbox.letters
    assert letter["Subject"] == subject
    assert coupon in letter.get_body(("plain",)).get_content()


def test_every_message_of_ours_can_be_written(mailbox: Mailbox, port: int) -> None:
    """Each message that a strategy which ships sends can be written in each language, and its HTML is whole."""
    channel = email(port, **LINKS, survey_url="https://beanleaf.example/survey/{survey}?order={order}")
    actions = [
        APOLOGY,
        GREETING,
        SendMessage("welcome"),
        SendMessage("membership_card"),
        SendMessage("membership_new_card"),
        SendMessage("referral_friend", data={"points": 5, "unit": "points"}),
        SendMessage("referral_thanks", data={"points": 0, "unit": "points"}),
        SendMessage("cancel_receipt", data={"session": "s", "subscription": None}),
        RequestSurvey("nps", order="1001"),
    ]
    for locale in ("en", "cs", "pl", "pt"):
        for number, action in enumerate(actions):
            channel.perform(action, f"{locale}-{number}", to(locale))
    letters = mailbox.letters
    assert len(letters) == 4 * len(actions)
    assert len({letter["Subject"] for letter in letters}) == len(letters)
    assert all(letter.get_body(("html",)).get_content().rstrip().endswith("</html>") for letter in letters)
    assert (
        "https://beanleaf.example/survey/nps?order=1001" in letters[len(actions) - 1].get_body(("plain",)).get_content()
    )


CARD = Made(IssueNumber("card"), Receipt(code="123456789012345675"))


def test_a_card(mailbox: Mailbox, port: int) -> None:
    """The number of a card is in the letter in groups, and as a QR code that is inside of it."""
    beside = (CARD, Made(IssueNumber("referral"), Receipt(code="9" * 18)))
    email(port).perform(SendMessage("membership_card"), "k", to(beside=beside))
    (letter,) = mailbox.letters
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "123456 789012 345675" in text
    assert '<img src="cid:code" alt="123456 789012 345675"' in html
    (picture,) = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<code>"
    assert picture.get_content() == qr_code("123456789012345675")
    assert picture.get_content().startswith(b"\x89PNG")


def test_a_letter_that_shows_no_number(mailbox: Mailbox, port: int) -> None:
    """What does not tell the number has no picture of it, though one was given for the same event."""
    email(port).perform(SendMessage("welcome"), "k", to(beside=(CARD,)))
    (letter,) = mailbox.letters
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "cid:" not in letter.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("locale", "points", "said"),
    [
        ("en", 1, "1 point is waiting"),
        ("en", 20, "20 points are waiting"),
        ("cs", 1, "čeká 1 bod."),
        ("cs", 3, "čekají 3 body."),
        ("cs", 20, "čeká 20 bodů."),
        ("pl", 22, "czekają 22 punkty."),
        ("pl", 12, "czeka 12 punktów."),
        ("pt", 20, "Tem 20 pontos"),
    ],
)
def test_points_in_words(mailbox: Mailbox, port: int, locale: str, points: int, said: str) -> None:
    """Units and verbs are in the number that the language has for so many."""
    email(port).perform(SendMessage("referral_thanks", data={"points": points, "unit": "points"}), "k", to(locale))
    assert said in mailbox.letters[0].get_body(("plain",)).get_content()


def test_the_link_of_one_click_is_whole(mailbox: Mailbox, port: int) -> None:
    """A long link stands in its header letter for letter: not folded, not encoded, however long it is."""
    email(port, **LINKS).perform(GREETING, "k" * 64, to())
    (raw,) = mailbox.raw
    (line,) = [one for one in raw.split(b"\r\n") if one.lower().startswith(b"list-unsubscribe:")]
    assert line.startswith(b"List-Unsubscribe: <https://retention.beanleaf.example/webhooks/email?t=")
    assert line.endswith(b">")
    assert len(line) > 140
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert line[19:-1] in raw.split(b"\r\n\r\n", 1)[1].replace(b"=\r\n", b"").replace(b"=3D", b"=")


def test_advertising_without_a_link_is_not_sent(mailbox: Mailbox, port: int) -> None:
    """Where nobody could end it, there is no advertising; what the customer must know is sent."""
    with pytest.raises(Refused, match="unsubscribe_url"):
        email(port).perform(GREETING, "k", to())
    email(port).perform(APOLOGY, "k", to())
    assert len(mailbox.letters) == 1


def test_a_lost_answer(mailbox: Mailbox, port: int) -> None:
    """A letter whose answer was lost is tried again with the same Message-ID, so that it is known as one."""
    mailbox.answers = {"DATA": ["lost"]}
    channel = email(port)
    with pytest.raises(TryLater):
        channel.perform(APOLOGY, "k1", to())
    channel.perform(APOLOGY, "k1", to())
    channel.perform(APOLOGY, "k2", to())
    first, again, other = (letter["Message-ID"] for letter in mailbox.letters)
    assert first == again != other


@pytest.mark.parametrize(
    ("command", "said", "error"),
    [
        ("RCPT", "550 5.1.1 zoe@customer.example is unknown", Refused),
        ("RCPT", "450 4.2.1 zoe@customer.example is busy", TryLater),
        ("DATA", "554 5.7.1 looks like spam", Refused),
        ("DATA", "451 4.3.0 come back", TryLater),
        ("RCPT", "530 5.7.0 who are you", CredentialsRefused),
    ],
)
def test_what_a_server_says(mailbox: Mailbox, port: int, command: str, said: str, error: Any) -> None:
    """A no for now is tried later, a no for ever is not tried again; the error has the number and no address."""
    mailbox.answers = {command: [said]}
    channel = email(port)
    with pytest.raises(error) as raised:
        channel.perform(APOLOGY, "k", to())
    assert said[:9].strip() in str(raised.value)
    assert "zoe" not in str(raised.value)
    assert mailbox.letters == []
    if error is TryLater:
        assert raised.value.after == timedelta(minutes=5)
    channel.perform(APOLOGY, "k", to())
    assert len(mailbox.letters) == 1


def test_who_may_send(mailbox: Mailbox) -> None:
    """A server that asks who is there lets in who has the password; it is shown nowhere."""
    with served(mailbox, guarded=True) as port:
        email(port, username="bean-leaf", password=Secret("hunter2")).perform(APOLOGY, "k", to())
        wrong = email(port, username="bean-leaf", password=Secret("hunter3"))
        for channel in (wrong, email(port)):
            with pytest.raises(CredentialsRefused) as error:
                channel.perform(APOLOGY, "k", to())
            assert "hunter" not in f"{error.value!r} {channel!r}"
    assert len(mailbox.letters) == 1


def test_a_server_that_is_gone() -> None:
    """Where nobody answers it is tried later."""
    with served(Mailbox()) as port:
        pass
    with pytest.raises(TryLater, match="did not answer"):
        email(port).perform(APOLOGY, "k", to())


def test_a_connection_that_went_stale() -> None:
    """A connection that the server closed in between is made again; no letter is lost or doubled."""
    mailbox = Mailbox()
    with served(mailbox) as port:
        channel = email(port)
        channel.perform(APOLOGY, "k1", to())
        channel._post._idle.queue[0].sock.close()
        channel.perform(APOLOGY, "k2", to())
        channel.perform(APOLOGY, "k3", to())
    assert len(mailbox.letters) == 3


@pytest.mark.parametrize(
    "profile",
    [
        Profile(),
        Profile(email="nobody"),
        Profile(email="a@b@c.example"),
        Profile(email="zoe@cust.example\r\nBcc: all@x.example"),
    ],
)
def test_no_address(mailbox: Mailbox, port: int, profile: Profile) -> None:
    """Who has no address, or none that mail can go to, is not written to; the error does not say who it is."""
    with pytest.raises(Refused) as error:
        email(port).perform(APOLOGY, "k", Attempt(whom=Recipient("c-1", profile)))
    assert "zoe" not in str(error.value)
    assert mailbox.letters == []


def test_nobody_in_particular(port: int) -> None:
    """A message to nobody is refused."""
    with pytest.raises(Refused, match="no e-mail address"):
        email(port).perform(APOLOGY, "k")


def test_tasks(mailbox: Mailbox, port: int) -> None:
    """A task goes to its role; that it is of no use any more is said in the same thread."""
    channel = email(port, staff=STAFF)
    channel.perform(CreateTask("Call back", role="supervisor", script="Say sorry."), "k1", to())
    channel.perform(CloseTask("k1"), "k1-undo", to())
    channel.perform(RequestApproval([IssueCoupon(PercentOff(50))], role="agent", plugin="save_offer"), "k2", to())
    task, closed, asked = mailbox.letters
    assert (task["Subject"], task["To"]) == ("Call back", "Sue <sue@beanleaf.example>")
    assert "Say sorry.\r\nCustomer: c-1" in task.get_body(("plain",)).get_content()
    assert closed["In-Reply-To"] == task["Message-ID"]
    assert (asked["To"], asked["Subject"]) == ("agents@beanleaf.example", "Please decide: save_offer proposes a gift")


def test_what_it_can_do(port: int) -> None:
    """It says it can do what it was given the means for."""
    assert set(email(port).capabilities) == {"send_message"}
    more = email(port, staff=STAFF, survey_url="https://x.example/{survey}")
    assert set(more.capabilities) == {"send_message", "request_survey", "create_task", "close_task", "request_approval"}
    assert list(more.history()) == []
    assert more.setup() == ()


def test_the_stores_own_messages(mailbox: Mailbox, port: int, tmp_path: Path) -> None:
    """A message in the store's folder goes before ours, with its own MJML if it has some; what is said is escaped."""
    (tmp_path / "apology.en.txt").write_text("Subject: Oh no, {{ name }}\nAbout <{{ data.order }}>.", encoding="utf-8")
    (tmp_path / "news.en.txt").write_text("Subject: News\nText.", encoding="utf-8")
    column = "<mj-column><mj-text>Own {{ data.what }}</mj-text></mj-column>"
    mjml = f"<mjml><mj-body><mj-section>{column}</mj-section></mj-body></mjml>"
    (tmp_path / "news.en.mjml").write_text(mjml, encoding="utf-8")
    channel = email(port, templates=str(tmp_path))
    channel.perform(APOLOGY, "k1", to())
    channel.perform(SendMessage("news", data={"what": "<b>"}), "k2", to())
    first, second = mailbox.letters
    assert first["Subject"] == "Oh no, Zoë"
    assert "About <1001>." in first.get_body(("plain",)).get_content()
    assert "About &lt;1001&gt;." in first.get_body(("html",)).get_content()
    assert "Own &lt;b&gt;" in second.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("template", "text", "told"),
    [
        ("none", "", "there is no message 'none'"),
        ("../apology", "", "there is no message"),
        ("odd", "Subject: x\n{{ data.missing }}", "UndefinedError"),
        ("odd", "Subject: x\n{{ ''.__class__.__mro__ }}", "SecurityError"),
        ("odd", "Subject: x\n{% for %}", "TemplateSyntaxError"),
    ],
)
def test_messages_that_cannot_be_written(port: int, tmp_path: Path, template: str, text: str, told: str) -> None:
    """A message that is not there, wants what is not known, or reaches for what it must not, is refused and named."""
    (tmp_path / "odd.en.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=told):
        email(port, templates=str(tmp_path)).perform(SendMessage(template, data={}), "k", to())
