"""What a configuration refuses besides its limits, in sentences."""

from collections.abc import Iterator

from retention_sdk.settings import Config, Messages


def guarded(config: Config) -> Iterator[str]:
    """What is refused besides what is above a limit or an authority.

    Args:
        config: a configuration without problems.

    Yields:
        Sentences for the merchant.
    """
    yield from _messages(config.messages)
    for one in config.limits.cooldowns:
        of = f" of {one.strategy}" if one.strategy else ""
        yield f"After one {one.kind.replace('_', ' ')}{of} a customer waits {one.days} days for the next."
    if config.limits.starts is not None:
        yield f"What happened before {config.limits.starts} counts, and brings nothing."
    if config.limits.minimum_age is not None:
        yield f"Whoever is known to be younger than {config.limits.minimum_age} is given nothing."
    for lane, strategies in config.stacking.lanes.items():
        alone = ", and no other lane beside it" if lane in config.stacking.exclusive else ""
        yield f"Of {', '.join(strategies)} one gives at a time (lane {lane!r}){alone}."
    if config.holdout.percent:
        yield f"{config.holdout.percent} % of the customers are given nothing, to compare with."
    for strategy, percent in config.holdout.strategies.items():
        yield f"{percent} % of the customers are given nothing by {strategy}, to compare with."


def _messages(messages: Messages) -> Iterator[str]:
    if messages.consent:
        yield f"Messages need the customer's consent, but for: {', '.join(messages.transactional)}."
    if messages.quiet_hours is not None:
        then = "waits until they end" if messages.quiet == "defer" else "is dropped"
        yield f"What would be sent in the quiet hours, {messages.quiet_hours}, {then}."
    for channel, cap in messages.frequency.items():
        through = "all channels together" if channel == "any" else channel
        yield f"At most {cap.most} messages in {cap.days} days go through {through}."
    if not messages.severe_complaints:
        yield "While a severe complaint is open, its customer gets no offers and no advertisements."
