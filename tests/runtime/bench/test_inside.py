"""Cases of this process."""

from spxcc.runtime.bench.inside import candle_figures, encode_figures, gex_figures, timed


def test_each_case_gives_figures_of_its_name() -> None:
    for name, figures in (
        ("candles", candle_figures(True)),
        ("encode", encode_figures(True)),
        ("gex", gex_figures(True)),
    ):
        made = list(figures)
        assert made
        assert all(figure.name.startswith(f"{name}: ") for figure in made)
        assert all(sample >= 0 for figure in made for sample in figure.samples)


def test_processor_time_of_one_call_after_one_that_does_not_count() -> None:
    calls: list[int] = []
    samples = timed(lambda: calls.append(1), 3, calls=5)
    assert len(samples) == 3
    assert len(calls) == 16
