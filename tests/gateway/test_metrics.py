"""The page of numbers."""

from spxcc.gateway.metrics import Metric, code_label, exposition, single


def test_families_have_help_type_and_samples_in_order() -> None:
    page = exposition(
        [
            Metric("closed_total", "counter", "ended", {"4401": 2, "1000": 7}, "code"),
            single("a", "gauge", "with \\ and\nnew line", 0.25),
        ]
    )
    assert page.decode().splitlines() == [
        r"# HELP spxcc_a with \\ and\nnew line",
        "# TYPE spxcc_a gauge",
        "spxcc_a 0.25",
        "# HELP spxcc_closed_total ended",
        "# TYPE spxcc_closed_total counter",
        'spxcc_closed_total{code="1000"} 7',
        'spxcc_closed_total{code="4401"} 2',
    ]


def test_large_counts_keep_every_digit() -> None:
    assert b"spxcc_n 123456789012\n" in exposition([single("n", "counter", "n", 123_456_789_012)])


def test_labels_are_escaped_and_no_peer_makes_up_codes() -> None:
    page = exposition([Metric("x", "gauge", "x", {'a"b\\c\n': 1}, "l")])
    assert b'spxcc_x{l="a\\"b\\\\c\\n"} 1' in page
    assert [code_label(code) for code in (1000, 4401, 4999, 3333, None)] == ["1000", "4401", "other", "other", "other"]
