"""The fields that a column of the file can be mapped to."""

from collections.abc import Mapping
from typing import Any

from attrs import field, fields, frozen


def _field(help: str, *aliases: str) -> Any:
    return field(metadata={"help": help, "aliases": aliases})


@frozen(kw_only=True)
class Columns:
    """Where in a row each field stands, counted from 0; one past the row's end where the file has no such column."""

    customer: int = _field(
        "the customer's id; a row without one is skipped", "customer_id", "client", "user_id", "buyer", "email"
    )
    date: int = _field("when it was ordered", "order_date", "created_at", "timestamp", "datetime", "purchase_date")
    order: int = _field("the order's id; where the file has none, rows are numbered", "order_id", "invoice", "number")
    total: int = _field(
        "what was paid: for the order, or for the line in a file of lines", "amount", "revenue", "value"
    )
    price: int = _field("what one unit cost, where there is no total", "unit_price", "item_price")
    quantity: int = _field("units; 1 where there is no such column", "qty", "count", "units")
    sku: int = _field("the item", "item", "product", "product_id", "stock_code")
    title: int = _field("the item's name, used where the sku is blank", "product_name", "description")
    category: int = _field("the item's category", "product_category", "department")
    discount: int = _field("what was taken off a total already, or is to be taken off price × quantity", "rebate")
    tax: int = _field("the tax in the total", "vat")
    order_total: int = _field("what was paid for the whole order and its shipping; spread over its lines")
    shipping: int = _field("what was paid for shipping, and is in the order's total", "shipping_total", "freight")
    shipping_tax: int = _field("the tax that comes on top of `shipping`", "shipping_tax_total")
    currency: int = _field("the currency's ISO 4217 code", "order_currency", "currency_code")
    coupon: int = _field("the coupon code that was used", "discount_code", "voucher")
    status: int = _field("the order's status, where `paid` says which ones count", "order_status", "financial_status")
    email: int = _field("the customer's e-mail address", "customer_email", "billing_email")
    name: int = _field("how the customer is addressed", "customer_name", "billing_name")


COLUMNS: Mapping[str, str] = {column.name: column.metadata["help"] for column in fields(Columns)}
ALIASES: Mapping[str, tuple[str, ...]] = {
    column.name: (column.name, *column.metadata["aliases"]) for column in fields(Columns)
}
