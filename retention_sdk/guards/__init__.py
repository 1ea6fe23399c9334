"""Guards: who may refuse what a strategy proposes, one file each."""

from retention_sdk.guards.age import age
from retention_sdk.guards.answered import answered
from retention_sdk.guards.authority import STAFF, Authority, authority
from retention_sdk.guards.balance import balance
from retention_sdk.guards.before_start import before_start
from retention_sdk.guards.budget import NONE_LEFT, budget
from retention_sdk.guards.complaint import complaint
from retention_sdk.guards.consent import consent
from retention_sdk.guards.cooldown import Cooldowns
from retention_sdk.guards.counters import BUDGET, Counter, Counters, Gift, Kept, Slot, gift_of
from retention_sdk.guards.dispute import dispute
from retention_sdk.guards.frequency import frequency
from retention_sdk.guards.holdout import held_out, holdout
from retention_sdk.guards.panel import Guards, Only
from retention_sdk.guards.per_customer import per_customer
from retention_sdk.guards.places import place_name
from retention_sdk.guards.plugged import plugged
from retention_sdk.guards.quiet import Quiet
from retention_sdk.guards.remedy_cap import remedy_cap
from retention_sdk.guards.requests import Requests
from retention_sdk.guards.returning import returning
from retention_sdk.guards.tally import Grant, Guard, Limit, Reason, Tally
from retention_sdk.guards.tier_lock import tier_lock
from retention_sdk.guards.timely import over, timely

__all__ = [
    "BUDGET",
    "NONE_LEFT",
    "STAFF",
    "Authority",
    "Cooldowns",
    "Counter",
    "Counters",
    "Gift",
    "Grant",
    "Guard",
    "Guards",
    "Kept",
    "Limit",
    "Only",
    "Quiet",
    "Reason",
    "Requests",
    "Slot",
    "Tally",
    "age",
    "answered",
    "authority",
    "balance",
    "before_start",
    "budget",
    "complaint",
    "consent",
    "dispute",
    "frequency",
    "gift_of",
    "held_out",
    "holdout",
    "over",
    "per_customer",
    "place_name",
    "plugged",
    "remedy_cap",
    "returning",
    "tier_lock",
    "timely",
]
