# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "retention-sdk[web]"]
# ///
"""The engine inside FastAPI: the service is mounted, and the shop's own views call the engine.

    python examples/fastapi_app.py 8000

POST /retention/webhooks/tills hears from the tills, GET /customers/ID tells what somebody has.
"""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from tills import shop

from retention_sdk.web import app, processing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

engine = shop()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    """Work the inbox off while the shop is open; a larger shop runs `retention worker` instead."""
    with engine, processing(engine):
        yield


api = FastAPI(lifespan=lifespan)
api.mount("/retention", app(engine))


@api.get("/customers/{customer}")
def wallets(customer: str) -> dict[str, int]:
    """What a customer has. The engine blocks, so this is no `async def`: FastAPI runs it in a thread."""
    return {unit: wallet.available for unit, wallet in engine.customer(customer).wallets.items()}


if __name__ == "__main__":
    uvicorn.run(api, port=int(sys.argv[1]), log_level="warning")
