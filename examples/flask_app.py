# /// script
# requires-python = ">=3.11"
# dependencies = ["flask", "retention-sdk"]
# ///
"""The engine inside Flask: three lines of a view answer webhooks.

    python examples/flask_app.py 8000
    gunicorn --workers 4 'flask_app:create()'

POST /webhooks/tills hears from the tills, GET /customers/ID tells what somebody has.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, current_app, request
from tills import shop

from retention_sdk.web import processing, ready, respond

if TYPE_CHECKING:
    from retention_sdk import Engine

views = Blueprint("shop", __name__)


def create() -> Flask:
    """The shop with an engine of its own: one in each process that a server starts, and one in each test."""
    made = shop()
    site = Flask(__name__)
    site.extensions["retention"] = made
    site.config["MAX_CONTENT_LENGTH"] = made.config.service.body_limit  # before Flask reads more than is taken
    site.register_blueprint(views)
    return site


def engine() -> Engine:
    """The engine of the application that answers."""
    found: Engine = current_app.extensions["retention"]
    return found


@views.route("/webhooks/<adapter>", methods=["GET", "POST"])
def webhook(adapter: str) -> tuple[bytes, int, dict[str, str]]:
    """Answer a platform. `get_data` has the raw bytes: what is signed."""
    body, query = request.get_data(), request.query_string.decode()
    answer = respond(engine(), adapter, request.method, dict(request.headers), body, query)
    return answer.body, answer.status, dict(answer.headers)


@views.get("/readyz")
def readyz() -> tuple[bytes, int, dict[str, str]]:
    """Say whether webhooks can be kept."""
    answer = ready(engine())
    return answer.body, answer.status, dict(answer.headers)


@views.get("/customers/<customer>")
def wallets(customer: str) -> dict[str, int]:
    """What a customer has."""
    return {unit: wallet.available for unit, wallet in engine().customer(customer).wallets.items()}


if __name__ == "__main__":
    site = create()
    with site.extensions["retention"] as own, processing(own):
        site.run(port=int(sys.argv[1]), threaded=True)
