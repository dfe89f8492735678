"""All that is known of a chain before exposures: ladder, spot, forwards, volatilities, the front expiry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from spxcc.engines.flow.result import Signed
from spxcc.engines.gex.book import Book, make_book, years_between
from spxcc.engines.gex.forward import Forwards, ForwardSource, Parity, forwards, parity_forwards, parity_spot
from spxcc.engines.gex.front import Valuation, atm_iv, front_group, one_sd, straddle, strikes_near
from spxcc.engines.gex.lasts import LastTrades, market_of, prints_of
from spxcc.engines.gex.params import MINUTES_PER_YEAR, GexSettings
from spxcc.engines.gex.result import Coverage, ExpectedMove
from spxcc.engines.gex.scopes import missing_of
from spxcc.engines.gex.spot import Spot, choose_spot, index_spot
from spxcc.engines.gex.surface import FILLED, LAST, MID, NONE, UNBID, VENDOR, Surface, make_surface, surface_of_trades
from spxcc.market.snapshot import MarketSnapshot, OptionChain
from spxcc.market.units import NANOS_PER_SECOND


@dataclass(frozen=True, slots=True)
class MarketView:
    """`valuation`, `surface` and `forwards` are `None` together, and `reason` says why.

    chain, signed: what the book was made of; anchor: the spot that its quotes refer to. lasts: the market by last
    trades, where nothing is quoted.
    """

    chain: OptionChain
    signed: Mapping[str, Signed] | None
    book: Book
    parity: Parity
    spot: Spot | None
    reason: str | None
    anchor: float | None = None
    forwards: Forwards | None = None
    surface: Surface | None = None
    valuation: Valuation | None = None
    lasts: LastTrades | None = None


def view_market(
    snapshot: MarketSnapshot,
    chain: OptionChain,
    ratio: float | None,
    settings: GexSettings,
    signed: Mapping[str, Signed] | None = None,
    before: MarketView | None = None,
) -> MarketView:
    """From the snapshot alone. Carry and volatility are measured at quote time, then carried to `as_of`.

    signed: classified prints of the day. before: an earlier view by the same settings; what it measured on the same
    chain is taken over, which changes nothing but the time it takes.
    """
    known = before if before is not None and _same_book(before, snapshot, chain, signed) else None
    book = known.book if known else make_book(chain, snapshot.as_of, signed)
    parity = known.parity if known else parity_forwards(book, settings)
    if not _quoted(book):
        return _view_trades(snapshot, chain, ratio, settings, MarketView(chain, signed, book, parity, None, None))
    implied = parity_spot(book, parity, settings)
    by_parity = None if implied is None else Spot(implied[0], "parity", int(book.quoted_at[implied[1]]))
    spot, reason = choose_spot(snapshot, chain, by_parity, ratio, settings)
    if spot is None:
        return MarketView(chain, signed, book, parity, None, reason)
    then = _spot_at_quotes(snapshot, chain, by_parity, settings) or spot
    if known is not None and known.forwards is not None and known.surface is not None and known.anchor == then.value:
        carried, surface = known.forwards, known.surface
    else:
        carried = forwards(book, parity, then.value, settings)
        surface = make_surface(book, carried, settings)
    years = years_between(snapshot.as_of, book.settles_at)
    now = Valuation(years, spot.value * np.exp(carried.carry * years), spot.value, settings.rate)
    return MarketView(chain, signed, book, parity, spot, None, then.value, carried, surface, now)


def _quoted(book: Book) -> bool:
    """Whether anything but trades says what a contract is worth."""
    sides = (book.call, book.put)
    return not book.contracts or any(bool((side.two_sided | (side.vendor_iv > 0)).any()) for side in sides)


def _view_trades(
    snapshot: MarketSnapshot, chain: OptionChain, ratio: float | None, settings: GexSettings, view: MarketView
) -> MarketView:
    """Spot, forwards and volatilities by last trades of the same minute, or why they give none."""
    book = view.book
    found = market_of(book, prints_of(chain, book), snapshot.as_of, settings)
    if isinstance(found, str):
        return replace(view, spot=choose_spot(snapshot, chain, None, ratio, settings)[0], reason=found)
    implied = Spot(found.spot, "last trades", found.spot_at)
    spot, reason = choose_spot(snapshot, chain, implied, ratio, settings)
    if spot is None:
        return replace(view, reason=reason)
    then = years_between(book.quoted_at, book.settles_at)
    sources: list[ForwardSource] = ["last trades"] * len(book.roots)
    carried = Forwards(found.carry, found.spot * np.exp(found.carry * then), tuple(sources))
    years = years_between(snapshot.as_of, book.settles_at)
    return replace(
        view,
        spot=spot,
        anchor=found.spot,
        forwards=carried,
        surface=surface_of_trades(book, carried, found.iv),
        valuation=Valuation(years, spot.value * np.exp(found.carry * years), spot.value, settings.rate),
        lasts=found,
    )


def _same_book(
    view: MarketView, snapshot: MarketSnapshot, chain: OptionChain, signed: Mapping[str, Signed] | None
) -> bool:
    """Whether the book of `view` is still that of `chain`; the prints may have moved on only where it shows none."""
    settles = view.book.settles_at
    return view.chain is chain and view.signed == signed and bool(settles.size) and int(settles[0]) > snapshot.as_of


def _spot_at_quotes(
    snapshot: MarketSnapshot, chain: OptionChain, parity: Spot | None, settings: GexSettings
) -> Spot | None:
    """The spot that the quotes refer to: the index of the same moment, else parity, else what the chain prints."""
    own = index_spot(snapshot, chain.underlying)
    if parity is not None:
        together = own is not None and abs(own.at - parity.at) <= settings.sync_s * NANOS_PER_SECOND
        near = own is not None and abs(own.value / parity.value - 1.0) < 1e-3
        return own if together and near else parity
    if chain.underlying_price is not None:
        return Spot(chain.underlying_price, "chain", chain.ts_event)
    return None


def expected_move(view: MarketView) -> tuple[float | None, ExpectedMove | None]:
    """ATM volatility of the front expiry, and the move to its settlement."""
    if view.valuation is None or view.surface is None:
        return None, None
    front = front_group(view.valuation)
    if front is None:
        return None, None
    sigma = atm_iv(view.book, view.surface, view.valuation, front)
    move = ExpectedMove(
        expiry=view.book.expiries[front],
        minutes=round(float(view.valuation.years[front]) * MINUTES_PER_YEAR, 3),
        straddle=None if sigma is None else round(straddle(view.valuation, front, sigma), 4),
        one_sd=None if sigma is None else round(one_sd(view.valuation, front, sigma), 4),
    )
    return (None if sigma is None else round(sigma, 6)), move


def coverage_of(view: MarketView) -> Coverage:
    """Contracts with open interest, by the source of their volatility."""
    book = view.book
    source = np.zeros(book.strike.size, dtype=np.int64) if view.surface is None else view.surface.source
    counts = dict.fromkeys((NONE, MID, VENDOR, FILLED, LAST, UNBID), 0)
    interest = dict.fromkeys(counts, 0.0)
    for side in (book.call, book.put):
        open_ = np.nan_to_num(side.interest) > 0
        for kind in counts:
            there = open_ & (source == kind)
            counts[kind] += int(np.count_nonzero(there))
            interest[kind] += float(np.sum(side.interest[there]))
    whole = float(book.interest)
    used = sum(interest.values()) - interest[NONE]
    return Coverage(
        contracts_total=sum(counts.values()),
        contracts_used=sum(counts.values()) - counts[NONE],
        oi_total=book.interest,
        oi_used_share=round(used / whole, 6) if whole else 0.0,
        iv_from_mid=counts[MID],
        iv_from_vendor=counts[VENDOR],
        crossed=book.crossed,
        iv_filled=counts[FILLED],
        iv_from_last=counts[LAST],
        iv_unbid=counts[UNBID],
        oi_valid_share=round((used - interest[FILLED]) / whole, 6) if whole else 0.0,
        oi_filled_share=round(interest[FILLED] / whole, 6) if whole else 0.0,
    )


def refusal(view: MarketView, chain: OptionChain, coverage: Coverage, settings: GexSettings) -> str | None:
    """Why no exposure may be published from this chain, or `None`."""
    book = view.book
    if not book.contracts:
        return "the chain has no contract that is not expired"
    if not chain.complete:
        return f"the chain is incomplete: {'; '.join(missing_of(chain)) or 'rows or pages are missing'}"
    if len(chain.interest_dates) > 1:
        return f"the open interest is of different dates: {', '.join(chain.interest_dates[:3])}"
    if book.duplicate:
        return "the chain lists a contract twice"
    if not book.interest:
        return "the chain has no open interest"
    if book.crossed > settings.max_crossed * max(1, book.quoted):
        return f"{book.crossed} of {book.quoted} quotes are crossed, more than {settings.max_crossed:.0%}"
    if view.valuation is None or view.surface is None:
        return view.reason
    front = front_group(view.valuation)
    if front is None:
        return "every expiry settles within two minutes"
    if strikes_near(book, view.surface, view.valuation, front) < settings.min_strikes:
        return (
            f"fewer than {settings.min_strikes} strikes around the money with a volatility "
            f"in {book.roots[front]} {book.expiries[front]}"
        )
    if coverage.oi_valid_share < settings.min_covered:
        return (
            f"a volatility of its own for {coverage.oi_valid_share:.0%} of the open interest only, "
            f"{settings.min_covered:.0%} needed"
        )
    return None
