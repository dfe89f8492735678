"""Minute volume rows."""

from spxcc.engines.flow.result import ContractMinuteVolume
from spxcc.engines.flow.volumes import volume_rows
from spxcc.market.snapshot import ContractVolume
from spxcc.market.units import to_millis
from tests.engines.flow.trades import CALL, PUT, START


def test_the_busiest_first() -> None:
    volumes = {
        CALL: ContractVolume(CALL, 50, START, 7, 10.0),
        PUT: ContractVolume(PUT, 80, START, 1, 12.0),
    }
    assert volume_rows(volumes) == (
        ContractMinuteVolume(
            contract=PUT, strike=6000.0, right="P", expiry="2026-01-14", day_volume=80, last_minute_volume=1,
            last_start=to_millis(START),
        ),
        ContractMinuteVolume(
            contract=CALL, strike=6000.0, right="C", expiry="2026-01-14", day_volume=50, last_minute_volume=7,
            last_start=to_millis(START),
        ),
    )  # fmt: skip


def test_at_most_sixty_rows() -> None:
    names = [f"SPXW260114C{strike * 1000:08d}" for strike in range(5900, 6000)]
    assert len(volume_rows({name: ContractVolume(name, 1, START, 1, 1.0) for name in names})) == 60
