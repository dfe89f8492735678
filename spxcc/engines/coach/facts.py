"""Sentences about price, regime, expected move and time; `None` where nothing is known."""

from spxcc.engines.coach.desk import Desk
from spxcc.engines.coach.told import Told, clock, joined, number, percent, quoted, tell
from spxcc.engines.prediction.result import PREDICTION
from spxcc.engines.regime.result import REGIME
from spxcc.engines.session.result import STATUS
from spxcc.market.units import to_millis

HORIZONS = ("15m", "30m", "close")


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


def regime_record(desk: Desk) -> Told | None:
    """What followed its word so far: `4/40 half hours after ranging moved more than E30, 4 % to 23 %, null 32 %`."""
    regime = desk.regime
    found = None if regime is None else next((one for one in regime.record if one.word == regime.regime), None)
    if found is None:
        return None
    cites = {
        name: desk.of_now(REGIME.name, f"record.{found.word}.{name}", float(getattr(found, name)))
        for name in ("beyond", "n", "low", "high", "expected")
    }
    return tell(
        "{beyond}/{n} half hours after {word} moved more than E30, {low} to {high}, null {expected}",
        beyond=number(cites["beyond"], 0), n=number(cites["n"], 0), word=found.word, low=percent(cites["low"]),
        high=percent(cites["high"]), expected=percent(cites["expected"]),
    )  # fmt: skip


def cone_fact(desk: Desk) -> Told | None:
    """The one-sd ranges ahead."""
    ahead = desk.prediction
    if ahead is None:
        return None
    if not ahead.horizons:
        return tell("no cone: {reason}", reason=quoted(PREDICTION.name, "reason", ahead.reason or "no horizon", 0))
    said: list[Told] = []
    for each in ahead.horizons:
        if each.label not in HORIZONS:
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
