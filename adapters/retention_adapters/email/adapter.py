"""The adapter: a mail server, and what is sent by it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Literal

from retention_adapters.email.asking import TOKEN, Asked, Asking
from retention_adapters.email.asking_page import AskingPage
from retention_adapters.email.composing import Head, address, compose
from retention_adapters.email.doctoring import findings
from retention_adapters.email.leaving import page
from retention_adapters.email.letters import Letters, Wanted
from retention_adapters.email.sending import Post, Server
from retention_adapters.email.templates import Templates
from retention_adapters.email.unsubscribing import Unsubscribing
from retention_sdk import (
    Action,
    CloseTask,
    CreateTask,
    Event,
    RequestApproval,
    RequestSurvey,
    Secret,
    SendMessage,
    setting,
)
from retention_sdk.platforms import (
    FIRST,
    Attempt,
    Finding,
    Notice,
    Receipt,
    Refused,
    Repeat,
    UnreadableWebhook,
    WebhookRequest,
    adapter,
)

TO_STAFF = (CreateTask.kind, CloseTask.kind, RequestApproval.kind)


@adapter
class Email:
    """Sends messages to customers by e-mail, and tasks to staff; a click on a link takes the consent back."""

    name: str = setting(default="email", help="the name of its table")
    host: str = setting(help="the mail server")
    port: int = setting(default=587, ge=1, le=65_535, help="its port: 587 for starttls, 465 for tls")
    security: Literal["starttls", "tls", "none"] = setting(default="starttls", help="how the way there is kept secret")
    username: str | None = setting(default=None, help="who we are to the mail server")
    password: Secret | None = setting(default=None, help="its password")
    sender: str = setting(help='whom mail is from, such as "Bean & Leaf <hello@beanleaf.example>"')
    reply_to: str = setting(default="", help="where answers go, where not to the sender")
    store: str = setting(default="", help="what the store is called in letters, where not as the sender")
    language: str = setting(default="en", help="the language of customers who have told none")
    templates: str | None = setting(default=None, help="the folder of the store's own messages")
    unsubscribe_url: str = setting(
        default="", help="the address of this channel at our service, for the link of one click"
    )
    unsubscribe_secret: Secret | None = setting(default=None, help="what signs these links")
    survey_url: str = setting(
        default="", help="where a survey is, with {survey} and {order} in it; or the address of this channel"
    )
    survey_secret: Secret | None = setting(default=None, help="what signs the links of surveys that this channel shows")
    staff: dict[str, str] = setting(default={}, help="the address of each role that tasks and approvals go to")
    timeout: int = setting(default=30, ge=1, help="seconds to wait for the mail server")

    channel = "email"
    """What messages that name a channel have to name for this one."""

    @property
    def capabilities(self) -> Mapping[str, Repeat]:
        """Messages; surveys where it is known where they are; tasks where it is known whose."""
        kinds = [SendMessage.kind, *([RequestSurvey.kind] if self.survey_url else [])]
        return dict.fromkeys([*kinds, *(TO_STAFF if self.staff else ())], Repeat.NATURAL)

    def receive(self, request: WebhookRequest) -> Sequence[Event | Notice]:
        """A click on the link of a letter, or the answer to a survey."""
        if self._asking is not None and TOKEN in request.query:
            return self._asking.receive(request, self.name)
        if self._unsubscribing is None:
            raise UnreadableWebhook(
                f"adapters.{self.name} has no unsubscribe_url and unsubscribe_secret: no link is its"
            )
        return self._unsubscribing.receive(request, self.name)

    def show(self, query: Mapping[str, str], *, done: bool) -> str:
        """The page behind the link of a letter."""
        if self._asking is not None and TOKEN in query:
            asking = AskingPage(self._letters.templates, self._letters.store, self.language)
            return asking.show(self._asking.asked(query) or Asked(), query.get("score", ""), done=done)
        ours = self._unsubscribing is not None and self._unsubscribing.knows(query)
        return page(self._letters.store, self.language, done=done, ours=ours)

    def perform(self, action: Action, key: str, attempt: Attempt = FIRST) -> Receipt:
        """Send the letter of an action; one that is tried again has the same Message-ID."""
        if action.kind not in self.capabilities:
            raise Refused(f"{self.name} does not carry out {action.kind} as it is set{_missing(action)}")
        wanted = self._letters.wanted(action, key, attempt)
        if wanted.advertises and self._unsubscribing is None:
            raise Refused(f"advertising has to have a link that ends it: set adapters.{self.name}.unsubscribe_url")
        mail = compose(self._letters.write(wanted), self._head(wanted, key))
        self._post.hand_over(mail, address(self.sender).addr_spec, address(wanted.to).addr_spec)
        return Receipt(reference=str(mail["Message-ID"]))

    def history(self, since: datetime | None = None) -> Iterator[Event]:  # noqa: ARG002 - the contract's
        """A mail server knows nothing of customers."""
        return iter(())

    def setup(self) -> Sequence[str]:
        """There is nothing to set up."""
        return ()

    def doctor(self) -> Sequence[Finding]:
        """Try the mail server, the addresses, every message and the link."""
        return findings(self, self._post.server, self._letters)

    def close(self) -> None:
        """Close the connections to the mail server."""
        self._post.close()

    def _head(self, wanted: Wanted, key: str) -> Head:
        return Head(
            sender=self.sender,
            reply_to=self.reply_to,
            to=wanted.to,
            name=wanted.name,
            key=key,
            at=datetime.now(UTC),
            unsubscribe=wanted.unsubscribe if wanted.advertises else "",
            answers=wanted.answers,
        )

    @cached_property
    def _letters(self) -> Letters:
        folder = Path(self.templates) if self.templates else None
        store = self.store or parseaddr(self.sender)[0] or self.sender
        return Letters(
            Templates(folder), store, self.language, self.staff, self.survey_url, self._unsubscribing, self._asking
        )

    @cached_property
    def _unsubscribing(self) -> Unsubscribing | None:
        if not self.unsubscribe_url or self.unsubscribe_secret is None:
            return None
        return Unsubscribing(self.unsubscribe_url, self.unsubscribe_secret.reveal().encode(), lambda: datetime.now(UTC))

    @cached_property
    def _asking(self) -> Asking | None:
        if not self.survey_url or self.survey_secret is None:
            return None
        return Asking(self.survey_url, self.survey_secret.reveal().encode(), lambda: datetime.now(UTC))

    @cached_property
    def _post(self) -> Post:
        password = self.password.reveal() if self.password else ""
        return Post(Server(self.host, self.port, self.security, self.username, password, self.timeout))


def _missing(action: Action) -> str:
    """The setting that a kind of action needs."""
    if action.kind in TO_STAFF:
        return "; set staff to who gets what is for whom"
    return "; set survey_url" if action.kind == RequestSurvey.kind else ""
