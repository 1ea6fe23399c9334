"""What a platform asks for and a person has to do."""

from attrs import frozen

from retention_sdk.platforms import ForgetCustomer, ForgetStore, Notice, StoreLeft, TellCustomer


@frozen
class Asked:
    """Something that a person has to do.

    Args:
        notice: what is asked for: "tell_customer", "forget_store" or "store_left".
        sentence: the same for a person; there is nothing personal in it.
        customer: whom it is about, where it is about one.
    """

    notice: str
    sentence: str
    customer: str = ""

    def data(self) -> dict[str, str]:
        """It as plain data."""
        return {"notice": self.notice, **({"customer": self.customer} if self.customer else {})}


_TELL = (
    "A customer wants to know what is known of them: `retention inbox show` prints it; give it to them. "
    "Then `retention inbox confirm`."
)
_FORGET = (
    "The store left its platform, which asks to forget all of its customers: "
    "`retention inbox confirm --yes` forgets every one of them for good."
)
_LEFT = (
    "The store has taken our access away: nothing is heard from its platform, nor done there any more. "
    "Connect it again, or take its adapter out of the file."
)


def asked(notice: Notice) -> Asked | None:
    """What a person has to do where a platform asks for something; None where the engine does it."""
    match notice:
        case TellCustomer(customer=customer):
            return Asked("tell_customer", _TELL, customer)
        case ForgetCustomer():
            return None
        case ForgetStore():
            return Asked("forget_store", _FORGET)
        case StoreLeft():
            return Asked("store_left", _LEFT)
