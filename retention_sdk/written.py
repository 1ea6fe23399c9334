"""What is kept of strategies' settings as text: what tells one version from another, and never a secret."""

from collections.abc import Mapping
from datetime import date
from types import ModuleType
from typing import cast

import attrs

from retention_sdk.registry import Enabled
from retention_sdk.settings import Section, env_name, field_texts, stable_text
from retention_sdk.wire import fingerprint


def shown(one: Enabled, section: Section | None) -> dict[str, str]:
    """A strategy's settings as text; what may be a secret is only a fingerprint."""
    if isinstance(one.strategy, ModuleType):
        return {}
    cls = type(one.strategy)
    if not attrs.has(cls):
        # its class does not say what of it is secret
        return {"state": fingerprint(stable_text(object.__getstate__(one.strategy)))}
    written: Mapping[str, object] = {} if section is None else section.settings
    shown = field_texts(one.strategy)
    for one_field in attrs.fields(cls):
        if "'env'" in repr(written.get(one_field.alias or one_field.name)):
            shown[one_field.name] = fingerprint(shown[one_field.name])
    return shown


def plain(value: object) -> bool:
    """Whether a setting is written with texts, numbers, days, and lists and tables of them."""
    match value:
        case str() | int() | bool() | date():
            return True
        case list() | tuple():
            return all(map(plain, cast("list[object]", value)))
        case Mapping():
            return all(map(plain, cast("Mapping[str, object]", value).values()))
        case _:
            return False


def may_hide(strategy: object, section: Section) -> bool:
    """Whether a section says a secret: in what it does not show, unless that stands in the environment alone."""
    cls = type(strategy)
    if not attrs.has(cls):
        return "'env'" in repr(section.settings)
    hidden = [one for one in attrs.fields(cls) if one.repr is not True or "Secret" in repr(one.type)]
    told = [section.settings.get(one.alias or one.name) for one in hidden]
    return any(raw is not None and env_name(raw) is None for raw in told)
