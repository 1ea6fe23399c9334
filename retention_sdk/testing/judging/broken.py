"""What a law says where it does not hold."""


class Broken(Exception):
    """A law that does not hold.

    Args:
        what: one sentence: what is wrong, and where.
        mend: one sentence: how it is mended.
    """

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(what, mend)

    def __str__(self) -> str:
        return f"{self.what}\n{self.mend}"
