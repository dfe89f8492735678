"""Minute volume per contract, where a feed has trade bars and no prints."""

from collections.abc import Mapping

from spxcc.engines.flow import params
from spxcc.engines.flow.result import ContractMinuteVolume
from spxcc.market.contract import parse_contract
from spxcc.market.snapshot import ContractVolume
from spxcc.market.units import to_millis


def volume_rows(volumes: Mapping[str, ContractVolume]) -> tuple[ContractMinuteVolume, ...]:
    """The busiest contracts of the day first; ties by symbol."""
    busiest = sorted(volumes.values(), key=lambda each: (-each.day_volume, each.contract))
    return tuple(_row(each) for each in busiest[: params.VOLUME_ROWS])


def _row(one: ContractVolume) -> ContractMinuteVolume:
    contract = parse_contract(one.contract)
    return ContractMinuteVolume(
        contract=contract.symbol,
        strike=contract.strike,
        right=contract.right,
        expiry=contract.expiry,
        day_volume=one.day_volume,
        last_minute_volume=one.last_volume,
        last_start=to_millis(one.last_start),
    )
