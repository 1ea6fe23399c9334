"""What a store's own code calls for rewards: the catalogue as a customer sees it, and having one."""

from datetime import UTC, datetime

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.calls.base import Calls
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.customer import Customer
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue
from retention_sdk.events import Event, Redemption, RedemptionCancelled
from retention_sdk.language import said
from retention_sdk.rewards import PLUGIN, CatalogueReward
from retention_sdk.times import utc


@frozen
class RewardChoice:
    """A reward of the catalogue, and whether a customer can have it now.

    Args:
        name: its name in the file.
        title: what it is, in a line.
        cost: how many units it takes.
        unit: of which.
        actions: what it gives.
        missing: how many units the customer has too few.
        code: why they cannot have it now, such as "balance" or "not_in_tier"; empty where they can.
        sentence: the same for a person.
    """

    name: str
    title: str
    cost: int
    unit: str
    actions: tuple[Action, ...]
    missing: int = 0
    code: str = ""
    sentence: str = ""

    @property
    def can_have(self) -> bool:
        """Whether `engine.redeem` would give it now."""
        return not self.code


class RewardCalls(Calls):
    """The calls of an engine that are about rewards."""

    def rewards(self, customer: str, *, at: datetime | None = None) -> tuple[RewardChoice, ...]:
        """The catalogue, and for each reward whether a customer can have it now, and if not, why not.

        Args:
            customer: the customer's id in the store.
            at: the time, now where not given.

        Returns:
            The rewards in the order of the file.
        """
        rewards, at = self.config.rewards, moment(at)
        if not rewards:
            return ()
        asked = [
            Redemption(id=f"preview-{name}", customer=customer, occurred_at=at, source=SOURCE, reward=name)
            for name in rewards
        ]
        decisions, who = self.previews(asked), self.customer(customer)
        return tuple(
            _choice(name, reward, decision, who)
            for (name, reward), decision in zip(rewards.items(), decisions, strict=True)
        )

    def redeem(self, customer: str, reward: str, request_id: str, *, at: datetime | None = None) -> Decision:
        """Take the price of a reward from a customer's wallet, and give what it is for: both, or nothing.

        Args:
            customer: the customer's id in the store.
            reward: the reward's name in the file.
            request_id: names this request; the same again changes nothing and answers an equal decision.
            at: the time, now where not given.

        Returns:
            The decision. Where it grants nothing, its refusals say why, each with a code and a sentence; a reward
            that is not in the file has the note "unknown_reward".

        Raises:
            EventConflict: another customer or reward was redeemed under this request id.
        """
        return self._once(
            Redemption(
                id=f"redemption-{request_id}",
                customer=customer,
                occurred_at=moment(at),
                source=SOURCE,
                reward=reward,
            )
        )

    def cancel_redemption(
        self, request_id: str, *, customer: str | None = None, at: datetime | None = None
    ) -> Decision:
        """Take a redemption, or what a checkout captured, back: the units return, and what they paid for is void.

        Args:
            request_id: what it was redeemed, or held, under.
            customer: who is logged in, where somebody is: another customer's redemption is refused.
            at: the time, now where not given.

        Returns:
            The decision, with what is taken back. Cancelling again changes nothing and answers an equal one.

        Raises:
            BadValue: nothing was redeemed or captured under this id, or another customer did.
        """
        known = self._known(f"redemption-{request_id}") or self._known(f"hold-{request_id}")
        if known is None or self._is_open(known):
            raise BadValue(f"nothing was redeemed or captured under {request_id!r}; pass the request id of then")
        if customer is not None and self.customer(known.customer).id != self.customer(customer).id:
            raise BadValue(f"{request_id!r} is another customer's; pass one of the customer's own")
        return self._once(
            RedemptionCancelled(
                id=f"cancel-{known.id}",
                customer=known.customer,
                occurred_at=moment(at),
                source=SOURCE,
                redemption=known.id,
            )
        )

    def _is_open(self, event: Event) -> bool:
        """Whether a hold was neither captured nor released; one of long ago may be known no more."""
        holds = self.customer(event.customer).standing.holds
        return any(one.id == event.id and not one.ended for one in holds)


def moment(at: datetime | None) -> datetime:
    """A time, or now."""
    return datetime.now(UTC) if at is None else utc(at)


def _choice(name: str, reward: CatalogueReward, decision: Decision, who: Customer) -> RewardChoice:
    missing = max(reward.cost - max(who.wallet(reward.unit).available, 0), 0)
    code, sentence = _no(decision)
    return RewardChoice(name, reward.title, reward.cost, reward.unit, reward.actions, missing, code, sentence)


def _no(decision: Decision) -> tuple[str, str]:
    """Why nothing was given: what was refused for a reason of its own comes before what goes with it."""
    if any(one.plugin == PLUGIN for one in decision.granted):
        return "", ""
    mine = [one for one in decision.refusals if one.plugin == PLUGIN]
    mine.sort(key=lambda one: one.code == "goes_with_refused")
    if mine:
        return mine[0].code, mine[0].sentence
    return "not_given", said("What it gives could not be decided; the engine's log says more.")
