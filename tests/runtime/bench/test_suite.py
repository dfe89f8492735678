"""Benchmarks by name."""

import pytest

from spxcc.runtime.bench.suite import EXTRAS, NAMES, bench_named, measured
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_every_name_is_a_benchmark() -> None:
    assert all(callable(bench_named(name)) for name in (*NAMES, *EXTRAS))
    with pytest.raises(
        UserError,
        match="expected one of tick, desk, start, gex, candles, encode, recording, peers, soak, streams, "
        "candle-peers, scaling, found 'tok'",
    ):
        bench_named("tok")


def test_unknown_names_are_refused_before_anything_is_measured() -> None:
    with pytest.raises(UserError):
        next(measured(("candles", "tok"), True, SystemClock()))


def test_figures_come_in_the_order_asked_for() -> None:
    names = [figure.name.partition(":")[0] for figure in measured(("encode", "candles"), True, SystemClock())]
    assert names == sorted(names, reverse=True)
