"""The simulated market: what it must have in common with index options, whatever the ensemble makes of it."""

import numpy as np
import pytest

from tests.engines.gex.dealers import MISTAKEN, REVERSED, SHORT_DATED, SQUEEZE, USUAL, Snapshot, snapshots


@pytest.fixture(scope="module")
def books() -> list[Snapshot]:
    return list(snapshots(USUAL, 5, 40))


def shares(book: Snapshot) -> tuple[float, float]:
    """What dealers hold of the gamma of calls and of puts."""
    gamma = book.gamma_usd(book.quoted_sigma)
    calls, puts = gamma @ book.dealer_call, gamma @ book.dealer_put
    return float(calls / (gamma @ book.call_interest)), float(puts / (gamma @ book.put_interest))


def test_the_same_seed_gives_the_same_book() -> None:
    one, again = (next(snapshots(USUAL, 3, 1)) for _ in range(2))
    assert one.truth == again.truth
    assert np.array_equal(one.call_interest, again.call_interest)
    assert next(snapshots(USUAL, 4, 1)).truth != one.truth


def test_a_book_is_of_this_world(books: list[Snapshot]) -> None:
    for book in books:
        assert len(book.strike) > 500
        assert np.all(book.years > 0)
        assert 0 <= book.expiry.min() <= 1
        assert book.expiry.max() > 60
        assert np.all(book.call_interest >= 0)
        assert np.all(book.put_interest >= 0)


def test_what_firms_hold_is_in_the_open_interest_until_today_s_orders_move_it(books: list[Snapshot]) -> None:
    """Most contracts see no order today: there dealers hold at most all of the open interest."""
    for book in books:
        dealers = np.concatenate((book.dealer_call, book.dealer_put))
        interest = np.concatenate((book.call_interest, book.put_interest))
        assert np.mean(np.abs(dealers) <= interest) > 0.8
        assert np.abs(dealers).sum() < interest.sum()


def test_stylised_facts(books: list[Snapshot]) -> None:
    """As in the saved chains: 1.5 to 2 puts per call, net of −0.35 to +0.25 of gross, a tenth of it today's expiry."""
    gammas = [book.gamma_usd(book.quoted_sigma) for book in books]
    calls = np.array([gamma @ book.call_interest for gamma, book in zip(gammas, books, strict=True)])
    puts = np.array([gamma @ book.put_interest for gamma, book in zip(gammas, books, strict=True)])
    ratio = [book.put_interest.sum() / book.call_interest.sum() for book in books]
    today = [
        gamma[book.expiry == 0] @ (book.call_interest + book.put_interest)[book.expiry == 0]
        for gamma, book in zip(gammas, books, strict=True)
    ]
    assert 1.4 < np.median(ratio) < 2.2
    assert 0.15 < np.std((calls - puts) / (calls + puts)) < 0.35
    assert 0.03 < np.median(np.array(today) / (calls + puts)) < 0.2


def test_on_balance_customers_sell_calls_and_buy_puts_but_not_all_of_them(books: list[Snapshot]) -> None:
    calls, puts = np.mean([shares(book) for book in books], axis=0)
    assert 0.1 < calls < 0.7
    assert -0.8 < puts < -0.3


def test_the_three_other_worlds_are_other_worlds() -> None:
    assert len(MISTAKEN) == 3
    for world, side_of_calls, side_of_puts in ((SQUEEZE, -1, -1), (REVERSED, -1, 1), (SHORT_DATED, 1, 1)):
        calls, puts = np.mean([shares(book) for book in snapshots(world, 5, 12)], axis=0)
        assert side_of_calls * calls > 0.1
        assert side_of_puts * puts > 0.1
