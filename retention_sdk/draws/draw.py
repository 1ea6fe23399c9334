"""A draw, as a strategy wants it: among whom, when, how many win, and by what it can be proved."""

import hmac
import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from attrs import field, frozen

from retention_sdk.checks import named, whole, worded
from retention_sdk.draws.proof import commitment_of
from retention_sdk.errors import BadValue

MOST_WINNERS = 500
"""The most who win one draw."""

SHORTEST = 32
"""The fewest characters of a secret: nobody may find it by trying."""

DIGITS = 20
"""Hex digits of an entry: no two of a million are alike."""


@frozen(kw_only=True)
class Draw:
    """A draw among those who hold units of a wallet: however many they hold, each of them is in it once.

    Args:
        of: the name of what is drawn; it stands for its rules, and for nothing else ever after.
        unit: the unit whose holders take part.
        opens: the first day on which somebody may take part.
        on: the day, in the store's zone, with whose beginning it is drawn.
        winners: how many win; all, where fewer take part.
        secret: what seed and entries are made of; nobody sees it, after the draw neither.
        terms: the settings that are not to change from the first day on until it is drawn, each as text.
    """

    of: str = field(validator=named)
    unit: str = field(validator=named)
    opens: date
    on: date
    winners: int = field(validator=whole(1, MOST_WINNERS))
    secret: str = field(validator=worded, repr=False)
    terms: Mapping[str, str] = field(factory=dict[str, str], hash=False)

    def __attrs_post_init__(self) -> None:
        if len(self.secret) < SHORTEST:
            raise BadValue(f"secret has {len(self.secret)} characters; take {SHORTEST} or more, drawn at random")
        if self.on <= self.opens:
            raise BadValue(f"the draw on {self.on} is not after its first day, {self.opens}")

    @property
    def seed(self) -> str:
        """What the draw is made with; it is revealed after it, and tells nothing of the secret."""
        return self._made("seed", "")

    @property
    def commitment(self) -> str:
        """What is published of the seed before the first day."""
        return commitment_of(self.seed)

    @property
    def rules(self) -> str:
        """The fingerprint of the terms: entries with another were made under other rules."""
        told = json.dumps([self.of, *sorted(self.terms.items())], ensure_ascii=False)
        return sha256(told.encode()).hexdigest()[:DIGITS]

    def entry(self, customer: str) -> str:
        """A customer's entry: it is published, and says nobody who they are.

        Args:
            customer: the customer's id.

        Returns:
            Hex digits.
        """
        return self._made("entry", customer)[:DIGITS]

    def _made(self, what: str, whose: str) -> str:
        told = f"{what}:{len(self.of)}:{self.of}{whose}"
        return hmac.new(self.secret.encode(), told.encode(), sha256).hexdigest()
