"""Cases: what becomes of complaints. Pure: each is a fold over a customer's facts."""

from retention_sdk.cases.book import Cases, case_of, kept, remedied, told, with_gifts
from retention_sdk.cases.case import Case, Remedy, Step
from retention_sdk.cases.clocks import Clock
from retention_sdk.cases.matter import matter
from retention_sdk.cases.opening import case_for, joined, opened
from retention_sdk.cases.refusing import CaseRefusal
from retention_sdk.cases.ringing import asked
from retention_sdk.cases.running import approval_met, approval_runs
from retention_sdk.cases.steps import taken
from retention_sdk.cases.tasks import approval, called, rings
from retention_sdk.cases.terms import LEVELS, BySeverity, Rules, Terms

__all__ = [
    "LEVELS",
    "BySeverity",
    "Case",
    "CaseRefusal",
    "Cases",
    "Clock",
    "Remedy",
    "Rules",
    "Step",
    "Terms",
    "approval",
    "approval_met",
    "approval_runs",
    "asked",
    "called",
    "case_for",
    "case_of",
    "joined",
    "kept",
    "matter",
    "opened",
    "remedied",
    "rings",
    "taken",
    "told",
    "with_gifts",
]
