"""The plugin keeps the contract of plugins."""

from retention_sdk.testing import PluginContract


class TestContract(PluginContract):
    """Each of its tests is a law; what it is tried with is in sample.py."""

    plugin = "some_name"
