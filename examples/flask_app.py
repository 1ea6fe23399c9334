# /// script
# requires-python = ">=3.11"
# dependencies = ["flask", "retention-sdk"]
# ///
"""The engine inside Flask: three lines of a view answer webhooks.

    python examples/flask_app.py 8000

POST /webhooks/tills hears from the tills, GET /customers/ID tells what somebody has.
"""

from __future__ import annotations

import sys

from flask import Flask, request
from tills import shop

from retention_sdk.web import processing, ready, respond

engine = shop()
site = Flask(__name__)
site.config["MAX_CONTENT_LENGTH"] = engine.config.service.body_limit  # before Flask reads more of a body than is taken


@site.route("/webhooks/<adapter>", methods=["GET", "POST"])
def webhook(adapter: str) -> tuple[bytes, int, dict[str, str]]:
    """Answer a platform. `get_data` has the raw bytes: what is signed."""
    body, query = request.get_data(), request.query_string.decode()
    answer = respond(engine, adapter, request.method, dict(request.headers), body, query)
    return answer.body, answer.status, dict(answer.headers)


@site.get("/readyz")
def readyz() -> tuple[bytes, int, dict[str, str]]:
    """Say whether webhooks can be kept."""
    answer = ready(engine)
    return answer.body, answer.status, dict(answer.headers)


@site.get("/customers/<customer>")
def wallets(customer: str) -> dict[str, int]:
    """What a customer has."""
    return {unit: wallet.available for unit, wallet in engine.customer(customer).wallets.items()}


if __name__ == "__main__":
    with engine, processing(engine):
        site.run(port=int(sys.argv[1]), threaded=True)
