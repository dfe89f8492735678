"""What `spxcc setups` prints."""

import pytest

from spxcc.engines.setups.result import BadWick
from spxcc.engines.setups.trial.dry_run import CHAIN_FREE, DryRun
from spxcc.engines.setups.trial.funnel import Funnel
from spxcc.engines.setups.trial.verdict import Row
from spxcc.runtime.cli.setups_text import PUBLISHED, dry_run_object, print_dry_run, print_funnels
from spxcc.runtime.setup_funnel import Funnels

ROW = Row("S1", "fade_at_wall", 100, 230, 220, 0.48, 0.5, -0.03, 0.02, 0.001, -0.03, 0.004, 0.46, 0.47, 0.5)
NONE = Row("S99", "mine", 100, 0, 0, None, None, None, None, 0.0, None, None, None, None, None)
FOUND = DryRun(7, 100, (ROW, NONE), {"fade_at_wall": 0.004}, {"fade_at_wall": 0.5})


def test_the_published_table_holds_the_nine() -> None:
    assert set(PUBLISHED) == set(CHAIN_FREE)


def test_f45_ours_stands_beside_the_published_with_n_null_and_error(capsys: pytest.CaptureFixture[str]) -> None:
    print_dry_run(FOUND)
    told = capsys.readouterr().out
    assert "48.0 % (220) 50.0 % -0.030 ± 0.020  -0.030 0.10%  0.004 │  2.30  47.8 % (3,450)" in told
    assert "no trade" in told
    assert "fade_at_wall departs from random entries at 1%" in told
    assert dry_run_object(FOUND)["departs"] == ["fade_at_wall"]


def test_f43_gates_shadows_and_cut_wicks_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    funnel = Funnel("gap_fill", 2, {"armed": 3, "triggered": 2, "filled": 1, "target": 1}, {"time": 4}, 1, 2)
    wick = BadWick(at=1_738_597_500_000, raw=5945.67, used=6000.36, returned=True)
    print_funnels(Funnels("a file", (funnel,), ("pin_drift",), (("2025-02-03", wick),), ("2024-11-29",)), False)
    told = capsys.readouterr().out
    assert "time 4 → T1 1, stop 2" in told
    assert "bad wick cut: 2025-02-03 10:45 5945.67 to 6000.36, and the next close was back" in told
    assert "half days: 2024-11-29" in told
    assert "pin_drift" in told
