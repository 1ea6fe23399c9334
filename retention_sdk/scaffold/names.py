"""The names of a package: one name, in the forms that Python, pip and a merchant's file have for it."""

import re
from keyword import iskeyword

from attrs import frozen

from retention_sdk.errors import BadValue

LONGEST = 40
"""Letters of a name; with them every line of a package still has its length."""

_SEAMS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_.-]+")
"""Where a name is cut into words: HappyHour, happy_hour, happy-hour."""


@frozen
class Names:
    """One name in its forms.

    Args:
        words: in small letters.
    """

    words: tuple[str, ...]

    @property
    def plugin(self) -> str:
        """What a merchant's file calls it: happy_hour."""
        return "_".join(self.words)

    @property
    def package(self) -> str:
        """What Python imports: retention_happy_hour."""
        return f"retention_{self.plugin}"

    @property
    def distribution(self) -> str:
        """What pip installs: retention-happy-hour."""
        return "-".join(("retention", *self.words))

    @property
    def cls(self) -> str:
        """What its class is called: HappyHour."""
        return "".join(map(str.capitalize, self.words))

    @property
    def dashed(self) -> str:
        """Its words with dashes: happy-hour."""
        return "-".join(self.words)

    @property
    def shouted(self) -> str:
        """As variables of the environment begin: HAPPY_HOUR."""
        return self.plugin.upper()

    def put(self, text: str) -> str:
        """A text with these names in place of those of `EXAMPLE`."""
        for form in ("plugin", "cls", "dashed", "shouted"):
            text = text.replace(getattr(EXAMPLE, form), getattr(self, form))
        return text


EXAMPLE = Names(("some", "name"))
"""What templates are called."""


def named(text: str) -> Names:
    """Read a name, however it is written.

    Args:
        text: such as "happy-hour", "Happy Hour", "HappyHour" or "retention-happy-hour".

    Returns:
        The name in its forms.

    Raises:
        BadValue: no package, class and setting can be called so.
    """
    words = tuple(word.lower() for word in _SEAMS.split(text) if word)
    if words[:1] == ("retention",) and len(words) > 1:
        words = words[1:]
    found = Names(words)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", found.plugin):
        raise _refused(text, "a name begins with a letter, and has the letters a to z, digits and dashes")
    if len(found.plugin) > LONGEST:
        raise _refused(text, f"a name has {LONGEST} letters at most")
    for form in (found.plugin, found.cls):
        if iskeyword(form):
            raise _refused(text, f"{form} is a word of Python's own")
    if found.cls.startswith("Test"):
        raise _refused(text, f"pytest would take the class {found.cls} for tests")
    return found


def _refused(text: str, why: str) -> BadValue:
    return BadValue(f"{text!r} cannot be the name: {why}; write one such as happy-hour")
