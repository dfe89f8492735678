"""Sign models as a user names them."""

from collections.abc import Iterable, Mapping
from datetime import date

from spxcc.runtime.errors import UserError

STANDARD = "standard"


def split_overrides(texts: Iterable[str]) -> dict[str, str]:
    """Model by expiry date, of texts `DATE=MODEL`. Raises UserError for another form or a date named twice."""
    found: dict[str, str] = {}
    for text in texts:
        day, equals, model = (part.strip() for part in text.partition("="))
        if not (day and equals and model):
            raise UserError(f"expected a sign override such as 2026-01-16=all-short, found {text[:40]!r}")
        if day in found:
            raise UserError(f"expected one sign override per expiry date, found {day[:24]} twice; leave one out")
        found[day] = model
    return found


def check_signs(model: str, overrides: Mapping[str, str]) -> None:
    """Raises UserError, which names the models there are, for an unknown one, and for a key that is no date."""
    if model == STANDARD and not overrides:
        return
    # Only who sets another model pays for the import of the engine's arrays.
    from spxcc.engines.gex.signs import make_sign_model

    for day in overrides:
        if not _is_date(day):
            raise UserError(f"expected the expiry date of a sign override as 2026-01-16, found {day[:24]!r}")
    try:
        make_sign_model(model, overrides)
    except ValueError as error:
        raise UserError(f"expected another name: {error}") from None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
