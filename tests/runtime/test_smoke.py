"""The capture window over the simulator."""

import pytest

from spxcc.protocol.names import PUBLIC_CHANNELS
from spxcc.runtime.smoke import REQUIRED, capture_attached, capture_own
from tests.runtime.runs import simulated


async def test_f24_f06_one_window_brings_every_channel_with_content() -> None:
    report = await capture_own(simulated(), 4.0)
    assert report.ok, report
    assert set(PUBLIC_CHANNELS) < set(report.channels)
    items = {name: one.items for name, one in report.channels.items()}
    assert items["gex:SPX"] >= 100
    assert items["levels:update"] >= 8
    assert items["setups:update"] >= 1
    assert items["flow:alert"] >= 1
    assert items["coach:message"] >= 1
    assert items["bars:SPX"] > 90
    assert set(report.prices) == {"SPX", "SPY"}
    assert all(one.gaps == 0 for one in report.channels.values())
    assert report.mode == "sim"


@pytest.mark.parametrize(("engine", "channels"), [("gex", ("gex:SPX", "gex:SPY")), ("flow", ("flow:alert",))])
async def test_f54_f10_a_failing_engine_is_named_and_the_others_live(engine: str, channels: tuple[str, ...]) -> None:
    report = await capture_own(simulated(failing=(engine,)), 3.0)
    assert not report.ok
    assert set(report.missing) == set(channels)
    assert all(any(name in error for error in report.errors) for name in channels)
    others = [one for name, one in report.channels.items() if name not in channels]
    assert len(others) == len(REQUIRED) - len(channels)
    assert all(one.snapshot_ms is not None for one in others)


async def test_a_server_that_is_not_there_is_said() -> None:
    report = await capture_attached("ws://127.0.0.1:9/ws/prices", lambda: None, 0.5)
    assert not report.ok
    assert report.epoch is None
    assert any(error.startswith("connection:") for error in report.errors)
