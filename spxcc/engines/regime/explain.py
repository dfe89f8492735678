"""Where the axes of the regime come from."""

import re
from collections.abc import Callable, Mapping

from spxcc.engines.engine import Asked, Run
from spxcc.engines.inputs import gex_of, inputs_of
from spxcc.engines.regime import params
from spxcc.engines.regime.compute import RegimeMemory
from spxcc.engines.regime.result import Regime
from spxcc.engines.why.answers import Evidence, Kind, answer, given, inputs, rows
from spxcc.engines.why.grades import LABEL, OWN, PRICED, UNPROVEN
from spxcc.engines.why.result import Explanation, Input, Row
from spxcc.market.snapshot import BarColumns
from spxcc.market.units import to_millis

POINTS, THIRD = "index points", 5e-4
ROOT_TIME = "spot * sigma * sqrt(minutes / 525600)"
Given = Callable[[Run[Regime, RegimeMemory]], tuple[tuple[Input, ...], tuple[Row, ...], str]]


def explain(run: Run[Regime, RegimeMemory], asked: Asked) -> Explanation | None:
    """`regime:update.<field>`, `record.<at>.<field>`, `today.…`."""
    if match := re.fullmatch(r"record\.(\d)\.(\w+)", asked.path):
        return _recorded(run, asked, int(match[1]), match[2])
    if match := re.fullmatch(r"today\.(?:sessions|counts\.(\w+)\.(n|beyond))", asked.path):
        return _today_counts(run, asked, match[1], match[2])
    kind, make = KINDS.get(asked.path), MAKERS.get(asked.path)
    if kind is None or make is None:
        return None
    found, several, are = make(run)
    evidence = Evidence(found, several, are, reason=run.result.reason or "not measured yet")
    return answer(asked, run.snapshot.as_of, kind, getattr(run.result, asked.path), evidence)


RECORD = {
    "n": ("Half hours that began in this word and were met; one is open at a time, so they do not overlap.", "n"),
    "beyond": ("Of these, half hours that moved more than one standard deviation.", "beyond"),
    "share": ("Half hours that moved more than one standard deviation over half hours met.", "beyond / n"),
    "low": ("Lower end of its Wilson 95 % interval.", "low"),
    "high": ("Upper end of its Wilson 95 % interval.", "high"),
    "expected": ("What a normal distribution puts beyond one standard deviation.", "expected"),
}


def _recorded(run: Run[Regime, RegimeMemory], asked: Asked, at: int, field: str) -> Explanation | None:
    if at >= len(run.result.record) or field not in RECORD:
        return None
    one, (words, expression) = run.result.record[at], RECORD[field]
    found = inputs(
        given("n", one.n, "half hours", "met so far, of this session and of those in the ledger"),
        given("beyond", one.beyond, "half hours"), given("low", one.low, "share"), given("high", one.high, "share"),
        given("expected", one.expected, "share", "beyond one standard deviation of a normal"),
    )  # fmt: skip
    kind = Kind("half hours" if field in ("n", "beyond") else "share", words, UNPROVEN, expression, 5e-5)
    return answer(asked, run.snapshot.as_of, kind, getattr(one, field), Evidence(found))


def _today_counts(run: Run[Regime, RegimeMemory], asked: Asked, word: str | None, field: str) -> Explanation | None:
    if word is None:
        return answer(asked, run.snapshot.as_of, Kind("sessions", "This session.", OWN, "1"), 1, Evidence())
    count = run.result.today.counts.get(word)
    if count is None:
        return None
    found = inputs(given("counted", getattr(count, field), "half hours"))
    kind = Kind("half hours", "Half hours of this session that began in this word.", OWN, "counted")
    return answer(asked, run.snapshot.as_of, kind, getattr(count, field), Evidence(found))


KINDS: Mapping[str, Kind] = {
    "efficiency": Kind(
        "share", f"|last − first| over the way travelled, of the closes of the last {params.WINDOW} minutes.", LABEL,
        "abs(last(rows) - first(rows)) / travelled(rows)", THIRD,
    ),
    "damping": Kind("share of draws", "Share of the sign ensemble with net gamma above 0.", UNPROVEN, "p_plus", THIRD),
    "magnitude": Kind(POINTS, "One standard deviation of 30 minutes: S·σ·√(30 min).", PRICED, ROOT_TIME, 0.05),
    "session_move": Kind(
        POINTS,
        "Expected absolute move of the whole session, √(2/π) of one standard deviation, as first seen in it.",
        PRICED, f"0.7978845608028654 * {ROOT_TIME}", 0.005,
    ),
    "expected_move_used": Kind(
        "share", "Furthest distance from the session's open so far over its expected move.", LABEL,
        "max(high - open, open - low) / move", THIRD,
    ),
    "minutes_in_state": Kind(
        "minutes", "Whole minutes of market time since the word was first true.", OWN, "floor((now - since) / 60000)",
    ),
    "probability": Kind("share", "Measured share of outcomes; none before there are some.", UNPROVEN, ""),
}  # fmt: skip


def _efficiency(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    today = _today(run)
    if today is None:
        return (), (), ""
    first = max(len(today) - params.WINDOW - 1, 0)
    closes = [(f"{at + 1 - len(today)} min", float(today.close[at])) for at in range(first, len(today))]
    return (), rows(closes), "close of a minute"


def _damping(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    gex = gex_of(run.upstream)
    band = None if gex is None else gex.band
    return inputs(given("p_plus", None if band is None else band.p_plus, "share", "gex:SPX.band.p_plus")), (), ""


def _magnitude(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    of = inputs_of(run.snapshot, run.upstream)
    return _rooted(of.spot, of.sigma, 30.0, "price:SPX.price", "gex:SPX.atm_iv"), (), ""


def _whole(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    spot, sigma, minutes = run.memory.sight or (None, None, None)
    return _rooted(spot, sigma, minutes, "SPX at first sight", "ATM σ at first sight"), (), ""


def _rooted(spot: float | None, sigma: float | None, minutes: float | None, at: str, by: str) -> tuple[Input, ...]:
    return inputs(
        given("spot", spot, POINTS, at), given("sigma", sigma, "per year", by), given("minutes", minutes, "minutes")
    )


def _used(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    today = _today(run)
    if today is None or not len(today):
        return (), (), ""
    found = inputs(
        given("open", float(today.open[0]), POINTS, "first minute of the session"),
        given("high", float(today.high.max()), POINTS, "closed minutes of the session"),
        given("low", float(today.low.min()), POINTS, "closed minutes of the session"),
        given("move", run.memory.session_move, POINTS, "regime:update.session_move, not rounded"),
    )
    return found, (), ""


def _held(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    now = to_millis(run.snapshot.as_of)
    return (Input("now", float(now), "ms since 1970"), Input("since", float(run.result.since), "ms since 1970")), (), ""


def _nothing(run: Run[Regime, RegimeMemory]) -> tuple[tuple[Input, ...], tuple[Row, ...], str]:
    return (), (), ""


def _today(run: Run[Regime, RegimeMemory]) -> BarColumns | None:
    bars = run.snapshot.bars.get("SPX")
    return None if bars is None else bars.today


MAKERS: Mapping[str, Given] = {
    "efficiency": _efficiency,
    "damping": _damping,
    "magnitude": _magnitude,
    "session_move": _whole,
    "expected_move_used": _used,
    "minutes_in_state": _held,
    "probability": _nothing,
}
