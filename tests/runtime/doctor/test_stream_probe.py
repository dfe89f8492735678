"""Streams of the simulated Massive, one key a plan."""

import pytest

from spxcc.feeds.massive.address import DELAYED_WS_URL, WS_URL
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.doctor import stream_probe
from spxcc.runtime.doctor.stream_probe import probe_stream, probe_streams, streams_url
from spxcc.runtime.doctor.upstream_found import UpstreamFound
from tests.runtime.doctor.servers import listening, silent

CLOCK = SystemClock()


async def probed(massive: str, key: str) -> UpstreamFound:
    found = UpstreamFound("here", False)
    await probe_streams(streams_url(massive, "", False), key, CLOCK, found)
    return found


async def test_f62_every_cluster_of_a_full_plan(massive: str) -> None:
    found = await probed(massive, "sim")
    assert {cluster: stream.acked for cluster, stream in found.streams.items()} == {
        "indices": True, "stocks": True, "options": True,
    }  # fmt: skip


async def test_f62_clusters_outside_the_plan_are_refused(massive: str) -> None:
    found = await probed(massive, "sim-options")
    assert found.streams["options"].acked
    assert found.streams["indices"].refused
    assert "doesn't include websocket access" in found.streams["indices"].said


async def test_a_bad_key_is_refused_and_not_shown(massive: str) -> None:
    stream = await probe_stream(f"{streams_url(massive, '', False)}/indices", "V.I:SPX", "sesame-1234-5678", CLOCK)
    assert (stream.ready, stream.refused, stream.said) == (False, True, "authentication failed")
    assert "sesame" not in repr(stream)


async def test_who_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_probe, "OPEN_S", 0.2)
    async with listening(silent) as port:
        assert (
            await probe_stream(f"ws://127.0.0.1:{port}/x", "V.I:SPX", "k", CLOCK)
        ).said == "no websocket within 0.2 s"
    assert not (await probe_stream(f"ws://127.0.0.1:{port}/x", "V.I:SPX", "k", CLOCK)).ready


def test_addresses_are_those_of_the_feed() -> None:
    assert streams_url("https://api.massive.com", "", False) == WS_URL
    assert streams_url("https://api.massive.com", "", True) == DELAYED_WS_URL
    assert streams_url("http://127.0.0.1:1", "", True) == "ws://127.0.0.1:1"
    assert streams_url("https://api.massive.com", "ws://h:2/", True) == "ws://h:2"
