"""The guard of the page, and what its tabs run."""

import asyncio
import importlib.util
import shlex
import socket
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from spxcc.runtime import browser
from spxcc.runtime.browser import browsing, needed, own, tab_command
from spxcc.runtime.errors import UserError


@pytest.mark.parametrize(
    ("host", "origin", "allowed"),
    [
        ("127.0.0.1:8800", None, True),
        ("localhost:8800", "http://localhost:8800", True),
        ("127.0.0.1:8800", "http://127.0.0.1:8800", True),
        ("127.0.0.1:8800", "http://evil.example", False),
        ("127.0.0.1:8800", "http://127.0.0.1:9999", False),
        ("127.0.0.1:8800", "null", False),
        ("evil.example:8800", None, False),
        ("evil.example", "http://evil.example", False),
        (None, None, False),
    ],
)
def test_only_pages_of_its_own_address_may_talk_to_it(host: str | None, origin: str | None, allowed: bool) -> None:
    assert own(host, origin, 8800) is allowed


def test_a_tab_runs_an_attached_terminal_and_has_no_token_on_its_command_line() -> None:
    words = shlex.split(tab_command("ws://127.0.0.1:8787/ws/prices"))
    assert words[1:] == ["-m", "spxcc", "tui", "--attach", "ws://127.0.0.1:8787/ws/prices"]


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"needs textual-serve, which is not installed: pip install 'spxcc\[web\]'"):
        needed()


def code(address: str, **headers: str) -> int:
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


async def test_the_page_is_served_to_its_own_address_alone_and_a_taken_port_is_said() -> None:
    if importlib.util.find_spec("textual_serve") is None:
        pytest.skip("needs textual-serve: pip install 'spxcc[web]'")
    async with browsing("ws://127.0.0.1:1/ws/prices", 0) as address:
        assert address.startswith("http://127.0.0.1:")
        assert await asyncio.to_thread(code, address) == 200
        assert await asyncio.to_thread(code, address, Host="evil.example") == 403
        assert await asyncio.to_thread(code, f"{address}/ws", Origin="http://evil.example") == 403
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"expected port {port} of 127.0.0.1 to be free"):
            async with browsing("ws://127.0.0.1:1/ws/prices", port):
                pass
