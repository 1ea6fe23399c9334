"""What a store's own code calls for the people at the desk: they approve, refuse, and give."""

from datetime import UTC, datetime, timedelta

from retention_sdk.actions import Giving
from retention_sdk.approvals import Approval, found
from retention_sdk.calls.base import Calls
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue, EventConflict
from retention_sdk.events import ApprovalAnswer, ApprovalGiven, ApprovalRefused, GoodwillProposed
from retention_sdk.settings import did_you_mean
from retention_sdk.store.asked import customers_asked_about
from retention_sdk.store.history import known_event
from retention_sdk.times import utc

_AFTER = timedelta(microseconds=1)


class ApprovalCalls(Calls):
    """The calls of an engine that are about authority."""

    def approvals(self, role: str | None = None) -> list[Approval]:
        """What waits for somebody's approval, over all customers; of one, ask `engine.customer(id).approvals`.

        It reads whom something was ever asked about, so it is for a page that somebody looks at.

        Args:
            role: only what this role is asked; all where not given.

        Returns:
            The requests, the oldest first.

        Raises:
            BadValue: there is no such role.
        """
        if role is not None:
            self._see_role(role)
        customers = map(self.customer, customers_asked_about(self.store, self.config.store.key))
        waiting = (one for customer in customers for one in customer.approvals if one.is_open)
        asked = [one for one in waiting if role in (None, one.role)]
        return sorted(asked, key=lambda one: (one.asked_at, one.key))

    def approve(  # noqa: PLR0913 - who answers, in which role, and why
        self, approval: str, customer: str, *, role: str, by: str = "", reason: str = "", at: datetime | None = None
    ) -> Decision:
        """Approve what was asked for: it is granted, within what the role may give and all other guards.

        Args:
            approval: the request's key, of `customer.approvals`.
            customer: the customer's id.
            role: the role that answers: the one that is asked, or one above it.
            by: who answers.
            reason: why.
            at: the time, now where not given.

        Returns:
            The decision. Approving again changes nothing and answers an equal one. Where it is refused, its refusals
            say why, with a code: "role_not_asked", "approval_answered", "over_authority" (then the next role is
            asked), "reason_required", or what any other guard says; it goes on waiting then.

        Raises:
            BadValue: the customer has no such request, or there is no such role.
        """
        return self._answer_request(ApprovalGiven, approval, customer, (role, by, reason), at)

    def refuse(  # noqa: PLR0913 - the same
        self, approval: str, customer: str, *, role: str, by: str = "", reason: str = "", at: datetime | None = None
    ) -> Decision:
        """Refuse what was asked for.

        Args:
            approval: the request's key, of `customer.approvals`.
            customer: the customer's id.
            role: the role that answers: the one that is asked, or one above it.
            by: who answers.
            reason: why, as the refusals tell it.
            at: the time, now where not given.

        Returns:
            The decision; its refusals have the code "approval_refused". Refusing again answers an equal one.

        Raises:
            BadValue: the customer has no such request, or there is no such role.
        """
        return self._answer_request(ApprovalRefused, approval, customer, (role, by, reason), at)

    def give(  # noqa: PLR0913 - who gives what, for what, and why
        self,
        customer: str,
        action: Giving,
        *,
        role: str,
        request_id: str,
        by: str = "",
        reason: str = "",
        case: str | None = None,
        order: str | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """Give a customer something, out of goodwill or because it is owed, as somebody at the desk.

        Args:
            customer: the customer's id.
            action: what.
            role: the role that gives it.
            request_id: an id of your own; the same one again gives nothing more.
            by: who gives it.
            reason: why.
            case: the case that it is for, where it is for one.
            order: the order that it is for, where it is for one.
            at: the time, now where not given.

        Returns:
            The decision: granted at once within the role's authority; above it refused with "over_authority", and the
            next role that may give it is asked to approve it.

        Raises:
            BadValue: there is no such role.
            EventConflict: the request id is known with something else.
        """
        self._see_role(role)
        return self._once(
            GoodwillProposed(
                id=f"{GoodwillProposed.kind}-{request_id}",
                customer=customer,
                occurred_at=_time(at),
                source=SOURCE,
                action=action,
                role=role,
                by=by,
                reason=reason,
                case=case,
                order=order,
            )
        )

    def _answer_request(
        self,
        kind: type[ApprovalGiven | ApprovalRefused],
        key: str,
        customer: str,
        who: tuple[str, str, str],
        at: datetime | None,
    ) -> Decision:
        self._see_role(who[0])
        answer = self._next_answer(kind, key, customer, who, at)
        while True:
            try:
                return self._once(answer)
            except EventConflict:
                before, answer = answer, self._next_answer(kind, key, customer, who, at)
                if answer.id == before.id:
                    raise
                # somebody else has answered meanwhile, and took the place of this answer

    def _next_answer(
        self,
        kind: type[ApprovalGiven | ApprovalRefused],
        key: str,
        customer: str,
        who: tuple[str, str, str],
        at: datetime | None,
    ) -> ApprovalAnswer:
        role, by, reason = who
        approval = found(self.customer(customer).approvals, key)
        if approval is None:
            raise BadValue(f"customer {customer!r} has no request for approval {key!r}; pass a key of their approvals")
        answer = self._known_answer(approval)
        if isinstance(answer, kind) and (answer.role, answer.by) == (role, by):
            return answer
        return kind(
            id=f"approval-{key}-{approval.attempts}",
            customer=customer,
            occurred_at=max(_time(at), approval.since + _AFTER),
            source=SOURCE,
            approval=key,
            role=role,
            by=by,
            reason=reason,
        )

    def _known_answer(self, approval: Approval) -> ApprovalAnswer | None:
        if not approval.answer:
            return None
        known = known_event(self.store, self.config.store.key, SOURCE, approval.answer)
        return known if isinstance(known, ApprovalAnswer) else None

    def _see_role(self, role: str) -> None:
        roles = self.config.authority
        if roles and role not in roles:
            raise BadValue(f"{role!r} is no role of [authority]{did_you_mean(role, sorted(roles))}")


def _time(at: datetime | None) -> datetime:
    return datetime.now(UTC) if at is None else utc(at)
