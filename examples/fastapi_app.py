# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "retention-sdk[web]"]
# ///
"""The engine inside FastAPI: the service is mounted, and the shop's own views call the engine.

    python examples/fastapi_app.py 8000
    uvicorn --factory fastapi_app:create --workers 4

POST /retention/webhooks/tills hears from the tills, POST /orders from the shop's own checkout, GET /customers/ID tells
what somebody has.
"""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from pydantic import AwareDatetime, BaseModel
from tills import shop

from retention_sdk import Line, Money, Purchase
from retention_sdk.web import app, processing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

routes = APIRouter()


def create() -> FastAPI:
    """The shop with an engine of its own: one in each process that a server starts, and one in each test."""
    engine = shop()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        """Work the inbox off while the shop is open; a larger shop runs `retention worker` instead."""
        with engine, processing(engine):
            yield

    api = FastAPI(lifespan=lifespan)
    api.state.engine = engine
    api.mount("/retention", app(engine))
    api.include_router(routes)
    return api


class Paid(BaseModel):
    """An order that was paid, as the checkout tells it; a time without a zone is answered with 422."""

    number: str
    customer: str
    paid_at: AwareDatetime
    sku: str
    quantity: int
    total: Decimal


@routes.post("/orders")
def paid(order: Paid, request: Request) -> dict[str, str]:
    """Hand an order over. The engine blocks, so this is no `async def`: FastAPI runs it in a thread."""
    line = Line(sku=order.sku, quantity=order.quantity, total=Money.of(order.total, "EUR"))
    event = Purchase(
        id=order.number, customer=order.customer, occurred_at=order.paid_at, source="checkout", lines=[line]
    )
    return {"told": request.app.state.engine.handle(event).explain()}


@routes.get("/customers/{customer}")
def wallets(customer: str, request: Request) -> dict[str, int]:
    """What a customer has."""
    known = request.app.state.engine.customer(customer)
    return {unit: wallet.available for unit, wallet in known.wallets.items()}


if __name__ == "__main__":
    uvicorn.run(create(), port=int(sys.argv[1]), log_level="warning")
