"""A verdict is a function of rule and evidence: replayed from bytes it comes out the same, byte for byte."""

from __future__ import annotations

from tests import replays


def test_every_verdict_replays_byte_for_byte():
    """The short form; `python -m tests.replays 1000` is the whole of it."""
    assert replays.run(40) == 40


def test_a_verdict_that_comes_out_otherwise_is_counted(monkeypatch):
    monkeypatch.setitem(replays._FAULTS, replays.FaultKind.EQUIVOCATION, lambda *_: None)
    assert replays.run(40) < 40
