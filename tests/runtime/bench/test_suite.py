"""Benchmarks by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spxcc.market.clock import Clock
from spxcc.runtime.bench import suite
from spxcc.runtime.bench.figure import Figure
from spxcc.runtime.bench.suite import EXTRAS, NAMES, Bench, bench_named, measured
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_every_name_is_a_benchmark() -> None:
    others = ("chart", "pricing")
    assert all(callable(bench_named(name)) for name in (*NAMES, *EXTRAS) if name not in others)
    with pytest.raises(
        UserError,
        match=r"expected one of tick, desk, start, gex, candles, encode, recording, peers, .*, found 'tok'",
    ):
        bench_named("tok")


def test_unknown_names_are_refused_before_anything_is_measured() -> None:
    with pytest.raises(UserError):
        next(measured(("candles", "tok"), True, SystemClock()))


def test_some_may_be_quick_where_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, bool]] = []

    def named(name: str) -> Bench:
        def bench(quick: bool, home: Path, clock: Clock) -> Iterator[Figure]:
            asked.append((name, quick))
            return iter([])

        return bench

    monkeypatch.setattr(suite, "bench_named", named)
    assert list(measured(("gex", "encode"), False, SystemClock(), ("encode",))) == []
    assert asked == [("gex", False), ("encode", True)]


def test_figures_come_in_the_order_asked_for() -> None:
    names = [figure.name.partition(":")[0] for figure in measured(("encode", "candles"), True, SystemClock())]
    assert names == sorted(names, reverse=True)
