"""Every fault on a real chain: the contract's check and its pure twin find the same, and punish what they find."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.chain import agents, challenges, fault_proofs, faults, manifests
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import CHALLENGE_DEPOSIT, deploy
from ledger.chain.dev import DevNode
from ledger.chain.fault_proofs import AnchoredTree, OpenedOutcome
from ledger.chain.logs import ChainAnchor, register_log
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.chain.witness import LogPlace, SegmentPlace, direct_record
from ledger.domain import tree
from ledger.domain.ack_batch import HeaderBatch
from ledger.domain.authority import tool_id
from ledger.domain.commitment import field_leaf
from ledger.domain.entry import Entry
from ledger.domain.faults import (
    breaches,
    broken_chain,
    entries,
    equivocation,
    forked_checkpoints,
    overdue,
    receipt_contradicted,
    tiles,
    two_effects,
    wrong_time,
)
from ledger.domain.faults.entries import Served
from ledger.domain.faults.finding import HOLD_BLOCKS, FaultKind, reward_of, slash_of
from ledger.domain.faults.forked_checkpoints import Stated
from ledger.domain.faults.two_effects import Effect
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.record import Record, encode, record_id
from ledger.domain.signed_receipt import SignedReceipt
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Ack, Checkpoint, Receipt, Segment, digest
from ledger.errors import ChainRevertError

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
BOND = 10 * ETHER
DIRECT, STREAM = 1, 2
SALT = b"s" * 32
DAYS = 86_400


class World:
    """Contracts on a chain of their own, whose clock may run ahead."""

    def __init__(self, folder: Path) -> None:
        self.node = HardhatNode(0, ROOT, folder / "node.log")
        self.node.start()
        self.bare = Chain(self.node.url)
        self.dev = DevNode(self.bare)
        deployer = SessionKey(secrets.token_bytes(32))
        self.dev.fund(deployer.address, 100 * ETHER)
        self.chain = Chain(self.node.url, deploy(self.bare, deployer))

    def account(self) -> Sender:
        key = SessionKey(secrets.token_bytes(32))
        self.dev.fund(key.address, 1000 * ETHER)
        return Sender(self.chain, key)

    def now(self) -> int:
        return self.chain.head().timestamp

    def wait(self, seconds: int) -> None:
        self.dev.increase_time(seconds)
        self.dev.mine()

    def stop(self) -> None:
        self.chain.close()
        self.bare.close()
        self.node.stop()


class Operator:
    """A log, its bond, and the leaves that it holds."""

    def __init__(self, world: World) -> None:
        self.world, self.key = world, SessionKey(secrets.token_bytes(32))
        world.dev.fund(self.key.address, 1000 * ETHER)
        self.sender = Sender(world.chain, self.key)
        origin = f"localhost/{secrets.token_hex(4)}"
        self.log = register_log(self.sender, origin=origin, checkpoint_key=ZERO32, url="http://log", bond=BOND)
        self.leaves: list[bytes] = []
        self.trees: list[AnchoredTree] = []

    def anchor(self, *leaves: bytes) -> AnchoredTree:
        old = len(self.leaves)
        self.leaves += leaves
        ranges = tree.consistency_ranges(old, len(self.leaves)) if old else []
        proof = [tree.root(self.leaves[begin:end]) for begin, end in ranges]
        root = tree.root(self.leaves)
        ChainAnchor(self.sender, self.log).anchor(len(self.leaves), root, proof)
        block = self.world.chain.head().number
        self.trees.append(AnchoredTree(self.log, len(self.trees), len(self.leaves), root, block))
        return self.trees[-1]

    def place(self, leaf: bytes, at: AnchoredTree) -> LogPlace:
        index = self.leaves.index(leaf)
        path = tree.inclusion_path(tree.levels(self.leaves[: at.size]), index)
        return LogPlace(self.log, at.index, at.size, at.root, at.block, index, path)

    def bond(self) -> int:
        active, *_ = self.world.chain.read("BondVault", "bondOf", self.log, self.key.address)
        return active


class Agent:
    """An agent with a bond, two session keys, and a stream in a log."""

    def __init__(self, world: World, log: bytes) -> None:
        self.world, self.owner, self.log = world, world.account(), log
        self.key, self.other = (SessionKey(secrets.token_bytes(32)) for _ in range(2))
        self.keys = frozenset((self.key.address, self.other.address))
        self.ref = agents.register_agent(self.owner)
        grants = [StreamGrant(DIRECT), StreamGrant(STREAM, log)]
        agents.open_epoch(self.owner, self.ref, [self.key, self.other], grants)
        agents.bond(self.owner, self.ref, BOND)

    def sign(self, segment: Segment, key: SessionKey | None = None) -> Entry:
        return Entry(segment, (key or self.key).sign(digest(segment.header)))

    def segment(self, ids: list[bytes], first: int = 0, **values) -> Segment:
        told = {"epoch": 0, "stream": STREAM, "prev_header": ZERO32, "ts": self.world.now() * 1000} | values
        return Segment(agent=self.ref.key, first_seq=first, count=len(ids), records_root=tree.root(ids), **told)

    def receipt(self, record: bytes, seq: int = 0, **values) -> SignedReceipt:
        receipt = Receipt(
            agent=self.ref.key,
            epoch=0,
            stream=STREAM,
            seq=seq,
            record_hash=record,
            counterparty=ZERO32,
            chain=self.world.chain.chain_id(),
            log=self.log,
            anchor_by=self.world.now() + 3600,
            amount=5,
            tool=tool_id("pay"),
            mandate=ZERO32,
            running_total=5,
        )
        return self.promise(replace(receipt, **values))

    def promise(self, receipt: Receipt) -> SignedReceipt:
        return SignedReceipt(receipt, self.other.sign(digest(receipt.hash)))

    def bond(self) -> int:
        active, *_ = self.world.chain.read("BondVault", "bondOf", self.ref.key, self.owner.address)
        return active


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("faults"))
    yield world
    world.stop()


@pytest.fixture
def operator(world):
    return Operator(world)


@pytest.fixture
def agent(world, operator):
    return Agent(world, operator.log)


@contextmanager
def refused(name):
    with pytest.raises(ChainRevertError) as caught:
        yield
    assert caught.value.details["name"] == name
    assert caught.value.hint != "the values say what the contract compared"


def convicts(world, proof, twin, bond_of):
    """Whether contract and twin agree; then prove it, and see what it took."""
    assert twin is not None
    assert fault_proofs.check(world.chain, proof) == twin
    before = bond_of()
    verdict = faults.prove(world.account(), proof)
    assert verdict.fault_key == twin.fault_key
    assert verdict.slashed == slash_of(twin.kind, before) == before - bond_of()
    with refused("FaultProver_AlreadyProved"):
        faults.prove(world.account(), proof)
    return verdict


def ids(n, what="record"):
    return [keccak(f"{what} {i}".encode()) for i in range(n)]


def test_two_histories_and_whose_the_reward_is(world, agent):
    first, second = agent.sign(agent.segment(ids(3))), agent.sign(agent.segment(ids(3, "lie")), agent.other)
    proof = fault_proofs.equivocation(world.chain, agent.ref.agent_id, first, second)
    knew, thief = world.account(), world.account()
    faults.commit(knew, proof, SALT)
    with refused("FaultProver_AlreadyCommitted"):
        faults.commit(knew, proof, SALT)
    verdict = faults.prove(thief, proof, SALT)
    twin = equivocation.find(first, second, agent.keys)
    assert verdict.fault_key == twin.fault_key
    assert verdict.slashed == slash_of(twin.kind, BOND) == BOND - agent.bond()
    moved = faults.prove(knew, proof, SALT)
    assert (moved.displaced, moved.slashed) == (thief.address, 0)
    held = faults.reward(world.chain, verdict.fault_key)
    assert (held.prover, held.reward) == (knew.address, reward_of(verdict.slashed))
    with refused("FaultProver_StillHeld"):
        faults.release(thief, verdict.fault_key)
    world.dev.mine(HOLD_BLOCKS + 1)
    faults.release(thief, verdict.fault_key)
    assert world.chain.read("BondVault", "creditOf", knew.address) == reward_of(verdict.slashed)
    assert faults.reward(world.chain, keccak(b"nothing")) is None


def test_chains_ends_and_clocks(world, agent, operator):
    chain, number = world.chain, agent.ref.agent_id
    a = agent.sign(agent.segment(ids(2)))
    b = agent.sign(agent.segment(ids(2), 2, prev_header=a.segment.header))
    with refused("FaultProver_NoContradiction"):
        fault_proofs.check(chain, fault_proofs.broken_chain(chain, number, a, b))
    late = agent.sign(agent.segment(ids(2), 2, ts=a.segment.ts - 16 * 60 * 1000))
    convicts(
        world, fault_proofs.wrong_order(chain, number, a, late), wrong_time.in_order(a, late, agent.keys), agent.bond
    )
    ahead = agent.sign(agent.segment(ids(2), 4, ts=(world.now() + DAYS) * 1000))
    at = operator.anchor(ahead.leaf)
    witnessed = chain.block(at.block).timestamp
    convicts(
        world,
        fault_proofs.after_its_anchor(chain, number, ahead, operator.place(ahead.leaf, at)),
        wrong_time.against_anchor(ahead, witnessed, at.root, agent.keys),
        agent.bond,
    )
    origin = agent.sign(agent.segment(ids(2), prev_header=keccak(b"nothing")))
    convicts(
        world,
        fault_proofs.against_closing(chain, number, origin),
        broken_chain.against_closing(origin, None, None, agent.keys),
        agent.bond,
    )
    broken = agent.sign(agent.segment(ids(2), 2, prev_header=keccak(b"another")))
    convicts(
        world,
        fault_proofs.broken_chain(chain, number, a, broken),
        broken_chain.find(a, broken, agent.keys),
        agent.bond,
    )


def test_receipts_that_lie(world, agent, operator):
    chain, number, told = world.chain, agent.ref.agent_id, ids(4)
    entry = agent.sign(agent.segment(told))
    at = operator.anchor(*ids(3, "other"), entry.leaf, *ids(4, "more"))
    shown = SegmentPlace(entry, told[2], 2, tree.inclusion_path(tree.levels(told), 2))
    true, lie = agent.receipt(told[2], 2), agent.receipt(keccak(b"lie"), 2)
    place = operator.place(entry.leaf, at)
    with refused("FaultProver_NoContradiction"):
        fault_proofs.check(chain, fault_proofs.receipt_against_log(chain, number, true, shown, place))
    twin = receipt_contradicted.against_segment(lie, entry, told[2], 2, shown.path, agent.keys)
    unanchored = fault_proofs.receipt_against_segment(chain, number, lie, shown)
    assert fault_proofs.check(chain, unanchored) == twin
    twice = fault_proofs.receipt_against_receipt(chain, number, lie, true)
    assert fault_proofs.check(chain, twice) == receipt_contradicted.against_receipt(lie, true, agent.keys)
    elsewhere = agent.receipt(keccak(b"lie"), 2, chain=1 << 64, log=keccak(b"elsewhere"))
    plain = fault_proofs.receipt_against_log(chain, number, elsewhere, shown, place)
    assert fault_proofs.check(chain, plain) == receipt_contradicted.against_segment(
        elsewhere, entry, told[2], 2, shown.path, agent.keys
    )
    bare = agent.receipt(keccak(b"lie"), 2, amount=0, tool=ZERO32, running_total=0, log=keccak(b"elsewhere"))
    packed = fault_proofs.receipt_against_log(chain, number, bare, shown, place)
    assert len(plain.call) > 2 * len(packed.call)
    assert fault_proofs.check(chain, packed) == receipt_contradicted.against_segment(
        bare, entry, told[2], 2, shown.path, agent.keys
    )
    proof = fault_proofs.receipt_against_log(chain, number, lie, shown, place)
    convicts(world, proof, twin, agent.bond)
    with refused("FaultProver_AlreadyProved"):
        faults.prove(world.account(), twice)


def test_a_receipt_and_a_record_made_on_chain(world, agent):
    chain, number, record = world.chain, agent.ref.agent_id, keccak(b"direct")
    world.dev.fund(agent.key.address, ETHER)
    Sender(chain, agent.key).send("ActionLog", "record", number, DIRECT, 0, ZERO32, 1, ZERO32, record, [])
    shown = direct_record(chain, number, 0, DIRECT, 0)
    lie = agent.receipt(keccak(b"lie"), stream=DIRECT)
    convicts(
        world,
        fault_proofs.receipt_against_record(chain, number, lie, shown),
        receipt_contradicted.against_record(lie, DIRECT, 0, record, agent.keys),
        agent.bond,
    )
    true = agent.receipt(record, stream=DIRECT)
    challenges.ask_receipt(world.account(), number, true)
    answered = challenges.answer_receipt_by_record(world.account(), number, true.receipt, shown)
    assert answered.event("ChallengeAnswered").args["inTime"] == 1


def test_promises_that_are_hidden_late_and_kept(world, agent, operator):
    chain, number, told = world.chain, agent.ref.agent_id, ids(3)
    hidden, late, kept = (agent.receipt(record, seq) for seq, record in enumerate(told))
    entry = agent.sign(agent.segment(told[2:], 2))
    kept_at = operator.place(entry.leaf, operator.anchor(entry.leaf))
    world.wait(2 * 3600)
    slow = agent.sign(agent.segment(told[1:2], 1))
    late_at = operator.place(slow.leaf, operator.anchor(slow.leaf))
    asker, helper = world.account(), world.account()
    for receipt in (hidden, late, kept):
        challenges.ask_receipt(asker, number, receipt)
    with refused("Challenges_AlreadyAsked"):
        challenges.ask_receipt(asker, number, kept)
    challenges.answer_receipt(helper, number, kept.receipt, SegmentPlace(entry, told[2], 0, ()), kept_at)
    challenges.answer_receipt(helper, number, late.receipt, SegmentPlace(slow, told[1], 0, ()), late_at)
    assert chain.read("BondVault", "creditOf", helper.address) == CHALLENGE_DEPOSIT
    with refused("Challenges_StillOpen"):
        challenges.close(asker, challenges.PROMISES, hidden.receipt.hash)
    world.wait(3 * DAYS + 1)
    with refused("Challenges_NotOpen"):
        fault_proofs.check(chain, fault_proofs.unanswered_receipt(chain, number, kept.receipt))
    for receipt, witnessed in ((hidden, []), (late, [world.now() - 3 * DAYS])):
        proof = fault_proofs.unanswered_receipt(chain, number, receipt.receipt)
        verdict = convicts(world, proof, overdue.hidden_record(receipt.receipt, witnessed), agent.bond)
        assert faults.reward(chain, verdict.fault_key).prover == asker.address
        challenges.close(asker, challenges.PROMISES, receipt.receipt.hash)
    assert chain.read("BondVault", "creditOf", asker.address) == 2 * CHALLENGE_DEPOSIT
    asked = challenges.challenge(chain, challenges.PROMISES, late.receipt.hash)
    assert (asked.state, asked.closed) == (challenges.ChallengeState.LATE, True)


def test_an_operator_that_promised_and_did_not_anchor(world, agent, operator):
    chain, number, told = world.chain, agent.ref.agent_id, ids(2)
    entry = agent.sign(agent.segment(told))
    by = world.now() + 3600
    batch = HeaderBatch([*ids(4, "header"), entry.segment.header], by)
    signature = operator.key.sign(batch.digest(chain.chain_id(), operator.log))
    ack = Ack(chain.chain_id(), operator.log, entry.segment.header, by)
    promised = agent.receipt(told[1], 1)
    shown = SegmentPlace(entry, told[1], 1, tree.inclusion_path(tree.levels(told), 1))
    challenges.ask_receipt(world.account(), number, promised)
    challenges.answer_receipt_by_ack(agent.owner, number, promised.receipt, shown, ack, signature, batch.place(4))
    with refused("Challenges_NotAcknowledged"):
        challenges.ask_ack(world.account(), ack, signature, batch.place(3))
    challenges.ask_ack(world.account(), ack, signature, batch.place(4))
    world.wait(4 * DAYS)
    proof = fault_proofs.unanswered_ack(chain, ack)
    convicts(world, proof, overdue.unanchored_entry(ack, ()), operator.bond)
    with refused("Challenges_AlreadyPosted"):
        challenges.post_header(world.account(), number, entry)


def test_an_operator_that_kept_its_promise(world, agent, operator):
    entry = agent.sign(agent.segment(ids(1)))
    ack = Ack(world.chain.chain_id(), operator.log, entry.segment.header, world.now() + 3600)
    at = operator.place(entry.leaf, operator.anchor(entry.leaf))
    challenges.ask_ack(world.account(), ack, operator.key.sign(digest(ack.hash)))
    assert challenges.answer_ack(world.account(), ack, entry, at).event("ChallengeAnswered").args["inTime"] == 1


def test_checkpoints_that_fork(world, operator):
    chain = world.chain
    at = operator.anchor(*ids(5, "leaf"))
    told = Checkpoint(chain.chain_id(), operator.log, 5, keccak(b"another history"))
    signed = Stated(told, operator.key.sign(digest(told.hash)))
    forged = Stated(told, world.account()._key.sign(digest(told.hash)))
    with refused("OperatorFaults_NotStated"):
        fault_proofs.check(chain, fault_proofs.forked_checkpoints(chain, operator.log, at, forged))
    anchored = Stated(Checkpoint(chain.chain_id(), operator.log, at.size, at.root))
    convicts(
        world,
        fault_proofs.forked_checkpoints(chain, operator.log, at, signed),
        forked_checkpoints.find(anchored, signed, operator.key.address),
        operator.bond,
    )
    assert operator.bond() == 0


def test_entries_that_an_operator_should_not_have_taken(world, agent, operator):
    chain = world.chain
    honest, forged = agent.sign(agent.segment(ids(1))), agent.sign(agent.segment(ids(1)), world.account()._key)
    first = operator.anchor(honest.leaf, forged.leaf)
    keys = {agent.key.address: Served(agent.ref.key, 0)}
    with refused("OperatorFaults_Signed"):
        fault_proofs.check(chain, fault_proofs.forged_entry(chain, honest, operator.place(honest.leaf, first)))
    convicts(
        world,
        fault_proofs.forged_entry(chain, forged, operator.place(forged.leaf, first)),
        entries.forged(operator.log, forged, keys),
        operator.bond,
    )
    agents.close_epoch(agent.owner, agent.ref)
    closed = world.now()
    world.wait(8 * DAYS)
    dead = agent.sign(agent.segment(ids(1, "dead"), 5))
    second = operator.anchor(dead.leaf)
    convicts(
        world,
        fault_proofs.void_entry(chain, dead, operator.place(dead.leaf, second), first),
        entries.void(
            operator.log,
            dead,
            chain.block(second.block).timestamp,
            {agent.key.address: Served(agent.ref.key, 0, closed)},
        ),
        operator.bond,
    )


def test_tiles_that_are_shown_and_hidden(world, operator):
    leaves = [keccak(b"%d" % i) for i in range(300)]
    at = operator.anchor(*leaves)
    asker, helper = world.account(), world.account()
    for tile in (0, 1):
        challenges.ask_tile(asker, at, tile)
    with refused("Availability_NoSuchTile"):
        challenges.ask_tile(asker, at, 2)
    with refused("Availability_OtherTile"):
        challenges.answer_tile(helper, at, 0, leaves[:255], tiles.path_over(leaves, 0))
    challenges.answer_tile(helper, at, 0, leaves[:256], tiles.path_over(leaves, 0))
    world.wait(3 * DAYS + 1)
    proof = fault_proofs.unanswered_tile(world.chain, at, 1)
    convicts(world, proof, tiles.hidden(operator.log, at.root, 1), operator.bond)


def test_evidence_that_is_shown_and_not(world):
    custodian, asker, helper = world.account(), world.account(), world.account()
    shown, lost = sha256(b"shown"), sha256(b"lost")
    with refused("Availability_NotKept"):
        challenges.ask_evidence(asker, shown, custodian.address)
    for evidence in (shown, lost):
        challenges.keep_evidence(custodian, evidence)
        challenges.ask_evidence(asker, evidence, custodian.address)
    with refused("Availability_OtherEvidence"):
        challenges.answer_evidence(helper, shown, custodian.address, b"something else")
    challenges.answer_evidence(helper, shown, custodian.address, b"shown")
    world.wait(3 * DAYS + 1)
    name = keccak(lost + bytes(12) + bytes.fromhex(custodian.address[2:]))
    challenges.close(asker, challenges.THINGS, name)
    assert challenges.is_defaulted(world.chain, lost, custodian.address)
    assert not challenges.is_defaulted(world.chain, shown, custodian.address)


def outcome(world, seq, value):
    return encode(
        Record(
            agent="eip155:31337:0x" + "00" * 20 + "/7",
            call="c-1",
            epoch=0,
            kind="operational",
            op="execute_tool",
            out=field_leaf("out", SALT, value).hex(),
            outcome="success",
            parents=("ab" * 32, "cd" * 32),
            phase="outcome",
            seq=seq,
            session='a "quoted" one \\ é',
            stream=STREAM,
            tool="pay",
            ts=world.now() * 1000,
            v=1,
        )
    )


def test_one_call_with_two_effects(world, agent):
    effects, opened = [], []
    for seq, value in enumerate((b"paid 5", b"paid 7")):
        text = outcome(world, seq, value)
        entry = agent.sign(agent.segment([record_id(text)], seq))
        effects.append(Effect(entry, text, 0, (), SALT, value))
        opened.append(OpenedOutcome(SegmentPlace(entry, record_id(text), 0, ()), text, SALT, value))
    proof = fault_proofs.two_effects(world.chain, agent.ref.agent_id, *opened)
    convicts(world, proof, two_effects.find(*effects, agent.keys), agent.bond)


def test_a_tool_that_the_manifest_does_not_list(world, agent):
    chain, number = world.chain, agent.ref.agent_id
    read = [tool_id("read")]
    assert manifests.in_force_at(chain, number, world.now()) is None
    assert manifests.declare(agent.owner, number, sha256(b"{}"), read) == 0
    world.wait(DAYS)
    text = outcome(world, 0, b"paid")
    world.wait(DAYS)
    assert manifests.declare(agent.owner, number, sha256(b"[]"), [*read, tool_id("pay")]) == 1
    assert manifests.in_force_at(chain, number, world.now() - DAYS) == 0
    promised = agent.receipt(record_id(text))
    with refused("PermissionFaults_NotInForce"):
        fault_proofs.check(chain, fault_proofs.manifest_breach(chain, number, promised, text, 1, read))
    convicts(
        world,
        fault_proofs.manifest_breach(chain, number, promised, text, 0, read),
        breaches.of_manifest(promised, text, manifests.manifest(chain, number, 0), read, agent.keys),
        agent.bond,
    )
    with refused("Manifests_NotAuthorized"):
        manifests.declare(world.account(), number, ZERO32, [])


def test_kinds_have_the_numbers_of_the_contracts():
    assert [kind.value for kind in FaultKind] == list(range(1, 16))
