"""Where the basis, its z and the index that the options imply come from."""

from collections.abc import Callable, Mapping

from spxcc.engines.basis import params
from spxcc.engines.basis.parity import parity_strikes
from spxcc.engines.basis.result import Basis
from spxcc.engines.basis.tracker import Track
from spxcc.engines.engine import Asked, Run
from spxcc.engines.sources import DELAY_S
from spxcc.engines.why.answers import Evidence, Kind, age_s, answer, given, inputs
from spxcc.engines.why.grades import MADE, PRICED
from spxcc.engines.why.result import Explanation, Input, Row
from spxcc.market.snapshot import MarketSnapshot

POINTS, CENT = "index points", 0.005
KINDS: Mapping[str, Kind] = {
    "basis": Kind(POINTS, "SPX less SPY times their smoothed ratio.", MADE, "spx - spy * ratio", CENT),
    "basis10": Kind(POINTS, "SPX less ten times SPY.", MADE, "spx - 10 * spy", CENT),
    "ratio": Kind(
        "", "SPX over SPY, averaged over time with a half-life of 20 minutes.", MADE, "ratio", 5e-7,
    ),
    "ema_5m": Kind(POINTS, "The basis, averaged with a half-life of 5 minutes.", MADE, "fast", CENT),
    "ema_20m": Kind(POINTS, "The basis, averaged with a half-life of 20 minutes.", MADE, "slow", CENT),
    "z": Kind(
        "standard deviations",
        "The basis of the newest pair of prices against its 20-minute mean and deviation before that pair.",
        MADE, "(pair - mean) / sd", 5e-4,
    ),
    "parity_spot": Kind(
        POINTS, "Median over the strikes nearest to the money of (C − P + K·e^{−rT})·e^{qT}.", PRICED, "median(rows)",
        CENT,
    ),
    "parity_basis": Kind(
        POINTS, "SPX less the index that put–call parity implies.", PRICED, "spx - median(rows)", CENT
    ),
}  # fmt: skip


def explain(run: Run[Basis, Track], asked: Asked) -> Explanation | None:
    """`basis:update.<field>`; words and the correlation have no formula in one line."""
    kind = KINDS.get(asked.path)
    if kind is None:
        return None
    snapshot, track = run.snapshot, run.memory
    found = inputs(*(INPUTS[name](snapshot, track) for name in NEEDS[asked.path]))
    strikes = _strikes(snapshot) if asked.path.startswith("parity") else ()
    value = getattr(run.result, asked.path)
    reason = run.result.missing.get("parity") if strikes == () and "parity" in asked.path else run.result.reason
    evidence = Evidence(found, strikes, "spot by the parity of a strike" if strikes else "", reason=reason)
    return answer(asked, snapshot.as_of, kind, value, evidence)


def _last(symbol: str, snapshot: MarketSnapshot) -> Input | None:
    last = snapshot.prices.get(symbol)
    if last is None:
        return None
    return Input(symbol.lower(), last.price, "", f"price:{symbol}.price", age_s(snapshot.as_of, last.ts_event))


def _strikes(snapshot: MarketSnapshot) -> tuple[Row, ...]:
    chain = snapshot.chains.get("SPX")
    if chain is None:
        return ()
    age = params.QUOTE_AGE_S + (DELAY_S if snapshot.mode == "delayed" else 0.0)
    found, _ = parity_strikes(chain, snapshot.as_of, age)
    return tuple(Row(f"K {strike:g}", spot) for strike, spot in found)


INPUTS: Mapping[str, Callable[[MarketSnapshot, Track], Input | None]] = {
    "spx": lambda snapshot, track: _last("SPX", snapshot),
    "spy": lambda snapshot, track: _last("SPY", snapshot),
    "ratio": lambda snapshot, track: given("ratio", track.ratio.mean, "", "average of the pairs of this session"),
    "fast": lambda snapshot, track: given("fast", track.fast.mean, POINTS, "average of the pairs of this session"),
    "slow": lambda snapshot, track: given("slow", track.slow.mean, POINTS, "average of the pairs of this session"),
    "pair": lambda snapshot, track: _against(track, 0),
    "mean": lambda snapshot, track: _against(track, 1),
    "sd": lambda snapshot, track: _against(track, 2),
}
NEEDS: Mapping[str, tuple[str, ...]] = {
    "basis": ("spx", "spy", "ratio"),
    "basis10": ("spx", "spy"),
    "ratio": ("ratio",),
    "ema_5m": ("fast",),
    "ema_20m": ("slow",),
    "z": ("pair", "mean", "sd"),
    "parity_spot": (),
    "parity_basis": ("spx",),
}


def _against(track: Track, at: int) -> Input | None:
    name, source = (
        ("pair", "basis of the newest pair"),
        ("mean", "20-minute average before it"),
        ("sd", "20-minute deviation before it"),
    )[at]
    return None if track.against is None else Input(name, track.against[at], POINTS, source)
