"""`retention serve` and `retention worker` as processes, a recorded shop and a mail server around them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import httpx
from attrs import define

from retention_sdk import Engine
from tests.adapters.email.server import Mailbox
from tests.adapters.email.server import served as mail_served
from tests.adapters.woocommerce.events.shop import FIXTURES
from tests.adapters.woocommerce.fake import KEY, SECRET, Shop
from tests.conftest import ROOT
from tests.examples.jobs import until
from tests.story.shop import served
from tests.story.strategies import STRATEGIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CUSTOMER, ORDER = "7", "152"


@define
class Story:
    """What can be seen and done from outside.

    Attributes:
        told: what happened, in lines.
    """

    folder: Path
    shop: Shop
    mailbox: Mailbox
    service: str
    told: list[str]

    def sends(self, recording: str) -> None:
        """The shop sends a webhook, as one was recorded."""
        found = json.loads((FIXTURES / f"{recording}.json").read_text(encoding="utf-8"))
        answer = httpx.post(self.service, content=found["text"].encode(), headers=found["headers"], trust_env=False)
        assert answer.status_code == 200, answer.text
        body = json.loads(found["text"])
        self.told.append(
            f"webhook {found['headers'].get('X-WC-Webhook-Topic', recording)}: order {body['id']} is {body['status']}, "
            f"{body['total']} {body['currency']}, {len(body['refunds'])} refunds: answered {answer.status_code}"
        )

    def points(self) -> int:
        """What is in the customer's wallet."""
        with Engine.from_config(self.folder / "retention.toml", STRATEGIES) as engine:
            return engine.customer(CUSTOMER).wallet("points").available

    def says(self) -> None:
        """Write down what stands now."""
        coupons = [f"{one['code']} ({one['amount']} % off)" for one in self.shop.coupons.values()]
        self.told += [
            f"  points in the wallet: {self.points()}",
            f"  coupons in the shop: {', '.join(coupons) or 'none'}",
            f"  mails in the mailbox: {', '.join(letter['Subject'] for letter in self.mailbox.letters) or 'none'}",
        ]


@contextmanager
def began(folder: Path, database: str) -> Iterator[Story]:
    """A shop that is connected, with a service and a worker as processes of their own."""
    shop, mailbox = Shop(), Mailbox()
    with ExitStack() as around:
        url = around.enter_context(served(shop))
        port = around.enter_context(mail_served(mailbox))
        _write(folder, database, url, port)
        strategies = "tests.story.strategies:STRATEGIES"
        serve = around.enter_context(_running(folder, "serve", "--port", "0", "--strategies", strategies))
        around.enter_context(_running(folder, "worker", "--strategies", strategies))
        assert serve.stdout is not None
        found: list[str] = []
        until(lambda: bool(found.append(serve.stdout.readline()) or re.search(r"\S+/webhooks/woocommerce", found[-1])))
        listening = re.search(r"http://\S+/webhooks/woocommerce", found[-1])
        assert listening is not None
        yield Story(folder, shop, mailbox, listening[0], [])


def _write(folder: Path, database: str, url: str, port: int) -> None:
    (folder / "thanks.en.txt").write_text(
        "Subject: Thank you for order {{ data.order }}\nHello,\n\n"
        "{% for gift in gifts %}{{ gift.what }} with the code {{ gift.code }}{% endfor %}\n",
        encoding="utf-8",
    )
    (folder / "retention.toml").write_text(
        f"""
[store]
name = "Bean & Leaf"
currency = "USD"
database = "{database}"

[plugins.points]

[delivery]
poll_seconds = 1

[adapters.woocommerce]
url = "{url}"
consumer_key = "{KEY}"
consumer_secret = "{SECRET}"
webhook_secret = "rig-webhook-secret-1"
allow_http = true
allow_private = true

[adapters.email]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "Bean & Leaf <hello@beanleaf.example>"
templates = "{folder}"
""",
        encoding="utf-8",
    )


@contextmanager
def _running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    log = (folder / f"{arguments[0]}.log").open("w", encoding="utf-8")
    with (
        log,
        subprocess.Popen(
            [sys.executable, "-c", "import retention_sdk.cli; retention_sdk.cli.main()", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE if arguments[0] == "serve" else log,
            stderr=log,
            text=True,
        ) as program,
    ):
        try:
            yield program
        finally:
            program.terminate()
