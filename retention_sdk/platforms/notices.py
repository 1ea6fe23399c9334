"""What a platform asks of us that is no event of a customer's life."""

from attrs import frozen


@frozen
class TellCustomer:
    """A customer wants to know what is known of them.

    Args:
        customer: the customer's id in the store.
    """

    customer: str


@frozen
class ForgetCustomer:
    """A customer wants to be forgotten.

    Args:
        customer: the customer's id in the store.
    """

    customer: str


@frozen
class ForgetStore:
    """The store's people are to be forgotten: it left the platform some time ago."""


@frozen
class StoreLeft:
    """The store has taken our access away; nothing more can be asked of the platform."""


Notice = TellCustomer | ForgetCustomer | ForgetStore | StoreLeft
