"""The report for people."""

from spxcc.runtime.doctor.check import Report, fail, ok, skip, warn
from spxcc.runtime.doctor.text import report_lines, summary

REPORT = Report(
    (
        fail("token.key_id", "e9", "one of e1, e2", "Get a new token."),
        ok("url.dns", "127.0.0.1"),
        warn("url.tls", "9 days", "21 days or more", "Renew it."),
        skip("local.port", "not tried"),
    )
)


def test_f62_groups_lines_remedies_and_a_sum() -> None:
    assert list(report_lines(REPORT)) == [
        "Token",
        "  FAIL  key id          e9; expected one of e1, e2",
        "                        → Get a new token.",
        "",
        "Server",
        "  ok    dns             127.0.0.1",
        "  warn  tls             9 days; expected 21 days or more",
        "                        → Renew it.",
        "",
        "This machine",
        "  skip  port            not tried",
        "",
        "1 ok, 1 warned, 1 failed, 1 skipped: something has to be done",
    ]


def test_long_texts_are_broken_within_the_width() -> None:
    long = Report((warn("url.tls", "word " * 60, "other " * 20, "do " * 60),))
    lines = list(report_lines(long, 80))
    assert all(len(line) <= 80 for line in lines)
    assert len(lines) > 8


def test_colours_are_the_callers() -> None:
    assert "  <fail>FAIL</fail>  key id" in "\n".join(
        report_lines(REPORT, 100, lambda text, state: f"<{state}>{text}</{state}>")
    )


def test_the_sum_says_what_it_comes_to() -> None:
    assert summary(Report(())) == "0 ok, 0 warned, 0 failed, 0 skipped: nothing stands in the way"
    assert summary(Report((), reached=False)).endswith("the server could not be reached")
