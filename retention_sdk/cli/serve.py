"""`retention serve`: the service that platforms send their webhooks to."""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from socket import AF_INET, AF_INET6, socket
from typing import Annotated, Any, Final

from cyclopts import Parameter
from cyclopts.validators import Number

from retention_sdk.cli.logs import Form, all_lines
from retention_sdk.cli.options import DEFAULT, FINE, Adapters, Config, Strategies
from retention_sdk.cli.strategies import own_adapters, own_strategies
from retention_sdk.cli.terminal import say
from retention_sdk.engine import Engine
from retention_sdk.errors import BadConfig
from retention_sdk.web import Service, create_app

_CONFIG, _STRATEGIES, _ADAPTERS = "RETENTION_CONFIG", "RETENTION_STRATEGIES", "RETENTION_ADAPTERS"
_PROCESS, _LOG = "RETENTION_SERVE_PROCESS", "RETENTION_SERVE_LOG"

_LOGGING = ExitStack()

_APP = "retention_sdk.cli.serve:worker"

_OPTIONS: Final[dict[str, Any]] = {
    "factory": True,
    "ws": "none",
    "lifespan": "on",
    "access_log": False,
    "log_config": None,
    "server_header": False,
    "timeout_graceful_shutdown": 10,
}


def serve(  # noqa: PLR0913 - each is an option of the command
    *,
    host: Annotated[str, Parameter(help="the address to listen at")] = "127.0.0.1",
    port: Annotated[int, Parameter(help="the port; 0 is any that is free", validator=Number(gte=0, lte=65535))] = 8400,
    workers: Annotated[int, Parameter(help="processes that answer", validator=Number(gte=1, lte=64))] = 1,
    log: Annotated[Form, Parameter(help="how the log's lines are written, on the standard error")] = "text",
    process: Annotated[bool, Parameter(help="work the inbox off in the same process", negative="")] = False,
    config: Config = DEFAULT,
    strategies: Strategies = None,
    adapters: Adapters = None,
) -> int:
    """Answer the webhooks of the enabled adapters at /webhooks/NAME; /healthz and /readyz say how it is.

    They are verified, kept and answered at once; `retention worker` handles them, or --process in the same process.
    It listens to HTTP, so put a proxy in front that ends TLS.
    """
    with Engine.from_config(config, own_strategies(strategies), own_adapters(adapters)) as engine:
        names = list(engine.adapters)
    if not names:
        raise BadConfig(["no adapter is enabled, so nobody would be heard; add an [adapters.NAME] table"])
    os.environ |= {_CONFIG: str(config), _STRATEGIES: strategies or "", _ADAPTERS: adapters or ""}
    os.environ |= {_PROCESS: "1" if process else "", _LOG: "" if workers == 1 else log}
    with all_lines(log):
        if workers == 1:
            _serve(host, port, names)
        else:
            port = port or _free(host)  # all of them have to listen to the same
            _tell(host, port, names)
            _uvicorn().run(_APP, host=host, port=port, workers=workers, **_OPTIONS)
    return FINE


def worker() -> Service:
    """The application of one process, as the environment says."""
    settings = os.environ
    if settings.get(_LOG):  # a process of its own, whose log nobody has set up yet
        _LOGGING.enter_context(all_lines("json" if settings[_LOG] == "json" else "text"))
    strategies = own_strategies(settings.get(_STRATEGIES) or None)
    adapters = own_adapters(settings.get(_ADAPTERS) or None)
    return create_app(Path(settings[_CONFIG]), strategies, adapters, process=bool(settings.get(_PROCESS)))


def _serve(host: str, port: int, names: Sequence[str]) -> None:
    uvicorn = _uvicorn()
    config = uvicorn.Config(_APP, host=host, port=port, **_OPTIONS)
    config.load_app()  # before anybody is let in
    bound = config.bind_socket()
    bound.listen(config.backlog)  # whoever reads that we listen can call
    _tell(host, bound.getsockname()[1], names)
    uvicorn.Server(config).run(sockets=[bound])


def _free(host: str) -> int:
    """A port that nobody listens to."""
    family = AF_INET6 if ":" in host else AF_INET
    with socket(family) as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
        return port


def _tell(host: str, port: int, names: Sequence[str]) -> None:
    shown = f"[{host}]" if ":" in host else host
    say(*(f"Listening: http://{shown}:{port}/webhooks/{name}" for name in names))
    sys.stdout.flush()


def _uvicorn() -> Any:
    try:
        import uvicorn
    except ModuleNotFoundError as error:
        raise BadConfig(["the service needs its server; run `pip install 'retention-sdk[web]'`"]) from error
    return uvicorn
