"""Whose data these are."""

import pytest

from spxcc.feeds.massive.address import URL, WS_URL
from spxcc.feeds.massive.mode import is_own_host, mode_of, place
from spxcc.market.feed import Mode


@pytest.mark.parametrize(
    ("url", "own"),
    [
        (URL, True),
        (WS_URL, True),
        ("https://api.polygon.io", True),
        ("https://API.MASSIVE.COM.", True),
        ("http://api.massive.com", False),
        ("ws://socket.massive.com", False),
        ("https://massive.com.evil.example", False),
        ("https://notmassive.com", False),
        ("https://massive.com@evil.example", False),
        ("http://127.0.0.1:8788", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_massives_own_hosts(url: str, own: bool) -> None:
    assert is_own_host(url) is own


@pytest.mark.parametrize(
    ("url", "ws_url", "simulator", "delayed", "mode"),
    [
        (URL, WS_URL, False, False, "live"),
        (URL, WS_URL, False, True, "delayed"),
        (URL, WS_URL, False, None, "delayed"),
        (URL, WS_URL, True, False, "sim"),
        ("http://127.0.0.1:1", WS_URL, False, False, "sim"),
        (URL, "ws://127.0.0.1:1", False, False, "sim"),
    ],
)
def test_live_is_only_what_is_known_to_be(
    url: str, ws_url: str, simulator: bool, delayed: bool | None, mode: Mode
) -> None:
    assert mode_of(url, ws_url, simulator=simulator, delayed=delayed) == mode


def test_a_place_shows_neither_user_nor_password() -> None:
    assert place("https://user:pass@host.example:99/x") == "host.example:99"
    assert place("http://[::1]:8788") == "[::1]:8788"
    assert place(URL) == "api.massive.com"
