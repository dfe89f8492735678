"""Sentences about what is known now; `None` where nothing is."""

from spxcc.engines.coach.desk import GEX_CHANNEL, Desk, oldest_ms
from spxcc.engines.coach.told import (
    Told,
    billions,
    clock,
    joined,
    number,
    percent,
    quoted,
    strike,
    tell,
    thousands,
)
from spxcc.engines.flow.result import FLOW_SUMMARY, FlowWindow
from spxcc.engines.levels.result import LEVELS_UPDATE, Level
from spxcc.engines.prediction.result import PREDICTION
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.engines.setups.result import CLOSED_STATES, SETUPS_UPDATE, Setup
from spxcc.market.units import to_millis

KINDS = {
    "fade_at_wall": "fade at wall",
    "breakout_vacuum": "vacuum breakout",
    "mean_reversion": "mean reversion",
    "trend_continuation": "trend continuation",
}
SETUPS_SHOWN = 3


def price_fact(desk: Desk) -> Told | None:
    """`SPX 6,013.2 (+12.4 on the day)`."""
    spot = desk.spot()
    if spot is None:
        return None
    change = None if desk.price is None else desk.price.change
    if change is None:
        return tell("SPX {spot}", spot=number(spot))
    return tell(
        "SPX {spot} ({change} on the day)", spot=number(spot), change=number(desk.of_price("change", change), 1, True)
    )


def gamma_muted(desk: Desk) -> Told | None:
    """Why nothing is said of gamma; `None` while its inputs are fresh."""
    if desk.gamma == "fresh":
        return None
    if desk.gamma == "stale":
        limit = desk.of_now("coach:message", "limit_s", oldest_ms(desk.mode) / 1000)
        return tell("GEX inputs {age} old (limit {limit} s)", age=_age(desk), limit=number(limit, 0))
    reason = None if desk.gex is None else desk.gex.reason or "its quotes have no date"
    if reason is None:
        return Told("GEX gives no result")
    return tell("GEX refused: {reason}", reason=quoted(GEX_CHANNEL, "reason", reason, 0))


def _age(desk: Desk) -> Told:
    seconds = desk.gex_age_ms / 1000
    for least, unit, name in ((7200, 3600, "h"), (120, 60, "min"), (0, 1, "s")):
        if seconds >= least:
            cite = desk.of_now(GEX_CHANNEL, f"as_of - quotes_at, {name}", seconds / unit)
            return tell("{age} " + name, age=number(cite, 0))
    raise ValueError(f"expected an age of 0 or more, found {desk.gex_age_ms} ms")


def gamma_fact(desk: Desk) -> Told | None:
    """Net gamma with the share of sign models that agree, and zero gamma."""
    if desk.gamma != "fresh" or desk.gex is None:
        return None
    return joined((_net(desk), flip_fact(desk)), ", ") if desk.gex.net_gex is not None else flip_fact(desk)


def _net(desk: Desk) -> Told | None:
    gex = desk.gex
    if gex is None or gex.net_gex is None:
        return None
    net = billions(desk.of_gex("netGex", gex.net_gex))
    if gex.band is None:
        return tell("net GEX {net} USD per percent", net=net)
    share = percent(desk.of_gex("band.p_plus", gex.band.p_plus))
    return tell("net GEX {net} USD per percent, above zero in {share} of sign models", net=net, share=share)


def flip_fact(desk: Desk) -> Told | None:
    """`zero gamma 5,950.0 (63.2 points below SPX)`, or why there is none."""
    gex, spot = desk.gex, desk.spot()
    if desk.gamma != "fresh" or gex is None:
        return None
    if gex.flip_point is None:
        reason = gex.flip_reason or "no root in range"
        return tell("no zero gamma: {reason}", reason=quoted(GEX_CHANNEL, "flip_reason", reason, desk.gex_age_ms))
    flip = number(desk.of_gex("flipPoint", gex.flip_point))
    if spot is None:
        return tell("zero gamma {flip}", flip=flip)
    away = abs(spot.value - gex.flip_point)
    distance = number(desk.of_gex("price - flipPoint", away))
    where = "below" if gex.flip_point <= spot.value else "above"
    return tell("zero gamma {flip} ({distance} points {where} SPX)", flip=flip, distance=distance, where=where)


def walls_fact(desk: Desk) -> Told | None:
    """`call wall 6,050, put wall 5,940`."""
    gex = desk.gex
    if desk.gamma != "fresh" or gex is None:
        return None
    walls = (("call", "callWall", gex.call_wall), ("put", "putWall", gex.put_wall))
    said = [
        tell("{name} wall {strike}", name=name, strike=strike(desk.of_gex(path, value)))
        for name, path, value in walls
        if value is not None
    ]
    if said:
        return joined(said, ", ")
    reason = gex.wall_reason or "none found"
    return tell("no walls: {reason}", reason=quoted(GEX_CHANNEL, "wall_reason", reason, desk.gex_age_ms))


def move_fact(desk: Desk) -> Told | None:
    """Expected absolute move to the nearest settlement, and how much of the session's is used."""
    gex, regime = desk.gex, desk.regime
    straddle = None if gex is None or gex.expected_move is None else gex.expected_move.straddle
    parts: list[Told] = []
    if desk.gamma == "fresh" and straddle is not None:
        cite = desk.of_gex("expected_move.straddle", straddle)
        parts.append(tell("expected absolute move to settlement {move} points", move=number(cite)))
    if regime is not None and regime.expected_move_used is not None:
        used = desk.of_minutes(REGIME.name, "expected_move_used", regime.expected_move_used)
        parts.append(tell("{used} of the session's expected move used", used=percent(used)))
    return joined(parts, ", ") if parts else None


def regime_fact(desk: Desk) -> Told | None:
    """`regime ranging for 12 min, direction neutral`, or what it lacks."""
    regime = desk.regime
    if regime is None:
        return None
    if regime.regime == "undetermined":
        reason = regime.reason or "no evidence yet"
        return tell("regime undetermined: {reason}", reason=quoted(REGIME.name, "reason", reason, 0))
    minutes = number(desk.of_minutes(REGIME.name, "minutes_in_state", regime.minutes_in_state), 0)
    return tell(
        "regime {word} for {minutes} min, direction {way}", word=regime.regime, minutes=minutes, way=regime.direction
    )


def regime_evidence(desk: Desk, most: int = 3) -> Told | None:
    """What the regime rests on."""
    if desk.regime is None or not desk.regime.evidence:
        return None
    return joined(quoted(REGIME.name, "evidence", each, desk.price_age_ms) for each in desk.regime.evidence[:most])


def levels_fact(desk: Desk) -> Told | None:
    """The nearest level on each side of SPX, with its distance in points and in E15."""
    spot = desk.spot()
    if spot is None or not desk.levels:
        return None
    above = min((each for each in desk.levels if each.price > spot.value), key=_by_price, default=None)
    below = max((each for each in desk.levels if each.price <= spot.value), key=_by_price, default=None)
    said = [level_words(desk, each, spot.value) for each in (above, below) if each is not None]
    return tell("nearest levels: {levels}", levels=joined(said))


def _by_price(level: Level) -> tuple[float, str]:
    return level.price, level.id


def level_words(desk: Desk, level: Level, spot: float) -> Told:
    """`CW 6,050, 36.8 points above (2.10 E15)`."""
    away = level.price - spot
    gamma = level.family == "gamma"
    age = desk.gex_age_ms if gamma else desk.price_age_ms
    name = quoted(LEVELS_UPDATE.name, f"{level.id}.label", level.label, age)
    price = desk.of_minutes(LEVELS_UPDATE.name, f"{level.id}.price", level.price)
    return tell(
        "{name} {price}, {distance} {where} SPX",
        name=name,
        price=strike(price),
        distance=distance(desk, LEVELS_UPDATE.name, f"{level.id}.price - price", abs(away)),
        where="above" if away > 0 else "below",
    )


def distance(desk: Desk, channel: str, path: str, points: float) -> Told:
    """`12.3 points (0.70 E15)`; without σ the points alone."""
    e15 = desk.e(15)
    plain = tell("{points} points", points=number(desk.of_now(channel, path, points)))
    if e15 is None or desk.gamma != "fresh":
        return plain
    units = number(desk.of_gex(f"{path}, E15", points / e15), 2)
    return tell("{plain} ({units} E15)", plain=plain, units=units)


def setups_fact(desk: Desk) -> Told | None:
    """How many setups are open and the furthest of them."""
    if desk.setups is None:
        return None
    there = [setup for setup in desk.setups.setups if setup.state not in CLOSED_STATES]
    if not there:
        reason = desk.setups.reason
        because = Told("no setup has its conditions met")
        return (
            because if reason is None else tell("no setups: {why}", why=quoted(SETUPS_UPDATE.name, "reason", reason, 0))
        )
    order = {"triggered": 0, "ready": 1, "forming": 2}
    there.sort(key=lambda setup: (order[setup.state], setup.created, setup.id))
    count = number(desk.of_now(SETUPS_UPDATE.name, "count", len(there)), 0)
    said = joined(setup_words(desk, setup) for setup in there[:SETUPS_SHOWN])
    return tell("setups open: {count}; {said}", count=count, said=said)


def setup_words(desk: Desk, setup: Setup) -> Told:
    """`fade at wall short at CW 6,050, ready, 6 of 6 conditions`."""
    path = f"{setup.id}."
    return tell(
        "{what}, {state}, {passed} of {total} conditions",
        what=setup_title(desk, setup),
        state=setup.state,
        passed=number(desk.of_now(SETUPS_UPDATE.name, path + "passed", setup.passed), 0),
        total=number(desk.of_now(SETUPS_UPDATE.name, path + "total", setup.total), 0),
    )


def setup_title(desk: Desk, setup: Setup) -> Told:
    """`fade at wall short at CW 6,050`."""
    path = f"{setup.id}."
    return tell(
        "{kind} {side} at {label} {price}",
        kind=KINDS[setup.kind],
        side=setup.side,
        label=quoted(SETUPS_UPDATE.name, path + "level_label", setup.level_label, 0),
        price=strike(desk.of_now(SETUPS_UPDATE.name, path + "level_price", setup.level_price)),
    )


def flow_fact(desk: Desk) -> Told | None:
    """Premium by side over the windows, or what there is instead."""
    flow = desk.flow
    if flow is None:
        return None
    if flow.kind == "none":
        return tell("no flow: {reason}", reason=quoted(FLOW_SUMMARY.name, "reason", flow.reason or "no prints", 0))
    if flow.kind == "minute_bars":
        return Told("flow is minute volume per contract: no prints, so no side, sweep or block")
    return tell("premium by side (quote rule): {said}", said=joined(_window(desk, each) for each in flow.windows))


def _window(desk: Desk, window: FlowWindow) -> Told:
    path = f"windows.{window.minutes}."

    def dollars(name: str) -> Told:
        return thousands(desk.of_now(FLOW_SUMMARY.name, path + name, getattr(window, name)))

    return tell(
        "last {minutes} min calls bought {cb}, sold {cs}, puts bought {pb}, sold {ps}, side unknown {un}",
        minutes=number(desk.of_now(FLOW_SUMMARY.name, path + "minutes", window.minutes), 0),
        cb=dollars("call_bought"),
        cs=dollars("call_sold"),
        pb=dollars("put_bought"),
        ps=dollars("put_sold"),
        un=dollars("unknown"),
    )


def cone_fact(desk: Desk) -> Told | None:
    """The one-sd ranges ahead."""
    ahead = desk.prediction
    if ahead is None:
        return None
    if not ahead.horizons:
        return tell("no cone: {reason}", reason=quoted(PREDICTION.name, "reason", ahead.reason or "no horizon", 0))
    said: list[Told] = []
    for each in ahead.horizons:
        if each.label not in ("15m", "30m", "close"):
            continue
        path = f"horizons.{each.label}."
        low = number(desk.of_minutes(PREDICTION.name, path + "low1", each.low1))
        high = number(desk.of_minutes(PREDICTION.name, path + "high1", each.high1))
        minutes = number(desk.of_now(PREDICTION.name, path + "minutes", each.minutes), 0)
        said.append(tell("{minutes} min {low} to {high}", minutes=minutes, low=low, high=high))
    return tell("one standard deviation around SPX, drift zero: {said}", said=joined(said)) if said else None


def time_fact(desk: Desk) -> Told:
    """How long to the close, or when it opens next."""
    session = desk.session
    if desk.open:
        left = (to_millis(session.close_at) - desk.now) / 60_000
        return tell(
            "close in {left} min ({at})",
            left=number(desk.of_now(STATUS.name, "next_close - now, min", left), 0),
            at=clock(desk.of_now(STATUS.name, "next_close", to_millis(session.close_at))),
        )
    opens = clock(desk.of_now(STATUS.name, "next_open", to_millis(session.next_open)))
    return tell("market {phase}, next open at {opens}", phase=session.phase, opens=opens)
