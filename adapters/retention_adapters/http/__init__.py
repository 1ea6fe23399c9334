"""The one way over HTTP to a platform: what goes wrong on it leaves as `TryLater` or `Refused`, and nothing else does.

http = Http("https://shop.example", auth=auth, secrets=(consumer_secret,))
answer = http.request("GET", "wp-json/wc/v3/orders", repeatable=True, params={"page": "1"})
"""

from retention_adapters.http.addresses import is_public
from retention_adapters.http.client import Http, More
from retention_adapters.http.errors import NotSent
from retention_adapters.http.redaction import redacted

__all__ = ["Http", "More", "NotSent", "is_public", "redacted"]
