"""What came of a walk over a chain, in words: how much, how old, what was left out."""

from dataclasses import dataclass
from statistics import median
from typing import Literal

from spxcc.feeds.massive.chain_rows import UNSOLVED, ReadChain
from spxcc.feeds.massive.client import Collected
from spxcc.feeds.massive.rows import OptionRow
from spxcc.feeds.massive.scope import ChainScope
from spxcc.market.contract import parse_contract
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_SECOND, UnixNanos

GREEKS_SHARE, ODD_SHARE = 0.5, 0.01
"""Share of the rows with greeks from which, and with something odd up to which, a chain counts as usual."""
AROUND = 0.01
"""Rows so near the money (share of the spot) are asked for their greeks: far out the vendor never gives them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """text: a sentence for the user. remarks: what readers of numbers from this chain should know."""

    level: Literal["info", "warning"]
    text: str
    remarks: tuple[str, ...]


def coverage(
    scope: ChainScope, read: ReadChain, found: Collected[OptionRow], asked_at: UnixNanos, now: UnixNanos
) -> Coverage:
    """State a scope that was asked for at `asked_at`."""
    rows = read.rows.values()
    quoted = sum(row.bid is not None or row.ask is not None for row in rows)
    greeks = sum(row.gamma is not None for row in rows)
    interest = sum(row.open_interest is not None for row in rows)
    parts = [
        f"{len(read.rows):,} contracts on {_pages(found.pages)} at {to_exchange(asked_at):%H:%M:%S} ET",
        f"{_share(quoted, len(read.rows))} quoted{_ages(read, now)}",
        f"{_share(greeks, len(read.rows))} with the vendor's greeks",
        f"{_share(interest, len(read.rows))} with open interest",
    ]
    remarks = _remarks(scope, read, found)
    text = f"{scope.title()}: {', '.join(parts)}"
    # Greeks are judged around the money: in the wings they come and go.
    odd = sum(count for what, count in read.odd.items() if what != UNSOLVED)
    clean = _has_greeks(read) and odd <= ODD_SHARE * len(rows) and not found.bad
    level: Literal["info", "warning"] = "info" if found.whole and interest and clean else "warning"
    return Coverage(level, _sentence(text, remarks), remarks)


def _has_greeks(read: ReadChain) -> bool:
    spot = None if read.underlying is None else read.underlying.price
    close = [
        row
        for name, row in read.rows.items()
        if spot is not None and abs(parse_contract(name).strike - spot) <= AROUND * spot
    ]
    judged = close or list(read.rows.values())
    return sum(row.gamma is not None for row in judged) >= GREEKS_SHARE * len(judged)


def _remarks(scope: ChainScope, read: ReadChain, found: Collected[OptionRow]) -> tuple[str, ...]:
    told: list[str] = []
    name = scope.name or "whole"
    if found.trouble is not None:
        told.append(f"the {name} chain is partial: after {_pages(found.pages - 1)} {found.trouble.found}")
    elif not found.whole:
        told.append(f"the {name} chain is partial: {_pages(found.pages)} were the most to ask for")
    unreadable = sum(count for why, count in found.bad.items() if why != "not asked for")
    if unreadable:
        told.append(f"{unreadable:,} rows could not be read (such as: {next(iter(found.bad))})")
    if found.bad.get("not asked for"):
        told.append(f"{found.bad['not asked for']:,} rows were not asked for, left out")
    told += (f"{count:,} times {what}" for what, count in sorted(read.odd.items()))
    return tuple(told)


def _ages(read: ReadChain, now: UnixNanos) -> str:
    """` 0–14 s before, half of them within 3 s`."""
    ages = [max(0, now - row.quoted_at) / NANOS_PER_SECOND for row in read.rows.values() if row.quoted_at is not None]
    if not ages:
        return ""
    return f" {min(ages):.0f}–{max(ages):.0f} s before, half of them within {median(ages):.0f} s"


def _share(count: int, total: int) -> str:
    return "0 %" if total == 0 else f"{100 * count / total:.0f} %"


def _sentence(text: str, remarks: tuple[str, ...]) -> str:
    return f"{'; '.join((text, *remarks))}."


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"
