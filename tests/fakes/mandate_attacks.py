"""Six hundred and more attempts on a tree of mandates, each of which must be refused, and for the right reason.

    root of agent 0 (cap 100, 3 hops) ── branch of agent 1 (cap 60, 2 hops) ── leaf of agent 2 (cap 20, 0 hops)
                                      └─ cut of agent 1 (cap 10), revoked ── below of agent 2 (cap 5)

The same attempts are made on the machine of `ledger.domain.mandate_tree` and on a deployed contract.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.domain.authority import Mandate, tool_id, tools_hash
from ledger.domain.delegation import MOST_HOPS, Delegation, leave_digest
from ledger.domain.hashing import ZERO32, keccak
from ledger.domain.ids import Address
from ledger.domain.signing import SessionKey

EACH = 50  # attempts of a kind
KINDS = 13
TOOLS = tuple(sorted(map(tool_id, ("book", "buy", "pay", "read", "search", "write"))))
SOME, ONE = TOOLS[:4], TOOLS[:2]
TASK = keccak(b"task")
LISTS: Mapping[str, tuple[bytes, ...]] = {"root": TOOLS, "branch": SOME, "leaf": ONE, "cut": SOME, "below": ONE}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tree stands: chain and contract, agents (ids), their keys, the principal's, and the time's bounds."""

    chain_id: int
    contract: Address
    agents: tuple[int, int, int]
    keys: tuple[SessionKey, SessionKey, SessionKey]
    principal: SessionKey
    now: int
    expiry: int
    salt: bytes


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call that must fail: its kind, the function with its arguments, and the custom errors that may refuse it."""

    kind: str
    function: str
    args: tuple[object, ...]
    refused_as: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree that is attacked: its mandate, and its delegations by name in the picture above."""

    place: Place
    root: Mandate
    nodes: Mapping[str, Delegation]

    def name(self, node: str) -> bytes:
        """Return the 32-byte name of a node of the picture."""
        made = self.root if node == "root" else self.nodes[node]
        return made.id(self.place.chain_id, self.place.contract)


HOLDERS: Mapping[str, int] = {"root": 0, "branch": 1, "leaf": 2, "cut": 1, "below": 2}


def plan(place: Place) -> Tree:
    """Return the tree, to be made before it is attacked: root, leave of 3 hops, then the nodes in their order."""
    root = Mandate(place.principal.address, place.agents[0], 100, place.expiry, tools_hash(TOOLS), place.salt)

    def node(parent: bytes, holder: int, cap: int, tools: Sequence[bytes], hops: int) -> Delegation:
        agent_id = place.agents[holder]
        return Delegation(parent, agent_id, cap, place.expiry - 10, keccak(b"".join(tools)), TASK, hops, place.salt)

    def name(made: Mandate | Delegation) -> bytes:
        return made.id(place.chain_id, place.contract)

    branch = node(name(root), 1, 60, SOME, 2)
    leaf = node(name(branch), 2, 20, ONE, 0)
    cut = node(name(root), 1, 10, SOME, 2)
    below = node(name(cut), 2, 5, ONE, 1)
    return Tree(place, root, {"branch": branch, "leaf": leaf, "cut": cut, "below": below})


def attempts(tree: Tree, seed: int = 1) -> list[Attempt]:
    """Return `EACH` attempts of every kind, the same for a seed."""
    rng = random.Random(seed)  # noqa: S311  attempts are repeatable
    found = [attempt for make in _MAKERS for attempt in _several(make, tree, rng)]
    assert len(found) == EACH * KINDS
    return found


def _several(make: Callable[[Tree, random.Random], Attempt], tree: Tree, rng: random.Random) -> Iterator[Attempt]:
    return (make(tree, rng) for _ in range(EACH))


def _fair(tree: Tree, rng: random.Random, at: str = "") -> tuple[str, Delegation]:
    """Return a delegation that would be accepted, and the node that it hangs on."""
    at = at or rng.choice(("root", "branch"))
    left = {"root": 30, "branch": 40}.get(at, 1)
    hops = {"root": 2, "branch": 1}.get(at, 0)
    child = Delegation(
        tree.name(at),
        rng.choice(tree.place.agents),
        rng.randrange(1, left + 1),
        rng.randrange(tree.place.now + 3600, tree.place.expiry - 10),
        keccak(b"".join(ONE)),
        keccak(rng.randbytes(8)),
        rng.randrange(hops + 1),
        rng.randbytes(32),
    )
    return at, child


def _signed(
    tree: Tree,
    at: str,
    child: Delegation,
    kind: str,
    *names: str,
    tools: Sequence[bytes] = ONE,
    held: Sequence[bytes] | None = None,
    key: SessionKey | None = None,
    digest: bytes | None = None,
) -> Attempt:
    place = tree.place
    signer = key or place.keys[HOLDERS[at]]
    signature = signer.sign(digest or child.id(place.chain_id, place.contract))
    args = (child.as_tuple(), list(LISTS[at] if held is None else held), list(tools), signature)
    return Attempt(kind, "delegate", args, frozenset(f"Mandates_{name}" for name in names))


def _depth(tree: Tree, rng: random.Random) -> Attempt:
    at = rng.choice(("root", "branch", "leaf"))
    _, child = _fair(tree, rng, at)
    least = {"root": 3, "branch": 2, "leaf": 0}[at]
    return _signed(tree, at, replace(child, hops=rng.randrange(least, 256)), "depth", "TooDeep")


def _wider_tools(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    foreign = [tool for tool in TOOLS if tool not in LISTS[at]] or [tool_id("delete"), tool_id("grant")]
    tools = sorted({*ONE, rng.choice([*foreign, keccak(rng.randbytes(8))]), *foreign[:1]})
    child = replace(child, tools=keccak(b"".join(tools)))
    return _signed(tree, at, child, "scope", "ToolsExceed", tools=tools)


def _other_lists(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    shuffled = [*LISTS[at]]
    while shuffled == sorted(shuffled):
        rng.shuffle(shuffled)
    match rng.randrange(4):
        case 0:  # a parent's list that was never granted
            return _signed(tree, at, child, "lists", "WrongTools", held=sorted({*LISTS[at], keccak(rng.randbytes(4))}))
        case 1:  # a list of one's own that was not signed
            return _signed(tree, at, child, "lists", "WrongTools", tools=TOOLS[2:4])
        case 2:
            child = replace(child, tools=keccak(b"".join(shuffled)))
            return _signed(tree, at, child, "lists", "ToolsUnordered", tools=shuffled)
        case _:  # more than can be shown
            many = sorted(keccak(rng.randbytes(8)) for _ in range(65))
            child = replace(child, tools=keccak(b"".join(many)))
            return _signed(tree, at, child, "lists", "WrongTools", tools=many)


def _expiry(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    if rng.random() < 0.5:
        past = replace(child, expiry=rng.randrange(tree.place.now))
        return _signed(tree, at, past, "expiry", "Empty")
    ends = tree.place.expiry - (0 if at == "root" else 10)
    later = replace(child, expiry=ends + 1 + rng.randrange(1 << rng.randrange(1, 60)))
    return _signed(tree, at, later, "expiry", "OutlivesParent")


def _revoked(tree: Tree, rng: random.Random) -> Attempt:
    at = rng.choice(("cut", "below"))
    _, child = _fair(tree, rng, at)
    return _signed(tree, at, replace(child, hops=0, cap=1), "revocation", "NotInForce")


def _siblings(tree: Tree, rng: random.Random) -> Attempt:
    """Ask for what a sibling was given already: each within the cap, together beyond it."""
    at, child = _fair(tree, rng)
    left, cap = {"root": (30, 100), "branch": (40, 60)}[at]
    wide = rng.choice((rng.randrange(left + 1, cap + 1), cap, cap + rng.randrange(1 << 40), (1 << 256) - 1))
    return _signed(tree, at, replace(child, cap=wide), "sibling double spend", "OverBudget")


def _context(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    empty = replace(child, context=rng.choice((ZERO32, keccak(b""))))
    return _signed(tree, at, empty, "empty context", "EmptyContext")


def _nothing(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    change = rng.choice(({"cap": 0}, {"tools": ZERO32}, {"tools": keccak(b"")}))
    return _signed(tree, at, replace(child, **change), "nothing allowed", "Empty", tools=())


def _elsewhere(tree: Tree, rng: random.Random) -> Attempt:
    """Replay what was signed for another chain or another contract."""
    at, child = _fair(tree, rng)
    place = tree.place
    chain, contract = place.chain_id, place.contract
    if rng.random() < 0.5:
        chain = rng.choice((1, 10, 8453, 42161, rng.randrange(1 << 32, 1 << 64)))
    else:
        contract = SessionKey(keccak(rng.randbytes(8))).address
    return _signed(
        tree, at, child, "replay across chain and contract", "NotDelegated", digest=child.id(chain, contract)
    )


def _again(tree: Tree, rng: random.Random) -> Attempt:
    """Replay what was used, also after its revocation; or use a signature for something else than it was made for."""
    if rng.random() < 0.5:
        node, parent, held = rng.choice((("branch", "root", TOOLS), ("leaf", "branch", SOME), ("cut", "root", TOOLS)))
        made = tree.nodes[node]
        # The budget that is left may refuse it first.
        return _signed(tree, parent, made, "replay", "AlreadyGranted", "OverBudget", tools=LISTS[node], held=held)
    at, child = _fair(tree, rng)
    digest = tree.nodes["branch"].id(tree.place.chain_id, tree.place.contract)
    return _signed(tree, at, child, "replay", "NotDelegated", digest=digest)


def _wrong_side(tree: Tree, rng: random.Random) -> Attempt:
    at, child = _fair(tree, rng)
    others = [key for number, key in enumerate(tree.place.keys) if number != HOLDERS[at]]
    key = rng.choice([*others, tree.place.principal, SessionKey(keccak(rng.randbytes(8)))])
    return _signed(tree, at, child, "wrong side", "NotDelegated", key=key)


def _wrong_principal(tree: Tree, rng: random.Random) -> Attempt:
    place = tree.place
    key = rng.choice([*place.keys, SessionKey(keccak(rng.randbytes(8)))])
    mandate = replace(tree.root, cap=rng.randrange(1, 1 << 200), salt=rng.randbytes(32))
    signature = key.sign(mandate.id(place.chain_id, place.contract))
    if rng.random() < 0.3:
        signature = place.principal.sign(mandate.id(1, place.contract))
    return Attempt("wrong principal", "grant", (mandate.as_tuple(), signature), frozenset({"Mandates_NotGranted"}))


def _leave(tree: Tree, rng: random.Random) -> Attempt:
    """Allow what was allowed, too much, or for what was itself passed on."""
    node = rng.choice(("root", "branch", "leaf"))
    hops = rng.choice((0, rng.randrange(1, MOST_HOPS + 1), rng.randrange(MOST_HOPS + 1, 256)))
    digest = leave_digest(tree.place.chain_id, tree.place.contract, tree.name(node), hops)
    refused = "NotRoot" if node != "root" else "LeaveGiven" if 0 < hops <= MOST_HOPS else "BadHops"
    args = (tree.name(node), hops, tree.place.principal.sign(digest))
    return Attempt("leave", "allowDelegation", args, frozenset({f"Mandates_{refused}"}))


_MAKERS = (
    _depth,
    _wider_tools,
    _other_lists,
    _expiry,
    _revoked,
    _siblings,
    _context,
    _nothing,
    _elsewhere,
    _again,
    _wrong_side,
    _wrong_principal,
    _leave,
)
