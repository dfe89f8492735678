"""The constants agree with each other."""

from spxcc.engines.flow import params


def test_a_package_is_shorter_than_a_burst_and_both_than_the_memory() -> None:
    assert params.PACKAGE_NS < params.BURST_NS < params.REMEMBERED_NS


def test_whatever_is_not_remembered_any_more_is_late() -> None:
    assert params.REMEMBERED_NS >= params.LATE_NS


def test_buckets_divide_every_window() -> None:
    assert params.KEPT_NS % params.BUCKET_NS == 0
