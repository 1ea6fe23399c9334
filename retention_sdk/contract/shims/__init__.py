"""How what older plugins say is understood, one file a change.

A shim is put around the call of a hook. It never touches the plugin, and it goes when its contract goes.
"""

from retention_sdk.contract.shims.refused_pair import REFUSED_PAIR

__all__ = ["REFUSED_PAIR"]
