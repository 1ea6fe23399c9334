"""The JSON that a store sends and gets: forms made of the attrs classes, which read, write and tell their schema."""

from retention_adapters.storefront.forms.containers import Many
from retention_adapters.storefront.forms.form import (
    Definitions,
    NoForm,
    Schema,
    Unfit,
    fields_of,
    items_of,
    told,
    within,
)
from retention_adapters.storefront.forms.records import Kinds, Record
from retention_adapters.storefront.forms.types import FORM, kinds_of

__all__ = [
    "FORM",
    "Definitions",
    "Kinds",
    "Many",
    "NoForm",
    "Record",
    "Schema",
    "Unfit",
    "fields_of",
    "items_of",
    "kinds_of",
    "told",
    "within",
]
