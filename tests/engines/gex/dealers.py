"""A market of customers who open and close positions, with dealers on the other side of every order.

The books that the sign ensemble is judged by. Nothing here comes from the ensemble: no parameter, no code, no form. A
book is what some months of orders leave behind. Eight kinds of customers trade for reasons of their own (insurance,
overwriting, collars, put writing, bets up and down, premium selling in spreads, day trading); how active each kind is
differs by world and wanders from day to day; sizes have a heavy tail; strikes gather at round numbers; each order meets
one of a few dealing firms. Open interest is counted as a clearing house does it, the sum of all long accounts at the
last close; what the firms hold stays hidden, and it moves on during the day while open interest does not.

The kinds and their proportions were set before any coverage was looked at, from what is known of index options:
customers are net long puts, out of the money above all, and write calls (Gârleanu, Pedersen, Poteshman 2009; Lemmon, Ni
2014), and their orders of the same day nearly cancel (Cboe 2023; Dim, Eraker, Vilkov 2024).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_Columns = tuple[Floats, Floats, Ints, Ints, Ints, Floats, Ints]
HISTORY = 120
"""Sessions of orders before the one of the snapshot."""
LIVES = 5
"""Mean holding times after which hardly a position is left: orders before that are not drawn."""
FIRMS = 5
MANY = 1_000_000
CALL, PUT = 1, 0
ROLL, CAREFUL = 0.5, 0.8
"""A move of spot, in standard deviations to expiry, after which this share of customers roll to fresh strikes."""
SESSION_YEARS = 6.5 / 24.0 / 365.0


@dataclass(frozen=True)
class Leg:
    """right; side +1 = the customer buys; distance from spot in standard deviations to expiry, with its spread."""

    right: int
    side: int
    away: float
    spread: float


@dataclass(frozen=True)
class Kind:
    """One kind of customer.

    orders: per session. tenor: median sessions to expiry, with the sd of its logarithm. hold: mean sessions. size:
    smallest order. mood: how the logarithm of its activity follows the last week's return, in standard deviations.
    """

    legs: tuple[Leg, ...]
    orders: float
    tenor: float
    tenor_sd: float
    hold: float
    size: float
    mood: float = 0.0


INSURER = Kind((Leg(PUT, 1, -1.2, 0.9),), 24, 40, 0.7, 25, 30)
SPREAD_INSURER = Kind((Leg(PUT, 1, -0.9, 0.5), Leg(PUT, -1, -2.0, 0.5)), 10, 40, 0.7, 30, 30)
OVERWRITER = Kind((Leg(CALL, -1, 0.8, 0.8),), 24, 21, 0.6, 15, 30)
COLLAR = Kind((Leg(CALL, -1, 1.0, 0.3), Leg(PUT, 1, -1.2, 0.3)), 1, 55, 0.4, 40, 250)
CALL_BUYER = Kind((Leg(CALL, 1, 0.4, 0.8),), 8, 50, 0.6, 25, 30)
PUT_WRITER = Kind((Leg(PUT, -1, -0.8, 0.8),), 12, 18, 0.6, 12, 25)
BULL = Kind((Leg(CALL, 1, 0.6, 0.6),), 40, 5, 1.0, 3, 15, 0.3)
BEAR = Kind((Leg(PUT, 1, -0.5, 0.6),), 40, 5, 1.0, 3, 15, -0.3)
CALL_SPREAD_SELLER = Kind((Leg(CALL, -1, 1.0, 0.4), Leg(CALL, 1, 1.6, 0.4)), 24, 4, 0.9, 4, 15)
PUT_SPREAD_SELLER = Kind((Leg(PUT, -1, -1.0, 0.4), Leg(PUT, 1, -1.6, 0.4)), 24, 4, 0.9, 4, 15)
DAY_TRADERS = tuple(Kind((Leg(right, side, 0.0, 0.7),), 24, 0.8, 0.8, 0.3, 20) for right in (0, 1) for side in (-1, 1))


@dataclass(frozen=True)
class World:
    """kinds of customers; temper: sd between worlds of the log of a kind's activity, and wander: from day to day."""

    name: str
    kinds: tuple[Kind, ...]
    temper: float = 0.4
    wander: float = 0.4


USUAL = World(
    "usual",
    (
        INSURER,
        SPREAD_INSURER,
        OVERWRITER,
        COLLAR,
        CALL_BUYER,
        PUT_WRITER,
        BULL,
        BEAR,
        CALL_SPREAD_SELLER,
        PUT_SPREAD_SELLER,
        *DAY_TRADERS,
    ),
)


def _turned(kind: Kind, right: int, side: int) -> Kind:
    legs = tuple(replace(leg, side=side) if leg.right == right else leg for leg in kind.legs)
    return replace(kind, legs=legs)


SQUEEZE = World("dealers short of everything", tuple(_turned(_turned(kind, CALL, 1), PUT, 1) for kind in USUAL.kinds))
REVERSED = World("customers long calls, short puts", tuple(_turned(_turned(k, CALL, 1), PUT, -1) for k in USUAL.kinds))
SHORT_DATED = World(
    "customers sell the short expiries",
    tuple(
        replace(_turned(_turned(kind, CALL, -1), PUT, -1), hold=2.0, orders=2 * kind.orders) if kind.tenor < 8 else kind
        for kind in USUAL.kinds
    ),
)
MISTAKEN = (SQUEEZE, REVERSED, SHORT_DATED)


@dataclass(frozen=True)
class Market:
    """Spot and volatility per year at the begin of each session; furthest [from, to]: largest |log move| between."""

    spot: Floats
    vol: Floats
    furthest: Floats


@dataclass(frozen=True)
class Deal:
    """Orders of one kind that begin together: session, expiry, standard deviation to it, times, contracts."""

    begun: Ints
    expiry: Ints
    reach: Floats
    opened: Floats
    closed: Floats
    size: Floats


@dataclass(frozen=True)
class Orders:
    """One leg each, of what was open at the last close or later.

    opened, closed: in sessions. expiry: a session. signed: contracts, + where the customer bought. firm: whom it met.
    """

    opened: Floats
    closed: Floats
    expiry: Ints
    right: Ints
    strike: Ints
    signed: Floats
    firm: Ints


@dataclass(frozen=True)
class Snapshot:
    """Per (expiry, strike): open interest of the last close, and what dealers hold now (hidden from a model).

    years to settlement, sigma as quoted and as it truly is, expiry in sessions from today.
    """

    spot: float
    expiry: Ints
    strike: Floats
    years: Floats
    quoted_sigma: Floats
    true_sigma: Floats
    call_interest: Floats
    put_interest: Floats
    dealer_call: Floats
    dealer_put: Floats

    def gamma_usd(self, sigma: Floats) -> Floats:
        """Dollars of delta per contract and +1 %."""
        total = sigma * np.sqrt(self.years)
        d1 = np.log(self.spot / self.strike) / total + total / 2
        return np.asarray(norm.pdf(d1) / (self.spot * total) * 100 * self.spot**2 * 0.01, dtype=np.float64)

    @property
    def truth(self) -> float:
        """What dealers would trade per +1 %, USD."""
        return float(np.sum(self.gamma_usd(self.true_sigma) * (self.dealer_call + self.dealer_put)))

    @property
    def flip(self) -> float | None:
        """Spot nearest to today's, within 15 %, where what dealers hold has no gamma."""
        levels = self.spot * np.linspace(0.85, 1.15, 101)
        total = self.true_sigma * np.sqrt(self.years)
        d1 = np.log(levels[:, None] / self.strike) / total + total / 2
        curve = levels * (np.exp(-d1 * d1 / 2) @ ((self.dealer_call + self.dealer_put) / total))
        at = np.flatnonzero((curve[:-1] < 0) != (curve[1:] < 0))
        roots = levels[at] + (levels[at + 1] - levels[at]) * curve[at] / (curve[at] - curve[at + 1])
        return float(roots[np.argmin(np.abs(roots - self.spot))]) if roots.size else None


def snapshots(world: World, seed: int, count: int) -> Iterator[Snapshot]:
    """`count` books of independent histories."""
    for at in range(count):
        yield make_snapshot(world, np.random.default_rng((seed, at)))


def make_snapshot(world: World, draw: np.random.Generator) -> Snapshot:
    """One history, seen at some time of its last session."""
    market = _market(draw)
    parts = [part for kind in world.kinds for part in _orders(kind, world, market, draw)]
    orders = Orders(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return _seen(orders, market, HISTORY + float(draw.uniform(0.05, 0.95)), draw)


def _market(draw: np.random.Generator) -> Market:
    """Volatility wanders, and rises when prices fall."""
    shocks = draw.standard_t(5, HISTORY) / np.sqrt(5 / 3)
    spot, log_vol = np.empty(HISTORY + 1), np.empty(HISTORY + 1)
    spot[0], log_vol[0] = 5000.0, draw.normal(np.log(0.16), 0.3)
    for day, shock in enumerate(shocks):
        spot[day + 1] = spot[day] * np.exp(np.exp(log_vol[day]) / np.sqrt(252) * shock)
        log_vol[day + 1] = log_vol[day] + 0.03 * (np.log(0.16) - log_vol[day]) - 0.04 * shock + draw.normal(0, 0.03)
    later = np.tri(HISTORY + 1, k=-1).T > 0
    away = np.where(later, np.abs(np.log(spot / spot[:, None])), 0.0)
    return Market(spot, np.exp(log_vol), np.maximum.accumulate(away, axis=1))


def _orders(kind: Kind, world: World, market: Market, draw: np.random.Generator) -> Iterator[_Columns]:
    """Columns of `Orders` for each leg of this kind's orders, and of what they are rolled into."""
    mood = np.empty(HISTORY + 1)
    mood[0] = draw.normal(0, world.wander)
    for day in range(HISTORY):
        mood[day + 1] = 0.9 * mood[day] + draw.normal(0, world.wander * np.sqrt(1 - 0.9**2))
    before = market.spot[np.maximum(np.arange(HISTORY + 1) - 5, 0)]
    week = np.log(market.spot / before) / (market.vol * np.sqrt(5 / 252))
    rate = kind.orders * np.exp(draw.normal(0, world.temper) + mood + kind.mood * week)
    rate[: max(HISTORY - LIVES * math.ceil(kind.hold), 0)] = 0.0
    begun = np.repeat(np.arange(HISTORY + 1), draw.poisson(rate))
    size = np.round(kind.size * np.minimum((1 - draw.uniform(0, 1, begun.size)) ** (-1 / 1.5), 200))
    while begun.size:
        tenor = np.floor(kind.tenor * np.exp(draw.normal(0, kind.tenor_sd, begun.size)))
        expiry = _listed(begun, tenor)
        reach = market.vol[begun] * np.sqrt((expiry - begun + 0.5) / 252)
        opened = begun + draw.uniform(0, 1, begun.size)
        closed = np.minimum(opened + draw.exponential(kind.hold, begun.size), expiry + 1.0)
        rolled = _left_behind(begun, reach, market, draw)
        ends = np.minimum(closed, rolled)
        last = np.flatnonzero((ends >= HISTORY) & (expiry >= HISTORY))
        deal = Deal(begun[last], expiry[last], reach[last], opened[last], ends[last], size[last])
        yield from _legs(kind, deal, market, draw)
        moved = (rolled < closed) & (rolled <= HISTORY)
        begun, size = rolled[moved].astype(np.int64), size[moved]


def _listed(day: Ints, tenor: Floats) -> Ints:
    """The listed expiry nearest to `tenor`: every session for two weeks, then weekly, then monthly."""
    wanted = day + tenor
    weekly = np.ceil(wanted / 5) * 5
    monthly = np.ceil(wanted / 20) * 20
    return np.where(tenor <= 10, wanted, np.where(tenor <= 40, weekly, monthly)).astype(np.int64)


def _left_behind(begun: Ints, reach: Floats, market: Market, draw: np.random.Generator) -> Floats:
    """Session at whose begin a customer finds spot too far from where it was, and rolls; ∞ = never."""
    careful = np.flatnonzero(draw.uniform(0, 1, begun.size) < CAREFUL)
    row, limit = begun[careful], ROLL * reach[careful]
    low, high = row.copy(), np.full(row.size, HISTORY + 1)
    for _ in range(HISTORY.bit_length()):
        middle = np.minimum((low + high) // 2, HISTORY)
        gone = market.furthest[row, middle] > limit
        low, high = np.where(gone, low, middle), np.where(gone, middle, high)
    rolled = np.full(begun.size, np.inf)
    rolled[careful] = np.where(high <= HISTORY, high.astype(np.float64), np.inf)
    return rolled


def _legs(kind: Kind, deal: Deal, market: Market, draw: np.random.Generator) -> Iterator[_Columns]:
    count = deal.begun.size
    firm = draw.integers(0, FIRMS, count)
    grid = np.where(deal.expiry - deal.begun > 40, 25, 5) * draw.choice((1, 2, 10), count, p=(0.5, 0.2, 0.3))
    for leg in kind.legs:
        target = market.spot[deal.begun] * np.exp(deal.reach * draw.normal(leg.away, leg.spread, count))
        strike = (np.round(target / grid) * grid).astype(np.int64)
        yield deal.opened, deal.closed, deal.expiry, np.full(count, leg.right), strike, leg.side * deal.size, firm


def _seen(orders: Orders, market: Market, now: float, draw: np.random.Generator) -> Snapshot:
    spot, vol = float(market.spot[-1]), float(market.vol[-1])
    today = int(now)
    key, at = np.unique(orders.expiry * MANY + orders.strike, return_inverse=True)
    place = 2 * at + orders.right
    cells = 2 * key.size
    signed, opened, closed = orders.signed, orders.opened, orders.closed
    before = np.where(opened < today, signed, 0.0)
    firms = np.bincount(FIRMS * place + orders.firm, -before, minlength=FIRMS * cells).reshape(-1, FIRMS)
    interest = np.bincount(place, np.maximum(before, 0.0), minlength=cells) + np.maximum(firms, 0.0).sum(axis=1)
    held = np.where((opened < now) & (closed > now), signed, 0.0)
    dealers = -np.bincount(place, held, minlength=cells).astype(np.float64)
    strike, ahead = (key % MANY).astype(np.float64), key // MANY - today
    years = (ahead * 1.4 / 365.0) + (1.0 - (now - today)) * SESSION_YEARS
    z = np.log(strike / spot) / (vol * np.sqrt(years + 1.0 / 365.0))
    sigma = vol * np.clip(1.0 - 0.08 * z + 0.015 * z * z, 0.5, 3.0)
    return Snapshot(
        spot=spot,
        expiry=ahead,
        strike=strike,
        years=years,
        quoted_sigma=sigma * np.exp(draw.normal(0, 0.004, sigma.size)),
        true_sigma=sigma,
        call_interest=interest[CALL::2],
        put_interest=interest[PUT::2],
        dealer_call=dealers[CALL::2],
        dealer_put=dealers[PUT::2],
    )
