"""Which strategies there are, which are enabled, and what each can be asked.

A registry of our own over pluggy's specs: reading what is installed imports nothing, the order of asking is the
order of the config, the same class under two names is two strategies, and what cannot be asked alone is refused here.
"""

from retention_sdk.registry.asks import FAILED, OCCASIONS, REVIEW, Ask
from retention_sdk.registry.enabled import Enabled
from retention_sdk.registry.installed import ADAPTERS, FILES, PLUGINS, Installed, installed
from retention_sdk.registry.strategies import Registry
from retention_sdk.registry.views import LONGEST_VIEW

__all__ = [
    "ADAPTERS",
    "FAILED",
    "FILES",
    "LONGEST_VIEW",
    "OCCASIONS",
    "PLUGINS",
    "REVIEW",
    "Ask",
    "Enabled",
    "Installed",
    "Registry",
    "installed",
]
