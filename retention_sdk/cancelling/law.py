"""What the law says of the way out of a subscription, as dated data with sources. It is no legal advice.

A rule says what it forbids; whatever it does not speak of is allowed. Several rules can count at one place: those of
California and of the United States, those of Germany and of the European Union.
"""

from datetime import date

from attrs import frozen


@frozen(kw_only=True)
class Rule:
    """One law, as far as it is about the way out of a subscription.

    Args:
        jurisdiction: where it is law, such as "germany".
        name: what it is called.
        since: from when on it counts.
        source: where that can be read.
        says: what it asks for, in a sentence.
        expected: whether the date is only announced.
        direct_cancel_required: whether the customer must be able to cancel at once, on every screen.
        survey_before_cancel_allowed: whether a reason may be asked before that.
        offers_before_cancel_allowed: whether something may be offered before that.
        most_offer_screens: how often.
    """

    jurisdiction: str
    name: str
    since: date
    source: str
    says: str
    expected: bool = False
    direct_cancel_required: bool = True
    survey_before_cancel_allowed: bool = True
    offers_before_cancel_allowed: bool = True
    most_offer_screens: int = 2

    def __str__(self) -> str:
        return f"{self.name} (since {self.since}, {self.source})"


RULES = (
    Rule(
        jurisdiction="us",
        name="ROSCA, 15 U.S.C. 8403",
        since=date(2010, 12, 29),
        source="law.cornell.edu/uscode/text/15/8403; the FTC's click-to-cancel rule was vacated on 2025-07-08",
        says="A simple way to stop recurring charges.",
        direct_cancel_required=False,
    ),
    Rule(
        jurisdiction="california",
        name="California's Automatic Renewal Law with AB 2863",
        since=date(2025, 7, 1),
        source="Cal. Bus. & Prof. Code 17602",
        says="An offer only where the customer can cancel at once beside it.",
    ),
    Rule(
        jurisdiction="eu",
        name="Directive (EU) 2023/2673, Article 11a of the Consumer Rights Directive",
        since=date(2026, 6, 19),
        source="eur-lex.europa.eu/eli/dir/2023/2673/oj",
        says="A button to withdraw, one to confirm it, and no question that it does not need.",
        survey_before_cancel_allowed=False,
    ),
    Rule(
        jurisdiction="germany",
        name="§ 312k BGB",
        since=date(2022, 7, 1),
        source="gesetze-im-internet.de/bgb/__312k.html; OLG Düsseldorf, 20 UKl 3/23",
        says="A button to cancel, one page to confirm it, and nothing in between.",
        survey_before_cancel_allowed=False,
        offers_before_cancel_allowed=False,
        most_offer_screens=0,
    ),
    Rule(
        jurisdiction="uk",
        name="Digital Markets, Competition and Consumers Act 2024, section 260",
        since=date(2027, 4, 1),
        source="legislation.gov.uk/ukpga/2024/13/section/260",
        says="A straightforward way out, without a step that it does not need.",
        expected=True,
    ),
)
"""Looked up in November 2026."""

WITHIN = {"california": "us", "germany": "eu"}
"""The law of the larger one counts in the smaller one too."""


def in_force(jurisdiction: str, day: date) -> tuple[Rule, ...]:
    """The rules that count at a place on a day.

    Args:
        jurisdiction: such as "germany"; of a place that is not known there is no rule.
        day: the day.

    Returns:
        The rules.
    """
    places = (jurisdiction, WITHIN.get(jurisdiction))
    return tuple(rule for rule in RULES if rule.jurisdiction in places and rule.since <= day)
