from __future__ import annotations

import secrets

import pytest

from ledger.chain import agents, faults
from ledger.chain.agents import StreamGrant, StreamHead
from ledger.chain.deploy import MIN_OPERATOR_BOND
from ledger.chain.directory import ChainDirectory
from ledger.chain.logs import ChainAnchor, register_log, set_log_url
from ledger.chain.node import Chain
from ledger.domain import tree
from ledger.domain.entry import Entry
from ledger.domain.hashing import ZERO32, sha256
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Segment, digest
from ledger.errors import ChainRevertError, UnavailableError
from ledger.loopback import free_port

pytestmark = pytest.mark.integration
HOME = secrets.token_bytes(32)
DAY = 86_400


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def new_key() -> SessionKey:
    return SessionKey(secrets.token_bytes(32))


@pytest.fixture
def agent(sender):
    """An agent with an open epoch: (reference, session key)."""
    ref, key = agents.register_agent(sender), new_key()
    agents.open_epoch(sender, ref, [key], [StreamGrant(1, HOME), StreamGrant(0)])
    return ref, key


def test_a_session_key_is_found_with_agent_and_epoch(chain, agent):
    ref, key = agent
    info = ChainDirectory(chain).lookup(key.address)
    assert info is not None
    assert (info.agent, info.ref, info.epoch, info.may_state) == (ref.key, ref, 0, True)


def test_an_unknown_key_is_none_and_is_found_once_it_is_registered(chain, sender, agent):
    directory, key = ChainDirectory(chain), new_key()
    assert directory.lookup(key.address) is None
    assert directory.stream(key.address, 1) is None
    agents.add_key(sender, agent[0], key)
    assert directory.lookup(key.address) is not None


def test_streams_tell_their_home_log(chain, sender, agent):
    directory, (ref, key) = ChainDirectory(chain), agent
    assert directory.stream(key.address, 1).home_log == HOME
    assert directory.stream(key.address, 0).home_log == ZERO32
    assert directory.stream(key.address, 7) is None
    agents.add_stream(sender, ref, StreamGrant(7, HOME))
    assert directory.stream(key.address, 7).home_log == HOME


def test_the_first_header_of_a_later_epoch_follows_the_closing_head(chain, sender, agent):
    ref, _ = agent
    head, key = secrets.token_bytes(32), new_key()
    agents.close_epoch(sender, ref, [StreamHead(1, 5, head)])
    assert agents.open_epoch(sender, ref, [key], [StreamGrant(1, HOME)]) == 1
    assert ChainDirectory(chain).stream(key.address, 1).opening_head == head


def test_a_revocation_is_seen_after_the_memory_and_bites_after_the_grace(chain, dev, sender, agent):
    ref, key = agent
    clock = Clock()
    directory = ChainDirectory(chain, kept_s=5, clock=clock)
    assert directory.lookup(key.address).revoked_at == 0
    agents.revoke_key(sender, ref, key.address)
    assert directory.lookup(key.address).revoked_at == 0
    clock.now = 5.1
    seen = directory.lookup(key.address)
    assert seen.revoked_at > 0
    assert seen.may_state
    dev.increase_time(8 * DAY)
    dev.mine()
    clock.now = 10.3
    assert not directory.lookup(key.address).may_state


def test_a_dead_chain_is_unavailable_not_an_unknown_key(chain, agent):
    with Chain(f"http://127.0.0.1:{free_port()}", chain.deployment, retries=0) as dead:
        with pytest.raises(UnavailableError):
            ChainDirectory(dead).lookup(agent[1].address)
        with pytest.raises(UnavailableError):
            ChainDirectory(dead).now()


def test_the_directory_tells_the_time_of_the_head(chain):
    assert ChainDirectory(chain).now() == chain.head().timestamp


def test_anchors_extend_each_other_and_nothing_else(sender):
    origin = f"localhost/{secrets.token_hex(4)}"
    log = register_log(sender, origin=origin, checkpoint_key=HOME, url="http://l", bond=MIN_OPERATOR_BOND)
    set_log_url(sender, log, "http://moved")
    port = ChainAnchor(sender, log)
    assert port.anchored() == (0, tree.EMPTY_ROOT)
    leaves = [sha256(bytes([i])) for i in range(7)]
    port.anchor(3, tree.root(leaves[:3]), [])
    assert port.anchored() == (3, tree.root(leaves[:3]))
    proof = [tree.root(leaves[begin:end]) for begin, end in tree.consistency_ranges(3, 7)]
    port.anchor(7, tree.root(leaves), proof)
    assert port.anchored() == (7, tree.root(leaves))
    with pytest.raises(ChainRevertError) as caught:
        port.anchor(8, tree.root([*leaves[:6], *leaves[:2]]), proof)
    assert caught.value.details["name"] == "ActionLog_NotExtending"


def test_two_signed_histories_end_the_epoch_and_slash_half_the_bond(chain, sender, new_sender, agent):
    ref, key = agent
    agents.bond(sender, ref, 10**18)
    entries = []
    for content in (b"one", b"two"):
        header = Segment(ref.key, 0, 1, 0, 1, ZERO32, sha256(content), 1)
        entries.append(Entry(header, key.sign(digest(header.header))))
    prover = new_sender()
    verdict = faults.prove_equivocation(prover, ref, *entries)
    assert verdict.slashed == 5 * 10**17
    assert chain.read("BondVault", "bondOf", ref.key, sender.address)[0] == 5 * 10**17
    earliest, _, _, held = chain.read("FaultProver", "rewardOf", verdict.fault_key)
    assert (earliest, held) == (prover.address, 10**17)  # held back for whoever committed to a proof earlier
    assert chain.read("KeyRing", "epochOf", ref.agent_id, 0)[1] > 0
    with pytest.raises(ChainRevertError):
        faults.prove_equivocation(prover, ref, *entries)
