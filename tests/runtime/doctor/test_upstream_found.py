"""The questions and what they tell together."""

from spxcc.runtime.doctor.upstream_found import ASKED, Answered, UpstreamFound


def test_f62_nine_small_questions_the_weighty_ones_first() -> None:
    assert list(ASKED)[:4] == ["time", "chain", "indices", "stock_trades"]
    assert len(ASKED) == 9
    for asking in ASKED.values():
        question = asking.question("O:SPXW260105C06000000")
        assert question.path.startswith("/")
        assert int(question.params.get("limit", "1")) == 1 or "ticker.any_of" in question.params


def standing(*answers: Answered) -> tuple[bool, bool]:
    found = UpstreamFound("h", True)
    found.answers.update(zip(ASKED, answers, strict=False))
    return found.key_taken, found.late


def test_a_key_is_taken_if_any_answer_needs_one() -> None:
    refused, denied, late = Answered("config", "HTTP status 401"), Answered("denied"), Answered(late=True)
    assert standing() == standing(refused) == (False, False)
    assert standing(refused, denied) == (True, False)
    assert standing(denied, late) == (True, True)
