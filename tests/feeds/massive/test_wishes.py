"""What to subscribe."""

from spxcc.feeds.massive.wishes import Centre, nearest, option_topics
from tests.feeds.massive.vendor import tickers

SPOTS = {"SPX": 6000.0, "SPY": 600.0}


def test_the_nearest_contracts_have_quotes_and_all_have_trades() -> None:
    contracts = [*tickers(range(5700, 6301, 5)), *tickers(range(5700, 6301, 5), "2026-01-15")]
    topics = option_topics(contracts, SPOTS, 100)
    assert sum(topic.startswith("T.") for topic in topics) == len(contracts)
    quoted = [topic for topic in topics if topic.startswith("Q.")]
    assert len(quoted) == 100
    strikes = [int(topic[-8:]) / 1000 for topic in quoted]
    assert max(abs(strike - 6000) for strike in strikes) <= 130


def test_never_more_than_a_thousand_quotes() -> None:
    contracts = [each for day in range(14, 17) for each in tickers(range(5000, 7000, 5), f"2026-01-{day}")]
    assert sum(topic.startswith("Q.") for topic in option_topics(contracts, SPOTS, 1000)) == 1000


def test_of_two_expirations_the_earlier_comes_first() -> None:
    both = [*tickers([6000], "2026-01-15"), *tickers([6000])]
    assert nearest(both, SPOTS, 2) == tickers([6000])


def test_spy_and_spx_are_measured_by_their_own_spots() -> None:
    assert nearest([*tickers([6100]), *tickers([601], root="SPY")], SPOTS, 2) == tickers([601], root="SPY")
    assert option_topics(tickers([601], root="SPY"), {"SPX": 6000.0}, 10) == frozenset()


def test_they_are_chosen_anew_when_a_spot_moved_or_a_day_passed() -> None:
    centre, days = Centre(0.0025), ("2026-01-14",)
    assert centre.moved(SPOTS, days)
    assert not centre.moved({"SPX": 6010.0, "SPY": 600.5}, days)
    assert centre.moved({"SPX": 6016.0, "SPY": 600.5}, days)
    assert not centre.moved({"SPX": 6010.0, "SPY": 600.5}, days), "the centre moved with it"
    assert centre.moved({"SPX": 6010.0, "SPY": 600.5}, ("2026-01-15",))
    assert centre.moved({"SPX": 6010.0}, ("2026-01-15",))
