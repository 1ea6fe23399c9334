"""What a mutation answers where it did nothing: it never leaves the adapter."""

from collections.abc import Sequence


class UserErrors(Exception):
    """A mutation was understood and did nothing.

    Attributes:
        codes: the code of each error; empty where Shopify gives none, as with refunds.
        messages: what it said to each.
    """

    def __init__(self, codes: Sequence[str], messages: Sequence[str]) -> None:
        self.codes, self.messages = tuple(codes), tuple(messages)
        super().__init__(self.codes, self.messages)

    def __str__(self) -> str:
        told = [f"{code}: {text}" if code else text for code, text in zip(self.codes, self.messages, strict=True)]
        return "; ".join(told)
