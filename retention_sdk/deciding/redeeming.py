"""Redemptions and holds in a decision: what the engine answers when a customer asks for a reward."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from retention_sdk.actions import Action, Debit, HoldUnits, ReleaseUnits
from retention_sdk.customer import Standing
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.decision import Decision, Granted, Refusal
from retention_sdk.events import (
    Event,
    HoldCaptured,
    HoldPlaced,
    HoldReleased,
    Redemption,
    RedemptionCancelled,
    RewardEvent,
)
from retention_sdk.language import N_, Amount, Said, said
from retention_sdk.rewards import (
    MOST_OPEN,
    PLUGIN,
    Asking,
    Catalogue,
    Hold,
    Obstacle,
    Redeemed,
    ended,
    obstacle,
    stock_name,
    unknown,
    with_hold,
    with_redeemed,
)


@frozen
class RewardTurn(OwnTurn):
    """What an event means for the customer's rewards and holds.

    Args:
        wanted: what is refused where the event has no place; None where nobody knows what it is.
        hold: the hold that the event ends.
    """

    wanted: Action | None = None
    hold: Hold | None = None

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision with why the event has no place."""
        if self.obstacle is None or _own(decision.granted):
            return decision  # what was granted stands where its settings cannot be had any more
        if self.wanted is None:
            return super().told(event, decision)
        refusal = Refusal(PLUGIN, self.wanted, *self.obstacle)
        known = refusal in decision.refusals
        return decision if known else evolve(decision, refusals=(*decision.refusals, refusal))

    def after(self, standing: Standing, event: Event, granted: Sequence[Granted]) -> Standing:
        """The standing with what the customer has had, and with what is held."""
        own = _own(granted)
        match event:
            case RedemptionCancelled(redemption=id):
                left = tuple(one for one in standing.redeemed if one.id != id)
                return standing if left == standing.redeemed else evolve(standing, redeemed=left)
            case Redemption(reward=reward) if own:
                return _redeemed(standing, event, event.id, reward)
            case HoldPlaced() if own:
                return evolve(standing, holds=with_hold(standing.holds, _hold(event, own[0]), event.occurred_at))
            case HoldCaptured(hold=id) if own:
                standing = evolve(standing, holds=ended(standing.holds, id, "captured"))
                reward = "" if self.hold is None else self.hold.reward
                return _redeemed(standing, event, id, reward) if reward else standing
            case HoldReleased(hold=id) if own:
                return evolve(standing, holds=ended(standing.holds, id, "released"))
            case _:
                return standing


def _own(granted: Sequence[Granted]) -> list[Granted]:
    return [one for one in granted if one.plugin == PLUGIN]


def _redeemed(standing: Standing, event: Event, id: str, reward: str) -> Standing:
    one = Redeemed(id, reward, event.occurred_at)
    return evolve(standing, redeemed=with_redeemed(standing.redeemed, one))


def _hold(event: HoldPlaced, grant: Granted) -> Hold:
    unit, amount = getattr(grant.action, "unit", ""), getattr(grant.action, "amount", 0)
    return Hold(event.id, grant.key, unit, amount, event.occurred_at + _lasts(event), event.reward or "")


def _lasts(event: HoldPlaced) -> timedelta:
    return timedelta(minutes=event.minutes)


def reward_turn(event: Event, standing: Standing, catalogue: Catalogue) -> RewardTurn | None:
    """What an event means for the customer's rewards and holds.

    Args:
        event: any event.
        standing: what is known of the customer as of just before it.
        catalogue: the store's rewards.

    Returns:
        What the engine answers to it; None where it is about no reward and no hold.
    """
    if not isinstance(event, RewardEvent):
        return None
    match event:
        case Redemption(reward=name):
            return _redemption(event, name, standing, catalogue)
        case HoldPlaced():
            return _placed(event, standing, catalogue)
        case HoldCaptured() | HoldReleased():
            return _ending(event, standing, catalogue)
        case _:
            return RewardTurn()


def _answer(event: Event, *actions: Action, hold: Hold | None = None, reward: str = "") -> RewardTurn:
    under = stock_name(reward) if reward else ""
    return RewardTurn((evolve(own_ask(PLUGIN, event, actions), whole=True, under=under),), hold=hold)


def _redemption(event: Redemption, name: str, standing: Standing, catalogue: Catalogue) -> RewardTurn:
    reward = catalogue.rewards.get(name)
    if reward is None:
        return RewardTurn(obstacle=unknown(name, catalogue.rewards))
    if why := obstacle(catalogue, name, _asking(standing, event.occurred_at)):
        return RewardTurn(obstacle=why, wanted=reward.price)
    return _answer(event, reward.price, *reward.actions, reward=name)


def _asking(standing: Standing, at: datetime, without: Hold | None = None) -> Asking:
    holds = tuple(one for one in standing.holds if one is not without)
    return Asking(at, standing.tier, standing.redeemed, holds)


def _placed(event: HoldPlaced, standing: Standing, catalogue: Catalogue) -> RewardTurn:
    unit, amount, why = event.unit or "", event.amount or 0, None
    if event.reward is not None:
        reward = catalogue.rewards.get(event.reward)
        if reward is None:
            return RewardTurn(obstacle=unknown(event.reward, catalogue.rewards))
        unit, amount = reward.unit, reward.cost
        why = obstacle(catalogue, event.reward, _asking(standing, event.occurred_at))
    wanted = HoldUnits(unit, amount, _lasts(event))
    if sum(one.open_at(event.occurred_at) for one in standing.holds) >= MOST_OPEN:
        why = _too_many(event.customer)
    return _answer(event, wanted) if why is None else RewardTurn(obstacle=why, wanted=wanted)


def _ending(event: HoldCaptured | HoldReleased, standing: Standing, catalogue: Catalogue) -> RewardTurn:
    hold = next((one for one in standing.holds if one.id == event.hold), None)
    if hold is None:
        return RewardTurn(obstacle=_unknown(event))
    released = ReleaseUnits(hold.unit, hold.key)
    if isinstance(event, HoldReleased):
        why = _over(hold, event.occurred_at)
        return _answer(event, released, hold=hold) if why is None else RewardTurn(obstacle=why, wanted=released)
    amount = hold.amount if event.amount is None else event.amount
    spent = Debit(hold.unit, amount, hold=hold.key)
    reward = catalogue.rewards.get(hold.reward) if hold.reward else None
    why = _over(hold, event.occurred_at) or _uncapturable(hold, amount, event.customer)
    if hold.reward and not why:
        without = _asking(standing, event.occurred_at, without=hold)
        known = catalogue.rewards
        why = obstacle(catalogue, hold.reward, without) if hold.reward in known else unknown(hold.reward, known)
    if why is not None:
        return RewardTurn(obstacle=why, wanted=spent)
    if reward is None:
        return _answer(event, spent, hold=hold)
    return _answer(event, evolve(spent, reason=reward.title), *reward.actions, hold=hold, reward=hold.reward)


def _too_many(customer: str) -> Obstacle:
    message = N_("Customer {customer} has {most} open holds; release or capture some.")
    return "too_many_holds", Said(message, "", {"customer": customer, "most": MOST_OPEN})


def _unknown(event: HoldCaptured | HoldReleased) -> Obstacle:
    values = {"customer": event.customer, "hold": event.hold}
    return "unknown_hold", said("Customer {customer} has no hold {hold}.", **values)


def _over(hold: Hold, at: datetime) -> Obstacle | None:
    if hold.ended == "captured":
        return "hold_captured", said("Hold {hold} was captured before.", hold=hold.id)
    if hold.ended == "released":
        return "hold_released", said("Hold {hold} was released before.", hold=hold.id)
    if not hold.open_at(at):
        return "hold_expired", said("Hold {hold} was over at {until}; place another.", hold=hold.id, until=hold.until)
    return None


def _uncapturable(hold: Hold, amount: int, customer: str) -> Obstacle | None:
    if amount > hold.amount:
        message = N_("Hold {hold} of customer {customer} has {has}, not {amount}.")
        has = {"hold": hold.id, "customer": customer, "has": Amount(hold.amount, hold.unit)}
        return "more_than_held", Said(message, "", {**has, "amount": amount})
    if hold.reward and amount != hold.amount:
        message = N_("Hold {hold} is for the reward {reward}, which is had whole; pass no amount.")
        return "whole_reward", Said(message, "", {"hold": hold.id, "reward": hold.reward})
    return None
