"""Every strategy that ships keeps every law."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from retention_sdk.registry import PLUGINS
from retention_sdk.testing import PluginContract
from retention_sdk.testing.plugins.trial import SAMPLES
from tests.audit import audit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_sdk import Engine

SHIPPED = sorted(one.name for one in entry_points(group=PLUGINS) if one.value.startswith("retention_plugins."))


class Contract(PluginContract):
    """The laws, with the auditor that knows nothing of the engine's code."""

    def problems(self, engine: Engine) -> Sequence[str]:
        """What the auditor finds in the books."""
        return audit(engine)


for _name in SHIPPED:
    _called = f"Test{_name.title().replace('_', '')}"
    globals()[_called] = type(_called, (Contract,), {"plugin": _name, "__doc__": f"{_name} keeps every law."})


def test_every_strategy_has_a_sample() -> None:
    """No strategy that ships is without one."""
    assert sorted(one.name for one in entry_points(group=SAMPLES)) == SHIPPED
