"""Cases of this process."""

from spxcc.runtime.bench.inside import candle_figures, encode_figures


def test_each_case_gives_figures_of_its_name() -> None:
    for name, figures in (
        ("candles", candle_figures(True)),
        ("encode", encode_figures(True)),
    ):
        made = list(figures)
        assert made
        assert all(figure.name.startswith(f"{name}: ") for figure in made)
        assert all(sample >= 0 for figure in made for sample in figure.samples)
