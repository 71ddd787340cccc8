"""What faults cost, how they are named, and what a prover commits to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.faults.finding import (
    PENALTIES,
    REWARD_UNIT,
    FaultKind,
    Finding,
    commitment,
    is_signed,
    key_about,
    reward_of,
    slash_of,
)
from ledger.domain.hashing import keccak
from tests.fakes.histories import KEY, KEYS


def test_every_fault_has_its_penalty():
    assert set(PENALTIES) == set(FaultKind)
    for kind, penalty in PENALTIES.items():
        assert 0 < penalty.slash_bps <= 10_000
        assert (penalty.weight == 0) == kind.is_operators


@given(st.sampled_from(FaultKind), st.integers(0, 1 << 90), st.integers(0, 1 << 90))
def test_what_a_ruling_took_is_not_taken_again(kind, bond, taken):
    slashed, whole = slash_of(kind, bond, taken), slash_of(kind, bond)
    assert 0 <= slashed <= max(0, whole + 5 * REWARD_UNIT - taken)
    assert slashed % (5 * REWARD_UNIT) == 0
    assert reward_of(slashed) * 5 == slashed


def test_a_fault_that_no_court_judges_has_no_matter():
    assert Finding(FaultKind.EQUIVOCATION, b"k" * 32, b"s" * 32).matter is None


def test_faults_about_different_things_have_different_names():
    assert key_about(b"l" * 32, b"a" * 32, FaultKind.FORGED_ENTRY) != key_about(
        b"l" * 32, b"b" * 32, FaultKind.VOID_ENTRY
    )


@pytest.mark.parametrize("change", [("prover", 1), ("proof", 2), ("salt", 3)])
def test_a_commitment_binds_prover_proof_and_salt(change):
    first = (KEY.address, b"proof", b"s" * 32)
    other = list(first)
    other[change[1] - 1] = {1: "0x" + "11" * 20, 2: b"other", 3: b"t" * 32}[change[1]]
    assert commitment(*first) != commitment(*other)


def test_a_signature_of_no_form_is_nobodys():
    assert not is_signed(keccak(b"x"), b"short", KEYS)
