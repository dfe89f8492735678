"""Names of months."""

from spxcc.feeds.files.months import MONTHS, plain


def test_accents_go_and_letters_stay() -> None:
    assert plain("Décembre августа März 오후") == "Decembre августа Marz 오후"


def test_a_name_has_one_number() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    for name, month in (("december", 12), ("декабря", 12), ("mai", 5), ("maja", 5), ("marca", 3), ("lipca", 7)):
        assert MONTHS[name] == month
    assert all(name == plain(name).lower() for name in MONTHS)


def test_a_name_that_two_languages_give_to_different_months_is_none() -> None:
    assert "listopada" not in MONTHS
    assert MONTHS["listopadu"] == 11
