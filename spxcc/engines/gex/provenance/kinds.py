"""Kinds of numbers: unit, formula and grade of each. Grades are those of the trust ledger."""

from dataclasses import dataclass

from spxcc.engines.why.result import Grade

PER_PERCENT = "USD per +1 %"
POINTS = "index points"


@dataclass(frozen=True, slots=True)
class Kind:
    """unit: of the value. formula: one sentence. greek: what the contributions multiply what is held with."""

    unit: str
    formula: str
    grade: Grade
    greek: str = ""


INTEREST = Grade("B", "true as of the prior close; what was opened today is not in it")
QUOTED = Grade("A−", "from quotes; crossed and wide ones are excluded and counted")
VOLUME = Grade("C", "the count is true; whether it opened or closed positions is not known")
NET = Grade(
    "D", "the sign is grade C and rests on the sign model; the size has no standard: compare with its own history"
)
SIZE = Grade("D", "rests on the sign model and on one of many definitions: never compare vendors")
WALL = Grade("C", "depends on scope and sign model; to be trusted only after standing for ten minutes")
FLIP = Grade("D", "another definition moves it by tens of points: read it with its band")
MODEL = Grade("D", "a model's estimate without a proven edge")
BAND = Grade("D", "no better than its premise about who holds what; it says how far the sign model alone can err")

_GAMMA = "held · Γ · 100 · S² · 1 %, summed over the contracts"
NET_GEX = Kind(PER_PERCENT, f"Net gamma exposure: {_GAMMA}; dealers' long contracts count +, short ones −.", NET, "Γ")
CALL_GEX = Kind(PER_PERCENT, f"Gamma exposure of the calls: {_GAMMA}.", SIZE, "Γ")
PUT_GEX = Kind(PER_PERCENT, f"Gamma exposure of the puts: {_GAMMA}.", SIZE, "Γ")
GROSS_GEX = Kind(
    PER_PERCENT, "Gross gamma exposure: |held| · Γ · 100 · S² · 1 %, summed over the contracts.", SIZE, "Γ"
)
DEX = Kind(
    "USD of delta", "Delta notional as customers hold it: OI · Δ · 100 · S, summed over the contracts.", SIZE, "Δ"
)
DEALER_DEX = Kind(
    "USD of delta", "Delta notional of dealers: held · Δ · 100 · S, summed over the contracts.", SIZE, "Δ"
)
VANNA = Kind(
    "USD of delta per +1 vol point",
    "Dealers' delta after every volatility rose by a point: held · ∂Δ/∂σ · 100 · S · 0.01, summed.",
    MODEL,
    "∂Δ/∂σ",
)
CHARM = Kind(
    "USD of delta per day",
    "Dealers' delta after a calendar day: held · ∂Δ/∂t · 100 · S / 365, summed over the contracts.",
    MODEL,
    "∂Δ/∂t per year",
)
CHARM_TO_CLOSE = Kind(
    "USD of delta to the close",
    "Change of dealers' delta to the close at an unchanged price: held · (Δ at the close − Δ now) · 100 · S, summed.",
    MODEL,
    "change of Δ",
)
SPEED = Kind(
    "USD per +1 % for +1 %",
    "Change of net gamma exposure for a further +1 %: held · (2Γ + S·∂Γ/∂S) · 100 · S² · 0.01 %, summed.",
    SIZE,
    "2Γ + S·∂Γ/∂S",
)
SHARE = Kind("share", "Gross gamma exposure of the expiry over that of all expiries.", SIZE, "Γ")
COUNT = Kind("contracts", "Open interest of the strike over all expiries.", INTEREST)
TRADED = Kind("contracts", "Contracts that the view counts instead of open interest.", VOLUME)
FLIP_LEVEL = Kind(
    POINTS,
    "The root nearest to spot of net gamma exposure repriced at every price; to 0.01, so the sum there is 0 within "
    "half a hundredth of a point times the slope.",
    FLIP,
    "Γ at the flip",
)
NET_WALL = Kind(
    POINTS,
    "The strike on its side of spot with the largest net gamma exposure by the sign model; a challenger must lead by "
    "5 % or three times in a row.",
    WALL,
    "Γ",
)
GROSS_WALL = Kind(POINTS, "The strike on its side of spot with the largest exposure of its side alone.", WALL, "Γ")
PEAK = Kind(POINTS, "The strike with the largest gross gamma exposure.", WALL, "Γ")
PAIN = Kind(
    POINTS,
    "The listed price k at which holders are paid least: Σ OI of calls · (k−K)⁺ + OI of puts · (K−k)⁺, × 100.",
    MODEL,
    "payout in points",
)
STRADDLE = Kind(
    POINTS, "Value of call and put struck at the forward, at the at-the-money volatility and the time left.", QUOTED
)
ONE_SD = Kind(POINTS, "σ · S · √T with the at-the-money volatility to the nearest settlement.", QUOTED)
ATM_IV = Kind("per year", "Volatility at the forward, linear in strike between its two neighbours.", QUOTED, "weight")
FORWARD = Kind(POINTS, "S · e^{bT}; b from put–call parity at quote time where quotes allow it.", QUOTED)
ENSEMBLE = Kind(
    PER_PERCENT,
    "Quantile of net gamma exposure over draws that disturb the sign model, the volatilities and the clock; no "
    "contracts stand behind one of them.",
    BAND,
)
COVERED = Kind("share", "Share of the open interest whose contracts have a volatility.", INTEREST, "")
COUNTED = Kind("contracts", "Contracts with open interest, by what became of them.", INTEREST)
SPOT = Kind(
    POINTS,
    "The first fresh one of index, put–call parity, SPY × ratio, the price printed beside the chain.",
    Grade("A", "exchange data; the index itself is old in the first minute and in a halt"),
)
HEDGE = Kind(
    "USD, + = dealers buy",
    "What dealers would trade: −held · (Δ after − Δ now) · 100 · S after, by full repricing, summed.",
    MODEL,
    "change of Δ",
)
