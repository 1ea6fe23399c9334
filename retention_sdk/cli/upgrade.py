"""`retention upgrade`: the database's tables, brought to this version."""

from contextlib import closing

from retention_sdk.cli.options import DEFAULT, FINE, Config, Json
from retention_sdk.cli.overview import address
from retention_sdk.cli.terminal import print_json, say
from retention_sdk.settings import load
from retention_sdk.store import open_store, upgrading


def upgrade(*, config: Config = DEFAULT, json: Json = False) -> int:
    """Bring the database's tables to this version; what is up to date is left as it is."""
    settings = load(config).store
    where = address(settings.database)
    with closing(open_store(settings.database, settings.key)) as store:
        before = upgrading.version_of(store.engine)
        store.upgrade()
    if json:
        print_json({"database": where, "before": before, "now": upgrading.HEAD})
    elif before == upgrading.HEAD:
        say(f"{where} is at {before}, which is this version's.")
    else:
        say(f"{where} is at {upgrading.HEAD} now; it {f'was at {before}' if before else 'had no tables'}.")
    return FINE
