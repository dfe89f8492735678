"""The counts of the made-up record are those of its grades."""

from collections import Counter

from tests.fakes.full_views import messages, record


def test_the_record_counts_its_grades() -> None:
    told = record()
    counts = Counter(one.outcome for one in told.grades)
    assert (told.open, told.false, told.stood, told.void) == (
        counts["open"], counts["false"], counts["stood"], counts["void"],
    )  # fmt: skip
    assert {one.id for one in told.grades} == {one.id for one in messages()}
