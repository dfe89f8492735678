"""All that the rules may look at when a minute has closed: point in time, nothing of the session's future."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spxcc.engines.common import UnixMillis
from spxcc.engines.engine import Upstream
from spxcc.engines.flow.result import FLOW, FlowWindow
from spxcc.engines.gex.result import GexResult
from spxcc.engines.inputs import Inputs, gex_of
from spxcc.engines.levels.result import LEVELS, Level
from spxcc.engines.regime.result import REGIME_KEY, Word
from spxcc.engines.setups.params import Rules
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.market.candles import Candle
from spxcc.market.snapshot import BarColumns, Floats
from spxcc.market.units import NANOS_PER_MINUTE, to_millis

FLOW_MIN = 5
"""Minutes of prints that are read for the share against a trade."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The last closed minute and what was known with it.

    at: its end, ms. close: the column of the session up to it. e15, e30, z: points. levels: by id; named: the
    first of each kind. stage: the session in columns, for setups that the language says. missing: the levels engine's
    reasons. Absent inputs: `None`.
    """

    bar: Candle
    at: UnixMillis
    close: Floats
    e15: float
    e30: float
    z: float
    gex: GexResult | None
    levels: Mapping[str, Level]
    named: Mapping[str, Level]
    missing: Mapping[str, str]
    flow: FlowWindow | None
    word: Word
    rules: Rules
    stage: Stage | None = None

    @property
    def p_plus(self) -> float | None:
        """P(net GEX > 0) of the sign ensemble."""
        return None if self.gex is None or self.gex.band is None else self.gex.band.p_plus

    def level(self, kind: str) -> Level | None:
        """The first level of a kind: of walls the main one."""
        return self.named.get(kind)


def _named(levels: Sequence[Level]) -> dict[str, Level]:
    """By kind; the second and third wall are `CW2` and `CW3`, and a setup at `CW` is not at theirs."""
    found: dict[str, Level] = {}
    for level in levels:
        other = found.setdefault(level.kind, level)
        if len(level.label) < len(other.label):
            found[level.kind] = level
    return found


def scene_at(today: BarColumns, index: int, upstream: Upstream, inputs: Inputs, rules: Rules) -> Scene | None:
    """The scene at the close of bar `index` of `today`; `None` without spot or σ, so without units."""
    e15, e30 = inputs.e(15), inputs.e(30)
    if e15 is None or e30 is None:
        return None
    bar, until = candle_of(today, index), index + 1
    found, regime = upstream.get(LEVELS), upstream.get(REGIME_KEY)
    levels = () if found is None else found.levels
    common = rules.common
    return Scene(
        bar=bar,
        at=end_of(bar),
        close=today.close[:until],
        e15=e15,
        e30=e30,
        z=min(common.z_most, max(common.z_least, common.z_e15 * e15)),
        gex=gex_of(upstream),
        levels={level.id: level for level in levels},
        named=_named(levels),
        missing={"levels": "no levels yet"} if found is None else found.missing,
        flow=_flow(upstream, FLOW_MIN),
        word="undetermined" if regime is None else regime.regime,
        rules=rules,
    )


def candle_of(today: BarColumns, index: int) -> Candle:
    """One closed bar."""
    return Candle(
        int(today.start[index]),
        float(today.open[index]),
        float(today.high[index]),
        float(today.low[index]),
        float(today.close[index]),
        float(today.volume[index]),
    )


def end_of(bar: Candle) -> UnixMillis:
    """When a minute bar was over."""
    return to_millis(bar.start + NANOS_PER_MINUTE)


def _flow(upstream: Upstream, minutes: int) -> FlowWindow | None:
    flow = upstream.get(FLOW)
    if flow is None or flow.summary.kind != "prints":
        return None
    return next((window for window in flow.summary.windows if window.minutes == minutes), None)
