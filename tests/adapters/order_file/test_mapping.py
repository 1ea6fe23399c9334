"""Which column is which: names, positions, presets, and what is said where that is not clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.order_file import COLUMNS, PRESETS, OrderFile, Preset
from retention_sdk import BadConfig, BadValue
from tests.adapters.order_file.kit import HEADER, order_file, purchases

if TYPE_CHECKING:
    from pathlib import Path

CLIENTS = "Client ID;When;Paid\nann;2024-05-01;3,00\n"


def problems(folder: Path, content: str, **options: Any) -> str:
    """All that is wrong with a file's layout."""
    with pytest.raises(BadConfig) as refused:
        order_file(folder, content, **options).layout()
    return "\n".join(refused.value.problems)


def test_columns_of_our_own_names_need_no_mapping(tmp_path: Path) -> None:
    """A header of our fields' names, in any case and order, is enough."""
    (order,) = purchases(tmp_path, "Total,DATE,customer,Quantity,sku\n3.00,2024-05-01,ann,2,tea\n")
    assert (order.quantity_of("tea"), order.customer) == (2, "ann")


def test_what_a_name_does_not_tell_is_not_taken(tmp_path: Path) -> None:
    """A tax may be in the total or not, a name be the item's: such columns count only when they are mapped."""
    header = "customer,date,total,tax,discount,shipping,name,status\n"
    (order,) = purchases(tmp_path, header + "ann,2024-05-01,3.00,1.00,2.00,4.00,Tea,open\n")
    assert (str(order.total), order.lines[0].tax, order.profile) == ("3.00 EUR", None, None)


def test_a_mapping_is_filled_up_by_names(tmp_path: Path) -> None:
    """What is mapped goes before what is named, and a price that is mapped before a total that is named."""
    content = "customer,date,Paid,total,quantity\nann,2024-05-01,3.00,9.00,2\n"
    assert str(purchases(tmp_path, content, columns={"total": "Paid"})[0].total) == "3.00 EUR"
    assert str(purchases(tmp_path, content, columns={"price": "Paid"})[0].total) == "6.00 EUR"


@pytest.mark.parametrize(
    "columns",
    [
        {"customer": "Client ID", "date": "When", "total": "Paid"},
        {"customer": " client id", "date": "WHEN", "total": "paid "},
        {"customer": 1, "date": 2, "total": 3},
        {"customer": "1", "date": "when", "total": "3"},
    ],
)
def test_names_and_positions(tmp_path: Path, columns: dict[str, str | int]) -> None:
    """A column is named in any case, or by its position, which a command line passes as text."""
    (order,) = purchases(tmp_path, CLIENTS, columns=columns, decimal=",")
    assert (order.customer, str(order.total)) == ("ann", "3.00 EUR")


def test_a_name_goes_before_a_position(tmp_path: Path) -> None:
    """A column that is called 2 is meant by 2."""
    columns = {"customer": 1, "date": "y", "total": 2}
    (order,) = purchases(tmp_path, "x,y,2,z\nann,20240501,3.00,9.00\n", columns=columns)
    assert str(order.total) == "3.00 EUR"


def test_a_file_without_a_header(tmp_path: Path) -> None:
    """Its columns are known by position, and its first row is an order."""
    content = "ann,20240501,3.00\nbob,20240502,4.00\n"
    columns = {"customer": 1, "date": 2, "total": 3}
    assert [order.customer for order in purchases(tmp_path, content, columns=columns, header=False)] == ["ann", "bob"]


def test_a_missing_column_is_named_with_a_near_one(tmp_path: Path) -> None:
    """Every field that is missing, what it is for, the columns that there are, and how to map one."""
    told = problems(tmp_path, "Customr_Id,created at,amount due,note\n")
    assert "no column is known to be 'customer', the customer's id; a row without one is skipped" in told
    assert "as in customer=Customr_Id" in told
    assert "as in date=created at" in told
    assert "as in total=amount due" in told
    assert told.endswith("the file's columns are Customr_Id, created at, amount due, note")


def test_columns_with_other_usual_names(tmp_path: Path) -> None:
    """A header that says order_id, user_id and amount is understood; an address is nobody's id unless we are told."""
    content = "order_id,user_id,order_date,amount,email\nA-1,ann,2024-05-01,3.00,ann@shop.example\n"
    (order,) = purchases(tmp_path, content)
    assert (order.id, order.customer, str(order.total)) == ("A-1", "ann", "3.00 EUR")
    assert "'customer'" in problems(tmp_path, "order_id,email,order_date,amount\n")


def test_nothing_near(tmp_path: Path) -> None:
    """Where no column is like the field, the example is one to fill in."""
    assert "as in customer=COLUMN" in problems(tmp_path, "a,b,c\n")


def test_a_mapping_to_a_column_that_is_not_there(tmp_path: Path) -> None:
    """All wrong mappings at once, each with the nearest column."""
    told = problems(
        tmp_path, CLIENTS, columns={"customer": "Cliend ID", "date": "9", "total": "Paid", "custmer": "When"}
    )
    assert "customer=Cliend ID: the file has no such column; did you mean 'Client ID'?" in told
    assert "date=9: the file has no such column\n" in told
    assert "custmer=When: there is no field 'custmer'; did you mean 'customer'?" in told


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    """Columns, the currency, the statuses that count: one run, one list."""
    told = problems(tmp_path, "a,b\n", columns={"status": "b", "date": "c"}, default_currency=None, one_row_per="line")
    assert [sentence.partition(":")[0].partition(",")[0] for sentence in told.split("\n")] == [
        "date=c",
        "no column is known to be 'customer'",
        "no column is known to be 'total'",
        "no column is known to be 'order'",
        "the file's columns are a",
        "no currency is known; pass currency='EUR'",
        "a column is mapped to 'status'; pass paid= with the statuses of orders that count",
    ]


def test_no_header_is_suspected(tmp_path: Path) -> None:
    """A header of numbers is likely the first order."""
    assert problems(tmp_path, "00004 19970101 2 29.33\n").endswith("; if that is no header, pass header=False")


def test_an_empty_file(tmp_path: Path) -> None:
    """It has no header to look at."""
    assert problems(tmp_path, "\n\n") == "the file is empty"


def test_a_header_alone(tmp_path: Path) -> None:
    """A file with no orders is one with no events."""
    assert purchases(tmp_path, HEADER) == []


def test_a_line_file_needs_order_ids(tmp_path: Path) -> None:
    """Lines without an order id cannot be put together."""
    assert "'order'" in problems(tmp_path, "customer,date,total\n", one_row_per="line")


def test_price_or_total(tmp_path: Path) -> None:
    """One of them is enough; where both are there, the total is what was paid."""
    (priced,) = purchases(tmp_path, "customer,date,quantity,price\nann,20240501,3,2.50\n")
    (both,) = purchases(tmp_path, "customer,date,quantity,price,total\nann,20240501,3,2.50,7.00\n")
    assert (str(priced.total), str(both.total)) == ("7.50 EUR", "7.00 EUR")


def test_no_currency(tmp_path: Path) -> None:
    """There is none that is usual: it is in a column, said, or the preset's."""
    told = problems(tmp_path, HEADER, default_currency=None)
    assert told == "no currency is known; pass currency='EUR', or map the column that has it"


def test_which_currency_counts(tmp_path: Path) -> None:
    """A row's own, then the option, then the preset's, then the default; a blank in the column asks the next."""
    content = "customer_id date number_of_cds dollar_value\n1 19970101 1 11.77\n"
    assert purchases(tmp_path, content, preset="cdnow", default_currency="EUR")[0].currency == "USD"
    assert purchases(tmp_path, content, preset="cdnow", currency="GBP")[0].currency == "GBP"
    rows = "customer,date,total,currency\nann,20240501,3,czk\nann,20240501,3,\n"
    assert [order.currency for order in purchases(tmp_path, rows, currency="JPY")] == ["CZK", "JPY"]


def test_a_status_wants_its_meaning(tmp_path: Path) -> None:
    """A status is mapped in order to leave orders out, and only the merchant knows which."""
    content = "customer,date,total,state\nann,20240501,3,Paid\nbob,20240501,3,void\n"
    columns = {"status": "state"}
    assert "pass paid=" in problems(tmp_path, content, columns=columns)
    for paid, customer in ((["paid"], "ann"), ("VOID", "bob")):
        events = order_file(tmp_path, content, columns=columns, paid=paid).history()
        assert [event.customer for event in events] == [customer]


def test_an_unknown_preset(tmp_path: Path) -> None:
    """The error lists the presets, and the nearest."""
    told = problems(tmp_path, HEADER, preset="cd_now")
    assert all(name in told for name in PRESETS)
    assert told.endswith("did you mean 'cdnow'?")


def test_a_preset_that_does_not_fit(tmp_path: Path) -> None:
    """Each column that the preset wants and the file does not have."""
    told = problems(tmp_path, "customer_id date cds dollar_values\n", preset="cdnow")
    assert "quantity=number_of_cds: the file has no such column" in told
    assert "total=dollar_value: the file has no such column; did you mean 'dollar_values'?" in told


def test_columns_go_over_the_presets(tmp_path: Path) -> None:
    """A preset's file with one column renamed needs one option."""
    content = "customer_id date cds dollar_value\n1 19970101 2 11.77\n"
    (order,) = purchases(tmp_path, content, preset="cdnow", columns={"quantity": "cds"})
    assert (order.quantity, order.lines[0].sku) == (2, "cd")


def test_a_preset_of_ones_own(tmp_path: Path) -> None:
    """A value of ours like the named ones."""
    preset = Preset(columns={"customer": "Client ID", "date": "When", "total": "Paid"}, currency="CZK", decimal=",")
    assert str(purchases(tmp_path, CLIENTS, preset=preset)[0].total) == "3.00 CZK"


@pytest.mark.parametrize(("name", "preset"), [(name, preset) for name, preset in PRESETS.items() if preset.header])
def test_a_preset_is_known_by_its_header(tmp_path: Path, name: str, preset: Preset) -> None:
    """A file with a preset's columns, in any order and among others, needs no option; columns turn the guess off."""
    names = ["Something", *dict.fromkeys(str(column) for column in reversed(preset.columns.values()))]
    file = order_file(tmp_path, "|".join(names))
    assert file.layout().preset == name
    columns = dict.fromkeys(("customer", "date", "total"), 1)
    assert order_file(tmp_path, "|".join(names), columns=columns).layout().preset is None


def test_presets_can_be_read() -> None:
    """Each maps fields that exist, among them those that every file needs."""
    for preset in PRESETS.values():
        assert preset.columns.keys() <= COLUMNS.keys()
        assert {"customer", "date"} < preset.columns.keys()


@pytest.mark.parametrize(
    ("option", "value"), [("one_row_per", "lines"), ("decimal", ";"), ("currency", "EURO"), ("timezone", "Prague")]
)
def test_an_option_that_cannot_be(tmp_path: Path, option: str, value: str) -> None:
    """It is refused before any row is read, and the error shows it."""
    with pytest.raises(BadValue, match=value):
        order_file(tmp_path, HEADER, **{option: value}).history()


def test_a_file_is_a_value(tmp_path: Path) -> None:
    """Two of the same options are equal, and none changes."""
    assert OrderFile(str(tmp_path), currency="EUR") == OrderFile(tmp_path, currency="EUR")
    with pytest.raises(AttributeError):
        OrderFile(tmp_path).currency = "EUR"  # type: ignore[misc]
