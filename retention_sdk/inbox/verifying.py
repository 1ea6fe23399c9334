"""Whether a webhook is signed as it should be, and whether there is anything in it."""

from retention_sdk.errors import InvalidSignature, told_of
from retention_sdk.platforms import Adapter, Verifies, WebhookRequest


def verified(adapter: Adapter, request: WebhookRequest) -> bool:
    """See that a webhook is from its platform.

    Args:
        adapter: the platform's.
        request: as it came in.

    Returns:
        Whether there is anything to read in it.

    Raises:
        InvalidSignature: it is not signed as it should be, or nobody can say.
    """
    if isinstance(adapter, Verifies):
        try:
            return adapter.verify(request)
        except InvalidSignature:
            raise
        except (Exception, SystemExit) as error:
            raise InvalidSignature(f"it could not be verified: {told_of(error)}") from error
    try:
        return bool(adapter.receive(request))
    except InvalidSignature:
        raise
    except (Exception, SystemExit):  # noqa: BLE001 - it is kept, and whoever processes it says what is wrong
        return True
