"""Laws on who is heard: what is signed, to the last byte; and what of it can be read."""

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from retention_sdk.errors import kind_of
from retention_sdk.platforms import Adapter, InvalidSignature, TryLater, UnreadableWebhook, Verifies, WebhookRequest
from retention_sdk.testing.adapters.bodies import bodies
from retention_sdk.testing.adapters.hearing import deaf, heard, samples
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.adapters.webhooks import SampleWebhook
from retention_sdk.testing.plugins.trial import Broken

COMPARE = "verify request.body with hmac.compare_digest before anything of it is read, and raise InvalidSignature"

RUBBISH: Final = (b"\xff\xfe\x00", b'{"id": 7, "na', b"<html>", b"[" * 50_000)
"""What no JSON is."""

ODD: Final = (b"", b"null", b"[]", b"{}", b"7", b"NaN", b'"\\ud800"', b"1" * 5_000, b'{"a": 1, "a": 2}')
"""What is JSON for some."""

EXAMPLES: Final = 60


def signatures(case: Questions) -> str:
    """A right signature is taken; a changed byte, another key and no signature at all are not."""
    if not case.hears:
        return deaf(case.adapter())
    if not case.secret:
        raise Lacking("say `secret`, what the webhooks of adapter() are signed with")
    adapter, forged = case.adapter(), 0
    for webhook in samples(case):
        request = case.signed(webhook, case.secret)
        try:
            heard(adapter, request)
        except InvalidSignature as error:
            raise Broken(
                f"a webhook with a right signature is refused: {error}", "sign in signed() as it verifies"
            ) from None
        for what, one in _forged(case, webhook, request):
            _refused(case, adapter, what, one)
            forged += 1
    return f"{forged} forged webhooks are refused"


def unreadable(case: Questions) -> str:
    """What is signed as it should be and cannot be read is `UnreadableWebhook`, and nothing else ever."""
    if not case.hears:
        return deaf(case.adapter())
    adapter = case.adapter()
    for webhook in samples(case):
        for body in (*RUBBISH, *ODD):
            read = _read(case, adapter, evolve(webhook, body=body))
            if read is not None and body in RUBBISH and webhook.means and case.signs == "body":
                raise Broken(
                    f"{body[:20]!r} was taken for a webhook, and means {read} facts",
                    "raise UnreadableWebhook: what cannot be read is kept, and read again after a fix",
                )

    @drawn(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.sampled_from(list(case.webhooks)), st.data())
    def whatever_comes(webhook: SampleWebhook, data: st.DataObject) -> None:
        """Read a webhook whose body is another."""
        _read(case, adapter, evolve(webhook, body=data.draw(bodies(webhook.body))))

    whatever_comes()
    return f"{len(RUBBISH) + len(ODD) + EXAMPLES} bodies"


def _read(case: Questions, adapter: Adapter, webhook: SampleWebhook) -> int | None:
    """How many facts a body has; None where it cannot be read."""
    try:
        return len(heard(adapter, case.signed(webhook, case.secret)))
    except (UnreadableWebhook, TryLater):
        return None
    except Broken:
        raise
    except Exception as error:
        raise Broken(
            f"receive raised {kind_of(error)} for the body {webhook.body[:200]!r}",
            "raise UnreadableWebhook for whatever cannot be read: a field that is missing, of another type, no date",
        ) from error


def _forged(case: Questions, webhook: SampleWebhook, right: WebhookRequest) -> Iterator[tuple[str, WebhookRequest]]:
    other, again = case.signed(webhook, other_than(case.secret)), case.signed(webhook, case.secret)
    yield "of another key", other
    yield "without its headers and query", WebhookRequest({}, right.body, at=right.at)
    for name, value in right.headers.items():
        if other.headers.get(name) != value == again.headers.get(name):
            for said in ("", value[:-4], "é", _flipped(value, 0), _flipped(value, len(value) // 2)):
                yield f"with another {name}", evolve(right, headers={**right.headers, name: said})
    if case.signs == "body":
        for body in _other_bodies(right.body):
            yield "with another body", evolve(right, body=body)
    for name, value in right.query.items():
        if other.query.get(name) != value == again.query.get(name):
            for said in ("", value[:-4], "é", *(_flipped(value, at) for at in range(0, len(value) - 1, 7))):
                yield f"with another {name}", evolve(right, query={**right.query, name: said})


def _other_bodies(body: bytes) -> Iterator[bytes]:
    for at in range(0, len(body), max(1, len(body) // 20)):
        yield body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
    yield body + b" "
    yield body[:-1] if body else b"x"


def _flipped(text: str, at: int) -> str:
    return text[:at] + ("B" if text[at] != "B" else "C") + text[at + 1 :]


def other_than(secret: str) -> str:
    """Another secret of the same form: one letter in its middle is another one."""
    at = len(secret) // 2
    return _flipped(secret, at)


def _refused(case: Questions, adapter: Adapter, what: str, request: WebhookRequest) -> None:
    asked = {"receive": adapter.receive, **({"verify": adapter.verify} if isinstance(adapter, Verifies) else {})}
    for name, ask in asked.items():
        try:
            answered: Any = ask(request)
        except InvalidSignature:
            continue
        except Exception as error:
            raise Broken(f"{name} of a webhook {what} raised {kind_of(error)}", COMPARE) from error
        if not (case.silent and not answered):
            raise Broken(f"{name} takes a webhook {what}", COMPARE)
