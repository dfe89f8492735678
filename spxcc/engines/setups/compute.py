"""The setups engine: decisions on closed minutes, nothing but fills and deadlines in between."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, partial

import msgspec

from spxcc.engines.agenda.result import AGENDA_KEY
from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.flow.result import FLOW
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import gex_of, inputs_of
from spxcc.engines.levels.result import LEVELS
from spxcc.engines.regime.result import REGIME_KEY
from spxcc.engines.score.result import SCORE, ScoreResult
from spxcc.engines.setups.catalogue.definition import Definition
from spxcc.engines.setups.contract import with_idea
from spxcc.engines.setups.desk import Desk
from spxcc.engines.setups.hours import hours_of
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.noted import noted, tape_of
from spxcc.engines.setups.params import RULES, TWELVE, Rules
from spxcc.engines.setups.record import with_record
from spxcc.engines.setups.result import SETUPS, SETUPS_UPDATE, SetupsResult
from spxcc.engines.setups.scene import Scene, candle_of, end_of, scene_at
from spxcc.engines.setups.spoken import SpokenRule
from spxcc.engines.setups.trial.sheet import Stage
from spxcc.engines.setups.vetoes import blackout_at, legs_at, market_ms, vetoes_at
from spxcc.engines.setups.wicks import cleaned
from spxcc.market.candles import Candle
from spxcc.market.snapshot import BarColumns, MarketSnapshot
from spxcc.market.units import to_millis, to_nanos


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory) -> tuple[SetupsResult, SetupsMemory]:
    """One step with the rules that ship."""
    return _step(snapshot, upstream, memory, ())


def _step(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, files: tuple[tuple[str, str], ...]
) -> tuple[SetupsResult, SetupsMemory]:
    """With the user's setups of `files`. What ships is read before the first closed minute of a session, not sooner."""
    if files or (memory.session == snapshot.session.date and memory.last_end) or _unseen(snapshot, SetupsMemory()):
        return compute_with(snapshot, upstream, memory, RULES, spoken_rules(_definitions(files)))
    return _waiting(snapshot, upstream, memory)


def _waiting(snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory) -> tuple[SetupsResult, SetupsMemory]:
    """Before any closed minute: nothing but the reason is told, for which the names are enough."""
    if memory.session != snapshot.session.date:
        memory = SetupsMemory(session=snapshot.session.date)
    return _with_result(snapshot, memory, TWELVE, frozenset(), upstream.get(SCORE))


@cache
def spoken_rules(more: tuple[Definition, ...] = ()) -> tuple[SpokenRule, ...]:
    """Rules of the definitions that ship, and of `more`."""
    # The reader of TOML is needed once, and not before the first step.
    from spxcc.engines.setups.catalogue.shipped import shipped

    return tuple(map(SpokenRule, (*shipped(), *more)))


def compute_with(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, rules: Rules, spoken: Sequence[SpokenRule] = ()
) -> tuple[SetupsResult, SetupsMemory]:
    """One step: the bars that closed since the last one, the newest of them with decisions; then fills and deadlines.

    At the first step of a session only the newest closed bar counts: what walls and gamma were before is not known.
    """
    if memory.session != snapshot.session.date:
        memory = SetupsMemory(session=snapshot.session.date)
    fresh = _unseen(snapshot, memory)
    if fresh or _due(snapshot, memory):
        memory = _worked(snapshot, upstream, memory, rules, fresh, spoken)
    kinds = tuple(rule.kind for rule in spoken)
    return _with_result(snapshot, memory, kinds, _unshown(spoken), upstream.get(SCORE))


def _unshown(spoken: Sequence[SpokenRule]) -> frozenset[str]:
    """Kinds that are measured, but shown to nobody."""
    return frozenset(rule.kind for rule in spoken if rule.definition.visible == "shadow")


def _unseen(snapshot: MarketSnapshot, memory: SetupsMemory) -> range:
    """Which of today's bars, within regular hours, are not taken in yet; at first only the newest."""
    bars, session = snapshot.bars.get("SPX"), snapshot.session
    if bars is None or not len(bars.today):
        return range(0)
    start = bars.today.start
    end = int(start.searchsorted(session.close_at))
    begin = int(start.searchsorted(to_nanos(memory.last_end))) if memory.last_end else end - 1
    return range(max(begin, int(start.searchsorted(session.open_at))), end)


def _due(snapshot: MarketSnapshot, memory: SetupsMemory) -> bool:
    """Whether a step between two closed bars changes anything."""
    if market_ms(snapshot) >= memory.wake or (snapshot.halted and memory.halted != memory.last_end):
        return True
    waiting = any(one.phase == "triggered" for one in (*memory.tracked, *memory.shadows))
    return waiting and _forming(snapshot) is not None


def _forming(snapshot: MarketSnapshot) -> Candle | None:
    bars = snapshot.bars.get("SPX")
    return None if bars is None else bars.forming


def _worked(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, rules: Rules, fresh: range,
    spoken: Sequence[SpokenRule],
) -> SetupsMemory:  # fmt: skip
    scene: Scene | None = None
    today = snapshot.bars["SPX"].today if "SPX" in snapshot.bars else None
    if fresh and today is not None:
        today, wicks = cleaned(today)
        memory = msgspec.structs.replace(memory, wicks=wicks)
        scene = scene_at(today, fresh[-1], upstream, inputs_of(snapshot, upstream), rules)
        memory, scene = _with_columns(snapshot, memory, scene, today, fresh[-1], spoken)
    hours = hours_of(snapshot.session, rules, [rule.definition for rule in spoken])
    desk = Desk(memory, hours, spoken, to_millis(snapshot.as_of))
    if fresh and today is not None:
        for index in fresh:
            desk.bar(candle_of(today, index))
        kinds = tuple(rule.kind for rule in spoken)
        _decide(desk, snapshot, upstream, scene, end_of(candle_of(today, fresh[-1])), kinds)
    forming = _forming(snapshot)
    if forming is not None:
        desk.opened(forming)
    if snapshot.halted:
        desk.halted()
    desk.time(market_ms(snapshot))
    return _with_ideas(snapshot, upstream, desk.memory()) if fresh else desk.memory()


def _with_ideas(snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory) -> SetupsMemory:
    """Open setups with their contract as of this minute."""
    gex = gex_of(upstream)
    tracked = tuple(
        msgspec.structs.replace(one, setup=with_idea(one.setup, snapshot, gex)) if one.open else one
        for one in memory.tracked
    )
    return msgspec.structs.replace(memory, tracked=tracked)


def _with_columns(
    snapshot: MarketSnapshot, memory: SetupsMemory, scene: Scene | None, today: BarColumns, newest: int,
    spoken: Sequence[SpokenRule],
) -> tuple[SetupsMemory, Scene | None]:  # fmt: skip
    """The scene with the session in columns, and the facts of this minute written down."""
    if scene is None or not spoken:
        return memory, scene
    notes = (*memory.notes, noted(scene, memory.notes))
    stage = Stage(tape_of(today, newest + 1, snapshot.session, notes))
    return msgspec.structs.replace(memory, notes=notes), replace(scene, stage=stage)


def _decide(
    desk: Desk, snapshot: MarketSnapshot, upstream: Upstream, scene: Scene | None, at: int, kinds: Sequence[str]
) -> None:
    if scene is not None:
        quiet = blackout_at(upstream)
        vetoes = (*vetoes_at(snapshot, scene), *(() if quiet is None else (quiet,)))
        desk.decide(scene, vetoes, legs_at(snapshot, scene))
        return
    desk.resume(at)
    why = inputs_of(snapshot, upstream).reason or "no units of expected movement"
    for kind in kinds:
        desk.blind(kind, at, why)


def _with_result(
    snapshot: MarketSnapshot,
    memory: SetupsMemory,
    kinds: Sequence[str],
    unshown: frozenset[str],
    score: ScoreResult | None,
) -> tuple[SetupsResult, SetupsMemory]:
    """The result of a memory; the same object as before where nothing changed."""
    idle = _idle(snapshot, memory)
    missing: dict[str, str] = memory.missing if idle is None else dict.fromkeys(kinds, idle)
    if idle is None and len(missing) == len(kinds):
        idle = "; ".join(dict.fromkeys(missing.values()))
    result = SetupsResult(
        setups=tuple(with_record(one.setup, score) for one in memory.tracked if one.setup.kind not in unshown),
        funnel=memory.funnel, missing=missing, reason=idle, log=memory.log, wicks=memory.wicks,
    )  # fmt: skip
    if result == memory.result:
        return memory.result, memory
    return result, msgspec.structs.replace(memory, result=result)


def _idle(snapshot: MarketSnapshot, memory: SetupsMemory) -> str | None:
    """Why nothing is looked for at this hour at all."""
    if snapshot.session.phase != "open":
        return "the market is not open: setups are decided in regular hours only"
    if not memory.last_end:
        return "no SPX bars yet" if "SPX" not in snapshot.bars else "no closed SPX minute of the session yet"
    return None


def _publish(result: SetupsResult) -> Iterable[Publication]:
    yield Publication(SETUPS_UPDATE, result.setups)


def setups_engine(more: tuple[tuple[str, str], ...] = ()) -> Engine[SetupsResult, SetupsMemory]:
    """The engine with the user's setups beside ours. more: source and TOML text of each file; what is wrong is left."""
    if not more:
        return ENGINE
    return replace(ENGINE, compute=partial(_compute_more, more=more))


def _compute_more(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, more: tuple[tuple[str, str], ...]
) -> tuple[SetupsResult, SetupsMemory]:
    return _step(snapshot, upstream, memory, more)


@cache
def _definitions(files: tuple[tuple[str, str], ...]) -> tuple[Definition, ...]:
    from spxcc.engines.setups.catalogue.load import load

    found = {made.kind: made for source, text in files for made in load(text, source)[0] if made.kind not in TWELVE}
    return tuple(found.values())


ENGINE: Engine[SetupsResult, SetupsMemory] = Engine(
    key=SETUPS,
    compute=compute,
    initial=SetupsMemory,
    publish=_publish,
    channels=(SETUPS_UPDATE,),
    needs=(GEX, LEVELS, REGIME_KEY, FLOW, SCORE, AGENDA_KEY),
    explain=later("spxcc.engines.setups.explain:explain"),
)
