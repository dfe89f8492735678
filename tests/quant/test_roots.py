"""Bracketing and Brent, against scipy."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from spxcc.quant.roots import bracket_roots, brent

FUNCTIONS: tuple[tuple[Callable[[float], float], float, float], ...] = (
    (lambda x: x * x - 2.0, 0.0, 2.0),
    (lambda x: math.cos(x) - x, 0.0, 1.0),
    (lambda x: math.exp(-50 * x) - 0.5, 0.0, 10.0),
    (lambda x: math.atan(1e4 * (x - 0.123)), -3.0, 5.0),
    (lambda x: -1.0 if x < 0.7 else 1.0, 0.0, 1.0),
)


@pytest.mark.parametrize(("f", "a", "b"), FUNCTIONS)
def test_brent_equals_scipy(f: Callable[[float], float], a: float, b: float) -> None:
    twin = brentq(f, a, b, xtol=1e-12)
    assert brent(f, a, b, 1e-12) == pytest.approx(twin, abs=1e-5)
    assert brent(f, b, a, 1e-12) == pytest.approx(twin, abs=1e-5)


@given(st.floats(-5, 5), st.floats(0.1, 3), st.floats(0.1, 3))
def test_brent_finds_the_root_it_brackets(root: float, left: float, right: float) -> None:
    found = brent(lambda x: math.expm1(x - root) + (x - root) ** 3, root - left, root + right, 1e-10)
    assert found == pytest.approx(root, abs=1e-9)
    assert type(found) is float


def test_a_root_at_an_end() -> None:
    assert brent(lambda x: x, 0.0, 1.0, 1e-9) == 0.0
    assert brent(lambda x: x - 1.0, 0.0, 1.0, 1e-9) == 1.0


def test_brent_refuses() -> None:
    with pytest.raises(ValueError, match="change of sign"):
        brent(lambda x: x * x + 1.0, -1.0, 1.0, 1e-9)
    with pytest.raises(ValueError, match="xtol"):
        brent(lambda x: x, -1.0, 1.0, 0.0)
    with pytest.raises(ArithmeticError, match="within 3 steps"):
        brent(lambda x: math.atan(1e6 * (x - 0.3)), -1.0, 1.0, 1e-12, max_steps=3)


def test_brackets_in_order() -> None:
    grid = np.arange(6.0)
    assert bracket_roots(grid, np.array([1.0, -1.0, -2.0, 3.0, 4.0, -1.0])) == [(0.0, 1.0), (2.0, 3.0), (4.0, 5.0)]
    assert bracket_roots(grid, np.ones(6)) == []
    assert bracket_roots(np.zeros(0), np.zeros(0)) == []


def test_a_zero_on_the_grid() -> None:
    grid = np.arange(4.0)
    assert bracket_roots(grid, np.array([1.0, 0.0, -1.0, -2.0])) == [(0.0, 2.0)]
    assert bracket_roots(grid, np.array([1.0, 0.0, 1.0, 2.0])) == []


def test_noise_has_no_sign() -> None:
    values = np.array([5.0, 1e-9, -1e-9, 1e-9, -5.0])
    assert bracket_roots(np.arange(5.0), values, noise=1e-6) == [(0.0, 4.0)]
    assert bracket_roots(np.arange(5.0), np.abs(values) * [1, 1, -1, 1, 1], noise=1e-6) == []


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="equal length"):
        bracket_roots(np.arange(3.0), np.arange(4.0))
