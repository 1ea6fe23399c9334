"""Each defect that an adapter can have is found by a law, which says how to mend it."""

from __future__ import annotations

import pytest

from retention_sdk.testing.adapters import LAWS
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.plugins.trial import Broken
from tests.testing.adapters import defects
from tests.testing.adapters.contract import TillContract

HOLDS = {law.name: law.holds for law in LAWS}

DEFECTS = [
    (defects.NoClose, "whole", "has no receive", "Adapter has it"),
    (
        defects.Misspelt,
        "capabilities",
        "'issue_cupon', which is no kind of action; did you mean 'issue_coupon'",
        "kind",
    ),
    (defects.ClosesOnce, "closes", "AttributeError", "second time"),
    (defects.DoesAnything, "others", "not in capabilities, and was carried out", "raise Refused"),
    (
        defects.ReadsFirst,
        "signatures",
        "raised (Unreadable|KeyError|JSONDecode)",
        "compare_digest",
    ),
    (defects.HalfASignature, "signatures", "takes a webhook of another key", "compare_digest"),
    (defects.NewIds, "facts", "the same webhook told", "never of a clock or at random"),
    (defects.OwnClock, "facts", "the time at which it was read", "request.at"),
    (defects.OtherSource, "facts", "is 'sdk', and the adapter is 'till'", "source=self.name"),
    (defects.Stumbles, "unreadable", "receive raised", "raise UnreadableWebhook"),
    (defects.AtRandom, "once", "issue_coupon was done twice under one key", "send the key to the platform"),
    (defects.OnePerCustomer, "once", "under a new key answered a receipt, and nothing", "by their keys"),
    (defects.Raises, "errors", "raised ConnectionError", "TryLater, CredentialsRefused or Refused"),
    (
        defects.GivesUp,
        "errors",
        "raised Refused while the platform was refusing our keys",
        "for 401 and 403",
    ),
    (
        defects.Impatient,
        "errors",
        "asks to wait 60 s, and TryLater .* says None",
        "TryLater(reason, after)",
    ),
    (defects.Talks, "discretion", "an e-mail address stands in what issue_coupon raises", "from None"),
    (defects.Chained, "discretion", "an e-mail address stands in what issue_coupon raises", "from None"),
    (defects.Open, "discretion", "a secret .* stands in its repr", "retention_sdk.Secret"),
    (
        defects.Pretends,
        "undo",
        "and what issue_coupon has made stands still",
        "attempt.undoes",
    ),
    (defects.TellsAgain, "setup", "set up again, it says", "look first"),
    (defects.Forgetful, "once", "issue_store_credit was done twice", "attempt.first_at"),
    (defects.Forgetful, "lost answers", "issue_store_credit was done twice: its answer was lost", "attempt.first_at"),
    (defects.Believes, "rubbish", "took a 200 .*doctype.* for a yes", "nobody knows what became of it"),
    (defects.OtherPast, "history", "and the past tells", "one id, however it is told"),
    (defects.EagerPast, "history", "before its first event is asked for", "with yield"),
    (defects.SilentPast, "history", "its past is told as an empty one", "as a generator"),
    (defects.WholePast, "history", "since narrows nothing", "since"),
    (defects.SickDoctor, "doctor", "the doctor raised TryLater", "Finding"),
    (defects.Shared, "threads", "two have one receipt", "keep nothing of a try"),
]


@pytest.mark.parametrize(("defect", "law", "what", "mend"), DEFECTS, ids=lambda one: getattr(one, "__name__", None))
def test_a_defect(defect: type, law: str, what: str, mend: str) -> None:
    """It breaks the law, which names what was seen, and what to do."""
    with pytest.raises(Broken, match=what) as told:
        tried(type("Defective", (TillContract,), {"cls": defect}), law)
    assert mend in told.value.mend


@pytest.mark.parametrize("law", [law for law in HOLDS if law != "loads"])
def test_a_sound_one(law: str) -> None:
    """The till that the defects are put into keeps every law, and says what was looked at."""
    assert tried(TillContract, law)


@pytest.mark.parametrize(
    ("law", "without", "what"),
    [
        ("loads", "installed", "say `installed`"),
        ("facts", "webhooks", "a SampleWebhook for each"),
        ("signatures", "secret", "say `secret`"),
        ("facts", "signed", "def signed"),
        ("once", "made", "def made"),
        ("once", "actions", "one of the kind 'issue_coupon'"),
        ("errors", "fails", "def fails"),
        ("history", "past", "remembers = False"),
    ],
)
def test_what_is_lacking(law: str, without: str, what: str) -> None:
    """A law that lacks something says what to give, and neither holds nor is broken."""
    bare = {"webhooks": (), "secret": "", "actions": (), "installed": ""}
    nothing = bare.get(without, getattr(TillContract.__base__, without))
    with pytest.raises(Lacking, match=what):
        tried(type("Bare", (TillContract,), {without: nothing}), law)


def tried(contract: type[TillContract], law: str) -> str:
    """What comes of a law."""
    case = contract()
    case.setup_method()
    return HOLDS[law](case)
