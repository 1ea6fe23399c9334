"""What is used of `ShopifyAPI`, which has no types: nothing of it keeps anything for the process."""

from importlib import import_module
from typing import Any

Session: Any = import_module("shopify").Session
ApiAccess: Any = import_module("shopify.api_access").ApiAccess
ApiAccessError: type[Exception] = import_module("shopify.api_access").ApiAccessError
SessionTokenError: type[Exception] = import_module("shopify.session_token").SessionTokenError
decode_from_header: Any = import_module("shopify.session_token").decode_from_header
sanitize_shop_domain: Any = import_module("shopify.utils.shop_url").sanitize_shop_domain
