"""A root over everyone's credibility: posted, recomputed by a stranger from the node alone, and disputed when wrong."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from types import SimpleNamespace

import pytest
from eth_abi.abi import encode

from ledger.chain import agents, assertions, feedback, panel, witness
from ledger.chain.agents import StreamGrant
from ledger.chain.assertions import Standpoint
from ledger.chain.deploy import MIN_STAKE, deploy
from ledger.chain.dev import DevNode
from ledger.chain.feedback import Scale
from ledger.chain.node import Chain
from ledger.chain.node_process import HardhatNode
from ledger.chain.sender import Sender
from ledger.domain.dispute import UPHELD
from ledger.domain.hashing import ZERO32, keccak, sha256
from ledger.domain.reputation import PERIOD_SECONDS
from ledger.domain.signing import SessionKey
from ledger.domain.statements import Receipt, digest
from ledger.errors import ConflictError
from ledger.trust.terms import Terms
from tests.integration.cli.conftest import Ombud

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[3]
ETHER, DAY = 10**18, 24 * 3600
STREAM, HOME, REASONS, DOCUMENT = 1, keccak(b"home"), sha256(b"recomputed: another"), sha256(b"fit to judge")


def fresh():
    return SessionKey(secrets.token_bytes(32))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A node with contracts, three arbitrators, and two agents of whom two clients spoke half a year ago."""
    folder = tmp_path_factory.mktemp("roots")
    node = HardhatNode(0, ROOT, folder / "node.log")
    node.start()
    bare = Chain(node.url)
    dev = DevNode(bare)
    deployer, accreditor = fresh(), fresh()
    dev.fund(deployer.address, 100 * ETHER)
    deployment = deploy(bare, deployer, accreditor=accreditor.address)
    deployment.save(folder / "deployment.json")
    chain = Chain(node.url, deployment)

    def account():
        key = fresh()
        dev.fund(key.address, 10**6 * ETHER)
        sender = Sender(chain, key)
        path = folder / f"{sender.address}.key"
        path.write_text(key.secret.hex())
        path.chmod(0o600)
        return sender

    made = SimpleNamespace(folder=folder, chain=chain, dev=dev, account=account, rpc=node.url)
    until = chain.head().timestamp + 10**9
    made.arbitrators = {}
    for _ in range(3):
        one = account()
        signed = panel.accredit(chain, accreditor, one.address, DOCUMENT, until)
        panel.register(one, DOCUMENT, until, signed, MIN_STAKE)
        made.arbitrators[one.address] = one
    made.anchor, client = account(), account()
    made.dimension = feedback.declare(made.anchor, Scale("starred", "", decimals=1, least=-50, most=50))
    made.good, made.bad = registered(made), registered(made)
    for number, (by, about, value) in enumerate(
        [(made.anchor, made.good, 50), (client, made.good, 40), (made.anchor, made.bad, -50)]
    ):
        index = feedback.give(by, about.ref.agent_id, value, 1, tag1="starred")
        feedback.link(by, about.ref.agent_id, index, made.dimension, shown(made, about, by, number))
    dev.increase_time(200 * DAY)
    dev.mine(1)
    made.ombud = Ombud(
        folder / "home", {"OMBUD_RPC_URL": "http://127.0.0.1:9", "OMBUD_REDIS_URL": "redis://127.0.0.1:9"}
    )
    made.node = ("--rpc", node.url, "--deployment", folder / "deployment.json")
    yield made
    chain.close()
    bare.close()
    node.stop()


def registered(world):
    owner, key = world.account(), fresh()
    ref = agents.register_agent(owner)
    agents.open_epoch(owner, ref, [key], [StreamGrant(STREAM, HOME)])
    return SimpleNamespace(owner=owner, key=key, ref=ref)


def shown(world, agent, client, seq):
    receipt = Receipt(
        agent=agent.ref.key,
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
    signature = agent.key.sign(digest(receipt.hash))
    return witness.show_receipt(world.chain, agent.ref.agent_id, receipt, signature, client.address)


def stranger(world, *words, signs=None):
    """Run a command that knows the node and the deployment file, and nothing of any mirror."""
    env = world.ombud
    if signs is not None:  # whoever acts needs the node of the settings, too
        more = {"OMBUD_RPC_URL": world.rpc, "OMBUD_DEPLOYMENT": str(world.folder / "deployment.json")}
        env = Ombud(world.folder / "home", more)
        words = (*words, "--key", world.folder / f"{signs.address}.key")
    return env("reputation", *words, *world.node, "--json")


def ok(said):
    assert said.code == 0, said.error
    return said.json()


def terms(world):
    return ("--anchors", world.anchor.address, "--dimension", world.dimension.hex())


def pass_time(world, seconds):
    world.dev.increase_time(seconds + 1)
    world.dev.mine(1)


def next_period(world):
    """Go to the beginning of the next 7-day period, so that three days end in it."""
    pass_time(world, PERIOD_SECONDS - world.chain.head().timestamp % PERIOD_SECONDS)


def conclude(world, name, days):
    pass_time(world, days * DAY)
    return assertions.conclude(world.anchor, "CredibilityRoots", bytes.fromhex(name))


def test_a_stranger_with_a_node_recomputes_the_root_that_was_posted(world):
    proposer = world.account()
    made = ok(stranger(world, "propose", *terms(world), signs=proposer))
    found = ok(stranger(world, "recompute"))
    assert found["posted"]["agrees"] is True
    assert found["board"]["root"] == found["posted"]["posted_root"] == made["root"]
    assert found["as_of"]["number"] == made["as_of_block"]
    lines = {line["account"]: line for line in found["board"]["lines"]}
    good, bad = lines[world.good.owner.address], lines[world.bad.owner.address]
    assert good["score"] > bad["score"]
    assert good == ok(stranger(world, "show", str(world.good.ref.agent_id), *terms(world)))
    held = stranger(world, "challenge", signs=world.account())
    assert isinstance(held.error, ConflictError), held.error
    assert held.error.code == "root_holds"
    assert conclude(world, made["assertion"], 3) is True
    assert ok(stranger(world, "recompute", "--epoch", str(made["epoch"])))["posted"]["agrees"] is True


def wrong(world, liar):
    """Propose another root on honest terms; return the assertion's name."""
    honest = ok(stranger(world, "recompute", *terms(world)))
    told = honest["board"]["terms"]
    bound = Terms.of(told["anchors"], told["dimension"], told["context"], told["version"], told["stake"])
    return assertions.propose_root(
        liar,
        world.chain.read("CredibilityRoots", "current") + 1,
        keccak(b"I am the most credible of all"),
        len(honest["board"]["lines"]),
        as_of_block=world.chain.head().number,
        formula=bound.hash,
        uri=bound.uri,
    )


def kept(world, *words, signs):
    said = stranger(world, "keep", *terms(world), "--once", *words, signs=signs)
    assert said.code == 0, said.error
    return [json.loads(line) for line in said.out.splitlines()]


def test_a_keeper_proposes_once_a_period_concludes_and_challenges_what_is_wrong(world):
    keeper, liar = world.account(), world.account()
    begun = world.chain.read("CredibilityRoots", "current")
    next_period(world)
    assert [did["did"] for did in kept(world, signs=keeper)] == ["propose", "examine"]
    pass_time(world, 3 * DAY)
    (ended,) = kept(world, signs=keeper)
    assert (ended["did"], ended["accepted"], ended["epoch"]) == ("conclude", True, begun + 1)
    next_period(world)
    name = wrong(world, liar)
    assert [did["did"] for did in kept(world, "--no-challenge", signs=keeper)] == ["examine"]
    assert assertions.find(world.chain, "CredibilityRoots", name).standpoint is Standpoint.OPEN
    (opened,) = kept(world, signs=keeper)
    assert (opened["did"], opened["assertion"], opened["agrees"]) == ("challenge", name.hex(), False)
    assert kept(world, signs=keeper) == []
    pass_time(world, 14 * DAY)  # no panel rules: the root does not stand
    ended, again, _ = kept(world, signs=keeper)
    assert (ended["accepted"], again["did"], again["epoch"]) == (False, "propose", begun + 2)
    assert conclude(world, again["assertion"], 3) is True


def test_a_wrong_root_is_found_challenged_and_rejected_by_a_panel(world):
    liar, doubter = world.account(), world.account()
    begun = world.chain.read("CredibilityRoots", "current")
    name = wrong(world, liar)
    found = stranger(world, "recompute")
    assert found.code == 2
    assert json.loads(found.out)["posted"]["agrees"] is False
    opened = ok(stranger(world, "challenge", signs=doubter))
    assert (opened["assertion"], opened["agrees"]) == (name.hex(), False)

    court = world.chain.deployment.addresses["CredibilityRoots"]
    case = encode(
        ("uint32", "uint32", "address", "address[]"), (DAY, DAY, doubter.address, [doubter.address, liar.address])
    )
    number = opened["panel_dispute"]
    world.dev.mine(3)
    seats = panel.seats_of(doubter.send("PanelArbitrator", "draw", number, court, case))
    for seat in seats:  # each of them ran the same command and saw the same root
        panel.commit(world.arbitrators[seat], number, UPHELD, REASONS, keccak(seat.encode()))
    for seat in seats:
        panel.reveal(world.arbitrators[seat], number, UPHELD, REASONS, keccak(seat.encode()))
    assert panel.ruling_of(doubter.send("PanelArbitrator", "conclude", number, court, case, [])) == UPHELD
    assert assertions.find(world.chain, "CredibilityRoots", name).standpoint is Standpoint.CHALLENGED
    assert conclude(world, name.hex(), 0) is False
    assert world.chain.read("CredibilityRoots", "current") == begun
    bond = assertions.bond(world.chain, "CredibilityRoots")
    assert world.chain.read("BondVault", "creditOf", doubter.address) == bond + bond // 2
    assert world.chain.read("BondVault", "creditOf", liar.address) == 0
