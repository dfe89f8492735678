"""Cases in processes of their own."""

from pathlib import Path

import pytest

from spxcc.runtime.bench.cases import run_case
from spxcc.runtime.clock import SystemClock
from spxcc.runtime.errors import UserError


def test_a_case_that_dies_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"expected the case nonsense to report, .* code 1: KeyError: 'nonsense'"):
        run_case("nonsense", tmp_path, SystemClock())
