"""No key in any text."""

from hypothesis import given
from hypothesis import strategies as st

from spxcc.feeds.massive.redact import Redactor

KEY = "abcDEF123456789"


@given(st.text(), st.text())
def test_the_key_stands_in_no_text(before: str, after: str) -> None:
    assert KEY not in Redactor(KEY)(f"{before}{KEY}{after}")


def test_what_stands_where_a_key_would_is_hidden() -> None:
    shown = Redactor("sim")(
        'GET /v3?apiKey=sim&x=1 Authorization: Bearer other {"action":"auth","params":"sim"} a simple text'
    )
    assert shown == 'GET /v3?apiKey=•••&x=1 Authorization: Bearer ••• {"action":"auth","params":"•••"} a simple text'
    assert KEY not in repr(Redactor(KEY))
