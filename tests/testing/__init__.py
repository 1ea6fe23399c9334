"""The kit for those who write plugins, adapters and shops."""
