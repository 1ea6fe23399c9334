"""What tests of strategies, guards and shops need. Nothing of it is loaded by `import retention_sdk`.

It needs the extra: `pip install retention-sdk[testing]`.
"""

from retention_sdk.testing.adapter import AdapterContract
from retention_sdk.testing.adapters.troubles import Trouble
from retention_sdk.testing.adapters.webhooks import SampleWebhook
from retention_sdk.testing.amounts import eur, money
from retention_sdk.testing.build import build
from retention_sdk.testing.clock import ManualClock
from retention_sdk.testing.customers import customer
from retention_sdk.testing.orders import delivered, dispute, line, order, order_cancelled, order_edited, refund
from retention_sdk.testing.people import birthday, lapse, profile_changed, referral, sign_up, visit
from retention_sdk.testing.plugin import PluginContract
from retention_sdk.testing.recorder import AnswerLost, Call, Recorder
from retention_sdk.testing.sample import Sample, granted_key
from retention_sdk.testing.service import cancel_request, complaint, survey_answer
from retention_sdk.testing.shop import Shop
from retention_sdk.testing.strictness import StrategyFailed
from retention_sdk.testing.telling import in_order, of_customer
from retention_sdk.testing.times import START, after

__all__ = [
    "START",
    "AdapterContract",
    "AnswerLost",
    "Call",
    "ManualClock",
    "PluginContract",
    "Recorder",
    "Sample",
    "SampleWebhook",
    "Shop",
    "StrategyFailed",
    "Trouble",
    "after",
    "birthday",
    "build",
    "cancel_request",
    "complaint",
    "customer",
    "delivered",
    "dispute",
    "eur",
    "granted_key",
    "in_order",
    "lapse",
    "line",
    "money",
    "of_customer",
    "order",
    "order_cancelled",
    "order_edited",
    "profile_changed",
    "referral",
    "refund",
    "sign_up",
    "survey_answer",
    "visit",
]
