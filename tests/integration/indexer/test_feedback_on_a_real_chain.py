"""Feedback and validation on a real chain: what the mirror says they weigh, the contracts say too."""

from __future__ import annotations

import secrets
from types import SimpleNamespace

import pytest

from ledger.chain import agents, feedback, witness
from ledger.chain.agents import StreamGrant
from ledger.chain.feedback import Scale
from ledger.domain.feedback_file import parse_line
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.indexer.rebuild import rebuild
from ledger.queries.feedback import agent_feedback
from ledger.queries.feedback_exchange import export_lines
from ledger.queries.feedback_summary import feedback_summary
from ledger.queries.validations import agent_validations, validator_requests

pytestmark = pytest.mark.integration
HOME, YES = keccak(b"home"), True


@pytest.fixture
def rated(new_sender):
    """An agent with a session key, and whoever has to do with it."""
    owner, key = new_sender(), SessionKey(secrets.token_bytes(32))
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(1, HOME)])
    return SimpleNamespace(owner=owner, key=key, ref=ref, id=ref.agent_id)


def link(chain, rated, client, index, dimension, seq):
    receipt = Receipt(
        agent=rated.ref.key,
        epoch=0,
        stream=1,
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
    signature = rated.key.sign(digest(receipt.hash))
    feedback.link(
        client, rated.id, index, dimension, witness.show_receipt(chain, rated.id, receipt, signature, client.address)
    )


def scale(sender):
    name = secrets.token_hex(8)
    return name, feedback.declare(sender, Scale(name, "%", decimals=1, least=-1000, most=1000))


def agree(chain, sources, number, block=None):
    """Every state in the mirror is the contract's, and so is every sum."""
    items = agent_feedback(sources, str(number), cursor=None, limit=500, as_of=block).data.items
    for item in items:
        state = chain.read("FeedbackView", "stateOf", number, item.client, item.index, block=block)
        assert ("unknown", "revoked", "own_side", "unverified", "backed")[state] == item.state
    for found in feedback_summary(sources, str(number), as_of=block).data.dimensions:
        tally = feedback.tally(
            chain, number, bytes.fromhex(found.scale.dimension), owner_epoch=found.owner_epoch, block=block
        )
        assert (tally.count, f"{tally.total / 10:.1f}") == (found.count, found.total)
    return items


def test_the_mirror_weighs_feedback_as_the_contracts_do(chain, rated, new_sender, job, catch_up, sources):
    clients = [new_sender() for _ in range(4)]
    name, dimension = scale(clients[0])
    for seq, client in enumerate(clients[:3]):
        index = feedback.give(client, rated.id, 10 * seq, 1, tag1=name, uri="ipfs://why")
        link(chain, rated, client, index, dimension, seq)
    feedback.give(clients[3], rated.id, -(10**38), 18, tag1="\xff odd", tag2="week")
    clients[1].send("ReputationRegistry", "revokeFeedback", rated.id, 1)
    rated.owner.send("ReputationRegistry", "appendResponse", rated.id, clients[0].address, 1, "ipfs://ok", ZERO32)
    before = chain.head().number
    rated.owner.send("AgentRegistry", "approve", clients[2].address, rated.id)
    operated = chain.head().number
    rated.owner.send("AgentRegistry", "approve", clients[1].address, rated.id)
    rated.owner.send("AgentRegistry", "setApprovalForAll", clients[0].address, YES)
    rated.owner.send("AgentRegistry", "transferFrom", rated.owner.address, clients[3].address, rated.id)
    catch_up()
    assert [item.state for item in agree(chain, sources, rated.id, before)] == [
        "backed", "revoked", "backed", "unverified"
    ]  # fmt: skip
    assert [item.own_side for item in agree(chain, sources, rated.id, operated)][2] == "operator"
    now = agree(chain, sources, rated.id)
    assert [item.own_side for item in now] == [None, None, None, "owner"]
    assert [response.own_side for response in now[0].responses] == ["past_owner"]
    assert rebuild(job, swap=False).equal


def test_what_is_exported_can_be_given_to_a_registry_again(chain, rated, new_sender, catch_up, sources):
    client = new_sender()
    for value in (875, -1):
        args = (rated.id, value, 1, "starred", "week", "https://a.example", "ipfs://why", keccak(b"why"))
        client.send("ReputationRegistry", "giveFeedback", *args)
    catch_up()
    other = agents.register_agent(rated.owner).agent_id
    for line in map(parse_line, export_lines(sources, str(rated.id), as_of=None).data):
        client.send("ReputationRegistry", "giveFeedback", other, *line.arguments[1:])
    reads = [
        chain.read("ReputationRegistry", "readAllFeedback", number, [client.address], "", "", YES)
        for number in (rated.id, other)
    ]
    assert reads[0] == reads[1]
    assert list(reads[0][2]) == [875, -1]


def test_validation_is_read_by_agent_and_validator(chain, rated, new_sender, catch_up, sources):
    validator, request = new_sender(), keccak(secrets.token_bytes(8))
    rated.owner.send("ValidationRegistry", "validationRequest", validator.address, rated.id, "ipfs://work", request)
    for response in (0, 90):
        args = (request, response, "ipfs://report", keccak(b"report"), "final")
        validator.send("ValidationRegistry", "validationResponse", *args)
    catch_up()
    (item,) = agent_validations(sources, str(rated.id), cursor=None, limit=9, as_of=None).data.items
    assert validator_requests(sources, validator.address, cursor=None, limit=9, as_of=None).data.items == [item]
    told = chain.read("ValidationRegistry", "validationOf", request)
    assert (item.state, item.validator, item.agent_id) == ("revised", told[2], told[3])
    assert (told[0], told[6], item.owner_epoch) == (3, len(item.answers), told[4])
    assert [answer.response for answer in item.answers] == [0, 90]
