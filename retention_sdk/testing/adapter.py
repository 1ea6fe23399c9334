"""The contract of adapters: a suite that whoever writes one runs by deriving one class."""

import pytest

from retention_sdk.testing.adapters import LAWS
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.law import Lacking, Law
from retention_sdk.testing.trial import Broken


class AdapterContract(Questions):
    """The laws that an adapter keeps, as tests.

    Derive `class TestMine(AdapterContract)`, write `adapter`, and as many of the other answers as there are: a law that
    lacks something is skipped, and says what to give. See `docs/reference/adapter-contract.md`.
    """

    @pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name.replace(" ", "_"))
    def test_law(self, law: Law[Questions]) -> None:
        """The adapter keeps the law."""
        __tracebackhide__ = True
        broken = lacking = None
        try:
            law.holds(self)
        except Lacking as error:
            lacking = f"{law.name}: {error}"
        except Broken as error:
            broken = f"{law.name}: {error}"
        if lacking is not None:
            pytest.skip(lacking)
        if broken is not None:
            pytest.fail(broken, pytrace=False)
