"""A bundle carries the checkpoint of its anchor, as long as the log serves one that holds."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.domain.note import LogState, public_bytes, sign_checkpoint
from ledger.errors import UnavailableError
from ledger.queries.notes import said_of
from ledger.store.log_view import Anchor
from ledger.store.rows import AnchorRow, LogRegistered
from tests.unit.logserver import scene

STATE = LogState(scene.ORIGIN, 9, keccak(b"root"))
NOTE = sign_checkpoint(STATE, scene.ED25519, scene.OPERATOR, 31337, scene.LOG)
BORN = LogRegistered(
    time=1,
    tx=bytes(32),
    operator=scene.OPERATOR.address,
    origin=scene.ORIGIN,
    checkpoint_key=public_bytes(scene.ED25519),
    url="",
)
ANCHOR = Anchor(0, 1, AnchorRow(size=9, root=STATE.root, time=1, tx=bytes(32), log_index=0))


class Shelf:
    """A log with one note, whatever size is asked for."""

    def __init__(self, note=NOTE, stamp=None) -> None:
        self._note, self._stamp = note, stamp

    def inclusion_path(self, *_):
        return []

    def note(self, *_):
        return self._note

    def stamp(self, *_):
        return self._stamp


class Bare:
    """A log that keeps no notes."""

    def inclusion_path(self, *_):
        return []


def said(log):
    return said_of(lambda: log, ANCHOR, BORN, 31337, scene.LOG)


def test_the_note_of_an_anchor_comes_with_its_stamp():
    assert said(Shelf()) == (NOTE.serialise(), None)
    assert said(Shelf(stamp=b"tsr")) == (NOTE.serialise(), b"tsr")


@pytest.mark.parametrize(
    "log",
    [
        Bare(),
        Shelf(note=None),
        Shelf(sign_checkpoint(LogState("other", 9, STATE.root), scene.ED25519, scene.OPERATOR, 31337, scene.LOG)),
        Shelf(sign_checkpoint(LogState(scene.ORIGIN, 8, STATE.root), scene.ED25519, scene.OPERATOR, 31337, scene.LOG)),
        Shelf(sign_checkpoint(STATE, scene.ED25519, scene.STRANGER, 31337, scene.LOG)),
    ],
)
def test_a_note_that_is_not_the_anchor_s_is_left_out(log):
    assert said(log) is None


def test_a_log_that_does_not_answer_costs_the_note_and_nothing_else():
    def gone():
        raise UnavailableError("gone")

    assert said_of(gone, ANCHOR, BORN, 31337, scene.LOG) is None
