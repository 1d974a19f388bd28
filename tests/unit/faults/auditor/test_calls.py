"""The auditor reads the calls that customers have recorded."""

from pathlib import Path

from tests.faults.auditor.calls import read_calls
from tests.faults.customers import Recorder


def test_recorded_calls_are_read_with_their_attempts_and_answers(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "answers.jsonl")
    answered = recorder.record_call("deleteMyAccount", "acc_1", {"password": "never recorded"})
    unanswered = recorder.record_call("releaseHold", "acc_2", {"id": "hld_1"})
    recorder.record_failure(answered, "INTERNAL_SERVER_ERROR", "correlated")
    recorder.record_answer(answered, {"__typename": "AccountDeleted"})
    recorder.record_failure(unanswered, "UNAUTHENTICATED")
    recorder.close()
    deleted, released = read_calls(recorder.file.read_text().splitlines())
    assert (deleted.operation, deleted.account, deleted.given) == ("deleteMyAccount", "acc_1", {})
    assert deleted.received is not None
    assert deleted.sent <= deleted.received
    assert (deleted.succeeded, deleted.lost_an_answer) == (True, True)
    assert (released.succeeded, released.lost_an_answer) == (False, True)
    assert released.may_have_effect
    assert recorder.errors == {"INTERNAL_SERVER_ERROR": 1, "UNAUTHENTICATED": 1}
    assert recorder.answers == 1
