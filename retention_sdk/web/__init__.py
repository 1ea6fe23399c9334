"""The service that platforms talk to: an ASGI application, and the same without a framework.

from retention_sdk.web import app, respond

application = app(engine)  # ASGI: `uvicorn module:application`, or mounted into FastAPI
answer = respond(engine, "shop", "POST", request.headers, request.body)  # in a view of Django or Flask
"""

from retention_sdk.web.answers import Response, alive, ready, respond
from retention_sdk.web.asgi import Service, app, create_app
from retention_sdk.web.working import processing

__all__ = ["Response", "Service", "alive", "app", "create_app", "processing", "ready", "respond"]
