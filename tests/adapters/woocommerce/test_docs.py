"""What docs/guides/woocommerce.md lists is all there is."""

import re

import attrs

from retention_adapters.woocommerce import WooCommerce
from retention_adapters.woocommerce.doctor.sentences import SENTENCES
from tests.adapters.woocommerce.made import woo
from tests.docs.pages import path_of

PAGE = path_of("woocommerce")


def told() -> set[str]:
    """What stands in the page as code."""
    return set(re.findall(r"`([A-Za-z_]+)`", PAGE.read_text()))


def test_every_setting_and_code_is_told() -> None:
    """Each setting, and each code of the doctor."""
    settings = {field.name for field in attrs.fields(WooCommerce)} - {"name"}
    assert settings | set(SENTENCES) <= told()


def test_every_action_is_told() -> None:
    """Each kind that the adapter carries out, by the name of its class."""
    names = {"".join(part.title() for part in kind.split("_")) for kind in woo(subscriptions=True).capabilities}
    assert names <= told()
