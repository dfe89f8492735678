"""Several weightings in one pass are what each would be alone."""

import numpy as np
import pytest

from spxcc.engines.gex.curves import make_curves
from spxcc.engines.gex.params import DEFAULTS
from spxcc.engines.gex.positions import exposures
from tests.engines.gex.books import some_positions

POSITIONS = some_positions(3)


def test_each_name_has_its_own_curve_and_roots() -> None:
    near = np.where(POSITIONS.group == 0, POSITIONS.signed, 0.0)
    both = make_curves(POSITIONS, 6000.0, {"all": POSITIONS.signed, "near": near}, DEFAULTS)
    alone = make_curves(POSITIONS, 6000.0, {"near": near}, DEFAULTS)
    assert both.values["near"] == pytest.approx(alone.values["near"])
    assert [root.level for root in both.roots["near"]] == pytest.approx([root.level for root in alone.roots["near"]])
    assert both.flip("near") == alone.flip("near")


def test_the_curve_at_spot_is_the_static_sum() -> None:
    curves = make_curves(POSITIONS, 6000.0, {"all": POSITIONS.signed}, DEFAULTS)
    middle = int(np.flatnonzero(curves.grid == 6000.0)[0])
    assert curves.values["all"][middle] == pytest.approx(float(exposures(POSITIONS, 6000.0, DEFAULTS.rate).net.sum()))


def test_what_is_published_reaches_five_per_cent() -> None:
    curves = make_curves(POSITIONS, 6000.0, {"all": POSITIONS.signed}, DEFAULTS)
    shown = curves.shown("all")
    assert (shown[0][0], shown[-1][0]) == (5700.0, 6300.0)
    assert len(shown) == 201


def test_no_root_no_flip() -> None:
    curves = make_curves(POSITIONS, 6000.0, {"all": POSITIONS.call_interest}, DEFAULTS)
    assert (curves.roots["all"], curves.flip("all")) == ((), None)
