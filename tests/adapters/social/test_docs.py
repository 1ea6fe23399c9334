"""What docs/guides/mastodon.md lists is all there is."""

import re

import attrs

from retention_adapters.social import Mastodon
from tests.docs.pages import path_of

PAGE = path_of("mastodon")


def test_every_setting_is_told() -> None:
    """Each setting, and each code of the doctor."""
    told = set(re.findall(r"^\| `([a-z_]+)`", PAGE.read_text(), re.MULTILINE))
    settings = {field.name for field in attrs.fields(Mastodon)} - {"name"}
    assert told == settings | {"address", "token", "account", "scope"}
