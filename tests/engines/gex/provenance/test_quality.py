"""What the numbers of a run stand on."""

from spxcc.engines.why.formula import recomputed, within
from tests.engines.gex.provenance.boards import both


def test_f33_ages_and_forwards_follow_from_instants_and_expiries() -> None:
    run = both()
    quality = run.board.symbols["SPX"].quality
    assert quality is not None
    for field in ("spot_age_s", "quotes_age_s", "worst_forward_sd"):
        found = run.why(f"quality.{field}")
        assert found.value == getattr(quality, field)
        again = recomputed(found)
        assert again is not None
        assert within(found, again)
    for name, count in quality.forwards.items():
        found = run.why(f"quality.forwards.{name}")
        assert len(found.rows) == count == found.value
