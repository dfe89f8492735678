"""Where the numerals of a message come from."""

from spxcc.engines.coach.numerals import numerals
from spxcc.engines.coach.result import CoachMessage
from tests.engines.stood import faults_of, stood


def messages() -> list[CoachMessage]:
    found: list[CoachMessage] = stood().published["coach:message"]
    return found


def test_f33_every_numeral_of_a_sentence_follows_from_its_cite() -> None:
    assert messages()
    for message in messages():
        for text in ("content", "falsifier"):
            for at, each in enumerate(numerals(getattr(message, text) or "")):
                if not each.clock:
                    assert list(stood().faults("coach:message", f"{message.id}.{text}.{at}", each.value)) == []


def test_cites_are_told_with_channel_and_age() -> None:
    message = messages()[0]
    found = stood().why("coach:message", f"{message.id}.content")
    assert found is not None
    assert found.value == message.content
    assert len(found.inputs) == len(message.cites)
    assert found.inputs[0].source == f"{message.cites[0].channel}.{message.cites[0].id}"
    assert stood().why("coach:message", f"{message.id}.priority") is None


def test_the_record_counts_its_claims() -> None:
    assert faults_of("coach:record", stood().published["coach:record"], but=r"grades\..*") == []
