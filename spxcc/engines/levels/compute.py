"""All families of levels, each with its touches; an unchanged level is the same object as before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from spxcc.engines.basis.result import BASIS_KEY
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.gex.result import GEX, GexResult
from spxcc.engines.inputs import Drift, Inputs, gex_of, inputs_of, live_ratio
from spxcc.engines.levels import params
from spxcc.engines.levels.anchored import anchored_levels
from spxcc.engines.levels.candidate import Candidate, Found, lacking, together
from spxcc.engines.levels.control import Control
from spxcc.engines.levels.gamma import ExpectedBounds, anchored, gamma_levels
from spxcc.engines.levels.intraday import range_levels, volume_levels
from spxcc.engines.levels.mapped import round_levels, spy_levels
from spxcc.engines.levels.own import own_levels
from spxcc.engines.levels.result import (
    LEVELS,
    LEVELS_FACT,
    LEVELS_SCORES,
    LEVELS_UPDATE,
    Level,
    LevelsResult,
    Scoreboard,
)
from spxcc.engines.levels.scores import scores_of
from spxcc.engines.levels.structural import overnight_levels, pivot_levels, structural_levels
from spxcc.engines.levels.swings import fibonacci_levels, second_swing, swing_threshold
from spxcc.engines.levels.touches import Minute, Touches, band_of, follow, minutes_from
from spxcc.market.session import previous_session, to_exchange
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_millis

NO_UNIT_BAND = params.BAND_LEAST


@dataclass(frozen=True, slots=True)
class LevelsMemory:
    """What one session remembers.

    minutes: identity of the closed bars that the candidates in `timed` were made from; gex: of SPX and SPY, those that
    `optional` was made from; own: the fact that own levels were made from. unit: E15 in use. ratio: SPX/SPY as of the
    last closed minute. latest, previous: prices by `Candidate.name`, of this session as last seen and of the session
    before.
    """

    session: str = ""
    minutes: tuple[object, ...] | None = None
    gex: tuple[GexResult | None, GexResult | None] = (None, None)
    timed: Found = field(default_factory=Found)
    optional: Found = field(default_factory=Found)
    own: str | None = None
    unit: Drift = field(default_factory=Drift)
    swing: Drift = field(default_factory=Drift)
    ratio: float | None = None
    anchor: float | None = None
    bounds: ExpectedBounds | None = None
    records: Mapping[str, Touches] = field(default_factory=dict)
    controls: Mapping[str, Control] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    latest: Mapping[str, float] = field(default_factory=dict)
    previous: Mapping[str, float] = field(default_factory=dict)
    result: LevelsResult | None = None


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: LevelsMemory) -> tuple[LevelsResult, LevelsMemory]:
    """One step. Families of bars are made once per closed minute, those of the chain when the gex result changes."""
    if memory.session != snapshot.session.date:
        memory = _next_session(memory, snapshot.session.date)
    inputs = inputs_of(snapshot, upstream)
    minutes = _identity(snapshot)
    gex = (gex_of(upstream), gex_of(upstream, "SPY"))
    newer = minutes != memory.minutes or (memory.anchor is None and inputs.spot is not None)
    rewritten = gex[0] is not memory.gex[0] or gex[1] is not memory.gex[1]
    own = snapshot.facts.get(LEVELS_FACT)
    if memory.result is not None and not newer and not rewritten and own == memory.own:
        return memory.result, memory
    if newer or memory.unit.value is None:
        memory = replace(memory, unit=memory.unit.follow(inputs.e(15)))
    if newer:
        memory = _with_minutes(snapshot, upstream, inputs, replace(memory, minutes=minutes))
    memory = _with_chain(snapshot, replace(memory, gex=gex, own=own))
    return _with_touches(snapshot, inputs, memory)


def _next_session(memory: LevelsMemory, session: str) -> LevelsMemory:
    """Empty but for the prices of the session before, if the memory is of that one."""
    adjacent = previous_session(session) == memory.session
    return LevelsMemory(session=session, previous=memory.latest if adjacent else {})


def _identity(snapshot: MarketSnapshot) -> tuple[object, ...]:
    """Changes exactly when a bar closed or history arrived."""
    return tuple(
        (symbol, len(columns), int(columns.start[-1]) if len(columns) else 0, float(columns.close[-1:].sum()))
        for symbol in sorted(snapshot.bars)
        for columns in (snapshot.bars[symbol].today, snapshot.bars[symbol].earlier, snapshot.bars[symbol].daily)
    )


def _with_minutes(snapshot: MarketSnapshot, upstream: Upstream, inputs: Inputs, memory: LevelsMemory) -> LevelsMemory:
    """Candidates of the bars, the ratio of this minute, and what is fixed once a session."""
    basis, session = upstream.get(BASIS_KEY), snapshot.session
    ratio = basis.ratio if basis is not None and basis.ratio is not None else live_ratio(snapshot)[0]
    spx, spy = snapshot.bars.get("SPX"), snapshot.bars.get("SPY")
    anchor, swing = memory.anchor, memory.swing
    if anchor is None and inputs.spot is not None:
        anchor = float(round(inputs.spot / params.ROUND_ANCHOR) * params.ROUND_ANCHOR)
    listed = {candidate.rank for candidate in memory.timed.candidates if candidate.kind == "round"}
    parts = [round_levels(inputs.spot, anchor, listed, session), volume_levels(snapshot, ratio)]
    parts += [anchored_levels(snapshot, ratio), overnight_levels(spy, ratio, session)]
    if spx is None:
        parts.append(lacking("bars", "no SPX bars yet"))
    else:
        swing = swing.follow(swing_threshold(spx), 0.25)
        parts += [structural_levels(spx, session), pivot_levels(spx, session), range_levels(spx.today, session)]
        parts.append(fibonacci_levels(spx, swing.value, second_swing(spy, ratio, memory.unit.value)))
    return replace(memory, timed=together(parts), ratio=ratio, anchor=anchor, swing=swing)


def _with_chain(snapshot: MarketSnapshot, memory: LevelsMemory) -> LevelsMemory:
    spx, spy = memory.gex
    bounds = memory.bounds or anchored(snapshot, spx, f"{to_exchange(snapshot.as_of):%H:%M}")
    mapped = spy_levels(spy, snapshot.bars.get("SPY"), memory.ratio, snapshot.session)
    return replace(memory, bounds=bounds, optional=together((gamma_levels(spx, bounds), mapped, own_levels(snapshot))))


def _with_touches(snapshot: MarketSnapshot, inputs: Inputs, memory: LevelsMemory) -> tuple[LevelsResult, LevelsMemory]:
    """Every candidate becomes a level; its record meets the bars closed since then at the price it had before them."""
    spx = snapshot.bars.get("SPX")
    today = None if spx is None else minutes_from(spx.today, snapshot.session.open_at)
    levels: dict[str, Level] = {}
    records: dict[str, Touches] = {}
    controls: dict[str, Control] = {}
    latest = dict(memory.latest)
    for candidate in (*memory.timed.candidates, *memory.optional.candidates):
        name = candidate.id(memory.session)
        record = _record(candidate, memory.records.get(name), today or [], memory.unit.value, snapshot.as_of)
        control = _control(name, candidate, memory, today or [], snapshot.as_of)
        level = _level(name, candidate, record, control, memory, to_millis(snapshot.as_of))
        before = memory.levels.get(name)
        same = before is not None and level == msgspec.structs.replace(before, as_of=level.as_of)
        levels[name] = before if before is not None and same else level
        records[name], controls[name] = record, control
        latest[candidate.name] = float(candidate.price)
    result = _result(levels, memory, inputs)
    if memory.result is not None and result == memory.result:
        result = memory.result
    return result, replace(memory, levels=levels, records=records, controls=controls, latest=latest, result=result)


def _record(
    candidate: Candidate, record: Touches | None, today: list[Minute], e15: float | None, as_of: int
) -> Touches:
    if record is None:
        record = Touches(candidate.price, as_of if candidate.known_from is None else candidate.known_from)
    if e15 is None:
        return Touches(candidate.price, as_of if candidate.known_from is None else candidate.known_from)
    return follow(record, today, e15).moved(candidate.price, band_of(e15), as_of)


def _control(name: str, candidate: Candidate, memory: LevelsMemory, today: list[Minute], as_of: int) -> Control:
    fresh = Control(candidate.price, as_of if candidate.known_from is None else candidate.known_from)
    e15 = memory.unit.value
    if e15 is None:
        return fresh
    return memory.controls.get(name, fresh).follow(name, today, e15).moved(candidate.price, band_of(e15), as_of)


def _level(name: str, candidate: Candidate, record: Touches, control: Control, memory: LevelsMemory, now: int) -> Level:
    before = memory.levels.get(name)
    e15 = memory.unit.value
    return Level(
        id=name,
        kind=candidate.kind,
        label=candidate.label,
        category=candidate.category,
        family=candidate.family,
        scope=candidate.scope,
        price=float(candidate.price),
        band=NO_UNIT_BAND if e15 is None else band_of(e15),
        strength=record.strength(candidate.weight),
        touches=record.touches,
        held=record.held,
        first_seen=now if before is None else before.first_seen,
        as_of=now,
        source=candidate.source,
        resolved=record.resolved,
        previous=memory.previous.get(candidate.name),
        null_resolved=control.resolved,
        null_held=control.held,
    )


def _result(levels: Mapping[str, Level], memory: LevelsMemory, inputs: Inputs) -> LevelsResult:
    missing = dict((*memory.timed.missing, *memory.optional.missing))
    if memory.unit.value is None:
        missing["touches"] = f"not counted: {inputs.reason or 'no E15'}"
    ordered = tuple(sorted(levels.values(), key=lambda level: (-level.price, level.id)))
    scores = Scoreboard(session=memory.session, groups=scores_of(ordered))
    reason = None if ordered else "no input for any level yet"
    return LevelsResult(levels=ordered, missing=missing, reason=reason, scores=scores)


def _publish(result: LevelsResult) -> Iterable[Publication]:
    yield Publication(LEVELS_UPDATE, result.levels)
    yield Publication(LEVELS_SCORES, result.scores)


ENGINE: Engine[LevelsResult, LevelsMemory] = Engine(
    key=LEVELS,
    compute=compute,
    initial=LevelsMemory,
    publish=_publish,
    channels=(LEVELS_UPDATE, LEVELS_SCORES),
    needs=(GEX, BASIS_KEY),
    explain=later("spxcc.engines.levels.explain:explain"),
)
