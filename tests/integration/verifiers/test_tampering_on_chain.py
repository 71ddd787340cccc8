"""The tamper catalogue as contracts meet it: every kind that can be shown to them is refused, on a node of its own."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from ledger.chain import agents
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import MIN_OPERATOR_BOND, deploy
from ledger.chain.dev import DevNode
from ledger.chain.fault_proofs import AnchoredTree, forked_checkpoints
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.reverts import revert_error
from ledger.chain.rpc import RpcError
from ledger.chain.sender import Sender
from ledger.chain.witness import LogPlace, SegmentPlace
from ledger.domain import tree
from ledger.domain.entry import Entry, SignedSegment, leaf_hash
from ledger.domain.faults.forked_checkpoints import Stated
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import AgentRef
from ledger.domain.record import record_id
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Checkpoint, Segment, digest
from ledger.errors import ChainRevertError
from tests.fakes.tamper_table import NOT_ON_CHAIN, ON_CHAIN, PAGE, render, shown
from tests.integration.verifiers.test_tampering import CATALOGUE, N

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
STREAM = 2
GRACE = 7 * 86_400


def fresh() -> SessionKey:
    return SessionKey(secrets.token_bytes(32))


class World:
    """An agent with keys, a log, and what was anchored in it; `record` 1 of `segment` is what liars start from."""

    def __init__(self, chain: Chain, dev: DevNode) -> None:
        self.chain, self.dev = chain, dev
        self.owner, self.operator = self.account(), self.account()
        self.key, self.revoked, self.stranger = fresh(), fresh(), fresh()
        origin = "localhost/tampering"
        self.log = register_log(
            self.operator, origin=origin, checkpoint_key=ZERO32, url="http://log", bond=MIN_OPERATOR_BOND
        )
        self.ref = agents.register_agent(self.owner)
        agents.open_epoch(self.owner, self.ref, [self.key, self.revoked], [StreamGrant(STREAM, self.log)])
        agents.revoke_key(self.owner, self.ref, self.revoked.address)
        self.other = agents.register_agent(self.account())  # whose key it is not
        self.leaves = [leaf_hash(b"somebody's")]
        self.segment = self.signed(self.key)
        self.at = self.anchored(self.segment)
        self.record = SegmentPlace.of(self.segment, 1)

    def account(self) -> Sender:
        key = fresh()
        self.dev.fund(key.address, 1000 * ETHER)
        return Sender(self.chain, key)

    def signed(self, key: SessionKey, ref: AgentRef | None = None, sign=None) -> SignedSegment:
        records = tuple(f'{{"number":{number}}}'.encode() for number in range(3))
        ids = [record_id(data) for data in records]
        header = Segment((ref or self.ref).key, 0, STREAM, 0, len(ids), ZERO32, tree.root(ids), 1)
        return SignedSegment(Entry(header, (sign or (lambda h: key.sign(digest(h))))(header.header)), records)

    def anchored(self, segment: SignedSegment) -> LogPlace:
        """Put a segment into the log and anchor it."""
        old = len(self.leaves) if hasattr(self, "at") else 0
        self.leaves.append(segment.entry.leaf)
        size, root = len(self.leaves), tree.root(self.leaves)
        proof = [tree.root(self.leaves[a:b]) for a, b in tree.consistency_ranges(old, size)] if old else []
        ChainAnchor(self.operator, self.log).anchor(size, root, proof)
        index = self.chain.read("ActionLog", "logOf", self.log)[3] - 1
        path = tree.inclusion_path(tree.levels(self.leaves), size - 1)
        self.at = LogPlace(self.log, index, size, root, self.chain.head().number, size - 1, path)
        return self.at

    # -- what is asked of the contracts ---------------------------------------------------------------------

    def witness(self, record: SegmentPlace | None = None, at: LogPlace | None = None, agent_id: int | None = None):
        where = at or self.at
        place = (where.log, where.anchor_index, where.size, where.root, where.block, where.leaf_index, list(where.path))
        about = self.ref.agent_id if agent_id is None else agent_id
        return self.chain.read("ActionWitness", "onLog", about, (record or self.record).as_tuple(), place)

    def anchor(self, size: int, root: bytes, proof: list[bytes]) -> None:
        ChainAnchor(self.operator, self.log).anchor(size, root, proof)

    def convict(self, stated: Stated) -> None:
        """Hold a stated tree against the anchored one."""
        at = self.at
        proof = forked_checkpoints(
            self.chain, self.log, stated, AnchoredTree(at.log, at.anchor_index, at.size, at.root, at.block)
        )
        call = {"to": self.chain.deployment.addresses[proof.checker], "data": "0x" + proof.call.hex()}
        try:
            self.chain.rpc.call("eth_call", (call, "latest"))
        except RpcError as error:
            raise revert_error("check", bytes.fromhex((error.data or "0x")[2:])) from error

    def of_segment(self, segment: SignedSegment) -> None:
        """Anchor a spoiled segment and show its record."""
        at = self.anchored(segment)
        self.witness(SegmentPlace.of(segment, 1), at)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("tampering") / "node.log")
    node.start()
    bare = Chain(node.url)
    dev = DevNode(bare)
    deployer = fresh()
    dev.fund(deployer.address, 100 * ETHER)
    chain = Chain(node.url, deploy(bare, deployer))
    yield World(chain, dev)
    chain.close()
    bare.close()
    node.stop()


def high_s(world: World):
    def sign(header: bytes) -> bytes:
        good = world.key.sign(digest(header))
        return good[:32] + (N - int.from_bytes(good[32:64], "big")).to_bytes(32, "big") + bytes([55 - good[64]])

    return sign


def stated(world: World, *, operator: SessionKey | None = None, log: bytes | None = None, lie: bool = False) -> Stated:
    """Another root of the anchored size, signed by somebody, or for another log, or changed after it was signed."""
    said = Checkpoint(31337, log or world.log, world.at.size, keccak(b"another tree"))
    signature = (operator or world.operator._key).sign(digest(said.hash))
    return Stated(replace(said, root=keccak(b"a third")) if lie else said, signature)


def shrunken(world: World):
    return world.anchor(1, tree.root(world.leaves[:1]), [])


def longer(world: World, first: bytes) -> tuple[int, bytes]:
    leaves = [first, *world.leaves[1:], leaf_hash(b"next")]
    return len(leaves), tree.root(leaves)


def consistency(world: World) -> list[bytes]:
    leaves = [*world.leaves, leaf_hash(b"next")]
    return [tree.root(leaves[a:b]) for a, b in tree.consistency_ranges(len(world.leaves), len(leaves))]


LIES = {
    "mutate": lambda w: w.witness(replace(w.record, record_id=record_id(b'{"number":9}'))),
    "mutate_path": lambda w: w.witness(replace(w.record, path=list(reversed(w.record.path)))),
    "insert": lambda w: w.witness(replace(w.record, position=3)),
    "reorder": lambda w: w.witness(replace(w.record, position=0)),
    "truncate": lambda w: w.witness(replace(w.record, path=w.record.path[:-1])),
    "cut_off": lambda w: w.witness(replace(w.record, entry=replace(w.segment.entry, signature=bytes(64)))),
    "move_leaf": lambda w: w.witness(at=replace(w.at, leaf_index=0)),
    "replay_as_another_agent": lambda w: w.witness(agent_id=w.other.agent_id),
    "replay_on_another_chain": lambda w: w.of_segment(w.signed(w.key, replace(w.ref, chain_id=1))),
    "wrong_key": lambda w: w.of_segment(w.signed(w.stranger)),
    "revoked_key": lambda w: w.dev.increase_time(GRACE + 10) or w.of_segment(w.signed(w.revoked)),
    "cross_domain_signature": lambda w: w.of_segment(w.signed(w.key, sign=w.key.sign)),
    "malleated_signature": lambda w: w.of_segment(w.signed(w.key, sign=high_s(w))),
    "forged_anchor": lambda w: w.witness(at=replace(w.at, root=keccak(b"other"))),
    "anchor_left_out": lambda w: w.witness(at=replace(w.at, anchor_index=w.at.anchor_index + 1)),
    "checkpoint_of_another_root": lambda w: w.witness(at=replace(w.at, size=w.at.size + 1)),
    "checkpoint_by_another_operator": lambda w: w.convict(stated(w, operator=w.stranger)),
    "checkpoint_of_another_log": lambda w: w.convict(stated(w, log=keccak(b"another log"))),
    "forged_checkpoint": lambda w: w.convict(stated(w, lie=True)),
    "fork": lambda w: w.anchor(w.at.size, keccak(b"fork"), []),
    "shrunken_tree": shrunken,
    "rewritten_tree": lambda w: w.anchor(*longer(w, leaf_hash(b"rewritten")), consistency(w)),
    "proof_too_short": lambda w: w.anchor(*longer(w, w.leaves[0]), []),
    "expired_key": lambda w: (
        agents.close_epoch(w.owner, w.ref) and (w.dev.increase_time(GRACE + 10) or w.of_segment(w.signed(w.key)))
    ),
}


@pytest.fixture
def here(world):
    """The world as it is before each lie, and again after it."""
    before = world.dev.snapshot()
    kept = SimpleNamespace(leaves=list(world.leaves), at=world.at)
    yield world
    world.dev.revert(before)
    world.leaves, world.at = kept.leaves, kept.at


def test_what_is_sound_is_witnessed_and_a_stated_fork_convicts(here):
    assert here.ref.key in here.witness()
    here.convict(stated(here))


@pytest.mark.parametrize("kind", LIES)
def test_contracts_refuse_each_kind_of_tampering_and_say_why(here, kind):
    with pytest.raises(ChainRevertError) as refused:
        LIES[kind](here)
    assert refused.value.details["name"] == ON_CHAIN[kind]


def test_every_kind_of_the_catalogue_is_met_on_chain_or_left_out_for_a_reason():
    assert LIES.keys() == ON_CHAIN.keys()
    assert ON_CHAIN.keys() | NOT_ON_CHAIN.keys() == CATALOGUE.keys()
    assert not ON_CHAIN.keys() & NOT_ON_CHAIN.keys()


def test_the_page_holds_the_table_that_is_tested():
    assert shown(PAGE.read_text()) == render({kind: code for kind, (_, code) in CATALOGUE.items()}), (
        "run python -m tests.fakes.tamper_table"
    )


def test_every_test_that_the_page_names_is_there():
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", PAGE.read_text())
    assert len(named) > 15
    missing = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text()]
    assert missing == []
