"""The page in the docs tells of every setting, topic and finding."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from retention_adapters.shopify import Shopify
from retention_adapters.shopify.connection import doctor
from retention_adapters.shopify.events.notices import NOTICES
from retention_adapters.shopify.events.topics import READERS
from tests.docs.pages import page

PAGE = page("shopify")


def test_settings() -> None:
    """Each setting has its row; the table's name is every adapter's."""
    for one in attrs.fields(Shopify):
        assert one.name == "name" or f"`{one.name}`" in PAGE, one.name


def test_topics() -> None:
    """Each topic that is read stands there, by itself or with its kind."""
    for topic in [*READERS, *NOTICES]:
        kind, _, _ = topic.partition("/")
        assert f"`{topic}`" in PAGE or f"`{kind}/*`" in PAGE, topic


def test_findings() -> None:
    """Each code of the doctor stands there."""
    source = Path(doctor.__file__).read_text("utf-8")
    codes = re.findall(r'Finding\(\s*"([a-z_]+)"', source)
    assert len(set(codes)) >= 15
    for code in codes:
        assert f"`{code}`" in PAGE, code
