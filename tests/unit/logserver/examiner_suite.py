"""What every examiner must do: the one in this thread and those in other processes pass the same suite."""

from __future__ import annotations

import pytest

from ledger.errors import ProofError, RecordError
from ledger.logserver.examiner import Examiner, Refused, Signed
from tests.unit.logserver import scene

VOUCHED = {scene.KEY.address}


class ExaminerSuite:
    """Give it a fixture `examiner`, started."""

    def test_a_sound_segment_is_signed_and_checked(self, examiner: Examiner) -> None:
        (found,) = examiner.examine([scene.segment(0, 3).pack()], VOUCHED)
        assert found == Signed(scene.KEY.address, checked=True)

    def test_records_under_a_key_that_nobody_vouches_for_are_not_looked_at(self, examiner: Examiner) -> None:
        sound, unsound = scene.segment(0).pack(), scene.segment(0).pack()[:-1] + b"!"
        for packed in (sound, unsound):
            assert examiner.examine([packed], set()) == [Signed(scene.KEY.address, checked=False)]

    @pytest.mark.parametrize(
        ("packed", "kind", "code"),
        [
            (b"x", "InvalidInputError", "bad_entry"),
            (scene.segment(0).pack()[:-1] + b"!", "ProofError", "root_mismatch"),
            (scene.segment(0, 2).pack()[:-1], "InvalidInputError", "bad_frame"),
        ],
    )
    def test_what_is_wrong_comes_back_as_the_error_it_was(self, examiner, packed, kind, code) -> None:
        first, found, last = examiner.examine([scene.segment(0).pack(), packed, scene.segment(0).pack()], VOUCHED)
        assert isinstance(first, Signed)
        assert isinstance(last, Signed)
        assert isinstance(found, Refused)
        error = found.error()
        assert (type(error).__name__, error.code) == (kind, code)
        assert error.message

    def test_details_and_hints_come_along(self, examiner: Examiner) -> None:
        records = [scene.record(0), scene.record(5)]
        packed = scene.sign(scene.make_header(scene.AGENT, 0, 1, 0, records, bytes(32), 1), records, scene.KEY).pack()
        (found,) = examiner.examine([packed], VOUCHED)
        error = found.error()
        assert isinstance(error, RecordError)
        assert error.details == {"position": 1}
        assert error.problem()["position"] == 1

    def test_a_forged_signature_is_a_proof_error(self, examiner: Examiner) -> None:
        packed = scene.segment(0).pack()
        (found,) = examiner.examine([packed[:137] + bytes(65) + packed[202:]], VOUCHED)
        assert isinstance(found.error(), ProofError)

    def test_segments_that_follow_each_other_are_checked_as_each_alone_would_be(self, examiner: Examiner) -> None:
        follow = [item.pack() for item in scene.chain(5)]
        assert examiner.examine(follow, VOUCHED) == [Signed(scene.KEY.address, checked=True)] * 5
        follow[2] = follow[2][:-1] + b"!"
        found = examiner.examine(follow, VOUCHED)
        assert [isinstance(one, Signed) and one.checked for one in found] == [True, True, False, True, True]
        assert found[2].error().code == "root_mismatch"
        misplaced = [scene.record(9)]
        wrong = scene.sign(scene.make_header(scene.AGENT, 0, 1, 1, misplaced, bytes(32), 1), misplaced, scene.KEY)
        found = examiner.examine([follow[0], wrong.pack(), follow[3]], VOUCHED)
        assert [isinstance(one, Signed) for one in found] == [True, False, True]
        assert found[1].error().code == "record_out_of_place"

    def test_nothing_asked_is_nothing_found(self, examiner: Examiner) -> None:
        assert examiner.examine([], VOUCHED) == []
