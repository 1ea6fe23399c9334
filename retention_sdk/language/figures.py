"""Money, days and numbers as people of a language write them."""

from datetime import date, datetime

from retention_sdk.money import Money

LOCALES = {"pt": "pt_PT"}
"""Where Babel's own choice is another than the catalogue's."""


def figure(value: object, language: str) -> object:
    """A value as people write it.

    Args:
        value: money, a day, an instant or a number; anything else is left as it is.
        language: the language's code.

    Returns:
        The text.
    """
    from babel import dates, numbers  # who speaks English alone does not wait for them to load

    locale = LOCALES.get(language, language)
    match value:
        case Money():
            return numbers.format_currency(value.amount, value.currency, locale=locale)
        case datetime():
            return f"{figure(value.date(), language)} {dates.format_time(value, 'short', locale=locale)} UTC"
        case date():
            return dates.format_date(value, locale=locale)
        case int():
            return numbers.format_decimal(value, locale=locale)
        case _:
            return value
