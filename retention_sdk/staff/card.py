"""The staff card: one customer, as somebody of a role needs to see them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from attrs import field, frozen

from retention_sdk.actions import Giving
from retention_sdk.approvals import Approval
from retention_sdk.cases import Case, remedied, told
from retention_sdk.customer import Customer, Reward
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings import Config, Role, did_you_mean, most_at_once, most_by_role
from retention_sdk.staff.bounds import least, left_of
from retention_sdk.staff.saying import approval_said, authority_said, bounds_said, case_said, given_said


@frozen
class StaffCard:
    """What somebody of a role may offer a customer now, what is left, what was given before, and what to say.

    Args:
        customer: the customer's id.
        role: the role.
        cases: the open cases, oldest first.
        authority: the most that the role may give at once; None where the file does not limit it.
        left: what the customer may still be given within the file's limit; None where there is none.
        may_offer: the least of these, of what the role's days and share leave, and of what an order's remedies may
            still come to where one case is open.
        by_kind: the same for kinds of actions that have bounds of their own in the role.
        approvals: what waits for the role's answer, oldest first.
        given: what the customer was given before, oldest first, as far back as the engine looks.
        say: what to know and to say, a sentence each.
    """

    customer: str
    role: str
    cases: tuple[Case, ...]
    authority: Money | None
    left: Money | None
    may_offer: Money | None
    by_kind: Mapping[str, Money | None] = field(hash=False)
    approvals: tuple[Approval, ...]
    given: tuple[Reward, ...]
    say: tuple[str, ...]


def staff_card(customer: Customer, role: str, config: Config, at: datetime) -> StaffCard:
    """The card of a customer for a role.

    Args:
        customer: as they stand.
        role: one of `[authority]`, or of the levels of `[cases]`.
        config: the store's.
        at: when the card is looked at.

    Returns:
        The card.

    Raises:
        BadValue: there is no such role.
    """
    authority = _authority(role, config)
    left = _left(customer, config, at)
    cases = tuple(case for case in customer.cases if case.is_open)
    rooms = {case.id: _room(customer, case, config) for case in cases}
    alone = cases[0] if len(cases) == 1 else None
    bounds = [left, rooms[alone.id] if alone else None]
    worth = alone.worth if alone else None
    own = _role(role, config)
    kinds = {kind: least([left_of(own, kind, customer, worth, at), *bounds]) for kind in own.kinds} if own else {}
    asked = [one for one in customer.approvals if one.is_open]
    mine = tuple(one for one in asked if one.role == role)
    said = [sentence for case in cases for sentence in case_said(case, rooms[case.id], at)]
    may_offer = least([left_of(own, None, customer, worth, at) if own else authority, *bounds])
    most = most_by_role(config.authority, config.store.currency)
    said.append(authority_said(role, may_offer, authority, most, config.cases.levels))
    if own:
        said += bounds_said(own, kinds, worth)
    said += [approval_said(one, role, cases) for one in asked]
    said += given_said(customer, left)
    return StaffCard(
        *(customer.id, role, cases, authority, left, may_offer, MappingProxyType(kinds), mine),
        customer.rewards,
        tuple(said),
    )


def _role(role: str, config: Config) -> Role | None:
    one = config.authority.get(role)
    return Role(amount=one) if isinstance(one, Money) else one


def _authority(role: str, config: Config) -> Money | None:
    known = {*config.authority, *config.cases.levels}
    if role not in known:
        raise BadValue(f"{role!r} is no role of [authority] or [cases] levels{did_you_mean(role, sorted(known))}")
    if not config.authority:
        return None
    return most_at_once(config.authority.get(role, Money.zero(config.store.currency)))


def _left(customer: Customer, config: Config, at: datetime) -> Money | None:
    limit = config.limits.per_customer
    if limit is None:
        return None
    since = at - timedelta(days=limit.days)
    charges = (one.action.charge for one in customer.rewards if one.at >= since and isinstance(one.action, Giving))
    left = limit.amount - Money.sum((one for one in charges if one is not None), config.store.currency)
    return max(left, Money.zero(left.currency))


def _room(customer: Customer, case: Case, config: Config) -> Money | None:
    """What remedies for a case's order may still come to; None where that is not known."""
    if case.order is None or case.worth is None:
        return None
    most = case.worth.minor * config.cases.remedy_cap_percent // 100
    return told(most - remedied(customer.cases, case.order), config.store.currency)
