"""Where the numbers of a gex result come from: by path, down to the contracts of the run that gave it."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from spxcc.engines.gex.combined import Parts
from spxcc.engines.gex.market_view import MarketView
from spxcc.engines.gex.measure import SymbolMemory
from spxcc.engines.gex.params import DEFAULTS, GexSettings
from spxcc.engines.gex.provenance import changes, estimates, flows, levels, quality, ranks, sums, together
from spxcc.engines.gex.provenance.case import Case
from spxcc.engines.gex.result import GexBoard
from spxcc.engines.why.result import Explanation
from spxcc.market.snapshot import MarketSnapshot


class Remembered(Protocol):
    """What the engine keeps of its last run, by symbol."""

    @property
    def views(self) -> Mapping[str, MarketView]: ...
    @property
    def parts(self) -> Mapping[str, Parts]: ...
    @property
    def walls(self) -> Mapping[str, SymbolMemory]: ...
    @property
    def ratio(self) -> float | None: ...


Maker = Callable[..., Explanation | None]
_KEY = r"(?P<root>[A-Z]+)\.(?P<date>\d{4}-\d\d-\d\d)"
_STRIKE = r"(?P<strike_text>\d+(?:\.\d+)?)"
_PART = r"(?P<part>net|call|put|gross)"
PATHS: tuple[tuple[str, Maker], ...] = (
    (r"(?P<name>(?:net|call|put|gross)_gex)", sums.total),
    (r"(?P<name>dex|dealer_dex|vanna|charm|charm_to_close|speed)", sums.measure),
    (rf"scopes\.(?P<name>[a-z0-9-]+)\.{_PART}", sums.scope),
    (r"scopes\.(?P<name>[a-z0-9-]+)\.flip", levels.scope_flip),
    (rf"by_expiry\.{_KEY}\.(?P<part>net|call|put|gross|share)", sums.expiry),
    (rf"by_expiry\.{_KEY}\.max_pain", levels.pain),
    (rf"by_expiry\.{_KEY}\.(?P<field>forward|forward_sd|atm_iv|minutes)", estimates.expiry_fact),
    (rf"by_strike\.{_STRIKE}\.(?P<part>net|call|put|call_oi|put_oi)", sums.strike),
    (r"(?P<name>volume|flow)_view\.(?P<part>net|call|put|contracts)", sums.view),
    (r"(?P<name>volume|flow)_view\.flip", levels.view_flip),
    (r"flip_point", levels.flip),
    (r"flips\.(?P<at>\d{1,3})(?:\.level)?", levels.root),
    (r"(?P<side>call|put)_wall", levels.wall),
    (r"(?P<side>call|put)_walls\.(?P<at>\d{1,3})\.(?P<field>strike|gex|share)", levels.ranked_wall),
    (r"absolute_gamma_strike", levels.peak),
    (r"top_levels\.(?P<at>\d{1,3})\.(?P<field>strike|net_gex)", levels.top_level),
    (rf"combined\.{_PART}", together.combined),
    (r"combined\.flip", together.combined_flip),
    (r"combined\.(?P<side>call|put)_wall", together.combined_wall),
    (r"hedge_flows\.(?P<at>\d{1,3})\.(?P<cause>flow|gamma|charm|vanna|residual)", flows.hedge_flow),
    (r"grid\.net\.(?P<row>\d{1,3})\.(?P<column>\d)", changes.cell),
    (r"grid\.later\.(?P<row>\d{1,3})", changes.later),
    (r"change\.net", changes.net),
    (r"change\.by_strike\.(?P<row>\d{1,3})", changes.by_strike),
    (r"band\.(?P<side>call|put)_walls\.(?P<at>\d{1,3})\.share", estimates.drawn_wall),
    (r"quality\.(?P<field>spot_age_s|quotes_age_s|worst_forward_sd)", quality.measured),
    (r"quality\.forwards\.(?P<name>[a-z_ -]+)", quality.forwards),
    (r"band\.(?P<field>[a-z0-9_]+)", estimates.band),
    (r"expected_move\.(?P<field>straddle|one_sd)", estimates.expected_move),
    (r"atm_iv", estimates.atm_iv),
    (r"coverage\.(?P<field>[a-z_]+)", estimates.coverage),
    (r"rank\.(?P<field>percentile|below|days)", ranks.rank),
    (r"spot", estimates.spot),
)
ALIASES = {
    "netGex": "net_gex", "flipPoint": "flip_point", "callWall": "call_wall", "putWall": "put_wall",
    "topLevels": "top_levels",
}  # fmt: skip
"""Names of the wire that differ."""


def explain(
    snapshot: MarketSnapshot, result: GexBoard, memory: Remembered, channel: str, path: str
) -> Explanation | None:
    """With the default settings, as the engine runs."""
    return explain_with(DEFAULTS, snapshot, result, memory, channel, path)


def explain_with(
    settings: GexSettings, snapshot: MarketSnapshot, result: GexBoard, memory: Remembered, channel: str, path: str
) -> Explanation | None:
    """The number at `path` of the value on `channel`; `None` for what has no formula here or is not in the value.

    settings, memory: those of the run that gave `result` on `snapshot`.
    """
    found = result.symbols.get(channel.partition(":")[2])
    if found is None:
        return None
    plain = ".".join(ALIASES.get(part, part) for part in path.split("."))
    before = memory.walls.get(found.symbol)
    samples = () if before is None else before.samples
    case = Case(snapshot, found, memory.views, memory.parts, channel, plain, settings, memory.ratio, samples)
    for pattern, make in PATHS:
        match = re.fullmatch(pattern, plain, re.ASCII)
        if match is not None:
            return make(case, **match.groupdict())
    return None
