"""The law on what nobody may read: secrets and people, in what an adapter raises, logs and looks like."""

import logging
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from retention_sdk.testing.adapters.deeds import Deed, deeds
from retention_sdk.testing.adapters.failing import failure, troubles
from retention_sdk.testing.adapters.loading import secrets_of
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.adapters.troubles import Trouble
from retention_sdk.testing.plugins.trial import Broken

SHORTEST = 5
"""A secret of fewer letters stands in any text."""


def discreet(case: Questions) -> str:
    """No secret and no person is in its repr, its errors or its logs."""
    told = {"its repr": repr(case.adapter()), "its str": str(case.adapter())}
    hidden = {f"a secret ({text[:2]}…)": text for text in secrets_of(case) if len(text) >= SHORTEST}
    _see(told.items(), hidden)
    if not case.adapter().capabilities:
        return f"{len(hidden)} secrets are shown nowhere"
    person = case.whom.profile
    hidden |= {what: text for what, text in (("an e-mail address", person.email), ("a name", person.name)) if text}
    done = deeds(case, case.adapter())
    with listening(case.noise) as heard:
        for how in (*troubles(case), *case.rubbish):
            for deed in done:
                _see(_said(case, how, deed), hidden)
    _see((("its log", line) for line in heard), hidden)
    tried = f"{len(done) * (len(case.rubbish) + 4)} failures and {len(heard)} lines of logs"
    return f"{', '.join(hidden)}: not shown in {tried}"


def _said(case: Questions, how: Trouble, deed: Deed) -> Iterator[tuple[str, str]]:
    error: BaseException | None = failure(case, how, deed)
    while error is not None:
        yield f"what {deed.kind} raises when the platform is {how}", f"{error} {error!r} {error.args}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _see(told: Iterable[tuple[str, str]], hidden: Mapping[str, str]) -> None:
    for where, text in told:
        for what, private in hidden.items():
            if private.lower() in text.lower():
                raise Broken(
                    f"{what} stands in {where}",
                    "keep secrets as retention_sdk.Secret, say in errors what went wrong and not with whom, and of the "
                    "platform's own words only what cannot be personal; raise … from None where the cause has them",
                )


@contextmanager
def listening(noise: Sequence[str]) -> Generator[list[str]]:
    """Everything that is logged meanwhile, however unimportant, but by the loggers that are noise."""
    heard: list[str] = []

    class Ear(logging.Handler):
        """Hears what is logged."""

        def emit(self, record: logging.LogRecord) -> None:
            """Take note."""
            if record.name not in noise:
                heard.append(record.getMessage())

    root, ear = logging.getLogger(), Ear(logging.DEBUG)
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        root.removeHandler(ear)
        root.setLevel(level)
