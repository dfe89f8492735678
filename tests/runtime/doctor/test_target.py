"""Addresses of servers."""

import pytest

from spxcc.runtime.doctor.target import target_of
from spxcc.runtime.errors import UserError


@pytest.mark.parametrize(
    ("url", "websocket", "health"),
    [
        ("ws://127.0.0.1:8787", "ws://127.0.0.1:8787/ws/prices", "http://127.0.0.1:8787/healthz"),
        ("http://h/", "ws://h:80/ws/prices", "http://h:80/healthz"),
        ("https://h", "wss://h:443/ws/prices", "https://h:443/healthz"),
        ("wss://h:9/other", "wss://h:9/other", "https://h:9/healthz"),
        ("ws://[::1]:9", "ws://[::1]:9/ws/prices", "http://[::1]:9/healthz"),
    ],
)
def test_every_way_to_write_a_server(url: str, websocket: str, health: str) -> None:
    target = target_of(url)
    assert target.websocket == websocket
    assert target.http("/healthz") == health
    assert target.secure == websocket.startswith("wss")


@pytest.mark.parametrize("url", ["", "127.0.0.1:8787", "ftp://h", "ws://", "ws://h:0", "ws://h:99999", "ws://h\x1b"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="expected a URL such as"):
        target_of(url)


def test_f62_a_token_in_the_url_is_taken_out_of_it_and_never_shown() -> None:
    target = target_of("ws://h/?token=sesame")
    assert target.token == "sesame"
    assert "sesame" not in target.websocket + repr(target)
    with pytest.raises(UserError, match="without a user or password") as refused:
        target_of("ws://alice:sesame@h")
    assert "sesame" not in str(refused.value)
    with pytest.raises(UserError) as refused:
        target_of("alice:sesame@h/?token=sesame")
    assert "sesame" not in str(refused.value)
