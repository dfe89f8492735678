"""Sweeps, blocks, large prints and large packages as alerts; each has one id however the steps fall."""

from collections.abc import Mapping, Sequence
from hashlib import blake2s
from typing import Literal, TypeAlias

from spxcc.engines.flow import params
from spxcc.engines.flow.bursts import is_sweep
from spxcc.engines.flow.conditions import words
from spxcc.engines.flow.moneyness import deep
from spxcc.engines.flow.packages import Package
from spxcc.engines.flow.prints import Print
from spxcc.engines.flow.result import FlowAlert
from spxcc.engines.flow.sizes import Sizes, block_size
from spxcc.market.units import NANOS_PER_MILLI, to_millis

Kind: TypeAlias = Literal["sweep", "block", "print"]


def identity(prints: Sequence[Print]) -> str:
    """H(first instant, contracts and trade ids)."""
    text = " ".join([str(prints[0].ts), *sorted(each.key for each in prints)])
    return blake2s(text.encode(), digest_size=8).hexdigest()


def of_burst(group: Sequence[Print], sizes: Mapping[str, Sizes]) -> list[FlowAlert]:
    """One alert for a sweep; else one for each print that is a block or large."""
    if deep(group[0]):
        return []
    if is_sweep(group) and _dollars(group) >= params.NOTABLE_USD:
        return [_alert("sweep", group)]
    return [
        _alert(kind, (each,))
        for each in group
        if (kind := _kind(each.size, each.cents / 100, block_size(each.underlying, each.contract, sizes))) is not None
    ]


def of_package(package: Package, sizes: Mapping[str, Sizes]) -> list[FlowAlert]:
    """One alert for the whole package, by its least net premium; it stands at its dearest leg. None for financing."""
    leg = max(package.legs, key=lambda each: (each.cents, each.contract))
    first = next(each for each in package.prints if each.contract == leg.contract)
    dollars = package.net_cents / 100
    kind = _kind(leg.size, dollars, block_size(first.underlying, leg.contract, sizes))
    if package.financing or kind is None:
        return []
    said = f"{package.structure}, {len(package.legs)} legs, net premium at least"
    names = words(code for each in package.prints for code in each.conditions)
    return [
        FlowAlert(
            id=identity(package.prints),
            type=kind,
            symbol=first.underlying,
            strike=first.parts.strike,
            expiry=first.parts.expiry,
            right=first.parts.right,
            size=leg.size,
            price=round(leg.cents / (100 * params.CONTRACT_SIZE * leg.size), 4),
            direction="unknown",
            premium=dollars,
            side="unknown",
            side_confidence=0.0,
            condition=f"{names}: {said}" if names else said,
            package=identity(package.prints),
            prints=len(package.prints),
            ts_event=to_millis(package.prints[0].ts),
            contract=leg.contract,
        )
    ]


def _kind(size: int, dollars: float, block: int) -> Kind | None:
    if dollars >= params.BLOCK_USD or (size >= block and dollars >= params.NOTABLE_USD):
        return "block"
    return "print" if dollars >= params.PRINT_USD else None


def _dollars(group: Sequence[Print]) -> float:
    return sum(each.cents for each in group) / 100


def _alert(kind: Kind, group: Sequence[Print]) -> FlowAlert:
    first, size = group[0], sum(each.size for each in group)
    dollars = _dollars(group)
    certainty = sum(each.confidence * each.size for each in group) / size
    return FlowAlert(
        id=identity(group),
        type=kind,
        symbol=first.underlying,
        strike=first.parts.strike,
        expiry=first.parts.expiry,
        right=first.parts.right,
        size=size,
        price=round(dollars / (params.CONTRACT_SIZE * size), 4),
        direction=first.side,
        premium=dollars,
        side=first.side,
        side_confidence=round(certainty, 3),
        condition=_condition(kind, group),
        package=None,
        prints=len(group),
        ts_event=to_millis(first.ts),
        contract=first.contract,
    )


def _condition(kind: Kind, group: Sequence[Print]) -> str:
    parts = [words(code for each in group for code in each.conditions)]
    if kind == "sweep":
        parts.append("book sweep on one venue" if group[0].underlying in params.SINGLE_VENUE else "intermarket sweep")
    if kind == "sweep" and len(group) > 1:
        parts.append(f"{len(group)} prints in {(group[-1].ts - group[0].ts) // NANOS_PER_MILLI} ms")
    if group[0].why:
        parts.append(f"side unknown: {group[0].why}")
    return ", ".join(part for part in parts if part)
