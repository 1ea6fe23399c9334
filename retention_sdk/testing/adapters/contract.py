"""The contract of adapters: a suite that whoever writes one runs by deriving one class."""

import pytest

from retention_sdk.errors import kind_of
from retention_sdk.testing.adapters import LAWS
from retention_sdk.testing.adapters.lacking import Lacking
from retention_sdk.testing.adapters.questions import Questions
from retention_sdk.testing.judging.law import Law
from retention_sdk.testing.judging.scorecard import Card, Check
from retention_sdk.testing.plugins.trial import Broken


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

    @classmethod
    def scorecard(cls, name: str = "", origin: str = "") -> Card:
        """Look at every law, without pytest: each has an instance of its own.

        What the laws need is made in `setup_method` then, and not in a fixture.

        Args:
            name: the adapter's; the one that its package offers it under, where not given.
            origin: the distribution that it is from.

        Returns:
            The card. A law that lacks something was not looked at, and its evidence says what to give.
        """
        return Card(name or cls.installed, origin, tuple(_checked(cls, law) for law in LAWS))


def _checked(contract: type[AdapterContract], law: Law[Questions]) -> Check:
    case = contract()
    case.setup_method()
    try:
        return Check(law, "holds", law.holds(case))
    except Lacking as lacking:
        return Check(law, "not looked at", str(lacking))
    except Broken as broken:
        return Check(law, "broken", broken.what, broken.mend)
    except Exception as error:  # noqa: BLE001 - whatever else an adapter raises is told by its place
        return Check(law, "broken", f"it raised {kind_of(error)}", "mend what raises there")
    finally:
        case.teardown_method()
