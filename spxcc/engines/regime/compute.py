"""Two axes, and the word derived from them."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.facts import fact_of
from spxcc.engines.gex.result import GEX, GexResult
from spxcc.engines.inputs import Inputs, gex_of, inputs_of, quoted_before_open
from spxcc.engines.regime import params
from spxcc.engines.regime.axes import Trend, expected_move_used, gamma_of, trend_of
from spxcc.engines.regime.record import Following, added, records
from spxcc.engines.regime.result import REGIME, REGIME_KEY, WORDS_FACT, Regime, Word, WordCounts
from spxcc.engines.regime.words import Held, direction_of, word_of
from spxcc.engines.volatility import expected_points, straddle_of
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import NANOS_PER_MINUTE, to_millis


class RegimeMemory(msgspec.Struct, frozen=True):
    """The word in force, the session's expected move as first seen, from `sight`: spot, σ and minutes then; and what
    followed the words."""

    session: str = ""
    held: Held = Held()
    session_move: float | None = None
    sight: tuple[float, float, float] | None = None
    following: Following = Following()


def first_sight(snapshot: MarketSnapshot, inputs: Inputs, gex: GexResult | None) -> tuple[float, float, float] | None:
    """Spot, σ and minutes that the expected move of the whole session is made from."""
    if inputs.spot is None or inputs.sigma is None:
        return None
    begin = quoted_before_open(snapshot, gex) or snapshot.session.open_at
    return inputs.spot, inputs.sigma, (snapshot.session.close_at - begin) / NANOS_PER_MINUTE


def session_move(snapshot: MarketSnapshot, inputs: Inputs, gex: GexResult | None) -> float | None:
    """Expected absolute move of the whole session: √(2/π)·E(its minutes), with the ATM σ at first sight.

    From quotes made before the open: the move that they expected to the close when they were made.
    """
    seen = first_sight(snapshot, inputs, gex)
    return None if seen is None else straddle_of(expected_points(*seen))


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: RegimeMemory) -> tuple[Regime, RegimeMemory]:
    """The regime at the last closed minute."""
    if memory.session != snapshot.session.date:
        memory = RegimeMemory(session=snapshot.session.date)
    inputs, gex = inputs_of(snapshot, upstream), gex_of(upstream)
    bars = snapshot.bars.get("SPX")
    trend = None if bars is None else trend_of(bars.today, inputs)
    gamma = gamma_of(gex, inputs.spot)
    now = to_millis(snapshot.as_of)
    held = memory.held.hear(word_of(trend, gamma), now)
    whole, sight = memory.session_move, memory.sight
    if whole is None and snapshot.session.phase == "open":
        whole, sight = session_move(snapshot, inputs, gex), first_sight(snapshot, inputs, gex)
    following = _followed(snapshot, memory.following, held.word, inputs)
    before = fact_of(snapshot, WORDS_FACT, WordCounts)
    damping = None if gex is None or gex.band is None else round(gex.band.p_plus, 3)
    used = None if bars is None else expected_move_used(bars.today, snapshot.session.open_at, whole)
    since = now if held.since is None else held.since
    result = Regime(
        regime=held.word,
        direction=direction_of(trend),
        probability=None,
        magnitude=None if (e30 := inputs.e(30)) is None else round(e30, 1),
        gamma=gamma,
        damping=damping,
        efficiency=None if trend is None else round(trend.efficiency, 3),
        expected_move_used=used,
        session_move=None if whole is None else round(whole, 2),
        minutes_in_state=(now - since) // 60_000,
        since=since,
        evidence=_evidence(trend, damping, used, whole),
        reason=_reason(snapshot, trend, damping, inputs),
        record=records(added({} if before is None else before.counts, following.counts)),
        today=WordCounts(session=snapshot.session.date, sessions=1, counts=following.counts),
    )
    return result, RegimeMemory(snapshot.session.date, held, whole, sight, following)


def _followed(snapshot: MarketSnapshot, following: Following, word: Word, inputs: Inputs) -> Following:
    """The half hour that is over is met, and the next one begun in regular hours; never at an old price."""
    now, last = to_millis(snapshot.as_of), snapshot.prices.get("SPX")
    following = following.met(last, now)
    fresh = last is not None and now - to_millis(last.ts_event) <= params.LATE_MS
    if snapshot.session.phase != "open" or not fresh:
        return following
    return following.begun(word, inputs.spot, inputs.e(30), now, to_millis(snapshot.session.close_at))


def _evidence(trend: Trend | None, damping: float | None, used: float | None, whole: float | None) -> tuple[str, ...]:
    said: list[str] = []
    if trend is not None:
        said.append(f"30-minute efficiency {trend.efficiency:.2f}")
        units = "" if trend.e30 is None else f" ({trend.move / trend.e30:+.2f} E30)"
        said.append(f"30-minute move {trend.move:+.1f}{units}")
        said.append(f"30-minute range {trend.span:.1f}" + ("" if trend.e30 is None else f" of E30 {trend.e30:.1f}"))
        if trend.broke:
            said.append(f"close {'above' if trend.broke > 0 else 'below'} the range of the half hour before")
    if damping is not None:
        said.append(f"net GEX above 0 in {100 * damping:.0f} % of sign models")
    if used is not None and whole is not None:
        said.append(f"{100 * used:.0f} % of the session's expected move of {whole:.1f} points used")
    return tuple(said)


def _reason(snapshot: MarketSnapshot, trend: Trend | None, damping: float | None, inputs: Inputs) -> str | None:
    if trend is None:
        bars = snapshot.bars.get("SPX")
        have = 0 if bars is None else len(bars.today)
        return f"the trend axis needs {params.WINDOW + 1} closed SPX minutes of the session, found {have}"
    if inputs.reason is not None:
        return inputs.reason
    return "no sign ensemble from the gex engine: damping unknown" if damping is None else None


def _publish(result: Regime) -> Iterable[Publication]:
    yield Publication(REGIME, result)


ENGINE: Engine[Regime, RegimeMemory] = Engine(
    key=REGIME_KEY,
    compute=compute,
    initial=RegimeMemory,
    publish=_publish,
    channels=(REGIME,),
    needs=(GEX,),
    explain=later("spxcc.engines.regime.explain:explain"),
)
