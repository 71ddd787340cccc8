"""Feedback weighs what the action weighs that it stands on, on a real chain."""

from __future__ import annotations

import secrets
from types import SimpleNamespace

import pytest

from ledger.chain import agents, feedback, witness
from ledger.chain.agents import StreamGrant
from ledger.chain.feedback import FeedbackState, Scale, Tally
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import ChainRevertError

pytestmark = pytest.mark.integration
STREAM, HOME = 1, keccak(b"home")


@pytest.fixture
def rated(new_sender):
    """An agent with a session key."""
    owner, key = new_sender(), SessionKey(secrets.token_bytes(32))
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(STREAM, HOME)])
    return SimpleNamespace(owner=owner, key=key, ref=ref, id=ref.agent_id)


@pytest.fixture
def dimension(sender):
    """A dimension of this test alone: -5.0 to 5.0."""
    name = secrets.token_hex(8)
    return SimpleNamespace(name=name, id=feedback.declare(sender, Scale(name, "", decimals=1, least=-50, most=50)))


def shown(chain, rated, client, seq):
    receipt = Receipt(
        agent=rated.ref.key,
        epoch=0,
        stream=STREAM,
        seq=seq,
        record_hash=keccak(secrets.token_bytes(8)),
        counterparty=bytes(12) + bytes.fromhex(client.address[2:]),
        chain=31337,
        log=HOME,
        anchor_by=1,
        amount=5,
        tool=keccak(b"pay"),
        mandate=ZERO32,
        running_total=5,
    )
    return witness.show_receipt(chain, rated.id, receipt, rated.key.sign(digest(receipt.hash)), client.address)


def test_feedback_weighs_once_it_stands_on_an_action(chain, rated, dimension, new_sender):
    client = new_sender()
    index = feedback.give(client, rated.id, -45, 1, tag1=dimension.name, uri="ipfs://why")
    assert feedback.state_of(chain, rated.id, client.address, index) is FeedbackState.UNVERIFIED
    assert feedback.tally(chain, rated.id, dimension.id, owner_epoch=0) == Tally(0, 0)
    before = chain.head().number
    linked = feedback.link(client, rated.id, index, dimension.id, shown(chain, rated, client, 0))
    assert linked.event("FeedbackLinked").args["value"] == -45
    assert feedback.state_of(chain, rated.id, client.address, index) is FeedbackState.BACKED
    assert feedback.tally(chain, rated.id, dimension.id, owner_epoch=0, named_only=True) == Tally(1, -45)
    assert feedback.tally(chain, rated.id, dimension.id, owner_epoch=1) == Tally(0, 0)
    assert feedback.tally(chain, rated.id, dimension.id, owner_epoch=0, block=before) == Tally(0, 0)


def test_a_tally_of_many_pages_counts_each_link_once(chain, rated, dimension, sender):
    for number in range(5):
        index = feedback.give(sender, rated.id, number, tag1=dimension.name)
        feedback.link(sender, rated.id, index, dimension.id, shown(chain, rated, sender, number))
    assert feedback.tally(chain, rated.id, dimension.id, owner_epoch=0, page=2) == Tally(5, 100)


def test_the_own_side_and_values_outside_the_scale_are_refused_in_words(chain, rated, dimension, sender):
    with pytest.raises(ChainRevertError, match="Self-feedback not allowed"):
        feedback.give(rated.owner, rated.id, 5)
    index = feedback.give(sender, rated.id, 51, 1, tag1=dimension.name)
    with pytest.raises(ChainRevertError, match="51 is outside -50 to 50"):
        feedback.link(sender, rated.id, index, dimension.id, shown(chain, rated, sender, 0))
    index = feedback.give(sender, rated.id, 5, tag1=dimension.name)
    rated.owner.send("AgentRegistry", "approve", sender.address, rated.id)
    with pytest.raises(ChainRevertError, match="owns, owned, operates or signs for agent"):
        feedback.link(sender, rated.id, index, dimension.id, shown(chain, rated, sender, 0))
    assert feedback.state_of(chain, rated.id, sender.address, index) is FeedbackState.OWN_SIDE
    assert feedback.state_of(chain, rated.id, sender.address, 9) is FeedbackState.UNKNOWN
