"""A store of one's own: signed events in, signed actions out, as JSON of a published schema."""

from retention_adapters.storefront.adapter import Storefront
from retention_adapters.storefront.signing import key_of, signed, verified

__all__ = ["Storefront", "key_of", "signed", "verified"]
