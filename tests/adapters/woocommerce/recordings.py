"""Answers of a real shop, as they were recorded."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).parent / "recorded"


@cache
def recording(name: str, folder: Path = HERE) -> dict[str, Any]:
    """A recording by its name."""
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    return found


def body_of(name: str) -> Any:
    """A copy of what was answered."""
    return json.loads(json.dumps(recording(name)["response"]["json"]))


def answer_of(name: str, folder: Path = HERE) -> httpx.Response:
    """The answer of a recording, as it came."""
    answer = recording(name, folder)["response"]
    headers = {k: v for k, v in answer["headers"].items() if k not in {"Transfer-Encoding", "Content-Encoding"}}
    headers.pop("Content-Length", None)
    if answer.get("json") is None:
        return httpx.Response(answer["status"], headers=headers, text=answer.get("text") or "")
    return httpx.Response(answer["status"], headers=headers, content=json.dumps(answer["json"]).encode())
