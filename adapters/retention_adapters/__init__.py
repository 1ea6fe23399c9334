"""The adapters that come with the SDK: where facts come from and actions go to."""
