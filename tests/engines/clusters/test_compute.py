"""Zones: bounded width, families counted once, ids that stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.clusters import params
from spxcc.engines.clusters.compute import ENGINE, ZoneMemory, compute, score, windows, zone_of
from spxcc.engines.levels.result import Level
from tests.fakes.results import make_gex, make_level, make_upstream
from tests.fakes.snapshots import make_snapshot

FAMILIES = ("gamma", "structural", "intraday", "fibonacci", "pivots", "round", "spy")


def many(prices: list[tuple[float, int]]) -> list[Level]:
    return [
        make_level(f"l{at:02d}", price, family=FAMILIES[family], strength=0.1 + 0.1 * family)
        for at, (price, family) in enumerate(prices)
    ]


level_lists = st.lists(st.tuples(st.floats(5900, 6100), st.integers(0, len(FAMILIES) - 1)), max_size=30).map(many)


@given(level_lists, st.floats(0.2, 20))
def test_f39_width_is_bounded_and_no_level_counts_twice(levels: list[Level], radius: float) -> None:
    groups = windows(levels, radius)
    assert all(group[-1].price - group[0].price <= 2 * radius for group in groups)
    used = [level.id for group in groups for level in group]
    assert len(used) == len(set(used))
    assert all(len(group) >= 2 for group in groups)


def test_f39_a_chain_of_near_levels_is_not_one_zone() -> None:
    levels = many([(6000.0 + 2 * at, at % 7) for at in range(28)])
    groups = windows(levels, 1.5)
    assert len(groups) >= 10
    assert max(group[-1].price - group[0].price for group in groups) <= 3.0


@given(level_lists.flatmap(lambda levels: st.tuples(st.just(levels), st.permutations(levels))), st.floats(0.2, 20))
def test_the_order_of_levels_does_not_matter(pair: tuple[list[Level], list[Level]], radius: float) -> None:
    assert windows(pair[0], radius) == windows(pair[1], radius)


def test_f39_the_type_counts_distinct_families() -> None:
    three_pivots = many([(6000.0, 4), (6000.2, 4), (6000.4, 4)])
    assert zone_of(three_pivots, ()).type == "minor"
    types = [zone_of(many([(6000.0 + at / 10, at) for at in range(count)]), ()).type for count in (2, 3, 4, 5)]
    assert types == ["moderate", "defended", "fortress", "fortress"]


def test_a_family_enters_the_score_once() -> None:
    one = [make_level("a", 1.0, family="pivots", strength=0.4), make_level("b", 1.0, family="gamma", strength=0.5)]
    more = [*one, make_level("c", 1.0, family="pivots", strength=0.3)]
    assert score(one) == score(more) == pytest.approx(1 - 0.6 * 0.5)


def test_the_id_stays_while_half_of_the_members_stay() -> None:
    zone = zone_of(many([(6000.0, 0), (6000.5, 1), (6001.0, 2)]), ())
    grown = zone_of(many([(6000.0, 0), (6000.5, 1), (6001.0, 2), (6001.5, 3)]), (zone,))
    assert grown.id == zone.id
    other = zone_of([make_level("x", 6000.0), make_level("y", 6000.0, family="round")], (zone,))
    assert other.id != zone.id


def test_a_step_gives_zones_highest_first_and_the_same_again() -> None:
    levels = tuple(many([(6000.0, 0), (6000.3, 1), (6050.0, 2), (6050.2, 3), (6100.0, 4)]))
    upstream = make_upstream(gex=make_gex(), levels=levels)
    result, memory = compute(make_snapshot(), upstream, ZoneMemory())
    assert [zone.labels for zone in result.zones] == [("l02", "l03"), ("l00", "l01")]
    assert result.radius == pytest.approx(params.RADIUS_E15 * 6000 * 0.15 * (15 / 525_600) ** 0.5, abs=0.01)
    again, _ = compute(make_snapshot(spx=6000.5), upstream, memory)
    assert again == result
    assert again.zones is result.zones


def test_no_levels_or_no_unit_is_no_zone_with_a_reason() -> None:
    assert compute(make_snapshot(), make_upstream(gex=make_gex()), ZoneMemory())[0].reason == "no levels yet"
    levels = (make_level("a", 6000.0), make_level("b", 6000.0, family="round"))
    result, _ = compute(make_snapshot(), make_upstream(levels=levels), ZoneMemory())
    assert result.zones == ()
    assert result.reason == "no ATM volatility: no gex result yet"
    assert [item.value for item in ENGINE.publish(result)] == [result]
