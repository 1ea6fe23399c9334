"""Files that are known by name: what each preset says, and why."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from attrs import Attribute, evolve, field, frozen

from retention_sdk import BadValue, Money

OneRowPer = Literal["order", "line"]
Prefix = Literal["cancellation", "adjustment"]


def _one_of(_preset: object, attribute: "Attribute[Any]", value: object) -> None:
    choices = {"one_row_per": ("order", "line"), "decimal": (".", ",")}[attribute.name]
    if value not in choices:
        raise BadValue(f"{attribute.name} is {value!r}; pass {choices[0]!r} or {choices[1]!r}")


def _currency(_preset: object, _attribute: object, value: str | None) -> None:
    if value is not None:
        Money.zero(value)


def _folded(values: Collection[str]) -> frozenset[str]:
    return frozenset(value.casefold() for value in ((values,) if isinstance(values, str) else values))


@frozen(kw_only=True)
class Preset:
    """What a kind of file looks like.

    Args:
        columns: for each field, the column's name, or its position counted from 1.
        one_row_per: "order", or "line" where rows of one order id belong together.
        header: whether the first row names the columns.
        delimiter: ",", ";", "tab", "|" or "space" (runs of white space); None finds it out.
        currency: the currency of amounts, where no column tells it.
        decimal: the decimal mark, "." or ",".
        date_format: a strptime format, where dates are neither ISO 8601 nor yyyymmdd.
        sku: the item of files that do not tell what was bought.
        round_amounts: round to a minor unit, half up, what is finer; False lists it as a problem.
        paid: the statuses, in any case, of orders that count; with none, all do.
        prefixes: what an order is whose id begins with a character.
    """

    columns: Mapping[str, str | int] = field(factory=dict[str, str | int])
    one_row_per: OneRowPer = field(default="order", validator=_one_of)
    header: bool = True
    delimiter: str | None = None
    currency: str | None = field(default=None, validator=_currency)
    decimal: str = field(default=".", validator=_one_of)
    date_format: str | None = None
    sku: str = "order"
    round_amounts: bool = False
    paid: frozenset[str] = field(default=frozenset[str](), converter=_folded)
    prefixes: Mapping[str, Prefix] = field(factory=dict[str, Prefix])


# It has no order id, and 1,774 pairs of customer and date repeat, 255 rows wholly: so its orders are its rows, numbered
# from 1. That is the same on every run and machine, and appending rows keeps it. 80 orders cost nothing: they are kept.
_CDNOW = Preset(
    columns={"customer": "customer_id", "date": "date", "quantity": "number_of_cds", "total": "dollar_value"},
    currency="USD",
    sku="cd",
)

# The sample has no header; its first column is the customer's id in the master file, the second one counts 1 to 2,357.
_CDNOW_SAMPLE = evolve(_CDNOW, columns={"customer": 1, "date": 3, "quantity": 4, "total": 5}, header=False)

# - 135,080 rows have no customer: nobody can be rewarded, they are skipped and counted. All negative quantities outside
#   cancellations (1,336 rows of stock written off) and the three bad-debt adjustments (invoice A…) are among them.
# - An invoice C… takes goods back: skipped and counted, or a Refund if asked; it does not say of which order.
# - Price 0 with a customer (40 rows, 4 invoices of nothing else) is a gift: the line is kept with a total of nothing.
# - Four lines cost 0.001 pounds (PADS, BANK CHARGES), a placeholder for "free". Refusing them would lose four real
#   invoices with 118 other lines; so amounts are rounded to the penny, and nothing else in the file is finer than that.
# - POST, DOT, M (manual), BANK CHARGES … are lines that a customer paid: kept, they are part of what the order cost.
# - One invoice goes on after rows of another one, and in 43 invoices 2,025 rows are dated a minute after the first:
#   rows of one number are one order, and its first row's date counts.
_ONLINE_RETAIL = Preset(
    columns={
        "order": "Invoice",
        "sku": "StockCode",
        "quantity": "Quantity",
        "date": "InvoiceDate",
        "price": "Price",
        "customer": "Customer ID",
    },
    one_row_per="line",
    currency="GBP",
    round_amounts=True,
    prefixes={"A": "adjustment", "C": "cancellation"},
)

# The same data as the UCI repository's spreadsheet saves it: other names, and dates as in 12/1/2010 8:26.
_ONLINE_RETAIL_UCI = evolve(
    _ONLINE_RETAIL,
    columns={
        "order": "InvoiceNo",
        "sku": "StockCode",
        "quantity": "Quantity",
        "date": "InvoiceDate",
        "price": "UnitPrice",
        "customer": "CustomerID",
    },
    date_format="%m/%d/%Y %H:%M",
)

# Shopify's Orders > Export. The order's own columns stand in its first row only. `Lineitem price` knows no order
# discount, so `Total` less shipping is spread over the lines. There is no customer id: the e-mail address is it.
# A partly refunded order counts in full, since the file does not say when the money went back.
_SHOPIFY = Preset(
    columns={
        "order": "Name",
        "customer": "Email",
        "email": "Email",
        "name": "Billing Name",
        "status": "Financial Status",
        "date": "Created at",
        "currency": "Currency",
        "order_total": "Total",
        "shipping": "Shipping",
        "coupon": "Discount Code",
        "sku": "Lineitem sku",
        "title": "Lineitem name",
        "quantity": "Lineitem quantity",
        "price": "Lineitem price",
    },
    one_row_per="line",
    paid=frozenset({"paid", "partially_refunded"}),
)

# WooCommerce itself exports a report in which the customer is a name only, and names are no ids. This is the file of
# the plugin "Order Export & Order Import for WooCommerce": one row an order, a guest's customer_id is 0, so the billing
# address is the customer. Its lines are packed into line_item_1, line_item_2 …: the order is one line. Shipping is
# written with more digits than the currency has.
_WOOCOMMERCE = Preset(
    columns={
        "order": "order_id",
        "customer": "billing_email",
        "email": "billing_email",
        "status": "status",
        "date": "order_date",
        "currency": "order_currency",
        "total": "order_total",
        "shipping": "shipping_total",
        "shipping_tax": "shipping_tax_total",
    },
    round_amounts=True,
    paid=frozenset({"processing", "completed"}),
)

PRESETS: Mapping[str, Preset] = {
    "cdnow": _CDNOW,
    "cdnow_sample": _CDNOW_SAMPLE,
    "online_retail": _ONLINE_RETAIL,
    "online_retail_uci": _ONLINE_RETAIL_UCI,
    "shopify_orders_export": _SHOPIFY,
    "woocommerce_orders_export": _WOOCOMMERCE,
}
