"""The text of a first retention.toml: each setting of what is installed, with its help and default."""

from retention_sdk.cli.section import in_toml, section
from retention_sdk.errors import PluginError
from retention_sdk.registry import Installed, installed
from retention_sdk.settings.store import slug

ENABLED = ("points",)
"""The strategies that a first file enables."""

_STORE = """\
# What this store gives its customers. `retention check` says in sentences what this file will do.
# A line behind a `#` does nothing: it shows what could be written, mostly with the value that counts anyway.

[store]
name = {name}
currency = {currency}
timezone = {timezone}  # a day begins at its midnight
# language = "en"  # what sentences are said in; or "cs", "pl", "pt"
database = "sqlite:///retention.db"  # beside this file; or "postgresql://USER:PASSWORD@HOST/NAME"
# key = {key}  # what the store is called in the database; never change it

# Strategies. A table enables one; `enabled = false` keeps it and does not ask it. They are asked in this order.
# The same strategy twice: [plugins.ANY_NAME] with use = "THE_STRATEGY".
"""

_REST = """
# What is given away, at most. What a strategy does not know the cost of counts as nothing.
[limits]
# monthly_budget = "2000 {currency}"
# budgets = [{{ amount = "100 {currency}", period = "day", strategy = "points" }}]
# starts = 2026-12-01  # what happened before this day counts, and brings nothing
# per_customer = {{ amount = "60 {currency}", days = 90 }}

# What may be given at once for a complaint or to somebody who wants to cancel, from the lowest role up.
# Strategies act with the authority of the first role.
[authority]
# agent = "20 {currency}"
# supervisor = "100 {currency}"

# Whom strategies write to, when, and how often. What a customer must know is sent at any time.
[messages]
# consent = true  # advertisements go to those who said yes
# quiet_hours = "21:00-08:00"
# frequency = {{ email = {{ most = 2, days = 7 }} }}

# Which strategies compete: of each lane one gives, the one whose gifts cost most.
[stacking]
# lanes = {{ discounts = ["frequent_buyer", "birthday_gift"] }}

# Customers who are given nothing, so that you can see what giving does.
[holdout]
# percent = 5
# strategies = {{ points = 10 }}

# What becomes of what an order gave when it comes back.
[refunds]
# spent = "within_balance"  # of units that were spent: what the wallet holds; or "only_pending", or "into_debt"
# grace_days = 30  # how long units that come back can be spent where they have expired
# horizon_days = 400  # a fact that is told later than so many days after it counts from then on
# units = {{ stamps = {{ spent = "into_debt" }} }}

# What is between a cancel request and its end; `retention check` holds it against the law where the customers are.
[cancelling]
# jurisdictions = ["us", "california"]
# survey = "before"
# offers = "before"

# What signs the offers that a customer can accept. Without a secret they have no tokens.
[offers]
# secret = {{ env = "OFFERS_SECRET" }}

# What recognises those who were forgotten when they come back, so that nobody gets twice what is given once in a life.
[privacy]
# secret = {{ env = "PRIVACY_SECRET" }}

# How platforms are heard; `retention serve` takes their webhooks.
[service]
# keep_days = 7
# keep_unsigned = 2000
# reconcile_minutes = 60  # how often platforms are asked what webhooks have missed
# forget_store = "ask"  # or "erase", when a platform asks to forget all people of the store

# How complaints are dealt with, in open hours: where no hours are given no clock runs.
[cases]
# first_response_hours = 4
# resolution_hours = {{ high = 16, severe = 8 }}
# calendar = {{ monday = ["09:00-12:00", "13:00-17:00"], holidays = ["2026-12-25"] }}

# What time brings, as often as `retention tick` is run.
[clock]
# lapse_days = [60, 120]  # days without an order
# late_days = 3  # how late a birthday or a lapse may be found

# What customers can have for their units.
# [rewards.ten_off]
# title = "10 {currency} off"
# cost = 100
# gives = {{ amount_off = "10 {currency}", valid_days = 30 }}
# tiers = ["gold"]
# per_customer = 1

# How actions are carried out: `retention worker`.
[delivery]
# concurrency = 4  # at a time, by each adapter
# tries = 30
# longest_wait_minutes = 60

# Adapters carry out what was decided on the shop's platform, each in a table [adapters.NAME].
# A secret is never written down: consumer_key = {{ env = "WC_KEY" }}
"""


def template(name: str, currency: str, timezone: str) -> str:
    """The text of a first file.

    Args:
        name: the store's name.
        currency: its currency.
        timezone: its time zone.

    Returns:
        TOML that is a configuration as it is, and with any of its comments taken away; days, and what else must be
        given, are examples.
    """
    store = {"name": name, "currency": currency, "timezone": timezone, "key": slug(name)}
    parts = [_STORE.format_map({key: in_toml(text) for key, text in store.items()})]
    found = installed()
    plugins = sorted(found.values(), key=lambda one: (one.name not in ENABLED, one.name))
    parts += [_section(plugin, currency) + "\n" for plugin in plugins]
    return "\n".join(parts) + _REST.format(currency=currency)


def _section(plugin: Installed, currency: str) -> str:
    try:
        return section(("plugins", plugin.name), plugin.load(), currency, enabled=plugin.name in ENABLED)
    except PluginError as error:
        return f"# {plugin.name}: {' '.join(str(error).split())}"
