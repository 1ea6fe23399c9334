"""Opens a file as text: gz or not, and counts the bytes on the way."""

import codecs
import gzip
import io
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from retention_adapters.order_file.report import Report
from retention_sdk import BadValue

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 17


class _Metered(io.FileIO):
    """A file that tells a report how far it was read."""

    def __init__(self, path: Path, report: Report) -> None:
        super().__init__(path)
        self._report = report

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        count = super().readinto(buffer)
        self._report.bytes_read += count or 0
        return count


@contextmanager
def open_text(path: Path, encoding: str, report: Report) -> Generator[TextIO, None, None]:
    """Opens a file for `csv`.

    Bytes that are not of the encoding become lone surrogates: a row is refused only if it needs them.

    Args:
        path: the file; gz is known by its content.
        encoding: what the text is encoded in; a byte order mark is dropped.
        report: counts the bytes.

    Yields:
        The open text.

    Raises:
        BadValue: the file cannot be opened, is not of the encoding at all, or its gz is broken.
    """
    try:
        with io.BufferedReader(_Metered(path, report), _BUFFER) as stored:
            zipped = stored.peek(2)[:2] == b"\x1f\x8b"
            if stored.peek(2)[:2] == b"PK":
                raise BadValue(f"{path}: this is a spreadsheet or a zip file; save it as CSV first")
            plain = gzip.GzipFile(fileobj=stored) if zipped else stored
            codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
            with io.TextIOWrapper(plain, codec, errors="surrogateescape", newline="") as text:
                yield text
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadValue(f"{path}: the gz file is cut or damaged ({error}); fetch it again") from error
    except OSError as error:
        raise BadValue(f"{path}: {error.strerror or error}") from error
    except UnicodeError as error:
        raise BadValue(f"{path}: {error}; pass the encoding that it was saved in, such as 'cp1252'") from error
