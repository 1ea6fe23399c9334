"""What became of a file's rows."""

from collections import Counter

from attrs import define, field, frozen


@frozen
class Problem:
    """A row that could not be read.

    Args:
        line: where it begins in the file, as an editor counts.
        what: what is wrong with it.
    """

    line: int
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@define
class Report:
    """What a reading has done so far; `rows == used + bad + sum(skipped.values())` when it is done.

    Args:
        keep: how many problems are kept; `bad` counts all of them.

    Attributes:
        rows: rows read, headers and blank lines aside.
        used: rows that are in an event.
        bad: rows with a problem.
        skipped: rows left out on purpose, by reason.
        events: events given out.
        problems: the first problems, as they were found.
        bytes_read: how far the file was read, in the compressed file where it is gz.
    """

    keep: int = 1000
    rows: int = field(default=0, init=False)
    used: int = field(default=0, init=False)
    bad: int = field(default=0, init=False)
    skipped: Counter[str] = field(factory=Counter[str], init=False)
    events: int = field(default=0, init=False)
    problems: list[Problem] = field(factory=list[Problem], init=False)
    bytes_read: int = field(default=0, init=False)

    def problem(self, line: int, what: str) -> None:
        """Counts a bad row, and keeps what is wrong with it."""
        self.bad += 1
        if len(self.problems) < self.keep:
            self.problems.append(Problem(line, what))

    def __str__(self) -> str:
        told = [f"{self.events} events from {self.used} of {self.rows} rows"]
        told += [f"{rows} rows skipped: {reason}" for reason, rows in self.skipped.most_common()]
        told += [f"{self.bad} rows with a problem"] if self.bad else []
        told += [f"  {problem}" for problem in self.problems]
        told += [f"  and {self.bad - len(self.problems)} more"] if self.bad > len(self.problems) else []
        return "\n".join(told)
