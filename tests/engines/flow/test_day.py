"""The day's books."""

from spxcc.engines.flow.day import Books, Day
from spxcc.engines.flow.packages import package_of
from spxcc.engines.flow.result import Signed
from spxcc.engines.flow.windows import Bucket, start_of
from spxcc.market.units import NANOS_PER_SECOND
from tests.engines.flow.trades import CALL, HIGHER, START, one

HERE = start_of(START)


def opened() -> Day:
    return Day.opened(Books())


def test_a_single_print_counts_on_its_side() -> None:
    day, call = opened(), one(CALL, 10.0, 3)
    day.meet(call)
    day.settle_burst((call,))
    assert day.buckets == {HERE: Bucket(call_bought=300_000, prints=1)}
    assert day.sizes[CALL].count == 1


def test_a_deep_print_counts_without_premium() -> None:
    day = opened()
    day.settle_burst((one("SPXW260114C05000000", 1000.0, 5),))
    assert (day.buckets, day.financing) == ({HERE: Bucket(prints=1)}, 1)


def test_f47_a_package_counts_with_its_net_and_no_side() -> None:
    day = opened()
    day.settle_package(package_of([one(CALL, 20.0, 10), one(HIGHER, 14.0, 10)]))
    assert (day.buckets, day.packages) == ({HERE: Bucket(unknown=600_000, prints=2)}, 1)


def test_f47_a_cancel_takes_back_the_last_print_alike() -> None:
    day = opened()
    for name in ("a", "b"):
        day.meet(one(CALL, 10.0, 3, key=name))
        day.settle_burst((one(CALL, 10.0, 3, key=name),))
    assert day.cancel(one(CALL, 10.0, 3, key="unheard")) == "b"
    assert day.buckets == {HERE: Bucket(call_bought=300_000, prints=1)}
    assert day.cancel(one(CALL, 10.0, 3, key="a")) == "a"
    assert day.buckets == {HERE: Bucket()}
    assert day.cancel(one(CALL, 10.0, 3, key="unheard")) is None


def test_a_package_falls_with_its_first_cancelled_leg() -> None:
    day = opened()
    legs = [one(CALL, 20.0, 10, key="a"), one(HIGHER, 14.0, 10, key="b")]
    for leg in legs:
        day.meet(leg)
    day.settle_package(package_of(legs))
    day.cancel(legs[0])
    assert day.buckets == {HERE: Bucket(prints=1)}
    day.cancel(legs[1])
    assert day.buckets == {HERE: Bucket()}


def test_contracts_are_signed_by_side_and_a_cancel_takes_them_back() -> None:
    day = opened()
    bought, middle = one(CALL, 10.0, 3, key="a"), one(CALL, 10.0, 5, key="b", side="unknown")
    deep = one("SPXW260114C05000000", 1000.0, 5)
    for each in (bought, middle):
        day.meet(each)
        day.settle_burst((each,))
    day.settle_burst((deep,))
    day.settle_package(package_of([one(CALL, 20.0, 10), one(HIGHER, 14.0, 10)]))
    assert day.signed == {
        CALL: Signed(bought=3, unknown=15), HIGHER: Signed(unknown=10), deep.contract: Signed(unknown=5)
    }  # fmt: skip
    day.cancel(bought)
    assert day.signed[CALL] == Signed(unknown=15)
    assert day.closed(START).signed == day.signed


def test_closing_forgets_what_nobody_can_ask_for() -> None:
    day = opened()
    day.meet(one(CALL, key="old"))
    day.meet(one(CALL, us=5_000_000, key="new"))
    day.settle_burst((one(CALL),))
    books = day.closed(START + 61 * NANOS_PER_SECOND)
    assert (list(books.known), len(books.buckets)) == (["new"], 1)
    assert Day.opened(books).closed(START + 3600 * NANOS_PER_SECOND).buckets == {}
