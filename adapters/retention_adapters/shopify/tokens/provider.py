"""Who knows a shop's access token."""

from typing import Protocol

from attrs import frozen

from retention_sdk import Secret
from retention_sdk.errors import CredentialsRefused


class TokenProvider(Protocol):
    """Knows the access tokens of shops. It is asked on each call, by many threads."""

    def token(self, shop: str) -> str:
        """The token of a shop, as it is now.

        Args:
            shop: the shop's domain, ending in .myshopify.com.

        Raises:
            CredentialsRefused: there is none, or it cannot be renewed.
            TryLater: it has to be renewed, and Shopify did not answer.
        """
        ...

    def refused(self, shop: str, token: str) -> str | None:
        """Told that Shopify does not know a token any more.

        Args:
            shop: the shop's domain.
            token: the token that was refused.

        Returns:
            Another one to try with, or None.
        """
        ...


@frozen
class FixedToken:
    """A token that does not expire, of one shop.

    Args:
        shop: the shop's domain.
        secret: its token.
    """

    shop: str
    secret: Secret

    def token(self, shop: str) -> str:
        """The token; another shop never gets it."""
        if shop != self.shop:
            raise CredentialsRefused(f"the token is {self.shop}'s, and {shop} was asked")
        return self.secret.reveal()

    def refused(self, shop: str, token: str) -> str | None:  # noqa: ARG002 - the protocol's
        """There is no other."""
        return None
