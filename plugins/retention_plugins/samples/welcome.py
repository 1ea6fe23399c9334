"""The sample of welcome."""

from retention_sdk import SignUp
from retention_sdk.testing import START, Sample, after

SAMPLE = Sample(
    settings={"points": 50, "percent": 10},
    story=[
        SignUp(id="s-1", customer="c", occurred_at=START),
        SignUp(id="s-2", customer="c", occurred_at=after(9)),
        SignUp(id="s-3", customer="d", occurred_at=after(1)),
    ],
    most={"tag": 1, "send_message": 1, "credit": 1, "issue_coupon": 1},
)
