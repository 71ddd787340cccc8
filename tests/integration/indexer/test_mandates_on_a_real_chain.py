"""Trees of mandates on a real chain: what the mirror says may be spent, the contract says too."""

from __future__ import annotations

import secrets

import pytest

from ledger.chain import agents, mandates
from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.delegation import Delegation
from ledger.domain.hashing import keccak
from ledger.indexer.rebuild import rebuild
from ledger.queries.mandates import mandate_tree

pytestmark = pytest.mark.integration
TOOLS = [tool_id(name) for name in ("pay", "read")]


def agree(chain, sources, root, block=None):
    """Every node in the mirror is bound as the contract binds it."""
    answer = mandate_tree(sources, root.hex(), as_of=block)
    assert answer.completeness.complete
    for node in answer.data.nodes:
        found, name = node.mandate, bytes.fromhex(node.mandate.mandate_id)
        agent_id, principal, left, expiry, tools, granted_at, ended_at = chain.read(
            "Mandates", "boundsOf", name, block=block
        )
        assert (found.agent_id, found.principal, int(found.left)) == (agent_id, principal, left)
        assert (found.expiry, found.tools, found.granted.time) == (expiry, tools.hex(), granted_at)
        assert (found.ended_at or 0) == ended_at
        parent, hops = chain.read("Mandates", "placeOf", name, block=block)
        assert (bytes.fromhex(found.parent or "00" * 32), found.hops) == (parent, hops)
        assert (found.state == "in_force") == chain.read("Mandates", "isInForce", name, block=block)
    return [(node.depth, node.mandate.ended_by) for node in answer.data.nodes]


def test_the_mirror_binds_as_the_contract_does(chain, new_sender, job, catch_up, sources):
    principal, owners = new_sender(), [new_sender() for _ in range(3)]
    numbers = [agents.register_agent(owner).agent_id for owner in owners]
    expiry = chain.head().timestamp + 86_400
    salt = secrets.token_bytes(32)
    root = mandates.grant(principal, Mandate(principal.address, numbers[0], 100, expiry, tools_hash(TOOLS), salt))
    mandates.allow_delegation(principal, root, 2)

    def pass_on(parent, held, owner, to, cap, hops, tools):
        child = Delegation(parent, numbers[to], cap, expiry + hops - 9, tools_hash(tools), keccak(b"task"), hops, salt)
        return mandates.delegate(owners[owner], child, held, tools)

    branch = pass_on(root, TOOLS, 0, 1, 60, 1, TOOLS)
    leaf = pass_on(branch, TOOLS, 1, 2, 45, 0, TOOLS[:1])
    twig = pass_on(root, TOOLS, 0, 2, 40, 0, TOOLS[:1])
    whole = chain.head().number
    mandates.revoke(owners[0], branch)
    revoked = chain.head().number
    owners[2].send("AgentRegistry", "transferFrom", owners[2].address, owners[1].address, numbers[2])
    catch_up()
    assert agree(chain, sources, root, whole) == [(0, None), (1, None), (2, None), (1, None)]
    assert agree(chain, sources, root, revoked) == [(0, None), (1, "revoked"), (2, "ancestor_revoked"), (1, None)]
    assert agree(chain, sources, root) == [(0, None), (1, "revoked"), (2, "ancestor_revoked"), (1, "owner_changed")]
    assert agree(chain, sources, leaf) == [(0, "ancestor_revoked")]
    assert agree(chain, sources, twig) == [(0, "owner_changed")]
    assert rebuild(job, swap=False).equal
