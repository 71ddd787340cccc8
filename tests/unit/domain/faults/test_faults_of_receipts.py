"""Receipts: a true one never convicts, a false, hidden or late one always does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.dispute import FaultClass, action_of, matter_of
from ledger.domain.faults import breaches, overdue, receipt_contradicted
from ledger.domain.faults.breaches import Bounds, Manifest
from ledger.domain.faults.finding import CLOCK_SKEW, FaultKind, fault_key
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.record import Record, encode, record_id
from ledger.domain.statements import Ack
from tests.fakes.histories import AGENT, CHAIN, KEYS, LOG, START_MS, STRANGER, WORDS, histories, promise, sign

PAY, READ = keccak(b"pay"), keccak(b"read")
SECONDS = st.integers(0, 10**6)


@given(histories(), st.integers(0, 99), st.integers(0, 99))
def test_no_true_receipt_contradicts_the_stream(history, i, seq):
    entry = history.entries[i % len(history.entries)]
    receipt = history.receipt(seq % len(history.records))
    for position, found in enumerate(history.ids(entry)):
        path = history.path(entry, position)
        assert receipt_contradicted.against_segment(promise(receipt), entry, found, position, path, KEYS) is None
    other = history.receipt((seq + 1) % len(history.records))
    assert receipt_contradicted.against_receipt(promise(receipt), promise(other), KEYS) is None
    again = replace(receipt, counterparty=keccak(b"somebody else"))
    assert receipt_contradicted.against_receipt(promise(receipt), promise(again), KEYS) is None
    assert receipt_contradicted.against_record(promise(receipt), 1, receipt.seq, receipt.record_hash, KEYS) is None


@given(histories(), st.integers(0, 99), WORDS)
def test_a_receipt_for_another_record_always_does(history, i, lie):
    entry = history.entries[i % len(history.entries)]
    said = entry.segment
    truth = history.receipt(said.first_seq)
    receipt = replace(truth, record_hash=lie)
    shown = entry, truth.record_hash, 0, history.path(entry, 0)
    found = receipt_contradicted.against_segment(promise(receipt), *shown, KEYS)
    assert found is not None
    assert found.fault_key == fault_key(AGENT, 0, 1, said.first_seq, FaultKind.RECEIPT_CONTRADICTED)
    assert found.matter == matter_of(action_of(AGENT, 0, 1, said.first_seq, lie), FaultClass.DECEPTION)
    assert receipt_contradicted.against_receipt(promise(truth), promise(receipt), KEYS) is not None
    assert receipt_contradicted.against_record(promise(receipt), 1, said.first_seq, truth.record_hash, KEYS) is not None
    # Neither strangers nor an operator that forges entries convict it.
    assert receipt_contradicted.against_segment(promise(receipt, STRANGER), *shown, KEYS) is None
    assert receipt_contradicted.against_segment(promise(receipt), sign(said, STRANGER), *shown[1:], KEYS) is None
    assert receipt_contradicted.against_segment(promise(receipt), entry, keccak(lie), 0, shown[3], KEYS) is None
    assert receipt_contradicted.against_receipt(promise(truth), promise(receipt, STRANGER), KEYS) is None


@given(histories(), st.lists(SECONDS, max_size=4), SECONDS)
def test_a_promise_is_broken_exactly_when_nothing_was_shown_by_its_time(history, witnessed, anchor_by):
    receipt = replace(history.receipt(0), anchor_by=anchor_by)
    kept = any(time <= anchor_by for time in witnessed)
    found = overdue.hidden_record(receipt, witnessed)
    assert (found is None) == kept
    ack = Ack(CHAIN, LOG, keccak(b"header"), anchor_by)
    broken = overdue.unanchored_entry(ack, witnessed)
    assert (broken is None) == kept
    if not kept:
        assert found.kind == (FaultKind.LATE_RECORD if witnessed else FaultKind.HIDDEN_RECORD)
        assert broken.kind == (FaultKind.LATE_ANCHOR if witnessed else FaultKind.UNANCHORED_ENTRY)
        assert broken.kind.is_operators


def test_there_are_three_days_for_an_answer_after_the_promise_is_due():
    assert overdue.answer_by(10, 5) == 10 + 3 * 86_400
    assert overdue.answer_by(5, 10) == 10 + 3 * 86_400


@given(histories(), st.integers(0, 200), st.integers(0, 200), st.sampled_from((PAY, READ, ZERO32)))
def test_a_mandate_is_breached_exactly_beyond_its_cap_and_its_tools(history, amount, total, tool):
    receipt = replace(history.receipt(0), amount=amount, running_total=total, tool=tool, mandate=keccak(b"m"))
    bounds = Bounds(100, keccak(READ))
    exceeds = amount > 100 or total > 100
    assert (breaches.of_mandate(promise(receipt), bounds, (), KEYS) is not None) == exceeds
    found = breaches.of_mandate(promise(receipt), bounds, (READ,), KEYS)
    assert (found is not None) == (exceeds or tool == PAY)
    assert (breaches.of_mandate(promise(receipt), bounds, (PAY,), KEYS) is not None) == exceeds
    assert breaches.of_mandate(promise(receipt, STRANGER), bounds, (READ,), KEYS) is None


@given(histories(), st.integers(0, 4 * 86_400), st.sampled_from((PAY, READ, ZERO32)))
def test_a_manifest_is_breached_only_while_it_surely_was_in_force(history, after, tool):
    since, until = START_MS // 1000 + 86_400, START_MS // 1000 + 2 * 86_400
    text = encode(
        Record(
            agent="eip155:31337:0x" + "00" * 20 + "/7",
            epoch=0,
            kind="operational",
            op="execute_tool",
            phase="intent",
            seq=0,
            session="s",
            stream=1,
            ts=START_MS + 1000 * after,
            v=1,
        )
    )
    receipt = promise(replace(history.receipt(0), tool=tool, record_hash=record_id(text)))
    manifest = Manifest(keccak(b"document"), keccak(READ), since, until)
    at = START_MS // 1000 + after
    sure = since + CLOCK_SKEW <= at < until - CLOCK_SKEW
    found = breaches.of_manifest(receipt, text, manifest, (READ,), KEYS)
    assert (found is not None) == (sure and tool == PAY)
    if found is not None:
        assert found.matter == matter_of(found.action, FaultClass.BREACH)
    assert breaches.of_manifest(receipt, text + b" ", manifest, (READ,), KEYS) is None
    assert breaches.of_manifest(receipt, text, manifest, (PAY,), KEYS) is None
    assert breaches.of_manifest(promise(history.receipt(0)), text, manifest, (READ,), KEYS) is None
