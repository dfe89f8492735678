"""The keeper of the last screen: one private file, off the loop, only for the same kind of data."""

import asyncio
import stat
from pathlib import Path

import pytest

from spxcc.engines.price.result import price_channel
from spxcc.runtime.last_state import EVERY_S, LARGEST, Keeper
from spxcc.ui.channels import CHANNELS
from tests.client.test_last_state import lived, new_store, put
from tests.fakes.clock import ManualClock, settle
from tests.fakes.desk_data import LAST, price

SPX = price_channel("SPX")


def keeper(path: Path, clock: ManualClock, mode: str | None = "sim", feed: str = "a", alive: bool = False) -> Keeper:
    store = lived(clock) if alive else new_store(clock)
    return Keeper(path, store, CHANNELS, clock, feed, mode)


def test_one_private_file_brings_it_back(tmp_path: Path) -> None:
    path, clock = tmp_path / "state" / "last.json", ManualClock()
    keeper(path, clock).save()
    assert not path.exists()
    assert not keeper(path, clock).bring()
    keeper(path, clock, alive=True).save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["last.json"]
    assert keeper(path, clock).bring()


@pytest.mark.parametrize(
    ("mode", "feed", "comes"),
    [
        ("sim", "a", True),
        ("sim", "another scenario", False),
        ("live", "a", False),
        ("replay", "a", False),
        (None, "a", True),
        (None, "b", False),
    ],
)
def test_only_for_the_same_kind_of_data(tmp_path: Path, mode: str | None, feed: str, comes: bool) -> None:
    path, clock = tmp_path / "last.json", ManualClock()
    keeper(path, clock, alive=True).save()
    assert keeper(path, clock, mode, feed).bring() is comes


@pytest.mark.parametrize(("feed", "comes"), [("a", True), ("b", True)])
def test_a_market_of_now_is_the_same_by_whichever_feed(tmp_path: Path, feed: str, comes: bool) -> None:
    path, clock = tmp_path / "last.json", ManualClock()
    keeper(path, clock, alive=True).save()
    path.write_bytes(path.read_bytes().replace(b'"mode":"sim"', b'"mode":"live"', 1))
    assert keeper(path, clock, "live", feed).bring() is comes


def test_damage_is_nothing(tmp_path: Path) -> None:
    path, clock = tmp_path / "last.json", ManualClock()
    path.write_bytes(b"{" * 10)
    assert not keeper(path, clock).bring()
    path.write_bytes(b" " * (LARGEST + 1))
    assert not keeper(path, clock).bring()
    path.unlink()
    path.mkdir()
    assert not keeper(path, clock).bring()
    keeper(path, clock, alive=True).save()


async def test_now_and_then_and_at_the_end(tmp_path: Path) -> None:
    path, clock = tmp_path / "last.json", ManualClock()
    store = lived(clock)
    running = asyncio.ensure_future(Keeper(path, store, CHANNELS, clock, "a", "sim").run())
    await settle()
    clock.shift(EVERY_S)
    while not path.exists():
        await asyncio.to_thread(int)
    put(store, SPX, price(last=LAST + 7))
    running.cancel()
    await asyncio.wait({running})
    fresh = new_store(clock)
    assert Keeper(path, fresh, CHANNELS, clock, "a", "sim").bring()
    restored = fresh.get(SPX)
    assert restored is not None
    assert restored.price == LAST + 7
