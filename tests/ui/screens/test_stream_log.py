"""The stream log."""

from spxcc.ui.screens.stream_log import head_text, timed
from tests.fakes.desk_data import full_desk
from tests.fakes.screens import press, running, screen_text
from tests.fakes.store import FakeHop


async def test_lines_of_the_ring_buffer() -> None:
    async with running((100, 30)) as (app, pilot, _, __):
        await press(pilot, "grave_accent")
        assert "gap gex:SPX 41→43" in screen_text(app)
        assert "connected to 127.0.0.1:8787" in screen_text(app)
        await press(pilot, "escape")
        assert app.screen is app.desk


def test_f23_the_head_names_the_connection_and_the_latency_by_hop() -> None:
    store, _ = full_desk()
    store.latency = {"wire": FakeHop(0.41, 1.2, 8.0)}
    assert head_text(store) == "connected to 127.0.0.1:8787\np50/p95/max: wire 0.4/1.2/8.0 ms"
    store.latency = {}
    assert head_text(store) == "connected to 127.0.0.1:8787"


def test_an_instant_is_told_as_the_time_of_day() -> None:
    assert timed('{"ts":1795628242140,"event":"synced"}') == '12:37:22.140 {"event":"synced"}'
    assert timed("14:30:00 open") == "14:30:00 open"
