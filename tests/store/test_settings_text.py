"""The text of the settings: what tells one version from the next, whoever asks, and without a secret in it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import frozen

from retention_sdk import Secret, Visit, hookimpl, setting, strategy
from retention_sdk.settings import Secret as SettingsSecret
from tests.build import opened, rows
