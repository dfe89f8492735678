"""OPRA condition ids: which prints count, which are legs, and their names (MASSIVE.md 2.7)."""

from collections.abc import Iterable
from types import MappingProxyType

CANCELS = frozenset({201, 203, 205, 207})
LATE = frozenset({202, 204, 206, 208})
COMPRESSION = frozenset({247})
MULTI_LEG = frozenset({*range(232, 247)})
"""Multi-leg and stock-tied prints: their legs have no side of their own."""
SWEEPS = frozenset({219, 228, 230})
"""Intermarket sweep orders: electronic, in an auction, crossed."""
NAMES = MappingProxyType(
    {
        201: "CANC", 202: "OSEQ", 203: "CNCL", 204: "LATE", 205: "CNCO", 206: "OPEN", 207: "CNOL", 208: "OPNL",
        209: "AUTO", 210: "REOP", 219: "ISOI", 227: "SLAN", 228: "SLAI", 229: "SLCN", 230: "SLCI", 231: "SLFT",
        232: "MLET", 233: "MLAT", 234: "MLCT", 235: "MLFT", 236: "MESL", 237: "TLAT", 238: "MASL", 239: "MFSL",
        240: "TLET", 241: "TLCT", 242: "TLFT", 243: "TESL", 244: "TASL", 245: "TFSL", 246: "CBMO", 247: "MCTP",
        248: "EXHT",
    }
)  # fmt: skip


def has(conditions: Iterable[int], kind: frozenset[int]) -> bool:
    """Whether one of the conditions is of the kind."""
    return not kind.isdisjoint(conditions)


def words(conditions: Iterable[int]) -> str:
    """Names in order of id, `+` between them; an unknown id as it is; "" for none."""
    return "+".join(NAMES.get(each, str(each)) for each in sorted(set(conditions)))
