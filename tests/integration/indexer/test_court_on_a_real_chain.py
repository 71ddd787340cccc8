"""A dispute on a real chain, from receipt to execution: what the mirror tells of any block, the contracts say too."""

from __future__ import annotations

import json
import random
import secrets
import subprocess
import sys
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from typer.testing import CliRunner

from ledger.chain import agents, court, panel
from ledger.chain.agents import StreamGrant
from ledger.chain.deploy import MIN_STAKE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.proofs import fact, header
from ledger.chain.sender import Sender
from ledger.chain.sent import data_of
from ledger.cli import dispute as dispute_commands
from ledger.domain.dispute import UPHELD, FaultClass, matter_of
from ledger.domain.events import decode
from ledger.domain.evidence_list import MEDIA_TYPE, ListedFile, evidence_uri, make_evidence_list
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.panel import SEATS
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import NotFoundError, UnavailableError
from ledger.indexer.rebuild import rebuild
from ledger.indexer.run import Job
from ledger.queries.arbitrators import arbitrators
from ledger.queries.cases import case_file
from ledger.queries.disputes import deadlines, disputes
from ledger.queries.policies import policies
from ledger.queries.sources import Sources
from ledger.queries.standing import standing
from ledger.store.mirror import Mirror
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import leading
from tests.integration.indexer.test_killed import CHILD

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER = 10**18
REASONS, SALT = keccak(b"reasons"), keccak(b"salt")
RECORDS = count()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A chain of its own, whose clock may run ahead, with an agent, a claimant, a counterparty and four arbitrators."""
    folder = tmp_path_factory.mktemp("court")
    node = HardhatNode(0, ROOT, folder / "node.log")
    node.start()
    bare = Chain(node.url)
    dev, deployer = DevNode(bare), SessionKey(secrets.token_bytes(32))
    dev.fund(deployer.address, 100 * ETHER)
    chain = Chain(node.url, deploy(bare, deployer))
    chain.deployment.save(folder / "deployment.json")

    def account():
        key = SessionKey(secrets.token_bytes(32))
        dev.fund(key.address, 1000 * ETHER)
        return Sender(chain, key)

    owner, claimant, shop, key = account(), account(), account(), SessionKey(secrets.token_bytes(32))
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(1, ZERO32)])
    agents.bond(owner, ref, 10 * ETHER)
    seats, until = [account() for _ in range(4)], chain.head().timestamp + 10**9
    for seat in seats:
        signed = panel.accredit(chain, deployer, seat.address, REASONS, until)
        panel.register(seat, REASONS, until, signed, 5 * MIN_STAKE)
    yield SimpleNamespace(
        chain=chain,
        dev=dev,
        deployment=folder / "deployment.json",
        owner=owner,
        claimant=claimant,
        shop=shop,
        ref=ref,
        key=key,
        seats={seat.address: seat for seat in seats},
    )
    chain.close()
    bare.close()
    node.stop()


@pytest.fixture
def mirror(world, redis_url):
    found = Mirror.open(redis_url, world.chain.deployment.chain_id, world.chain.deployment.registry)
    yield found
    found.close()


@pytest.fixture
def job(world, mirror):
    def no_log(_log, url):
        raise UnavailableError(f"no log at {url}")

    return Job(world.chain, mirror, no_log, world.chain.names(), world.chain.deployment.block, 16)


@pytest.fixture
def catch_up(job):
    def run():
        follower = job.follower()
        with leading(job.mirror):
            while not follower.step().idle:
                pass

    return run


@pytest.fixture
def sources(world, mirror, job):
    chain = world.chain
    return Sources(
        mirror=mirror,
        contracts=chain.deployment.addresses,
        open_log=job.open_log,
        block=chain.block,
        header=lambda number: header(chain, number),
        prove=lambda tx, index: fact(chain, tx, index),
        clock=time.time,
        sent=lambda tx: data_of(chain, tx),
    )


def receipt_of(world):
    return Receipt(
        agent=world.ref.key,
        epoch=0,
        stream=1,
        seq=next(RECORDS),
        record_hash=keccak(b"record"),
        counterparty=bytes(12) + bytes.fromhex(world.shop.address[2:]),
        chain=31337,
        log=ZERO32,
        anchor_by=1,
        amount=5,
        tool=keccak(b"pay"),
        mandate=ZERO32,
        running_total=5,
    )


def open_dispute(world, receipt, fault_class=FaultClass.HARM):
    signed = world.key.sign(digest(receipt.hash))
    return court.open_dispute(
        world.claimant,
        agent_id=world.ref.agent_id,
        fault_class=fault_class,
        evidence_hash=keccak(b"evidence"),
        proof=court.show_receipt(world.chain, world.ref.agent_id, receipt, signed, world.shop.address),
        uri="ombud:sha256:00",
    )


def wait(world, until):
    world.dev.set_time(max(until, world.chain.head().timestamp + 1))
    world.dev.mine()


def judge(world, opened, step=lambda: None, *, votes=(1, 1, None)):
    """Take a dispute from its response to its execution; a vote of None is an absence."""
    case, policy = opened.case, opened.policy
    number = court.respond(world.owner, case, policy, keccak(b"answer"), "ombud:sha256:01").panel_number
    step()
    world.dev.mine(3)
    terms = panel.terms_of(case, policy, fee_repaid=False)
    seats = panel.draw(world.shop, number, terms)
    cast = [(world.seats[seat], vote) for seat, vote in zip(seats, votes, strict=True) if vote is not None]
    for seat, vote in cast:
        panel.commit(seat, number, vote, REASONS, SALT)
        step()
    wait(world, panel.hearing(world.chain, number).commit_until)
    for seat, vote in cast:
        panel.reveal(seat, number, vote, REASONS, SALT)
        step()
    ruling = panel.conclude(world.shop, number, terms, panel.hearing(world.chain, number).absent)
    step()
    wait(world, court.find(world.chain, case.dispute_id).due)
    court.finalize(world.shop, case, policy)
    step()
    court.execute(world.shop, case, policy)
    return number, ruling


def as_the_contracts_say(world, found, block):
    """Compare a case file with what the contracts' views say at its block."""
    chain, case_id = world.chain, found.dispute_id
    tag, state, ruling, basis, round_, *_, since = chain.read("DisputeCourt", "docketOf", case_id, block=block)
    assert found.tag == tag.hex()
    assert found.state == ("", "open", "arbitration", "provisional", "final", "executed")[state]
    assert (found.round, found.since) == (round_, since)
    ruled = found.state in ("provisional", "final", "executed")
    assert found.ruling == (("refused", "upheld", "dismissed")[ruling] if ruled else None)
    assert found.basis == (("none", "merits", "default", "concession", "timeout")[basis] if ruled else None)
    active, unbonding, locked, _ = chain.read("BondVault", "bondOf", world.ref.key, world.owner.address, block=block)
    assert (int(found.bond.active), int(found.bond.unbonding), int(found.bond.locked)) == (active, unbonding, locked)
    matter = chain.read(
        "DisputeCourt", "matterOf", bytes.fromhex(found.action.action), int(FaultClass.HARM), block=block
    )
    known = found.matter
    assert (known.upheld, known.reopenings, known.open_until, known.conceded) == tuple(matter)
    if found.panel is None:
        return
    number = found.panel.number
    phase, commits, reveals, _, commit_until, reveal_until = chain.read(
        "PanelArbitrator", "panelOf", number, block=block
    )
    assert found.panel.phase == ("none", "armed", "voting", "concluded")[phase]
    assert (found.panel.commit_until, found.panel.reveal_until) == (commit_until, reveal_until)
    assert sum(seat.committed is not None for seat in found.panel.seats) == commits
    assert found.panel.quorum.got == reveals
    for seat in found.panel.seats:
        ballot = int.from_bytes(chain.read("PanelArbitrator", "ballotOf", number, seat.arbitrator, block=block), "big")
        marks = {1: "seated", 2: "revealed", 3: "absent"}
        assert seat.did == marks.get(ballot, "committed")
        assert seat.did != "committed" or int(seat.commitment, 16) == ballot


def test_the_case_file_of_any_block_is_what_the_contracts_say_at_it(world, sources, catch_up):
    receipt = receipt_of(world)
    opened = open_dispute(world, receipt)
    number = opened.case.dispute_id
    court.submit_evidence(world.shop, opened.case, opened.policy, keccak(b"more"), "ombud:sha256:02")
    _, ruling = judge(world, opened)
    assert ruling == UPHELD
    world.dev.mine(2)
    catch_up()
    with pytest.raises(NotFoundError):
        case_file(sources, number, as_of=opened.block - 1)
    for block in range(opened.block, world.chain.head().number + 1):
        answer = case_file(sources, number, as_of=block)
        assert answer.completeness.complete, answer.completeness.basis
        as_the_contracts_say(world, answer.data, block)
    found = case_file(sources, number).data
    assert [entry.event for entry in found.timeline][-3:] == ["RulingGiven", "DisputeFinalized", "DisputeExecuted"]
    assert (found.action.record_id, found.action.receipt.hash) == (receipt.record_hash.hex(), receipt.hash.hex())
    assert (found.action.receipt.counterparty, found.action.unknown) == (world.shop.address, None)
    assert matter_of(opened.case.action, FaultClass.HARM).hex() == found.matter.matter


def test_every_entry_of_the_timeline_is_an_event_that_the_node_confirms(world, sources, catch_up):
    opened = open_dispute(world, receipt_of(world))
    judge(world, opened, votes=(2, 2, 1))
    catch_up()
    found = case_file(sources, opened.case.dispute_id).data
    for entry in found.timeline:
        (log,) = [log for log in world.chain.receipt_logs(entry.seen.block) if log.log_index == entry.seen.log_index]
        event = decode(log, world.chain.names())
        assert (event.name, log.tx_hash.hex(), log.block_hash.hex()) == (
            entry.event,
            entry.seen.tx,
            entry.seen.block_hash,
        )


def test_what_was_paid_and_changed_is_joined_to_the_dispute(world, sources, catch_up):
    before = {
        who.address: world.chain.read("BondVault", "creditOf", who.address) for who in (world.claimant, world.shop)
    }
    opened = open_dispute(world, receipt_of(world))
    judge(world, opened, votes=(1, 1, 1))
    catch_up()
    found = case_file(sources, opened.case.dispute_id).data
    moves = found.effects.vault
    for who, paid in (
        (world.claimant, found.effects.payout.to_claimant),
        (world.shop, found.effects.payout.to_injured),
    ):
        credited = sum(
            int(m.amount) for m in moves if (m.event, m.account, m.by) == ("CreditAdded", who.address, "court")
        )
        now = world.chain.read("BondVault", "creditOf", who.address)
        assert credited == int(paid) == now - before[who.address]
    pay = [move for move in moves if move.by == "panel"]
    assert sorted(move.account for move in pay) == sorted(seat.arbitrator for seat in found.panel.seats)
    (change,) = found.effects.standing
    told = standing(sources, str(world.ref), as_of=None).data.changes[-1]
    assert (told, told.reason, told.dispute_id) == (change, "ruling", found.dispute_id)
    assert found.ruling_record.effects.reputation_delta == -4_000


def test_roster_and_policies_are_the_contracts(world, sources, catch_up):
    catch_up()
    listed = arbitrators(sources, cursor=None, limit=50, as_of=None).data.items
    assert [item.arbitrator for item in listed] == list(world.seats)
    for item in listed:
        assert world.chain.read("PanelArbitrator", "arbitratorOf", item.arbitrator) == [
            item.number,
            item.valid_until,
            item.listed,
        ]
        subject = world.chain.read("PanelArbitrator", "stakeSubject")
        assert int(item.stake.active) == world.chain.read("BondVault", "bondOf", subject, item.arbitrator)[0]
    found = policies(sources, cursor=None, limit=50, as_of=None).data.items
    assert len(found) == world.chain.read("Policies", "count")
    for item in found:
        policy = court.policy_of(world.chain, item.policy_id)
        assert (item.hash, item.times.longest) == (policy.hash.hex(), policy.longest)


def test_the_command_line_tells_the_same_story_to_programs_and_to_people(
    world, redis_url, sources, catch_up, tmp_path, monkeypatch
):
    store = open_evidence(tmp_path / "evidence")
    chat, _ = store.put(b"chat", media_type="text/plain", submitter="claimant")
    files = [ListedFile(sha256=chat.sha256, name="chat.txt", media_type="text/plain", size=4)]
    listed, _ = store.put(make_evidence_list(files, "it paid a stranger"), media_type=MEDIA_TYPE, submitter="claimant")
    receipt = receipt_of(world)
    opened = open_dispute(world, receipt)
    evidence = bytes.fromhex(listed.sha256)
    court.submit_evidence(world.shop, opened.case, opened.policy, evidence, evidence_uri(evidence))
    catch_up()
    for name, value in {
        "HOME": tmp_path,
        "RPC_URL": world.chain.url,
        "REDIS_URL": redis_url,
        "DEPLOYMENT": world.deployment,
    }.items():
        monkeypatch.setenv(f"OMBUD_{name}", str(value))
    number = str(opened.case.dispute_id)
    told = CliRunner().invoke(dispute_commands.app, ["show", number, "--json"])
    expected = case_file(replace(sources, evidence=store), number)
    assert json.loads(told.stdout) == json.loads(msgspec.json.encode(expected))
    told = CliRunner().invoke(dispute_commands.app, ["show", number]).stdout
    for part in (
        f"record {receipt.record_hash.hex()}, epoch 0, stream 1, {receipt.seq} (no log holds it yet)",
        f"receipt over 5, given to {world.shop.address}",
        "says: it paid a stranger",
        f"{chat.sha256}  chat.txt: present, text/plain, 4 bytes",
        "next: ",
    ):
        assert part in told, part


def test_an_indexer_killed_in_the_middle_of_a_case_changes_nothing(world, redis_url, mirror, job, sources, catch_up):
    dice = random.Random(7)  # noqa: S311 - moments to kill at, the same in every run
    kills = []

    def kill_now():
        before = mirror.look()
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, world.chain.url, redis_url, str(world.deployment)], stderr=subprocess.DEVNULL
        )
        limit = time.monotonic() + 30
        while mirror.look() == before and time.monotonic() < limit:
            time.sleep(0.001)
        time.sleep(dice.random() * 0.02)
        child.kill()
        child.wait()
        kills.append(mirror.look())

    def step():
        steps.append(len(steps))
        if steps[-1] in (0, 3):
            kill_now()

    opened, steps = open_dispute(world, receipt_of(world)), []
    kill_now()
    judge(world, opened, step)
    assert len(kills) == SEATS
    catch_up()
    assert rebuild(job, swap=False).equal
    answer = case_file(sources, opened.case.dispute_id)
    assert answer.completeness.complete
    as_the_contracts_say(world, answer.data, world.chain.head().number)
    assert opened.case.dispute_id in [item.dispute_id for item in disputes(sources, state="executed").data.items]
    assert opened.case.dispute_id not in [item.dispute_id for item in deadlines(sources).data.items]  # others may run
