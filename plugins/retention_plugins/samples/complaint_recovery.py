"""The sample of complaint_recovery."""

from retention_sdk import Dispute
from retention_sdk.testing import Sample, after, complaint, order

SAMPLE = Sample(
    settings={"max_amount": "40 EUR", "owed": ["wrong"], "owed_as": "replacement", "loyal_percent": 20},
    story=[
        order("o-1", total=30),
        order("o-2", customer="d", total=60),
        complaint("k-1", at=after(1), order="o-1", severity="low"),
        complaint("k-2", at=after(2), order="o-1", severity="high", category="late"),
        complaint("k-3", customer="d", at=after(3), order="o-2", sku="beans", severity="medium"),
        order("o-3", customer="f", total=20),
        complaint("k-5", customer="f", at=after(3), order="o-3", severity="high"),
        complaint("k-6", customer="f", at=after(4), severity="high", category="survey"),
        order("o-4", customer="g", total=20),
        complaint("k-7", customer="g", at=after(5), order="o-4", category="wrong"),
        order("o-5", customer="h", total=20),
        Dispute(id="b-1", customer="h", occurred_at=after(3), order="o-5", state="opened"),
        complaint("k-8", customer="h", at=after(5), order="o-5", severity="severe"),
        complaint("k-4", customer="e", at=after(4), severity="severe", value=order().total),
    ],
    most={
        "send_message": 1,
        "create_task": 2,
        "issue_coupon": 1,
        "refund_money": 1,
        "issue_store_credit": 1,
        "send_replacement": 1,
    },
)
