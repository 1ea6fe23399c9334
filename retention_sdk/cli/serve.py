"""`retention serve`: the service that platforms send their webhooks to."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter
from cyclopts.validators import Number

from retention_sdk.cli.options import DEFAULT, FINE, Config, Strategies
from retention_sdk.cli.strategies import own_strategies
from retention_sdk.cli.terminal import say
from retention_sdk.engine import Engine
from retention_sdk.errors import BadConfig
from retention_sdk.web import Service, create_app

_CONFIG, _STRATEGIES, _PROCESS = "RETENTION_CONFIG", "RETENTION_STRATEGIES", "RETENTION_SERVE_PROCESS"

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
    process: Annotated[bool, Parameter(help="work the inbox off in the same process", negative="")] = False,
    config: Config = DEFAULT,
    strategies: Strategies = None,
) -> int:
    """Answer the webhooks of the enabled adapters at /webhooks/NAME; /healthz and /readyz say how it is.

    They are verified, kept and answered at once; `retention worker` handles them, or --process in the same process.
    It listens to HTTP, so put a proxy in front that ends TLS.
    """
    with Engine.from_config(config, own_strategies(strategies)) as engine:
        names = list(engine.adapters)
    if not names:
        raise BadConfig(["no adapter is enabled, so nobody would be heard; add an [adapters.NAME] table"])
    os.environ |= {_CONFIG: str(config), _STRATEGIES: strategies or "", _PROCESS: "1" if process else ""}
    if workers == 1:
        _serve(host, port, names)
    else:
        _tell(host, port, names)
        _uvicorn().run(_APP, host=host, port=port, workers=workers, **_OPTIONS)
    return FINE


def worker() -> Service:
    """The application of one process, as the environment says."""
    settings = os.environ
    own = own_strategies(settings.get(_STRATEGIES) or None)
    return create_app(Path(settings[_CONFIG]), own, process=bool(settings.get(_PROCESS)))


def _serve(host: str, port: int, names: Sequence[str]) -> None:
    uvicorn = _uvicorn()
    config = uvicorn.Config(_APP, host=host, port=port, **_OPTIONS)
    config.load_app()  # before anybody is let in
    socket = config.bind_socket()
    socket.listen(config.backlog)  # whoever reads that we listen can call
    _tell(host, socket.getsockname()[1], names)
    uvicorn.Server(config).run(sockets=[socket])


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
