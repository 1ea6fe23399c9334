"""Contract 2: a guard's no is a `Refused`, and no longer also a bare pair of texts."""

from retention_sdk.contract.version import Call, Change
from retention_sdk.hookspecs import Refused


def _understood(call: Call) -> Call:
    def asked(*told: object) -> object:
        """Ask the guard; a pair is the no that it stood for."""
        match call(*told):
            case (str(code), str(sentence)):
                return Refused(code, sentence)
            case answer:
                return answer

    return asked


REFUSED_PAIR = Change(
    hook="review_action",
    what="review_action answers Refused(code, sentence) or None, and a bare pair of texts is no answer",
    mend="answer Refused(code, sentence) in review_action",
    shim=_understood,
)
