"""News, contests and promotions, posted on the store's accounts when the file says so."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from retention_plugins.parts.posts import Post
from retention_sdk import (
    Action,
    BadValue,
    Customer,
    PostSocial,
    Remember,
    StoreDay,
    hookimpl,
    setting,
    strategy,
)


@strategy
class SocialPost:
    """Posts news, contests and promotions on the store's accounts when their time comes, each once.

    A post is taken up when its day begins. One that comes too late is not posted, and stands in the outbox as failed.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (PostSocial, Remember)

    accounts: tuple[str, ...] = setting(help="where it is posted: the names of adapters")
    posts: tuple[Post, ...] = setting(default=(), help="what is posted, and when")
    late_hours: int = setting(default=6, ge=1, le=72, help="hours after which it is too late for a post")

    def __attrs_post_init__(self) -> None:
        if not self.accounts or "" in self.accounts:
            raise BadValue('accounts is empty, or one of them is; write where posts go, such as ["mastodon"]')

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        for post in self.posts:
            when = f"on {post.day}" if post.day else f"each {', '.join(post.weekdays)}"
            where = ", ".join(post.accounts or self.accounts)
            yield f"{when.capitalize()} at {post.time} it posts on {where}: {post.text}"

    @hookimpl
    def on_store_day(self, event: StoreDay, customer: Customer) -> Iterator[Action]:
        """Takes up the day's posts; and those of yesterday that were written too late, so that they are not missed."""
        today, yesterday = event.day, event.day - timedelta(days=1)
        state = customer.state
        had = state.get("posts") if state.get("day") == yesterday.isoformat() else None
        for post in self.posts:
            if post.is_on(today):
                yield from self._posted(post, today, customer.store.zone)
            elif post.day == yesterday and isinstance(had, tuple) and post.text not in had:
                yield from self._posted(post, yesterday, customer.store.zone)
        yield Remember({"day": today.isoformat(), "posts": [post.text for post in self.posts if post.is_on(today)]})

    def _posted(self, post: Post, day: date, zone: ZoneInfo) -> Iterator[Action]:
        at = post.at(day, zone)
        for account in dict.fromkeys(post.accounts or self.accounts):
            yield PostSocial(
                account,
                post.text,
                link=post.link,
                image=post.image,
                alt=post.alt,
                at=at,
                until=at + timedelta(hours=self.late_hours),
                skus=post.skus,
                reason=f"{post.what} of {day}",
            )
