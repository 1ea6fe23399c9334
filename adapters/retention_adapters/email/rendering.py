"""From a message's template to its subject, its text and its HTML."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import css_inline
import mrml
from attrs import frozen
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from retention_adapters.email.calendars import Entry, entry_of
from retention_adapters.email.filters import FILTERS, LANGUAGES, LOCALE, locale_of
from retention_adapters.email.templates import Templates
from retention_sdk.platforms import Refused

SUBJECT = "Subject:"

PICTURE = "code"
"""What the HTML calls the picture of a letter."""

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


def _environment(*, autoescape: bool) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=autoescape
    )
    made.filters |= FILTERS
    return made


TEXT = _environment(autoescape=False)
"""What texts are templates of."""

HTML = _environment(autoescape=True)
"""What is around them."""


@frozen
class Gift:
    """A gift that a message tells of.

    Args:
        what: what it is, in the customer's language.
        code: what the customer needs to use it; empty where nothing.
        goods: the items, or the categories, that it is good for; none is all.
    """

    what: str
    code: str = ""
    goods: tuple[str, ...] = ()


@frozen
class Letter:
    """A message that was written.

    Args:
        subject: in one line.
        text: for those who read plain text.
        html: for the others.
        language: what it is written in.
        entry: what it brings for a calendar; None where nothing.
        picture: a PNG that the HTML shows; empty for none.
    """

    subject: str
    text: str
    html: str
    language: str
    entry: Entry | None = None
    picture: bytes = b""


def render(
    templates: Templates, name: str, languages: Sequence[str], told: Mapping[str, Any], spoken: str | None = None
) -> Letter:
    """Write a message.

    Args:
        templates: where messages are.
        name: of the message.
        languages: the customer's, then the store's.
        told: what the template may say.
        spoken: the customer's language tag, such as "en_GB", by which figures are written.

    Returns:
        The letter.

    Raises:
        Refused: there is no such message, or it wants what is not known.
    """
    found = templates.text(name, languages)
    if found is None:
        raise Refused(f"there is no message {name!r}; write {name}.{languages[-1]}.txt into the folder of templates")
    language, source = found
    told = {**told, LOCALE: locale_of(language, spoken), LANGUAGES: (language, *languages)}
    try:
        first, _, rest = TEXT.from_string(source).render(told).partition("\n")
        subject, text = first.removeprefix(SUBJECT).strip(), rest.strip() + "\n"
        mjml = templates.mjml(name, language)
        number = str(told.get("number", ""))
        picture = PICTURE if number and number in text else ""
        around = {"subject": subject, "body": _paragraphs(text), "picture": picture}
        html = HTML.from_string(_compiled(mjml)).render({**told, "number": number, **around})
    except (TemplateError, TypeError, ValueError, OverflowError) as error:
        raise Refused(f"the message {name!r} cannot be written: {type(error).__name__}: {error}") from error
    return Letter(" ".join(subject.split()), text, html, language, entry_of(told.get("data")))


def questions(templates: Templates, name: str, languages: Sequence[str], store: str) -> tuple[str, str]:
    """The two questions of a survey's page: the first line of its text, and what follows.

    Args:
        templates: where they are.
        name: of the page; where there is none of it, it is the one of `survey`.
        languages: the customer's, then the store's.
        store: what the store is called, which they may say.

    Returns:
        The scored question, and the open one.
    """
    found = templates.text(name, languages) or templates.text("survey_page", languages)
    first, _, rest = TEXT.from_string(found[1] if found else "").render(store=store).partition("\n")
    return first.removeprefix(SUBJECT).strip(), rest.strip()


@cache
def _compiled(mjml: str) -> str:
    """MJML as HTML that is still a template; it is compiled once, and filled in for each letter."""
    html: str = mrml.to_html(mjml).content
    return _INLINER.inline(html)


def _paragraphs(text: str) -> Markup:
    """A text's paragraphs as HTML, every letter of it escaped."""
    told = (escape(one).replace("\n", Markup("<br>")) for one in text.strip().split("\n\n"))
    return Markup("").join(Markup('<p style="margin: 0 0 1em">{}</p>').format(one) for one in told)
