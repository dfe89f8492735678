"""Messages as they stand on the wire."""

import msgspec

from spxcc.protocol import messages as wire


def test_a_token_does_not_show_in_a_repr() -> None:
    assert "secret" not in repr(wire.Auth("secret"))


def test_a_bare_pong_is_bare() -> None:
    assert msgspec.json.encode(wire.Pong()) == b'{"type":"pong"}'


def test_f02_hello_names_version_and_epoch() -> None:
    hello = wire.Hello(
        session="s", server="spxcc/1", epoch="e1", mode="sim", user="u", tier=None, heartbeat_ms=15_000,
        limits=wire.WireLimits(64, 64, 16_384, 20), auth=wire.AuthInfo(),
    )  # fmt: skip
    frame = msgspec.json.decode(msgspec.json.encode(hello))
    assert (frame["type"], frame["v"], frame["epoch"]) == ("hello", 1, "e1")
    assert frame["limits"] == {"symbols": 64, "channels": 64, "msg_bytes": 16_384, "msg_per_s": 20}
    assert frame["auth"] == {"expires_at": None}
