"""A module that cannot be imported: it wants what is not installed."""

import no_such_library_of_anybody  # type: ignore[import-not-found]  # noqa: F401
