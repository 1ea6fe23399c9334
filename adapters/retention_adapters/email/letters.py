"""What is written for an action, and to whom."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from retention_adapters.email.asking import Asking
from retention_adapters.email.codes import in_groups, qr_code
from retention_adapters.email.rendering import Gift, Letter, render
from retention_adapters.email.templates import Templates
from retention_adapters.email.unsubscribing import Unsubscribing
from retention_sdk import (
    Action,
    CloseTask,
    CreateTask,
    IssueCoupon,
    IssueNumber,
    RequestApproval,
    RequestSurvey,
    SendMessage,
    gift_in_words,
)
from retention_sdk.platforms import Attempt, Refused

ENGLISH = "en"
CARD = "card"
"""The number that letters show as a picture too: that of a member's card."""

UNSUBSCRIBE = {"en": "Unsubscribe", "cs": "Odhlásit", "pl": "Wypisz się", "pt": "Cancelar a subscrição"}


@frozen(kw_only=True)
class Wanted:
    """A letter that is to be written.

    Args:
        template: the message's name; empty for one to staff, which is `text`.
        to: the address.
        name: of whom it is for.
        languages: in which it may be, the best first.
        spoken: the language tag of whom it is for, such as "en_GB".
        told: what the template may say.
        text: what is said to staff: its subject in the first line.
        advertises: whether it has to have a link that ends it.
        unsubscribe: that link.
        answers: the key of a letter that it belongs to.
        number: of the customer's own, that it tells; empty for none.
    """

    template: str = ""
    to: str
    name: str = ""
    languages: tuple[str, ...] = (ENGLISH,)
    spoken: str | None = None
    told: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    text: str = field(default="", repr=False)
    advertises: bool = False
    unsubscribe: str = ""
    answers: str = ""
    number: str = field(default="", repr=False)


@frozen
class Letters:
    """Writes what actions want.

    Args:
        templates: where messages are.
        store: what the store is called.
        language: of customers who have told none.
        staff: the address of each role.
        survey_url: where surveys are.
        unsubscribing: makes the links that end advertising; None where nobody can.
        asking: makes the links of surveys; None where `survey_url` says where they are.
    """

    templates: Templates
    store: str
    language: str
    staff: Mapping[str, str]
    survey_url: str
    unsubscribing: Unsubscribing | None
    asking: Asking | None = None

    def wanted(self, action: Action, key: str, attempt: Attempt) -> Wanted:
        """What an action wants to be written.

        Raises:
            Refused: nobody has an address for it, or it is no letter.
        """
        match action:
            case SendMessage(template=template, data=data, purpose=purpose):
                return self._to_customer(template, {**data, "data": data}, purpose, key, attempt)
            case RequestSurvey(survey=survey, order=order, purpose=purpose, template=template):
                told = {"survey": survey, "order": order, "link": self._survey(action, key, attempt)}
                return self._to_customer(template, told, purpose, key, attempt)
            case CreateTask(title=title, role=role, script=script):
                about = f"\nCustomer: {attempt.whom.id}" if attempt.whom else ""
                return self._to_staff(role, f"{title}\n\n{script}{about}\n{action.reason}")
            case RequestApproval(role=role, plugin=plugin, worth=worth):
                told_of = f"It is worth {worth}." if worth else ""
                return self._to_staff(
                    role, f"Please decide: {plugin} proposes a gift\n\n{told_of}\n{action.reason}\n{key}"
                )
            case CloseTask(key=task):
                return self._to_staff(
                    "", f"Not needed any more\n\nThis task is of no use any more. {action.reason}", task
                )
            case _:
                raise Refused(f"{action.kind} is no letter")

    def write(self, wanted: Wanted) -> Letter:
        """Write a letter.

        Raises:
            Refused: there is no such message, or it wants what is not known.
        """
        if wanted.template:
            letter = render(self.templates, wanted.template, wanted.languages, wanted.told, wanted.spoken)
            shown = wanted.number and in_groups(wanted.number) in letter.text
            return evolve(letter, picture=qr_code(wanted.number)) if shown else letter
        subject, _, text = wanted.text.partition("\n")
        return Letter(" ".join(subject.split()), text.strip() + "\n", "", ENGLISH)

    def _to_customer(self, template: str, told: Mapping[str, Any], purpose: str, key: str, attempt: Attempt) -> Wanted:
        whom = attempt.whom
        if whom is None or whom.profile.email is None:
            raise Refused("no e-mail address of the customer is known")
        spoken = whom.profile.language or self.language.lower()
        languages = tuple(dict.fromkeys((spoken, self.language, ENGLISH)))
        link = self.unsubscribing.link(whom.id, key) if self.unsubscribing and purpose == "marketing" else ""
        gifts = [gift for made in attempt.beside if (gift := _gift(made.action, made.receipt.code, spoken))]
        given = ((one.action, one.receipt.code) for one in attempt.beside)
        numbers = {action.name: code or "" for action, code in given if isinstance(action, IssueNumber)}
        number = numbers.get(CARD, "")
        around = {
            "name": whom.profile.name,
            "store": self.store,
            "gifts": gifts,
            "number": in_groups(number),
            "numbers": numbers,
            "unsubscribe": link,
            "unsubscribe_words": UNSUBSCRIBE.get(spoken, UNSUBSCRIBE[ENGLISH]),
        }
        return Wanted(
            template=template,
            to=whom.profile.email,
            name=whom.profile.name or "",
            languages=languages,
            spoken=whom.profile.locale,
            told={**told, **around},
            advertises=purpose == "marketing",
            unsubscribe=link,
            number=number,
        )

    def _survey(self, action: RequestSurvey, key: str, attempt: Attempt) -> str:
        if self.asking is None or attempt.whom is None:
            return self.survey_url.format(survey=action.survey, order=action.order or "")
        spoken = attempt.whom.profile.language or self.language.lower()
        return self.asking.link(action, attempt.whom.id, key, spoken)

    def _to_staff(self, role: str, text: str, answers: str = "") -> Wanted:
        to = self.staff.get(role) or next(iter(self.staff.values()), None)
        if to is None:
            raise Refused(f"no address of a {role} is known; set staff.{role}")
        return Wanted(to=to, text=text, answers=answers)


def _gift(action: Action, code: str | None, language: str) -> Gift | None:
    what = gift_in_words(action, language)
    goods = (action.skus or action.categories) if isinstance(action, IssueCoupon) else ()
    return Gift(what, code or "", goods) if what else None
