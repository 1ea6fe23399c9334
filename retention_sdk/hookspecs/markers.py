"""What marks a hook, and a strategy's method that answers it."""

import pluggy

PROJECT = "retention_sdk"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
