"""What several results share."""

import pytest

from spxcc.engines.common import in_company


def test_a_probability_stands_beside_n_interval_and_null_or_is_left_out() -> None:
    in_company(0.48, 31, 0.44, 0.52, 0.47)
    in_company(None, 0, None, None, None)


@pytest.mark.parametrize(
    ("probability", "n", "low", "high", "null"),
    [
        (0.48, 0, 0.44, 0.52, 0.47),
        (0.48, 31, None, 0.52, 0.47),
        (0.48, 31, 0.44, None, 0.47),
        (0.48, 31, 0.44, 0.52, None),
        (0.48, 31, 0.52, 0.44, 0.47),
        (1.2, 31, 0.44, 0.52, 0.47),
    ],
)
def test_alone_it_is_refused(
    probability: float, n: int, low: float | None, high: float | None, null: float | None
) -> None:
    with pytest.raises(ValueError, match="expected a probability beside n, interval and null"):
        in_company(probability, n, low, high, null)
