"""The hooks: one for each kind of event, one that may refuse, and two that say how far back to look, and when.

An implementation may take fewer arguments. It answers an iterable of actions, or None.
"""

from retention_sdk.hookspecs.approvals import (
    on_approval_due,
    on_approval_given,
    on_approval_refused,
    on_goodwill_proposed,
)
from retention_sdk.hookspecs.cases import (
    on_case_answered,
    on_case_closed,
    on_case_diagnosed,
    on_case_paused,
    on_case_reopened,
    on_case_resumed,
    on_clock_rang,
    on_follow_up_done,
    on_remedy_applied,
)
from retention_sdk.hookspecs.corrections import (
    on_dispute,
    on_order_cancelled,
    on_order_edited,
    on_order_reopened,
    on_refund,
)
from retention_sdk.hookspecs.markers import PROJECT, hookimpl
from retention_sdk.hookspecs.moving import on_opening_balance
from retention_sdk.hookspecs.occasions import occasions, on_occasion
from retention_sdk.hookspecs.orders import on_delivered, on_purchase
from retention_sdk.hookspecs.parties import (
    on_contest_drawn,
    on_contest_entry,
    on_contest_won,
    on_invitation_answered,
    on_place_freed,
)
from retention_sdk.hookspecs.people import (
    on_birthday,
    on_card_lost,
    on_customers_merged,
    on_lapse,
    on_lots_due,
    on_profile_changed,
    on_referral,
    on_referral_kept,
    on_referred,
    on_sign_up,
    on_visit,
    on_withdrawn,
)
from retention_sdk.hookspecs.review import Refused, review_action
from retention_sdk.hookspecs.rewards import (
    on_hold_captured,
    on_hold_placed,
    on_hold_released,
    on_redemption,
    on_redemption_cancelled,
)
from retention_sdk.hookspecs.service import on_cancel_request, on_complaint, on_survey_answer
from retention_sdk.hookspecs.sessions import (
    on_cancel_surveyed,
    on_cancelled_directly,
    on_offer_accepted,
    on_offer_applied,
    on_offer_declined,
    on_offer_failed,
    on_save_check_due,
    on_save_checked,
    on_session_abandoned,
)
from retention_sdk.hookspecs.store import on_item_checked, on_store_day
from retention_sdk.hookspecs.tiers import on_tier_locked
from retention_sdk.hookspecs.view import counts_units, looks_back

__all__ = [
    "PROJECT",
    "Refused",
    "counts_units",
    "hookimpl",
    "looks_back",
    "occasions",
    "on_approval_due",
    "on_approval_given",
    "on_approval_refused",
    "on_birthday",
    "on_cancel_request",
    "on_cancel_surveyed",
    "on_cancelled_directly",
    "on_card_lost",
    "on_case_answered",
    "on_case_closed",
    "on_case_diagnosed",
    "on_case_paused",
    "on_case_reopened",
    "on_case_resumed",
    "on_clock_rang",
    "on_complaint",
    "on_contest_drawn",
    "on_contest_entry",
    "on_contest_won",
    "on_customers_merged",
    "on_delivered",
    "on_dispute",
    "on_follow_up_done",
    "on_goodwill_proposed",
    "on_hold_captured",
    "on_hold_placed",
    "on_hold_released",
    "on_invitation_answered",
    "on_item_checked",
    "on_lapse",
    "on_lots_due",
    "on_occasion",
    "on_offer_accepted",
    "on_offer_applied",
    "on_offer_declined",
    "on_offer_failed",
    "on_opening_balance",
    "on_order_cancelled",
    "on_order_edited",
    "on_order_reopened",
    "on_place_freed",
    "on_profile_changed",
    "on_purchase",
    "on_redemption",
    "on_redemption_cancelled",
    "on_referral",
    "on_referral_kept",
    "on_referred",
    "on_refund",
    "on_remedy_applied",
    "on_save_check_due",
    "on_save_checked",
    "on_session_abandoned",
    "on_sign_up",
    "on_store_day",
    "on_survey_answer",
    "on_tier_locked",
    "on_visit",
    "on_withdrawn",
    "review_action",
]
