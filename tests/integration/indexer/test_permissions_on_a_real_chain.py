"""What permitted actions on a real chain: what the mirror says was in force, the contracts say too."""

from __future__ import annotations

import secrets

import pytest

from ledger.chain import mandates, manifests
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.hashing import sha256
from ledger.indexer.rebuild import rebuild
from ledger.queries.permissions import agent_permissions

pytestmark = pytest.mark.integration
PAY = tool_id("pay")


def agree(chain, agent, owner, one):
    """Policy, manifest and mandate of an action are those that the contracts had at its witness."""
    at = one.witnessed
    policy = chain.read("Policies", "inForce", agent.ref.key, owner, at.time)
    assert (one.policy.policy_id, bytes.fromhex(one.policy.hash), one.policy.liable) == (*policy, owner)
    declared = chain.read("Manifests", "count", agent.ref.agent_id, block=at.block)
    assert (-1 if one.manifest is None else one.manifest.index) == declared - 1
    name = bytes.fromhex(one.stated.mandate)
    assert (one.mandate is not None and one.mandate.live) == chain.read("Mandates", "isInForce", name, block=at.block)
    return one.state


def test_the_mirror_finds_what_the_contracts_had_in_force(
    chain, new_sender, sender, log, agent, job, catch_up, sources
):
    principal = new_sender()
    expiry = chain.head().timestamp + 86_400
    granted = Mandate(principal.address, agent.ref.agent_id, 9, expiry, tools_hash([PAY]), secrets.token_bytes(32))
    name = granted.id(chain.deployment.chain_id, chain.deployment.addresses["Mandates"])

    def act():
        said = {"tool": "pay", "mandate": name.hex(), "ts": chain.head().timestamp * 1000}
        log.append(agent.segment(1, **said))
        log.anchor()
        chain.rpc.call("evm_increaseTime", [2])  # the court finds policies by the second, and blocks may share one

    act()
    assert mandates.grant(principal, granted) == name
    sender.send("Policies", "adopt", agent.ref.key, 2)
    act()
    manifests.declare(sender, agent.ref.agent_id, sha256(b"none"), [])
    act()
    manifests.declare(sender, agent.ref.agent_id, sha256(b"pay"), [PAY])
    sender.send("Policies", "adopt", agent.ref.key, 1)
    act()
    mandates.revoke(principal, name)
    act()
    catch_up()
    items = agent_permissions(sources, str(agent.ref), cursor=None, limit=9, as_of=None).data.items
    states = [agree(chain, agent, sender.address, one) for one in items]
    assert states == ["outside", "within", "outside", "within", "outside"]
    assert [one.policy.policy_id for one in items] == [1, 2, 2, 1, 1]
    assert [reason.code for one in items for reason in one.reasons] == [
        "mandate_not_granted",
        "tool_not_in_manifest",
        "mandate_ended",
    ]
    assert rebuild(job, swap=False).equal
