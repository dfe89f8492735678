"""The list of recordings as the screen hears it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from spxcc.client.requests import RequestFailed
from spxcc.engines.recording.result import SessionRow
from spxcc.runtime.session_client import SessionClient

ROW = {"name": "a", "date": "2026-03-24", "title": "sim", "start": None, "end": None, "events": 0, "size_bytes": 1}


def heard(answer: object) -> object:
    """What the screen is told when the server gives this answer."""

    async def query(name: str, args: Mapping[str, Any]) -> object:
        if isinstance(answer, RequestFailed):
            raise answer
        return answer

    found: list[object] = []
    client = SessionClient(query, lambda asking: asyncio.run(asking))
    client.ask(found.append)
    return found[0]


def test_rows_or_one_sentence() -> None:
    assert heard([ROW]) == (SessionRow(name="a", date="2026-03-24", title="sim", start=None, end=None, events=0,
                                       size_bytes=1),)  # fmt: skip
    assert heard(RequestFailed("bad_request", "ask the owner")) == "ask the owner"
    assert "not what this version knows" in str(heard([{"name": 1}]))


def test_the_wanted_session_is_kept_for_the_program() -> None:

    async def query(name: str, args: Mapping[str, Any]) -> object:
        return ()

    client = SessionClient(query, lambda asking: None)
    assert client.wanted == ""
    client.open("a")
    assert client.wanted == "a"
