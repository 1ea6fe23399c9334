"""Files of every make: delimiters, gz, encodings, quotes, line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_adapters.order_file import OrderFile
from retention_sdk import BadConfig, BadValue
from tests.adapters.order_file.kit import HEADER, only_problem, order_file, purchases, read

if TYPE_CHECKING:
    from pathlib import Path

ROW = "1,ann,2024-05-01,11.77\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Comma, semicolon, tab or pipe: the one that splits the header most."""
    (order,) = purchases(tmp_path, (HEADER + ROW).replace(",", delimiter))
    assert (order.id, order.customer, str(order.total)) == ("1", "ann", "11.77 EUR")


def test_runs_of_white_space(tmp_path: Path) -> None:
    """Where no mark splits the header, any blanks and tabs before, between and after fields do."""
    content = " order  customer date   total\r\n   1\tann  20240501    11.77  \r\n\r\n 2 bob 20240502 3.00\r\n"
    file = order_file(tmp_path, content)
    events, _ = read(file)
    assert file.layout().delimiter == " "
    assert file.layout().names == ("order", "customer", "date", "total")
    assert [(event.id, event.customer) for event in events] == [("1", "ann"), ("2", "bob")]


def test_quotes_hold_white_space_together(tmp_path: Path) -> None:
    """Also where white space separates the fields."""
    (order,) = purchases(tmp_path, 'order customer date total\n1 "Ann  Lee" 20240501 3.00\n')
    assert order.customer == "Ann Lee"


@pytest.mark.parametrize("delimiter", ["space", " ", "pipe", "|", "tab", "\t", "comma", ",", "semicolon", ";", "~"])
def test_a_delimiter_may_be_named(tmp_path: Path, delimiter: str) -> None:
    """By its character, which need not be a usual one, or by a word that a shell does not eat."""
    mark = {"space": "  ", "pipe": "|", "tab": "\t", "comma": ",", "semicolon": ";"}.get(delimiter, delimiter)
    (order,) = purchases(tmp_path, (HEADER + ROW).replace(",", mark), delimiter=delimiter)
    assert order.customer == "ann"


def test_a_named_delimiter_is_not_doubted(tmp_path: Path) -> None:
    """A header that looks as if another one split it better is split as told."""
    content = "customer;date;total, in euro; so far\nann;20240501;3,00;x\n"
    options = {"columns": {"customer": 1, "date": 2, "total": 3}, "decimal": ","}
    (order,) = purchases(tmp_path, content, delimiter=";", **options)
    assert str(order.total) == "3.00 EUR"


@pytest.mark.parametrize("delimiter", ["", "::", "dot", '"', "\n"])
def test_a_delimiter_that_cannot_be(tmp_path: Path, delimiter: str) -> None:
    """More than a character, or one that csv needs for itself."""
    if delimiter:
        with pytest.raises(BadValue, match="not one character"):
            order_file(tmp_path, HEADER, delimiter=delimiter).layout()
    else:
        assert order_file(tmp_path, HEADER, delimiter=delimiter).layout().delimiter == ","


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, ends: str) -> None:
    """Unix, Windows, and the old Mac; the last line may have none."""
    assert len(purchases(tmp_path, (HEADER + ROW + ROW.replace("1,", "2,", 1)).replace("\n", ends).rstrip())) == 2


def test_gz_is_known_by_its_content(tmp_path: Path) -> None:
    """The file's name says nothing: this one ends in .csv."""
    file = order_file(tmp_path, HEADER + ROW, zipped=True)
    events, report = read(file)
    assert len(events) == 1
    assert report.bytes_read == file.size < len(HEADER + ROW) + 60


def test_a_name_in_gz_does_not_make_it_one(tmp_path: Path) -> None:
    """A plain text may be called .gz."""
    path = tmp_path / "orders.csv.gz"
    path.write_text(HEADER + ROW)
    assert len(list(OrderFile(path, currency="EUR").history())) == 1


def test_a_cut_gz_says_so(tmp_path: Path) -> None:
    """What was read stands, and the end is an error: the rest of the orders is not silently missing."""
    content = HEADER + "".join(f"{n},c{n * n},2024-05-01,{n}.00\n" for n in range(20_000))
    file = order_file(tmp_path, content, zipped=True)
    file.path.write_bytes(file.path.read_bytes()[:-5000])
    events = file.history()
    assert next(events).id == "0"
    with pytest.raises(BadValue, match="cut or damaged"):
        list(events)


def test_a_damaged_gz_says_so(tmp_path: Path) -> None:
    """Also where its first bytes are damaged."""
    file = order_file(tmp_path, b"\x1f\x8b" + b"\x00" * 40)
    with pytest.raises(BadValue, match="damaged"):
        file.history()


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    """Excel's "CSV UTF-8": the first column's name is what one sees."""
    (order,) = purchases(tmp_path, (HEADER + ROW).replace("ann", "Zoë").encode("utf-8-sig"))
    assert (order.id, order.customer) == ("1", "Zoë")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_another_encoding_if_asked(tmp_path: Path, encoding: str) -> None:
    """Old exports and Excel's "Unicode text"."""
    (order,) = purchases(tmp_path, (HEADER + ROW).replace("ann", "Jérôme").encode(encoding), encoding=encoding)
    assert order.customer == "Jérôme"


def test_a_wrong_encoding_hurts_only_what_is_needed(tmp_path: Path) -> None:
    """A row whose customer cannot be read is listed; a description that nobody needs may be of any encoding."""
    content = "order,customer,date,total,note\n1,Jérôme,2024-05-01,3.00,\n2,ann,2024-05-01,3.00,café\n"
    events, report = read(order_file(tmp_path, content.encode("latin-1")))
    assert [event.id for event in events] == ["2"]
    assert str(report.problems[0]).startswith("line 2: 'J\\udce9r\\udcf4me' is not text; pass the encoding")


def test_an_encoding_that_is_not_the_files(tmp_path: Path) -> None:
    """Where nothing at all can be read the error says what to pass."""
    with pytest.raises(BadValue, match="pass the encoding that it was saved in"):
        order_file(tmp_path, HEADER + "x", encoding="utf-16").history()


def test_an_unknown_encoding(tmp_path: Path) -> None:
    """It is refused before any file is opened."""
    with pytest.raises(BadValue, match="encoding 'utf-9' is unknown"):
        OrderFile(tmp_path / "none.csv", encoding="utf-9")


def test_a_spreadsheet_is_no_text(tmp_path: Path) -> None:
    """An .xlsx file is told from a CSV with strange columns."""
    with pytest.raises(BadValue, match="save it as CSV"):
        order_file(tmp_path, b"PK\x03\x04" + bytes(range(256))).layout()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Asked for its size or for its orders, the error names the path."""
    file = OrderFile(tmp_path / "none.csv")
    for ask in (file.history, file.layout, lambda: file.size):
        with pytest.raises(BadValue, match=r"none\.csv: No such file"):
            ask()


def test_quoted_fields(tmp_path: Path) -> None:
    """Delimiters, doubled quotes and line breaks inside quotes belong to the field."""
    quoted = '1,"Lee, ""Ann""",2024-05-01,"1,234.50","two\nlines, one row"\n'
    content = f"order,customer,date,total,note\n{quoted}2,bob,2024-05-01,3.00,\n"
    first, second = purchases(tmp_path, content)
    assert first.customer == 'Lee, "Ann"'
    assert str(first.total) == "1234.50 EUR"
    assert second.id == "2"


def test_a_problem_names_the_line_of_an_editor(tmp_path: Path) -> None:
    """Blank lines and line breaks inside a field count as lines, and not as rows."""
    content = 'order,customer,date,total,note\n\n1,ann,2024-05-01,3.00,"a\nb\nc"\n   \n2,bob,never,3.00,\n'
    assert only_problem(tmp_path, content).startswith("line 7: date 'never'")


def test_a_forgotten_quote_is_a_problem_of_its_rows(tmp_path: Path) -> None:
    """Rows that run together are listed with their lines, and the reading goes on behind them."""
    content = HEADER + '1,"ann,2024-05-01,3.00\n2,"bob",2024-05-01,3.00\n3,cyd,2024-05-01,3.00\n'
    events, report = read(order_file(tmp_path, content))
    assert [event.id for event in events] == ["3"]
    assert str(report.problems[0]).startswith("line 2: lines 2 to 3 run together: ")


def test_a_quote_that_never_ends(tmp_path: Path) -> None:
    """At the end of the file it is still told."""
    problem = only_problem(tmp_path, HEADER + ROW + '2,"bob,2024-05-01,3.00\n3,cyd,2024-05-01,3.00\n')
    assert problem.startswith("line 3: lines 3 to 4 run together: ")


def test_a_header_that_cannot_be_split(tmp_path: Path) -> None:
    """A quote out of place there is an error of the file."""
    with pytest.raises(BadValue, match="the header cannot be read"):
        order_file(tmp_path, '"order"s,customer\n').layout()


@pytest.mark.parametrize("row", ["1,ann,2024-05-01", "1,ann,2024-05-01,3.00,more"])
def test_too_few_or_too_many_fields(tmp_path: Path, row: str) -> None:
    """A row of another width is not guessed at."""
    assert only_problem(tmp_path, HEADER + row) == f"line 2: {row.count(',') + 1} fields, where the file has 4 columns"


def test_a_field_of_unbelievable_length(tmp_path: Path) -> None:
    """What csv refuses to hold is a bad row of its own, and the reading goes on behind it."""
    content = HEADER + ROW + f"2,{'x' * 200_000},2024-05-01,3.00\n3,cyd,2024-05-01,3.00\n"
    events, report = read(order_file(tmp_path, content))
    assert [event.id for event in events] == ["1", "3"]
    assert str(report.problems[0]).startswith("line 3: field larger than field limit")


def test_a_header_may_break_lines(tmp_path: Path) -> None:
    """A spreadsheet's header with line breaks inside a name is one row; positions tell its columns."""
    content = '"order\nid","customer\nname",date,total\n1,ann,2024-05-01,3.00\n2,bob,soon,3.00\n'
    events, report = read(order_file(tmp_path, content, columns={"order": 1, "customer": 2}))
    assert [event.customer for event in events] == ["ann"]
    assert report.problems[0].line == 5


def test_two_delimiters_in_a_header(tmp_path: Path) -> None:
    """The one that splits it into more fields is it, quoted ones aside."""
    file = order_file(tmp_path, '"a,b,c,d,e";customer;date;"total, paid"\n')
    with pytest.raises(BadConfig, match="columns are a,b,c,d,e, customer, date, total, paid"):
        file.layout()
    tied = order_file(tmp_path, "customer;date;total|x;note, more\n", columns={"total": 3})
    assert tied.layout().delimiter == ";"


def test_a_long_line_of_nothing(tmp_path: Path) -> None:
    """A file that is no table is refused like one, however long its first line is."""
    with pytest.raises((BadConfig, BadValue)):
        order_file(tmp_path, "x" * 300_000).layout()
