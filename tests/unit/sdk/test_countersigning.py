"""Counter-signing: a receipt that was given to us goes into our stream, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.domain.carried_receipt import CarriedReceipt
from ledger.domain.signed_receipt import SignedReceipt, counterparty_of
from ledger.domain.signing import SessionKey
from ledger.domain.statements import digest
from ledger.errors import InvalidInputError, ProofError
from ledger.sdk import Terms, tail
from tests.unit.logserver import scene

SALT = bytes([5]) * 32


@pytest.fixture
def given_receipt(make_ledger):
    """A receipt of an agent, given to another."""
    giver = make_ledger("giver", bound=True)
    terms = Terms(counterparty_of(scene.STRANGER.address, SALT), scene.LOG, 1_700_000_000)
    return giver.receipt(terms, giver.write("pay").ref)


@pytest.mark.parametrize("form", [lambda item: item, SignedReceipt.pack, lambda item: item.pack().decode()])
def test_a_receipt_is_written_down_as_it_was_given(make_ledger, given_receipt, form):
    taker = make_ledger("taker")
    taker.countersign(form(given_receipt), salt=SALT, session="order-1")
    taker.bind(replace(scene.AGENT, agent_id=scene.AGENT.agent_id + 1))
    (line,) = tail(taker.spool)
    said = line.statement
    assert (said.v, said.op, said.kind, said.phase, said.outcome, said.session) == (
        2, "countersign", "interaction", "outcome", "success", "order-1"
    )  # fmt: skip
    assert said.parents == (given_receipt.receipt.record_hash.hex(),)
    assert CarriedReceipt.unpack(bytes.fromhex(said.receipt)) == CarriedReceipt(given_receipt, SALT)


def test_an_effect_that_did_not_come_is_said_so(make_ledger, given_receipt):
    taker = make_ledger("taker")
    taker.countersign(given_receipt, "failure")
    (line,) = tail(taker.spool)
    assert line.statement.outcome == "failure"


def test_our_own_receipt_is_not_countersigned(make_ledger, given_receipt):
    with pytest.raises(InvalidInputError, match="our own"):
        make_ledger("giver", bound=True).countersign(given_receipt)


@pytest.mark.parametrize("promised", [{"seq": 1 << 53}, {"anchor_by": 1 << 38}])
def test_what_nobody_can_keep_is_refused(make_ledger, given_receipt, promised):
    said = replace(given_receipt.receipt, **promised)
    with pytest.raises(InvalidInputError, match="which no record and no anchor can keep"):
        make_ledger("taker").countersign(SignedReceipt(said, scene.KEY.sign(digest(said.hash))))


def test_a_signature_that_is_none_is_refused_and_nothing_is_written(make_ledger, given_receipt):
    taker = make_ledger("taker")
    high = SignedReceipt(given_receipt.receipt, given_receipt.signature[:64] + b"\x05")
    with pytest.raises(ProofError):
        taker.countersign(high)
    assert taker.state().written == 0


def test_the_log_takes_a_record_that_carries_a_receipt(make_ledger, client, log):
    stranger = replace(scene.AGENT, agent_id=scene.AGENT.agent_id + 9)
    giver = SessionKey(bytes([3]) * 32)
    ledger = make_ledger(bound=True, to=client)
    given = ledger.receipt(Terms(counterparty_of(scene.STRANGER.address), scene.LOG, 5), ledger.write("pay").ref)
    said = replace(given.receipt, agent=stranger.key)
    ledger.countersign(SignedReceipt(said, giver.sign(digest(said.hash))))
    ledger.flush()
    assert ledger.state().acknowledged == 2
