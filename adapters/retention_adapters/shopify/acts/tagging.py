"""Tag and Untag: sets, so that a repeat comes to the same. The customer's other tags are left alone."""

from retention_adapters.shopify.acts.job import Job
from retention_sdk import Tag, Untag
from retention_sdk.platforms import Receipt


def tag(job: Job, action: Tag) -> Receipt:
    """Put the tag on the customer."""
    return _done(job, "tags_add", action.tag)


def untag(job: Job, action: Untag) -> Receipt:
    """Take the tag off the customer."""
    return _done(job, "tags_remove", action.tag)


def _done(job: Job, document: str, name: str) -> Receipt:
    customer = job.the_customer("a tag")
    job.ask(document, id=customer, tags=[name])
    return Receipt(reference=customer)
