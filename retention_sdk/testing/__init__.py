"""What tests of strategies, guards and shops need. Nothing of it is loaded by `import retention_sdk`.

It needs the extra: `pip install retention-sdk[testing]`.
"""

from retention_sdk.testing.adapters.contract import AdapterContract
from retention_sdk.testing.adapters.troubles import Trouble
from retention_sdk.testing.adapters.webhooks import SampleWebhook
from retention_sdk.testing.builders.amounts import eur, money
from retention_sdk.testing.builders.build import build
from retention_sdk.testing.builders.customers import customer
from retention_sdk.testing.builders.orders import delivered, dispute, line, order, order_cancelled, order_edited, refund
from retention_sdk.testing.builders.people import birthday, lapse, profile_changed, referral, sign_up, visit
from retention_sdk.testing.builders.service import cancel_request, complaint, survey_answer
from retention_sdk.testing.builders.times import START, after
from retention_sdk.testing.plugins.contract import PluginContract
from retention_sdk.testing.plugins.sample import Sample, granted_key
from retention_sdk.testing.shop.clock import ManualClock
from retention_sdk.testing.shop.recorder import AnswerLost, Call, Recorder
from retention_sdk.testing.shop.shop import Shop
from retention_sdk.testing.shop.strictness import StrategyFailed
from retention_sdk.testing.shop.telling import in_order, of_customer

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
