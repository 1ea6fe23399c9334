"""Where messages are: one text a message and language, the merchant's own before ours."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from attrs import field, frozen

OURS = files("retention_adapters.email") / "messages"
"""The messages that the strategies that ship send."""

LAYOUT = "layout"


@frozen
class Templates:
    """The files of a merchant's folder, and ours where it has none.

    `NAME.LANGUAGE.txt` is a message: its first line is `Subject: ...`, what follows is the text. Its HTML is made of
    the same text in `layout.mjml`, unless there is a `NAME.LANGUAGE.mjml`.

    Args:
        folder: the merchant's; None is ours alone.
    """

    folder: Path | None = None
    _ours: Traversable = field(default=OURS, repr=False)

    def text(self, name: str, languages: Sequence[str]) -> tuple[str, str] | None:
        """A message's text.

        Args:
            name: of the message.
            languages: the first that there is counts.

        Returns:
            Its language and text; None where there is none.
        """
        found = ((language, self._read(f"{name}.{language}.txt")) for language in languages)
        return next(((language, text) for language, text in found if text is not None), None)

    def mjml(self, name: str, language: str) -> str:
        """What a message's HTML is made of: its own MJML, or the layout."""
        return self._read(f"{name}.{language}.mjml") or self._read(f"{LAYOUT}.mjml") or ""

    def names(self) -> Iterator[tuple[str, str]]:
        """Every message and language that there is a text of."""
        known = {name for folder in self._folders() for name in (one.name for one in folder.iterdir())}
        for file in sorted(known):
            name, _, language = file.removesuffix(".txt").rpartition(".")
            if file.endswith(".txt") and name:
                yield name, language

    def _folders(self) -> list[Traversable]:
        return [self._ours] if self.folder is None else [self.folder, self._ours]

    def _read(self, file: str) -> str | None:
        if "/" in file or "\\" in file:  # a message's name is no path
            return None
        for folder in self._folders():
            if (one := folder / file).is_file():
                return one.read_text(encoding="utf-8")
        return None
