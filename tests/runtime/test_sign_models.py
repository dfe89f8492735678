"""Sign models as a user names them."""

import pytest

from spxcc.engines.gex import signs
from spxcc.runtime.errors import UserError
from spxcc.runtime.sign_models import STANDARD, check_signs, split_overrides


def test_overrides_are_models_by_date() -> None:
    assert split_overrides(()) == {}
    texts = ("2026-01-16=all-short", " 2026-01-14 = moneyness ")
    assert split_overrides(texts) == {"2026-01-16": "all-short", "2026-01-14": "moneyness"}


@pytest.mark.parametrize("text", ["", "2026-01-16", "=all-short", "2026-01-16="])
def test_another_form_is_a_sentence(text: str) -> None:
    with pytest.raises(UserError, match="expected a sign override such as"):
        split_overrides([text])


def test_a_date_named_twice_is_refused() -> None:
    with pytest.raises(UserError, match="found 2026-01-16 twice"):
        split_overrides(["2026-01-16=all-short", "2026-01-16=standard"])


def test_f33_every_model_of_the_engine_may_be_named() -> None:
    assert STANDARD == signs.STANDARD
    for name in (signs.STANDARD, signs.ALL_SHORT, signs.FLOW_SIGNED, signs.MONEYNESS):
        check_signs(name, {"2026-01-16": name})


@pytest.mark.parametrize(("model", "overrides"), [("shrot", {}), (STANDARD, {"2026-01-16": "shrot"})])
def test_f33_a_wrong_name_is_one_sentence_with_the_choices(model: str, overrides: dict[str, str]) -> None:
    with pytest.raises(UserError, match="'shrot': one of standard, all-short, flow-signed, moneyness") as error:
        check_signs(model, overrides)
    assert error.value.exit_code == 2


@pytest.mark.parametrize("day", ["friday", "20260116", "2026-02-30"])
def test_a_key_that_is_no_date_is_refused(day: str) -> None:
    with pytest.raises(UserError, match=f"expiry date .* found '{day}'"):
        check_signs(STANDARD, {day: "all-short"})
