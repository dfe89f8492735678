"""The largest premiums of the day."""

from hypothesis import given, settings
from hypothesis import strategies as st

from spxcc.engines.flow import params
from spxcc.engines.flow.compute import FlowMemory
from spxcc.engines.flow.largest import UNTAGGED, merged, of_package, of_single
from spxcc.engines.flow.packages import package_of
from tests.engines.flow.trades import CALL, HIGHER, one, seen, settled, step


def test_f47_a_single_print_has_the_tag_of_its_conditions_or_none_that_is_known() -> None:
    assert of_single(one()).tag == UNTAGGED == "single print, tag unknown"
    assert of_single(one(conditions=(219,))).tag == "single print, ISOI"


def test_f47_each_print_of_a_package_names_the_whole() -> None:
    large = of_package(package_of([one(CALL, 30.0, 5), one(HIGHER, 20.0, 5)]))
    assert [each.tag for each in large] == ["part of a package: vertical, 2 legs"] * 2
    assert len({each.package for each in large}) == 1
    assert of_package(package_of([one(conditions=(236,))]))[0].tag == "part of a package: one leg, the others not seen"


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 50)), max_size=60))
def test_f47_in_whatever_pieces_they_come_the_largest_are_the_largest(drawn: list[tuple[int, int]]) -> None:
    every = [of_single(one(price=float(price), size=size, us=at)) for at, (price, size) in enumerate(drawn)]
    kept = merged((), ())
    for at in range(0, len(every), 7):
        kept = merged(kept, every[at : at + 7])
    twin = sorted((each.premium for each in every), reverse=True)[: params.LARGEST_KEPT]
    assert [each.premium for each in kept] == twin


def test_f47_a_cancelled_print_is_not_listed() -> None:
    big, small = seen(price=100.0, size=20, trade_id="1"), seen(price=20.0, size=10, ms=900, trade_id="2")
    _, result = settled(big, small)
    assert [each.premium for each in result.summary.largest] == [200_000.0, 20_000.0]
    _, memory = step(FlowMemory(), (big, small), after_s=1)
    _, memory = step(memory, after_s=5)
    cancel = seen(price=100.0, size=20, trade_id="1", conditions=(201,), ms=6_000)
    result, _ = step(memory, (cancel,), after_s=7)
    assert [each.premium for each in result.summary.largest] == [20_000.0]
