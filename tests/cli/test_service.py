"""`retention inbox`, `doctor`, `setup`, `backfill` and `serve`: the merchant's side of what platforms send."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import httpx
import pytest

from retention_sdk import Engine
from tests.audit import audit
from tests.conftest import ROOT
from tests.inbox.shop import order, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk.platforms import WebhookRequest
    from tests.cli.conftest import Retention

MODULE = '''
from retention_sdk import setting
from retention_sdk.authoring import adapter
from retention_sdk.errors import CredentialsRefused, TryLater
from retention_sdk.platforms import Finding
from tests.build import after, order
from tests.inbox.shop import SECRET, Shop


@adapter
class Connected:
    """A platform for tests."""

    secret: str = setting(default=SECRET)
    ill: bool = setting(default=False)
    orders: int = setting(default=0)
    breaks: bool = setting(default=False)
    name: str = setting(default="shop")

    capabilities = {}

    def receive(self, request):
        """Read as the shop does."""
        return Shop(name=self.name, secret=self.secret).receive(request)

    def perform(self, action, key, attempt=None):
        """Nothing."""

    def history(self, since=None):
        """Orders of one a day."""
        if self.ill:
            raise TryLater("the shop is closed")
        for number in range(self.orders):
            if self.breaks and number:
                raise SystemExit(3)
            one = order(f"h-{number}", customer=f"c-{number % 3}", total=5, at=after(number), source=self.name)
            if since is None or one.occurred_at >= since:
                yield one

    def setup(self):
        """Make a webhook."""
        if self.ill:
            raise CredentialsRefused("the key may not make webhooks")
        if self.breaks:
            raise KeyError("version")
        return ["Made the webhook for orders."]

    def doctor(self):
        """Look."""
        if self.breaks:
            raise KeyError("version")
        return [Finding("clock_wrong", "Its clock is an hour late; set it.")] if self.ill else []
'''

SHOP = """\
[store]
name = "Bean & Leaf"
currency = "EUR"

[plugins.points]

[adapters.shop]
use = "kit"
"""


@pytest.fixture
def kit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a shop that hears from a platform, whose adapter is installed."""
    site = folder / "site"
    info = site / "shop_kit-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shop-kit\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[retention_sdk.adapters]\nkit = shopkit:Connected\n", encoding="utf-8")
    (site / "shopkit.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "shopkit", raising=False)
    file = folder / "retention.toml"
    file.write_text(SHOP, encoding="utf-8")
    return file


def received(file: Path, *requests: WebhookRequest, process: bool = True) -> list[str]:
    """Let webhooks come in; their ids."""
    with Engine.from_config(file) as engine:
        ids = [engine.receive("shop", request).id for request in requests]
        if process:
            engine.process_inbox()
        return ids


def change(file: Path, text: str) -> None:
    """Add to the adapter's table."""
    file.write_text(SHOP + text + "\n", encoding="utf-8")


def test_nothing_to_look_at(retention: Retention, kit: Path) -> None:
    """Where all is handled there is nothing to list, and the counts say how much that is."""
    received(kit, sent(order("o-1")))
    answer = retention("inbox", "list")
    assert (answer.code, answer.out) == (0, "In the inbox: 1 done.\n")
    assert retention("inbox", "list", "--json").json == {"counts": {"done": 1}, "webhooks": []}
    assert retention("inbox", "list", "--status", "done", "--json").json["webhooks"][0]["status"] == "done"


def test_what_could_not_be_read(retention: Retention, kit: Path) -> None:
    """It is listed with its reason, shown as it came in, and let go of only by a word."""
    (id,) = received(kit, sent(b'{"oops'))
    listed = retention("inbox", "list")
    assert listed.code == 1
    assert id[:10] in listed.out
    assert "no orders in it: JSONDecodeError" in " ".join(listed.out.split())
    shown = retention("inbox", "show", id[:10])
    assert (shown.code, '{"oops' in shown.out, "x-shop-topic: order" in shown.out) == (0, True, True)
    assert retention("inbox", "show", id, "--json").json["body"] == '{"oops'
    assert retention("inbox", "show", "nonsense").code == 1
    again = retention("inbox", "retry")
    assert (again.code, again.out) == (1, "1 webhook tried again. Of all that waited: 1 unreadable.\n")
    assert retention("inbox", "forget", id).code == 2
    assert retention("inbox", "forget", id, "--yes").out == "Forgotten.\n"
    assert retention("inbox", "list").code == 0


def test_the_secret_is_put_right(retention: Retention, kit: Path) -> None:
    """What came in while it was wrong is tried again, and counts."""
    change(kit, 'secret = "mistyped"')
    received(kit, sent(order("o-1")), sent(order("o-2")))
    assert retention("inbox", "list").out == "In the inbox: 2 unsigned.\n"
    change(kit, "")
    answer = retention("inbox", "retry", "--status", "unsigned", "--json")
    assert (answer.code, answer.json) == (0, {"retried": 2, "processed": {"done": 2}})
    assert "2 orders for 20.00 EUR" in retention("customer", "c").out
    assert retention("inbox", "list", "--status", "unsinged").code == 2


def test_what_a_platform_asks(retention: Retention, kit: Path) -> None:
    """Somebody's export is shown with the webhook that asks for it; everybody is forgotten by a word only."""
    tell = {"notices": [{"kind": "tell", "customer": "c"}]}
    received(kit, sent(order("o-1")))
    asks, forget = received(kit, sent(tell), sent({"notices": [{"kind": "forget store"}]}))
    shown = retention("inbox", "show", asks)
    assert "All that is known of c" in shown.out
    assert '"o-1"' in shown.out
    assert retention("inbox", "show", asks, "--json").json["exports"]["c"]["events"][0]["id"] == "o-1"
    assert retention("inbox", "confirm", asks).out == "Confirmed.\n"
    refused = retention("inbox", "confirm", forget)
    assert (refused.code, "every customer of the store" in refused.err) == (2, True)
    assert retention("inbox", "confirm", forget, "--yes").out == "Confirmed.\n1 customer forgotten.\n"
    assert retention("customer", "c").code == 1


def test_doctor(retention: Retention, kit: Path) -> None:
    """It says for each adapter what is wrong, and a doctor who breaks is a finding."""
    well = retention("doctor")
    assert (well.code, well.out) == (0, "shop: well\n")
    change(kit, "ill = true")
    ill = retention("doctor", "shop")
    assert ill.code == 1
    assert "- Its clock is an hour late; set it. [clock_wrong]" in ill.out
    assert retention("doctor", "--json").json == {
        "shop": [{"code": "clock_wrong", "sentence": "Its clock is an hour late; set it."}]
    }
    change(kit, "breaks = true")
    assert "doctor_failed" in retention("doctor").out
    missing = retention("doctor", "shpo")
    assert (missing.code, "no adapter 'shpo' is enabled; did you mean 'shop'?" in missing.err) == (2, True)


def test_setup(retention: Retention, kit: Path) -> None:
    """It says what was done, and why something was not."""
    assert "Made the webhook for orders." in retention("setup").out
    change(kit, "ill = true")
    refused = retention("setup")
    assert (refused.code, "shop: the key may not make webhooks" in refused.err) == (1, True)
    assert retention("setup", "--json").json == {"done": {}, "refused": {"shop": "the key may not make webhooks"}}


BROKEN = """
breaks = true
orders = 3

[adapters.till]
use = "kit"
orders = 2
"""


def test_one_is_broken(retention: Retention, kit: Path) -> None:
    """An adapter with a mistake is told of, and keeps no other from its turn, whatever is asked of them."""
    change(kit, BROKEN)
    made = retention("setup")
    assert (made.code, "Made the webhook for orders." in made.out) == (1, True)
    assert "shop: the adapter has a mistake: KeyError at " in made.err
    looked = retention("doctor", "--json").json
    assert ([one["code"] for one in looked["shop"]], looked["till"]) == (["doctor_failed"], [])
    found = retention("backfill", "--json")
    assert (found.code, found.json["shop"]["events"], found.json["till"]["events"]) == (1, 1, 2)
    assert found.json["shop"]["stopped"].startswith("the adapter has a mistake: SystemExit at ")
    worked = retention("worker", "--once")
    assert (worked.code, "shop: the adapter has a mistake: KeyError at " in worked.err) == (0, True)


def test_no_adapter(retention: Retention, shop: Path) -> None:
    """Where none is enabled, each command says so."""
    for command in ("doctor", "setup", "backfill", "serve"):
        answer = retention(command)
        assert (answer.code, "no adapter is enabled" in answer.err) == (2, True)


def test_backfill(retention: Retention, kit: Path) -> None:
    """The history is handled, twice changes nothing, and --since asks for the end of it alone."""
    change(kit, "orders = 7")
    first = retention("backfill")
    assert first.code == 0
    assert "shop: 7 events, 7 new, 0 known already." in first.out
    assert "points gives 35 points" in first.out
    again = retention("backfill", "--since", "2100-01-05", "--json")
    assert {name: again.json["shop"][name] for name in ("events", "new", "known", "stopped")} == {
        "events": 3, "new": 0, "known": 3, "stopped": None,
    }  # fmt: skip
    change(kit, "ill = true")
    stopped = retention("backfill")
    assert (stopped.code, "Stopped: the shop is closed. What" in stopped.out) == (1, True)


@contextmanager
def served(kit: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The service as a process of its own, and the address that it says it listens at."""
    path = os.pathsep.join([str(kit.parent / "site"), *(entry for entry in sys.path if entry), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "import sys; from retention_sdk.cli import main; sys.exit(main())"]
    command += ["serve", "--port", "0", "--process", *more]
    with subprocess.Popen(command, cwd=kit.parent, env=environment, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout
            said = run.stdout.readline()
            assert said.startswith("Listening: http://127.0.0.1:"), said
            yield run, said.split()[1]
        finally:
            run.kill()


def test_serve(kit: Path) -> None:
    """It says where it listens, answers, works the inbox off with --process, and ends when it is told to."""
    with served(kit) as (run, address):
        heard(address)
        run.send_signal(signal.SIGTERM)
        run.wait(30)
    with Engine.from_config(kit) as engine:
        assert engine.customer("c").wallet("points").available == 10


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc, to find the processes of a service")
def test_serve_with_two_workers(kit: Path) -> None:
    """Two processes answer at one address; each webhook counts once; one that dies is replaced; all end together."""
    with served(kit, "--workers", "2") as (run, address), httpx.Client(trust_env=False, timeout=20) as client:
        answers(client, address)
        first = children(run.pid)
        assert len(first) >= 2
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(partial(posted, client, address), [number % 20 for number in range(60)]))
        assert Counter(told) == {"kept": 20, "known": 40}
        worked_off(client, address)
        os.kill(max(first), signal.SIGKILL)
        assert [posted(client, address, number) for number in (3, 20)] == ["known", "kept"]
        worked_off(client, address)
        run.send_signal(signal.SIGTERM)
        assert run.wait(30) == 0
        end = monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in first):
            assert monotonic() < end
            sleep(0.02)
    with Engine.from_config(kit) as engine:
        assert engine.customer("c").wallet("points").available == 210
        assert audit(engine) == []


def children(pid: int) -> list[int]:
    """The processes that a process has begun."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def answers(client: httpx.Client, address: str) -> None:
    """Wait until somebody listens."""
    end = monotonic() + 30
    while True:
        try:
            assert client.get(address.replace("/webhooks/shop", "/healthz")).status_code == 200
        except httpx.ConnectError:
            assert monotonic() < end
            sleep(0.05)
        else:
            return


def posted(client: httpx.Client, address: str, number: int) -> str:
    """Send an order, again where whoever had it died; what became of it."""
    request = sent(order(f"o-{number}"))
    for _ in range(3):
        with suppress(httpx.TransportError):
            answer = client.post(address, content=request.body, headers=dict(request.headers))
            return str(answer.json()["status"])
    raise AssertionError("nobody answers any more")


def worked_off(client: httpx.Client, address: str) -> None:
    """Wait until nothing waits in the inbox."""
    end = monotonic() + 60
    while client.get(address.replace("/webhooks/shop", "/readyz")).json()["waiting"]:
        assert monotonic() < end
        sleep(0.05)


def heard(address: str) -> None:
    """Send an order, and wait until it is handled."""
    request = sent(order("o-1"))
    with httpx.Client(trust_env=False, timeout=20) as client:
        answer = client.post(address, content=request.body, headers=dict(request.headers))
        assert answer.json() == {"status": "kept"}
        worked_off(client, address)
