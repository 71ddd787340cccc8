"""Every attempt on a tree of mandates is refused by the machine, and for the right reason."""

from __future__ import annotations

from collections import Counter

from ledger.domain.authority import Mandate
from ledger.domain.delegation import Delegation
from ledger.domain.hashing import keccak
from ledger.domain.ids import checksum
from ledger.domain.mandate_tree import MandateTree
from ledger.domain.signing import SessionKey
from ledger.errors import LedgerError
from tests.fakes.mandate_attacks import EACH, HOLDERS, KINDS, LISTS, Place, attempts, plan

NOW = 1_790_000_000
PLACE = Place(
    chain_id=31337,
    contract=checksum(bytes(19) + b"\x07"),
    agents=(4, 5, 6),
    keys=tuple(SessionKey(keccak(b"key" + bytes([number]))) for number in range(3)),
    principal=SessionKey(keccak(b"principal")),
    now=NOW,
    expiry=NOW + 30 * 86_400,
    salt=keccak(b"salt"),
)


def may_speak(account, agent_id):
    return account == PLACE.keys[agent_id - 4].address


def grown():
    """Return the attacked tree, as a plan and as a machine."""
    tree = plan(PLACE)
    machine = MandateTree(PLACE.chain_id, PLACE.contract, may_speak, lambda agent_id: (0, 1) if agent_id < 9 else None)
    machine.allow(machine.grant(tree.root, NOW), 3)
    parents = {"branch": "root", "leaf": "branch", "cut": "root", "below": "cut"}
    for name, made in tree.nodes.items():
        holder = PLACE.keys[HOLDERS[parents[name]]].address
        machine.delegate(made, LISTS[parents[name]], LISTS[name], NOW, sender=holder)
    machine.revoke(tree.name("cut"), PLACE.keys[0].address, NOW + 1)
    return tree, machine


def refusal_of(machine, attempt):
    try:
        if attempt.function == "grant":
            mandate, signature = attempt.args
            machine.grant(Mandate(*mandate), NOW + 2, signature)
        elif attempt.function == "allowDelegation":
            machine.allow(*attempt.args[:2])
        else:
            child, held, passed, signature = attempt.args
            machine.delegate(Delegation(*child), held, passed, NOW + 2, signature=signature)
    except LedgerError as error:
        return error.details["name"]
    return None


def test_all_attempts_are_refused_for_the_right_reason():
    tree, machine = grown()
    made = attempts(tree)
    refused = Counter(attempt.kind for attempt in made if refusal_of(machine, attempt) in attempt.refused_as)
    assert refused == Counter({attempt.kind: EACH for attempt in made})
    assert refused.total() == EACH * KINDS >= 600
    assert machine.budget_of(tree.name("root")) == 100
