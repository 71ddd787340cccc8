"""The indexer on the real node, the real contracts and a real log says what they say."""

from __future__ import annotations

import secrets
import threading
import time

import pytest

from ledger.chain import agents as chain_agents
from ledger.chain.sender import Sender
from ledger.domain import record
from ledger.domain.bundle import parse_bundle
from ledger.domain.hashing import ZERO32
from ledger.domain.verify import Trust, verify_bundle
from ledger.indexer.rebuild import rebuild
from ledger.indexer.run import run
from ledger.queries import agents, bundles, records, standing
from ledger.store.log_view import LogView

pytestmark = pytest.mark.integration


def listed(sources, agent, **more):
    asked = {"cursor": None, "limit": 500, "as_of": None, "proofs": True} | more
    return records.agent_records(sources, str(agent.ref), **asked)


def test_records_of_log_and_chain_are_answered_with_proofs(chain, dev, sources, agent, log, catch_up, job):
    log.append(agent.segment(3), agent.segment(2, session="t"))
    log.anchor()
    direct = Sender(chain, agent.key)
    dev.fund(agent.key.address, 10**18)
    content = record.record_id(secrets.token_bytes(8))
    direct.send("ActionLog", "record", agent.ref.agent_id, 0, 0, ZERO32, 0, ZERO32, content, [])
    log.append(*[agent.segment(1) for _ in range(40)])
    log.anchor()
    catch_up()
    answer = listed(sources, agent)
    assert [item.seq for item in answer.data.items if item.home != "chain"] == list(range(45))
    assert answer.completeness.complete
    assert answer.data.items[5].record_id == content.hex()
    assert all(item.proof.log is None or item.proof.log.path is not None for item in answer.data.items)
    assert rebuild(job, swap=False).equal


def test_bundles_verify_against_the_deployment(chain, sources, agent, log, catch_up):
    log.append(agent.segment(3), agent.segment(2, session="t"))
    log.anchor()
    log.append(agent.segment(2))
    log.anchor()
    catch_up()
    trust = Trust(contracts=chain.deployment.addresses, chain_id=chain.deployment.chain_id)
    one = listed(sources, agent).data.items[1].record_id
    for bundle in (
        bundles.record_bundle(sources, one, as_of=None),
        bundles.session_bundle(sources, str(agent.ref), "s", as_of=None),
    ):
        report = verify_bundle(parse_bundle(bundle.serialise()), trust)
        assert report.ok, report.problems


def test_folded_agent_equals_the_contracts_views(chain, sender, new_sender, sources, agent, catch_up):
    chain_agents.bond(sender, agent.ref, 10**15)
    chain_agents.revoke_key(sender, agent.ref, agent.key.address)
    other = new_sender()
    sender.send("AgentRegistry", "transferFrom", sender.address, other.address, agent.ref.agent_id)
    catch_up()
    found = agents.agent(sources, str(agent.ref), as_of=None).data
    owner, owner_epoch, since = chain.read("AgentRegistry", "ownership", agent.ref.agent_id)
    assert (found.owner, found.owners[-1].owner_epoch, found.owners[-1].since.time) == (owner, owner_epoch, since)
    _, _, registered, revoked, _ = chain.read("KeyRing", "keyOf", agent.key.address)
    key = found.epochs[0].keys[0]
    assert (key.registered.time, key.revoked.time) == (registered, revoked)
    opened, closed, *_ = chain.read("KeyRing", "epochOf", agent.ref.agent_id, 0)
    assert (found.epochs[0].opened.time, found.epochs[0].closed.time) == (opened, closed)
    active, unbonding, locked, _ = chain.read("BondVault", "bondOf", agent.ref.key, sender.address)
    assert [(b.active, b.unbonding, b.locked) for b in found.bonds] == [(str(active), str(unbonding), str(locked))]
    assert standing.standing(sources, str(agent.ref), as_of=None).data.changes == []


def test_real_fork_takes_records_back_and_they_return_when_anchored_again(
    dev, sources, agent, log, mirror, catch_up, job
):
    log.append(agent.segment(2))
    log.anchor()
    catch_up()
    with dev.reorganised():
        log.append(agent.segment(3))
        log.anchor()
        dev.mine(3)
        catch_up()
        assert len(listed(sources, agent).data.items) == 5
    dev.mine(6)
    catch_up()
    assert mirror.books().forks == 1
    assert len(listed(sources, agent).data.items) == 2
    log.anchor()
    catch_up()
    assert len(listed(sources, agent).data.items) == 5
    assert rebuild(job, swap=False).equal


def test_process_follows_until_stopped(dev, sources, agent, log, mirror, job):
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(job, stop))
    thread.start()
    try:
        log.append(agent.segment(4))
        log.anchor()
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            if mirror.look() and _held(mirror, log) == 1:
                break
            time.sleep(0.02)
        assert len(listed(sources, agent).data.items) == 4
    finally:
        stop.set()
        thread.join(15)
    assert not thread.is_alive()


def _held(mirror, log) -> int:
    cursor = LogView(mirror.view(mirror.books())).cursors([log.id])[0]
    return 0 if cursor is None else cursor.size
