"""Audits, credibility roots, forecasts, lifecycle, claims and bounties, on a chain whose clock may run ahead."""

from __future__ import annotations

import secrets
from pathlib import Path
from types import SimpleNamespace

import pytest

from ledger.chain import agents, assertions, bounties, court, forecast_book, lifecycle, panel
from ledger.chain.agents import StreamGrant
from ledger.chain.assertions import Standpoint
from ledger.chain.bounties import Stage
from ledger.chain.deploy import ASSERTION_BOND, MIN_STAKE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.lifecycle import ClaimState, Life
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.domain import tree
from ledger.domain.bounty import split
from ledger.domain.credibility import Credibility, Membership, pair
from ledger.domain.dispute import FaultClass
from ledger.domain.forecast_book import Round
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.recovery import MOST_GAIN
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import ChainRevertError

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER, DAY = 10**18, 24 * 3600
STREAM, HOME = 1, keccak(b"home")
EVIDENCE, REPORT, TASK = sha256(b"evidence"), sha256(b"report"), sha256(b"task")
CAPABILITY, DOCUMENT = keccak(b"translates"), sha256(b"document")


def fresh() -> SessionKey:
    return SessionKey(secrets.token_bytes(32))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Contracts, an authority and an accredited arbitrator."""
    node = HardhatNode(0, ROOT, tmp_path_factory.mktemp("rooms") / "node.log")
    node.start()
    bare = Chain(node.url)
    dev = DevNode(bare)
    deployer, accreditor, authority = fresh(), fresh(), fresh()
    for key in (deployer, authority):
        dev.fund(key.address, 100 * ETHER)
    deployment = deploy(bare, deployer, accreditor=accreditor.address, authority=authority.address)
    chain = Chain(node.url, deployment)

    def account() -> Sender:
        key = fresh()
        dev.fund(key.address, 10**6 * ETHER)
        return Sender(chain, key)

    arbitrator = account()
    until = chain.head().timestamp + 10**9
    signed = panel.accredit(chain, accreditor, arbitrator.address, REPORT, until)
    panel.register(arbitrator, REPORT, until, signed, MIN_STAKE)
    yield SimpleNamespace(
        chain=chain, dev=dev, account=account, arbitrator=arbitrator, authority=Sender(chain, authority)
    )
    chain.close()
    bare.close()
    node.stop()


@pytest.fixture
def agent(world):
    """A bonded agent with a session key."""
    owner, key = world.account(), fresh()
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(STREAM, HOME)])
    agents.bond(owner, ref, 10 * ETHER)
    return SimpleNamespace(owner=owner, key=key, ref=ref, id=ref.agent_id)


def pass_time(world, seconds, blocks=1):
    world.dev.increase_time(seconds)
    world.dev.mine(blocks)


def shown(world, agent, client=None):
    receipt = Receipt(
        agent=agent.ref.key,
        epoch=0,
        stream=STREAM,
        seq=0,
        record_hash=keccak(secrets.token_bytes(8)),
        counterparty=ZERO32,
        chain=31337,
        log=HOME,
        anchor_by=1,
        amount=5,
        tool=keccak(b"pay"),
        mandate=ZERO32,
        running_total=5,
    )
    return court.show_receipt(world.chain, agent.id, receipt, agent.key.sign(digest(receipt.hash)))


def opened(world, agent, claimant, fault_class=FaultClass.HARM):
    return court.open_dispute(
        claimant,
        agent_id=agent.id,
        fault_class=fault_class,
        evidence_hash=EVIDENCE,
        proof=shown(world, agent),
        uri="ombud:sha256:" + EVIDENCE.hex(),
    )


def uphold(world, case):
    """Let a claim prevail that nobody answers."""
    found = court.find(world.chain, case.dispute_id)
    pass_time(world, found.policy.response_time + 1, found.policy.response_blocks + 1)
    court.default_judgment(world.authority, case, found.policy)
    pass_time(world, found.policy.appeal_time + 1)
    court.finalize(world.authority, case, found.policy)


def test_an_audit_lifts_an_agent_once_nobody_challenged_it(world, agent):
    chain = world.chain
    name = assertions.audit(
        world.arbitrator, agent.id, dimension=1, weight=MOST_GAIN, report_hash=REPORT, proof=shown(world, agent)
    )
    assert assertions.find(chain, "Audits", name).standpoint is Standpoint.OPEN
    with pytest.raises(ChainRevertError, match="challenged for 3 days"):
        assertions.conclude(world.arbitrator, "Audits", name)
    pass_time(world, 3 * DAY + 1)
    assert assertions.conclude(agent.owner, "Audits", name)
    assertions.count_audit(agent.owner, name)
    assert chain.read("Standing", "standingOf", agent.id, ZERO32, 1)[0] == MOST_GAIN
    with pytest.raises(ChainRevertError, match="not accepted, or was counted"):
        assertions.count_audit(agent.owner, name)
    with pytest.raises(ChainRevertError, match="not on the roster"):
        assertions.audit(agent.owner, agent.id, dimension=1, weight=1, report_hash=REPORT, proof=shown(world, agent))


def test_a_challenged_root_that_nobody_judges_does_not_stand(world):
    chain, proposer, challenger = world.chain, world.account(), world.account()
    raters = [Credibility(world.account().address, number * 1000) for number in range(5)]
    members = [Membership(rater.account, keccak(b"cluster")) for rater in raters[:2]]
    root = tree.root([rater.leaf for rater in raters])

    def propose():
        return assertions.propose_root(
            proposer,
            chain.read("CredibilityRoots", "current") + 1,
            root,
            len(raters),
            as_of_block=chain.head().number - 1,
            formula=keccak(b"formula"),
            clusters=pair(members[0].leaf, members[1].leaf),
        )

    name = propose()
    number = assertions.challenge(challenger, "CredibilityRoots", name, EVIDENCE)
    assert number > 0
    found = assertions.find(chain, "CredibilityRoots", name)
    assert (found.standpoint, found.challenger, found.ruling) == (Standpoint.CHALLENGED, challenger.address, None)
    pass_time(world, 14 * DAY + 1)
    assert not assertions.conclude(proposer, "CredibilityRoots", name)
    assert chain.read("BondVault", "creditOf", challenger.address) == ASSERTION_BOND
    name = propose()
    pass_time(world, 3 * DAY + 1)
    assert assertions.conclude(proposer, "CredibilityRoots", name)
    epoch = chain.read("CredibilityRoots", "current")
    path = tree.inclusion_path(tree.levels([rater.leaf for rater in raters]), 3)
    assert chain.read("CredibilityRoots", "isIn", epoch, raters[3].account, raters[3].ppm, 3, path)
    assert not chain.read("CredibilityRoots", "isIn", epoch, raters[3].account, raters[3].ppm + 1, 3, path)
    assert chain.read("CredibilityRoots", "isMember", members[0].account, members[0].cluster, [members[1].leaf])


def test_a_round_of_forecasts_scores_as_in_python(world, agent):
    chain, forecaster, claimant = world.chain, world.account(), world.account()
    pass_time(world, 3601)  # nobody is a newcomer
    population = agent.id + 1
    epoch, book = forecast_book.epoch_now(chain), forecast_book.book(chain)
    said = {number: (17 * number * number + 900_000) % 1_000_001 for number in range(population)}
    salts = {number: keccak(b"salt" + bytes([number])) for number in said}
    leaves = [book.leaf(forecaster.address, epoch, number, said[number], salts[number]) for number in said]
    assert forecast_book.commit(forecaster, tree.root(leaves), population, 30 * DAY, keccak(b"model")) == epoch
    pass_time(world, 1)
    case = opened(world, agent, claimant).case
    uphold(world, case)
    pass_time(world, 30 * DAY)
    done, levels = Round(population), tree.levels(leaves)
    for number in list(said)[1:]:  # the first is never revealed
        path = tree.inclusion_path(levels, number)
        forecast_book.reveal(claimant, forecaster.address, epoch, number, said[number], salts[number], path)
        done = done.reveal(number, said[number])
    assert forecast_book.score(chain, forecaster.address, epoch) == (done.score(), False)
    forecast_book.show_outcome(claimant, forecaster.address, epoch, case)
    done = done.uphold(agent.id)
    assert forecast_book.score(chain, forecaster.address, epoch) == (done.score(), False)
    with pytest.raises(ChainRevertError, match="was shown before"):
        forecast_book.show_outcome(claimant, forecaster.address, epoch, case)
    pass_time(world, 75 * DAY)
    assert forecast_book.score(chain, forecaster.address, epoch)[1]
    with pytest.raises(ChainRevertError, match="before the round closes"):
        forecast_book.reveal(claimant, forecaster.address, epoch, 0, said[0], salts[0], [])


def test_a_suspension_ends_by_itself_unless_its_dispute_runs(world, agent):
    chain, cause = world.chain, keccak(secrets.token_bytes(8))
    with pytest.raises(ChainRevertError, match="is not the authority"):
        lifecycle.suspend(agent.owner, agent.id, cause, EVIDENCE)
    until = lifecycle.suspend(world.authority, agent.id, cause, EVIDENCE)
    assert lifecycle.life_of(chain, agent.id) is Life.SUSPENDED
    pass_time(world, 7 * DAY)
    assert lifecycle.life_of(chain, agent.id) is Life.ACTIVE
    assert lifecycle.life_of(chain, agent.id, at=until - 1) is Life.SUSPENDED
    with pytest.raises(ChainRevertError, match="suspended for this cause"):
        lifecycle.suspend(world.authority, agent.id, cause, EVIDENCE)
    lifecycle.suspend(world.authority, agent.id, keccak(cause), EVIDENCE)
    case = opened(world, agent, world.authority).case
    lifecycle.prolong(agent.owner, agent.id, case)
    uphold(world, case)
    assert lifecycle.life_of(chain, agent.id) is Life.ACTIVE or lifecycle.release(agent.owner, agent.id, case)
    assert lifecycle.life_of(chain, agent.id) is Life.ACTIVE
    lifecycle.suspend(world.authority, agent.id, keccak(keccak(cause)), EVIDENCE)
    lifecycle.lift(world.authority, agent.id)
    lifecycle.retire(agent.owner, agent.id)
    assert lifecycle.life_of(chain, agent.id) is Life.RETIRED
    with pytest.raises(ChainRevertError, match="no ground"):
        lifecycle.ban(agent.owner, case)  # harm, by default


def test_a_ruling_refutes_the_version_that_it_is_about(world, agent):
    chain, claimant = world.chain, world.account()
    assert lifecycle.claim(agent.owner, agent.id, CAPABILITY, DOCUMENT) == 1
    assert lifecycle.is_claimed(chain, agent.id, CAPABILITY)
    case = opened(world, agent, claimant).case
    lifecycle.contest_claim(claimant, CAPABILITY, 1, case)
    with pytest.raises(ChainRevertError, match="refutes nothing"):
        lifecycle.refute_claim(claimant, case)
    uphold(world, case)
    lifecycle.refute_claim(claimant, case)
    assert not lifecycle.is_claimed(chain, agent.id, CAPABILITY)
    assert lifecycle.claim_version(chain, agent.id, CAPABILITY, 1).state is ClaimState.REFUTED
    assert lifecycle.claim(agent.owner, agent.id, CAPABILITY, DOCUMENT) == 2
    lifecycle.withdraw_claim(agent.owner, agent.id, CAPABILITY)
    assert lifecycle.claim_version(chain, agent.id, CAPABILITY, 2).state is ClaimState.WITHDRAWN


def test_a_bounty_is_split_as_in_python_or_returns(world, agent):
    chain, client, maker = world.chain, world.account(), world.account()
    made_by = agents.register_agent(maker).agent_id
    assets = sorted(secrets.token_bytes(32) for _ in range(2))
    for asset, bps in zip(assets, (1_000, 333), strict=True):
        bounties.register_asset(maker, made_by, asset, bps)
    wei = ETHER + 7
    soon = chain.head().timestamp + 30 * DAY
    first = bounties.lock(client, agent.id, TASK, soon, wei)
    bounties.deliver(agent.owner, first, REPORT, assets)
    bounties.accept(client, first)
    left, shares = split(wei, [1_000, 333])
    assert chain.read("BondVault", "creditOf", agent.owner.address) == left
    assert chain.read("BondVault", "creditOf", maker.address) == sum(shares)
    second = bounties.lock(client, agent.id, TASK, soon, wei)
    bounties.deliver(agent.owner, second, REPORT)
    case = opened(world, agent, client).case
    bounties.contest(maker, second, case)
    assert bounties.find(chain, second).stage is Stage.CONTESTED
    with pytest.raises(ChainRevertError, match="does not hold bounty"):
        bounties.settle(maker, second, case)
    uphold(world, case)
    before = chain.read("BondVault", "creditOf", client.address)
    bounties.settle(maker, second, case)
    assert chain.read("BondVault", "creditOf", client.address) - before == wei
    third = bounties.lock(client, agent.id, TASK, chain.head().timestamp + DAY, 1)
    pass_time(world, DAY + 2)
    bounties.reclaim(maker, third)
    assert bounties.find(chain, third).stage is Stage.RETURNED
    assert chain.read("Credits", "locked") == 0
