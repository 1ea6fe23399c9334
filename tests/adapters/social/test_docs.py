"""What docs/mastodon.md lists is all there is."""

import re
from pathlib import Path

import attrs

from retention_adapters.social import Mastodon

PAGE = Path(__file__).parents[3] / "docs" / "mastodon.md"


def test_every_setting_is_told() -> None:
    """Each setting, and each code of the doctor."""
    told = set(re.findall(r"^\| `([a-z_]+)`", PAGE.read_text(), re.MULTILINE))
    settings = {field.name for field in attrs.fields(Mastodon)} - {"name"}
    assert told == settings | {"address", "token", "account", "scope"}
