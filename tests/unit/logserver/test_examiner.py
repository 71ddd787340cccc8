"""The examiner in the thread that asks."""

from __future__ import annotations

import pytest

from ledger.logserver.examiner import LocalExaminer
from tests.unit.logserver.examiner_suite import ExaminerSuite


class TestLocalExaminer(ExaminerSuite):
    @pytest.fixture
    def examiner(self):
        found = LocalExaminer()
        found.start()
        yield found
        found.stop()
