"""Tokens and users that may not enter any more."""

import asyncio
import logging
import os
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from spxcc.gateway.auth import TokenAuthenticator, TokenRules
from spxcc.gateway.revocation import MAX_BYTES, RevocationError, RevocationFile, Revoked, read_revoked
from spxcc.protocol.identity import Identity
from tests.fakes.clock import ManualClock, settle
from tests.fakes.keys import NOW_S, SECRET, token
from tests.fakes.server import Client, client, running

LIST = "# lost laptop\njti:one\n\n  sub:mallory  \nsub:Ed: of #2\n"


def write(path: Path, text: str, stamp: int) -> None:
    """Write, with a time of change of its own."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(stamp, stamp))


def test_entries_are_ids_of_tokens_and_names_of_users() -> None:
    listed = read_revoked(LIST)
    assert listed == Revoked(frozenset({"one"}), frozenset({"mallory", "Ed: of #2"}))
    assert Identity("alice", token_id="one") in listed
    assert Identity("mallory") in listed
    assert Identity("Mallory", token_id="two") not in listed
    assert Identity("alice") not in Revoked()


@pytest.mark.parametrize("line", ["alice", "user:alice", "sub:", ":x"])
def test_what_is_no_entry_is_refused_with_its_line_and_not_its_text(line: str) -> None:
    with pytest.raises(RevocationError, match="jti:ID or sub:NAME in line 2") as refused:
        read_revoked(f"sub:a\n{line}\n")
    assert line not in str(refused.value).split()


async def test_a_list_that_breaks_leaves_the_last_one_in_force(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, clock = tmp_path / "revoked", ManualClock()
    write(path, "sub:mallory", 1)
    kept = RevocationFile(path, clock)
    kept.load()
    watching = asyncio.ensure_future(kept.watch())
    with caplog.at_level(logging.ERROR):
        for stamp, broken in enumerate(("junk", "x" * (MAX_BYTES + 1), "\udcff"), 2):
            path.write_bytes(broken.encode(errors="surrogateescape"))
            os.utime(path, ns=(stamp, stamp))
            await _looked(clock, kept)
            assert kept.trouble is not None
        path.unlink()
        kept.trouble = None
        await _looked(clock, kept)
    assert Identity("mallory") in kept.current
    assert len(caplog.messages) == 4
    write(path, "sub:eve", 9)
    clock.shift(5.0)
    while Identity("eve") not in kept.current:
        await settle(1)
    assert (kept.trouble, Identity("mallory") in kept.current) == (None, False)
    watching.cancel()
    await asyncio.wait({watching})


async def _looked(clock: ManualClock, kept: RevocationFile) -> None:
    """Until the file was looked at once more and found wanting."""
    before = kept.trouble
    await settle()
    clock.shift(5.0)
    async with asyncio.timeout(10.0):
        while kept.trouble == before:
            await settle(1)


def test_a_list_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(RevocationError, match="readable revocation list, found: No such file"):
        RevocationFile(tmp_path / "none", ManualClock()).load()


async def end_of(reader: Client) -> tuple[int | None, str | None]:
    """How the server closes; the error before it says why."""
    error = await reader.until("error")
    assert (error["code"], error["retry"]) == ("token_invalid", "refresh")
    assert "revoked" in error["message"]
    with pytest.raises(ConnectionClosed):
        await reader.until("the end")
    return reader.socket.close_code, reader.socket.close_reason


async def test_a_revoked_token_is_out_at_the_door_on_renewal_and_in_the_middle(tmp_path: Path) -> None:
    door = TokenAuthenticator(TokenRules(), lambda: NOW_S * 1_000_000_000, SECRET)
    one, two = (token(iss=None, aud=None, jti=name) for name in ("one", "two"))
    path = tmp_path / "revoked"
    write(path, "", 1)
    kept = RevocationFile(path, ManualClock())
    kept.load()
    async with running(door=door, revocations=kept) as server:
        async with client(server, one) as lost, client(server, two) as good:
            await lost.until("hello")
            await good.until("hello")
            write(path, "jti:one", 2)
            kept.load()
            await server.desk.clock.advance(0.3)
            assert await end_of(lost) == (4401, "token_invalid")
            await good.say(type="auth", token=one)
            assert "revoked" in (await good.until("error"))["message"]
            await good.say(type="ping", t=1)
            assert (await good.until("pong"))["t"] == 1
        async with client(server, one) as again:
            assert await end_of(again) == (4401, "token_invalid")
