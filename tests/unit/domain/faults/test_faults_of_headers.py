"""Headers: an honest chain never convicts, one that is changed always does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.faults import broken_chain, equivocation, wrong_time
from ledger.domain.faults.broken_chain import Closing
from ledger.domain.faults.finding import CLOCK_SKEW, FaultKind, epoch_key, fault_key
from ledger.domain.hashing import ZERO32
from tests.fakes.histories import AGENT, KEYS, START_MS, STRANGER, WORDS, changed, histories, sign

PLACES = st.integers(0, 99)


@given(histories(), PLACES, PLACES)
def test_no_two_headers_of_an_honest_agent_are_a_fault(history, i, j):
    a, b = (history.entries[k % len(history.entries)] for k in (i, j))
    for find in (equivocation.find, broken_chain.find, wrong_time.in_order):
        assert find(a, b, KEYS) is None


@given(histories(), PLACES, WORDS)
def test_another_header_for_the_same_numbers_is_equivocation(history, i, root):
    a = history.entries[i % len(history.entries)]
    b = changed(a, records_root=root)
    found = equivocation.find(a, b, KEYS)
    assert found is not None
    assert found.fault_key == epoch_key(AGENT, 0, FaultKind.EQUIVOCATION)
    assert found.seq == a.segment.first_seq
    assert equivocation.find(b, a, KEYS).fault_key == found.fault_key
    assert equivocation.find(a, sign(b.segment, STRANGER), KEYS) is None
    assert equivocation.find(a, changed(b, stream=2), KEYS) is None


@given(histories(), WORDS)
def test_a_header_that_does_not_name_the_one_before_breaks_the_chain(history, other):
    a, b = history.entries[:2]
    found = broken_chain.find(a, changed(b, prev_header=other), KEYS)
    assert found is not None
    assert found.fault_key == fault_key(AGENT, 0, 1, b.segment.first_seq, FaultKind.BROKEN_CHAIN)
    assert broken_chain.find(a, sign(changed(b, prev_header=other).segment, STRANGER), KEYS) is None


@given(histories(), PLACES)
def test_no_honest_header_contradicts_the_true_end(history, i):
    end = history.entries[-1].segment
    entry = history.entries[i % len(history.entries)]
    closing = Closing(end.end_seq, end.header)
    assert broken_chain.against_closing(entry, closing, None, KEYS) is None
    assert broken_chain.against_closing(entry, None, closing, KEYS) is None
    first = changed(history.entries[0], epoch=1, prev_header=end.header)
    assert broken_chain.against_closing(first, None, closing, KEYS) is None
    assert broken_chain.against_closing(first, None, None, KEYS) is None


@given(histories(), WORDS)
def test_whatever_contradicts_a_committed_end_is_a_fault_once(history, other):
    last = history.entries[-1]
    closing = Closing(last.segment.end_seq, last.segment.header)
    beyond = changed(last, first_seq=last.segment.end_seq)
    found = [
        broken_chain.against_closing(entry, closing, None, KEYS)
        for entry in (changed(last, records_root=other), beyond, changed(beyond, count=7))
    ]
    assert {one.fault_key for one in found} == {fault_key(AGENT, 0, 1, last.segment.end_seq, FaultKind.BROKEN_CHAIN)}
    first = changed(history.entries[0], epoch=1, prev_header=other)
    assert broken_chain.against_closing(first, None, closing, KEYS).statement_b == closing.head
    origin = changed(history.entries[0], prev_header=b"\1" * 32)
    assert broken_chain.against_closing(origin, None, None, KEYS).statement_b == ZERO32


@given(histories(), st.integers(0, 10 * CLOCK_SKEW))
def test_a_time_is_wrong_exactly_when_no_honest_clock_could_say_it(history, late):
    entry = changed(history.entries[0], ts=START_MS + 1000 * late)
    found = wrong_time.against_anchor(entry, START_MS // 1000, b"r" * 32, KEYS)
    assert (found is None) == (late <= CLOCK_SKEW)
    a = changed(history.entries[0], ts=START_MS + 1000 * late)
    b = changed(history.entries[1], ts=START_MS)
    assert (wrong_time.in_order(a, b, KEYS) is None) == (late <= CLOCK_SKEW)
    assert wrong_time.in_order(a, sign(b.segment, STRANGER), KEYS) is None
    assert wrong_time.against_anchor(sign(entry.segment, STRANGER), 0, b"r" * 32, KEYS) is None
