"""What customers read, as a merchant writes it: one text, or one for each language."""

import re
from collections.abc import Mapping
from typing import Any

from attrs import Attribute, field, frozen

from retention_sdk.errors import BadValue
from retention_sdk.frozen_json import Json, freeze_table, thaw
from retention_sdk.settings.containers import ByName
from retention_sdk.settings.kind import Kind
from retention_sdk.settings.problems import Place
from retention_sdk.settings.scalars import SCALARS
from retention_sdk.settings.secret import env_name

ANY = ""
"""The language of a text that is the same in all of them."""

_LANGUAGE = re.compile("[a-z]{2,3}")


def _texts(value: "str | Mapping[str, str]") -> Mapping[str, Json]:
    return freeze_table({ANY: value} if isinstance(value, str) else value)


def _known(_wording: object, _attribute: "Attribute[Any]", texts: Mapping[str, Any]) -> None:
    if not texts:
        raise BadValue('a text is missing; write it in quotes, or in languages: { en = "...", cs = "..." }')
    for language, text in texts.items():
        if language and not _LANGUAGE.fullmatch(language):
            raise BadValue(f"{language!r} is no language; write its code in small letters, such as en or cs")
        if not isinstance(text, str) or not text.strip():
            raise BadValue(f"the text{f' in {language}' if language else ''} is empty; write what customers read")


@frozen
class Wording:
    """A text that customers read, in one language or in several.

    Args:
        texts: the text, or a text for each language's code.

    Raises:
        BadValue: there is none, one is empty, or a code is no language's.
    """

    texts: Mapping[str, Json] = field(converter=_texts, validator=_known, hash=False)

    @property
    def told(self) -> Json:
        """As the `data` of a message has it: the text, or the texts by language."""
        return self.texts.get(ANY, self.texts)


class AsWording(Kind):
    """A text in quotes, or a table of texts by language."""

    def read(self, raw: object, place: Place) -> Any:
        """Reads the one or the other."""
        if isinstance(raw, Wording):
            return raw
        kind: Kind = SCALARS[str] if isinstance(raw, str) or env_name(raw) else ByName(SCALARS[str])
        before, texts = len(place.problems), kind.read(raw, place)
        if len(place.problems) > before:
            return None
        try:
            return Wording(texts)
        except BadValue as error:
            place.refuse(str(error))
            return None

    def write(self, value: Any) -> Any:
        """Writes it as it was written."""
        return thaw(value.told)

    def redacted(self, raw: object) -> object:
        """There is no secret in it."""
        return raw

    def schema(self, **more: object) -> dict[str, Any]:
        """A text, or an object of texts by language."""
        text = {"type": "string", "pattern": r"\S"}
        by_language = {
            "type": "object",
            "propertyNames": {"pattern": f"^({_LANGUAGE.pattern})?$"},
            "additionalProperties": {"anyOf": [text, {"$ref": "#/$defs/env"}]},
            "minProperties": 1,
        }
        return {"anyOf": [text, {"$ref": "#/$defs/env"}, by_language], **more}
