"""The journal."""

import csv
import io

import msgspec

from spxcc.engines.plan.result import PlanCard
from spxcc.engines.positions.track import planned_of
from spxcc.market.session import at_exchange
from spxcc.market.units import to_millis
from spxcc.runtime.journal import Entry, entry_of, to_csv, to_markdown
from tests.engines.coach.desks import setup
from tests.engines.positions.test_track import position

AT = to_millis(at_exchange("2026-01-14", "10:30"))


def entries() -> list[Entry]:
    """A paper trade that went well, and a taken one with an odd label."""
    short = position(
        "short", entry=6049.0, stop=6056.1, planned=planned_of(setup()), opened=AT, high=6052.0, low=6037.0
    )
    paper = msgspec.structs.replace(short, closed=AT + 60_000, exit=6038.0, end="target", r=1.549)
    taken = position(
        paper=False, label="=my | own\nline", opened=AT, usd=-120.0, r=-1.0, closed=AT, end="closed by you"
    )
    return [entry_of(paper), entry_of(taken)]


def test_plan_beside_done_with_excursions() -> None:
    one = entries()[0]
    assert (one.planned_entry, one.entry, one.late) == (6048.5, 6049.0, -0.5)
    assert (one.planned_r, one.r, one.mae, one.mfe) == (1.4, 1.549, 3.0, 12.0)
    assert (one.mae_r, one.mfe_r) == (0.42, 1.69)
    assert (one.opened, one.closed, one.setup) == ("10:30:00", "10:31:00", "fade_at_wall at CW")


def test_markdown_has_a_section_a_session_with_its_card_and_no_cell_breaks_it() -> None:
    text = to_markdown(entries(), {"2026-01-14": PlanCard(bias="short", max_loss_usd=300.0)})
    assert "## 2026-01-14\n\nPlan: bias short · max loss 300 USD\n" in text
    rows = [line for line in text.splitlines() if line.startswith("| 10:30")]
    assert len(rows) == 2
    assert {line.count("|") for line in rows} == {11}
    assert "6,048.50 → 6,049.00 (0.50 better)" in rows[0]
    assert "paper: 1 closed with R, sum +1.55 R" in text
    assert "taken: 1 closed with R, sum -1.00 R" in text
    assert "No positions" in to_markdown([], {})


def test_csv_reads_back_and_is_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(entries()))))
    assert [row["r"] for row in rows] == ["1.549", "-1.0"]
    assert rows[1]["label"].startswith("'=my")
    assert rows[1]["planned_entry"] == ""
