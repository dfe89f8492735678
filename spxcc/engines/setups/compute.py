"""The setups engine: decisions on closed minutes, nothing but fills and deadlines in between."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.flow.result import FLOW
from spxcc.engines.gex.result import GEX
from spxcc.engines.inputs import gex_of, inputs_of
from spxcc.engines.levels.result import LEVELS
from spxcc.engines.regime.result import REGIME_KEY
from spxcc.engines.setups.contract import with_idea
from spxcc.engines.setups.desk import Desk
from spxcc.engines.setups.hours import hours_of
from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import KINDS, RULES, Rules, versions
from spxcc.engines.setups.result import SETUPS, SETUPS_UPDATE, SetupsResult
from spxcc.engines.setups.scene import candle_of, end_of, scene_at
from spxcc.engines.setups.vetoes import market_ms, vetoes_at
from spxcc.engines.setups.walls import WallSeen, follow
from spxcc.market.candles import Candle
from spxcc.market.snapshot import MarketSnapshot
from spxcc.market.units import to_nanos


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory) -> tuple[SetupsResult, SetupsMemory]:
    """One step with the default rules."""
    return compute_with(snapshot, upstream, memory, RULES)


def compute_with(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, rules: Rules
) -> tuple[SetupsResult, SetupsMemory]:
    """One step: the bars that closed since the last one, the newest of them with decisions; then fills and deadlines.

    At the first step of a session only the newest closed bar counts: what walls and gamma were before is not known.
    """
    if memory.session != snapshot.session.date:
        memory = SetupsMemory(session=snapshot.session.date)
    fresh = _unseen(snapshot, memory)
    if fresh or _due(snapshot, memory):
        memory = _worked(snapshot, upstream, memory, rules, fresh)
    return _with_result(snapshot, memory)


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
    return _forming(snapshot) is not None and any(one.phase == "triggered" for one in memory.tracked)


def _forming(snapshot: MarketSnapshot) -> Candle | None:
    bars = snapshot.bars.get("SPX")
    return None if bars is None else bars.forming


def _worked(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, rules: Rules, fresh: range
) -> SetupsMemory:
    if fresh:
        memory = msgspec.structs.replace(memory, walls=_walls(snapshot, upstream, memory, fresh, rules))
    desk = Desk(memory, hours_of(snapshot.session, rules), versions(rules))
    if fresh:
        today = snapshot.bars["SPX"].today
        for index in fresh:
            desk.bar(candle_of(today, index))
        _decide(desk, snapshot, upstream, memory.walls, rules, fresh[-1])
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


def _decide(
    desk: Desk, snapshot: MarketSnapshot, upstream: Upstream, walls: dict[int, WallSeen], rules: Rules, newest: int
) -> None:
    inputs, today = inputs_of(snapshot, upstream), snapshot.bars["SPX"].today
    scene = scene_at(today, newest, upstream, inputs, walls, rules)
    if scene is not None:
        desk.decide(scene, vetoes_at(snapshot, scene))
        return
    at = end_of(candle_of(today, newest))
    desk.resume(at)
    for kind in KINDS:
        desk.blind(kind, at, inputs.reason or "no units of expected movement")


def _walls(
    snapshot: MarketSnapshot, upstream: Upstream, memory: SetupsMemory, fresh: range, rules: Rules
) -> dict[int, WallSeen]:
    """The walls' records at the newest bar."""
    gex = gex_of(upstream)
    at = end_of(candle_of(snapshot.bars["SPX"].today, fresh[-1]))
    published = {1: None if gex is None else gex.call_wall, -1: None if gex is None else gex.put_wall}
    followed = {
        sign: follow(memory.walls.get(sign), wall, at, rules.common.strike_pts) for sign, wall in published.items()
    }
    return {sign: seen for sign, seen in followed.items() if seen is not None}


def _with_result(snapshot: MarketSnapshot, memory: SetupsMemory) -> tuple[SetupsResult, SetupsMemory]:
    """The result of a memory; the same object as before where nothing changed."""
    idle = _idle(snapshot, memory)
    missing: dict[str, str] = memory.missing if idle is None else dict.fromkeys(map(str, KINDS), idle)
    if idle is None and len(missing) == len(KINDS):
        idle = "; ".join(dict.fromkeys(missing.values()))
    result = SetupsResult(
        setups=tuple(one.setup for one in memory.tracked), funnel=memory.funnel, missing=missing, reason=idle
    )
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


ENGINE: Engine[SetupsResult, SetupsMemory] = Engine(
    key=SETUPS,
    compute=compute,
    initial=SetupsMemory,
    publish=_publish,
    channels=(SETUPS_UPDATE,),
    needs=(GEX, LEVELS, REGIME_KEY, FLOW),
    explain=later("spxcc.engines.setups.explain:explain"),
)
