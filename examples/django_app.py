# /// script
# requires-python = ">=3.11"
# dependencies = ["django", "retention-sdk"]
# ///
"""The engine inside Django, in one file: three lines of a view answer webhooks.

    python examples/django_app.py 8000

POST /webhooks/tills hears from the tills, GET /customers/ID tells what somebody has. The engine has a database of its
own; on Postgres it may be Django's, whose tables have other names.
"""

from __future__ import annotations

import sys
from functools import cache
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from tills import shop

from retention_sdk.web import processing, respond

if TYPE_CHECKING:
    from retention_sdk import Engine

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="an example's",  # noqa: S106 -- an example's
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db", "ATOMIC_REQUESTS": True}},
    DATA_UPLOAD_MAX_MEMORY_SIZE=5_242_880,  # as [service] body_limit
)


@cache
def engine() -> Engine:
    """The engine of this process, made when it is first asked: no `migrate` opens it, and no server forks it."""
    return shop()


@csrf_exempt  # a platform has no cookie of ours; it signs what it sends
@non_atomic_requests  # the engine commits by itself
def webhook(request: HttpRequest, adapter: str) -> HttpResponse:
    """Answer a platform. `request.body` has the raw bytes: what is signed."""
    query = request.META.get("QUERY_STRING", "")
    answer = respond(engine(), adapter, request.method or "", dict(request.headers), request.body, query)
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def wallets(_: HttpRequest, customer: str) -> HttpResponse:
    """What a customer has."""
    return JsonResponse({unit: wallet.available for unit, wallet in engine().customer(customer).wallets.items()})


urlpatterns = [path("webhooks/<str:adapter>", webhook), path("customers/<str:customer>", wallets)]
application = get_wsgi_application()


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request; a real shop has gunicorn or the like."""

    daemon_threads = True


if __name__ == "__main__":
    with engine() as own, processing(own), make_server("127.0.0.1", int(sys.argv[1]), application, Server) as server:
        server.serve_forever()
