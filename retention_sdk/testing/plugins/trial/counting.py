"""How many there are of something, for the evidence."""


def counted(number: int, word: str) -> str:
    """A number with its word, in the plural where it is not one: "1 setting", "0 orders"."""
    return f"{number} {word}{'' if number == 1 else 's'}"
