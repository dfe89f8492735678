"""What the screen reads."""

import subprocess
import sys

from spxcc.client.store import Store
from spxcc.engines.bars.result import WireBar
from spxcc.engines.session.result import STATUS
from spxcc.market.candles import Candle
from spxcc.ui.channels import CHANNELS, NAMES, SYMBOLS, series_sources, to_candles, to_tick, wanted
from spxcc.ui.source import Source
from tests.fakes.clock import ManualClock
from tests.fakes.desk_data import LAST, NOW, price


def test_channels_are_named_once_and_the_broadcast_is_not_subscribed() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(CHANNELS)
    assert {"gex:SPX", "levels:update", "flow:alert", "price:SPX", "bars:SPX"} <= set(wanted())
    assert set(NAMES) - set(wanted()) == {"status"}


def test_bars_become_candles_by_timeframe() -> None:
    bars = [WireBar("1D", 1, 1, 4, 1, 2, 9, "x"), WireBar("1m", 60_000, 1, 3, 0.5, 2, 7, "x")]
    assert to_candles(bars) == (
        [Candle(60_000_000_000, 1, 3, 0.5, 2, 7)],
        [Candle(1_000_000, 1, 4, 1, 2, 9)],
    )
    assert to_tick(price()) == (LAST, NOW)
    assert [source.symbol for source in series_sources()] == list(SYMBOLS)


def test_clients_without_a_screen_may_import_it() -> None:
    code = "import sys, spxcc.ui.channels; sys.exit(any(name in sys.modules for name in ('textual', 'rich', 'pandas')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_clients_store_is_a_source() -> None:
    """The type checker holds the store to the protocol; reading works before anything was received."""
    source: Source = Store(ManualClock(), CHANNELS)
    assert source.get(STATUS) is None
    assert source.meta("price:SPX") is None
    assert source.take_dirty() == frozenset()
    assert source.connection.phase == "idle"
