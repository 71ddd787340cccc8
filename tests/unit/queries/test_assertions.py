"""Bonded assertions, credibility roots and authorities, as of any block."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import keccak
from ledger.errors import InvalidInputError, NotFoundError
from ledger.indexer.rebuild import rebuild
from ledger.queries.assertions import RULING_TIME, assertion, assertions, audits
from ledger.queries.authorities import authorities
from ledger.queries.roots import roots
from tests.fakes.world import account

AUDIT, ROOT = keccak(b"an audit"), keccak(b"a proposal")
AUDITOR, DOUBTER = account("auditor"), account("doubter")
THREE_DAYS = 3 * 86_400


class Bonds:
    """Emits what the contracts of bonded assertions emit, one block an act."""

    def __init__(self, world) -> None:
        self.world = world

    def _open(self, room, name, told, seconds=THREE_DAYS):
        until = self.world.chain.time + 12 + seconds
        self.world.chain.mine(
            told, (room, "Asserted", {"assertion": name, "asserter": AUDITOR, "bond": 10**16, "openUntil": until})
        )
        return until

    def audit(self, name=AUDIT, agent_id=0, **options):
        told = {
            "assertion": name, "agentId": agent_id, "action": keccak(b"action"), "auditor": AUDITOR,
            "context": bytes(32), "dimension": 0, "weight": 500, "reportHash": keccak(b"report"), "uri": "ipfs://r",
        }  # fmt: skip
        return self._open("Audits", name, ("Audits", "ActionAudited", told), **options)

    def propose(self, epoch, name=ROOT, root=b"root"):
        told = {
            "epoch": epoch, "root": keccak(root), "proposer": AUDITOR, "assertion": name, "clusters": bytes(32),
            "size": 3, "asOfBlock": 5, "formula": keccak(b"f"), "uri": "ipfs://leaves",
        }  # fmt: skip
        return self._open("CredibilityRoots", name, ("CredibilityRoots", "RootProposed", told))

    def challenge(self, name=AUDIT, dispute=4, room="Audits"):
        told = {"challenger": DOUBTER, "arbitratorDisputeId": dispute, "evidenceHash": keccak(b"e"), "uri": "ipfs://e"}
        self.world.chain.mine((room, "AssertionChallenged", {"assertion": name} | told))
        return self.world.chain.time

    def rule(self, ruling, dispute=4, room="Audits"):
        told = {"_arbitrator": account("panel"), "_disputeID": dispute, "_ruling": ruling}
        self.world.chain.mine((room, "Ruling", told))

    def end(self, *, accepted, name=AUDIT, room="Audits", more=()):
        told = {"assertion": name, "accepted": accepted, "toAsserter": 15 * 10**15, "toChallenger": 0, "burned": 5}
        self.world.chain.mine((room, "AssertionEnded", told), *more)


@pytest.fixture
def bonds(world):
    world.new_agent({})
    return Bonds(world)


def of(sources, name=AUDIT, as_of=None):
    return assertion(sources, name.hex(), as_of=as_of).data


def test_an_audit_is_open_challenged_ruled_on_and_ended(world, sources, bonds, catch_up):
    until = bonds.audit()
    catch_up()
    now = of(sources)
    assert (now.kind, now.standpoint, now.asserter, now.due, now.may_conclude) == (
        "audit",
        "open",
        AUDITOR,
        until,
        False,
    )
    assert (now.audit.agent_id, now.audit.weight, now.audit.gained, now.root) == (0, "500", None, None)
    opened = world.chain.head().number
    at = bonds.challenge()
    bonds.rule(1, dispute=5)  # another dispute of the same room
    bonds.rule(1, room="CredibilityRoots")  # the same number, before another contract
    bonds.rule(1, room="DisputeCourt")
    catch_up()
    now = of(sources)
    assert (now.standpoint, now.due, now.may_conclude) == ("challenged", at + RULING_TIME, False)
    assert (now.challenge.challenger, now.challenge.dispute, now.challenge.ruling) == (DOUBTER, "4", None)
    bonds.rule(2)
    catch_up()
    assert (of(sources).challenge.ruling, of(sources).may_conclude) == ("dismissed", True)
    counted = ("Audits", "AuditCounted", {"assertion": AUDIT, "agentId": 0, "gained": 400})
    bonds.end(accepted=True, more=[counted])
    catch_up()
    now = of(sources)
    assert (now.standpoint, now.may_conclude, now.audit.gained) == ("accepted", False, "400")
    assert (now.ended.to_asserter, now.ended.to_challenger, now.ended.burned) == (str(15 * 10**15), "0", "5")
    assert of(sources, as_of=opened).standpoint == "open"


@pytest.mark.parametrize(("ruling", "word"), [(0, "refused"), (1, "upheld"), (2, "dismissed"), (7, "refused")])
def test_a_ruling_is_read_as_the_contract_reads_it(sources, bonds, catch_up, ruling, word):
    bonds.audit()
    bonds.challenge()
    bonds.rule(ruling)
    catch_up()
    assert of(sources).challenge.ruling == word


def test_what_nobody_challenged_can_be_ended_when_its_time_is_over(world, sources, bonds, catch_up):
    bonds.audit(seconds=12)
    catch_up()
    assert not of(sources).may_conclude
    world.chain.mine()
    catch_up()
    assert of(sources).may_conclude


def test_assertions_are_listed_by_standpoint_and_audits_by_agent(world, sources, bonds, catch_up):
    world.new_agent({})
    bonds.audit()
    bonds.propose(1)
    bonds.audit(keccak(b"another"), agent_id=1)
    bonds.challenge(keccak(b"another"))
    catch_up()

    def listed(standpoint=None, limit=9):
        names, cursor, more = [], None, True
        while more:
            page = assertions(sources, standpoint=standpoint, cursor=cursor, limit=limit, as_of=None).data
            names += [item.assertion for item in page.items]
            cursor, more = page.next_cursor, page.more
        return names

    everything = [name.hex() for name in (AUDIT, ROOT, keccak(b"another"))]
    assert listed() == listed(limit=1) == everything
    assert listed("challenged", limit=1) == everything[2:]
    assert listed("rejected") == []
    found = [audits(sources, str(number), cursor=None, limit=9, as_of=None).data.items for number in (0, 1)]
    assert [[item.assertion for item in items] for items in found] == [everything[:1], everything[2:]]
    with pytest.raises(InvalidInputError, match="never 'shaky'"):
        listed("shaky")
    with pytest.raises(NotFoundError):
        of(sources, keccak(b"nothing"))
    with pytest.raises(NotFoundError):
        audits(sources, "9", cursor=None, limit=9, as_of=None)


def test_roots_are_proposed_rejected_proposed_again_and_stand(world, sources, bonds, catch_up):
    told = {"epoch": 1, "root": keccak(b"root")}
    bonds.propose(1)
    bonds.challenge(ROOT, room="CredibilityRoots")
    rejected = [("CredibilityRoots", "RootRejected", told)]
    bonds.end(accepted=False, name=ROOT, room="CredibilityRoots", more=rejected)
    block = world.chain.head().number
    bonds.propose(1, keccak(b"second"))
    bonds.end(
        accepted=True,
        name=keccak(b"second"),
        room="CredibilityRoots",
        more=[("CredibilityRoots", "RootAccepted", told)],
    )
    bonds.propose(2, keccak(b"third"), b"next")
    catch_up()
    answer = roots(sources, cursor=None, limit=9, as_of=None)
    assert answer.data.standing == 1
    assert [(item.epoch, item.state) for item in answer.data.items] == [
        (1, "rejected"),
        (1, "accepted"),
        (2, "proposed"),
    ]
    assert answer.data.items[2].ended is None
    assert answer.completeness.complete
    assert of(sources, ROOT).root.epoch == 1
    assert of(sources, ROOT).standpoint == "rejected"
    then = roots(sources, cursor=None, limit=9, as_of=block).data
    assert (then.standing, [item.state for item in then.items]) == (0, ["rejected"])
    first = roots(sources, cursor=None, limit=2, as_of=None).data
    rest = roots(sources, cursor=first.next_cursor, limit=2, as_of=None).data
    assert (first.more, rest.more) == (True, False)
    assert first.items + rest.items == answer.data.items


def test_an_epoch_that_is_missing_is_noticed(world, sources, bonds, catch_up):
    world.chain.mine(("CredibilityRoots", "RootAccepted", {"epoch": 2, "root": keccak(b"root")}))
    catch_up()
    assert not roots(sources, cursor=None, limit=9, as_of=None).completeness.complete


def test_authorities_change_in_the_open(world, sources, bonds, catch_up):
    told = {"before": account("old"), "authority": account("new")}
    world.chain.mine(("Lifecycle", "AuthorityQueued", {"authority": account("new"), "readyAt": 9}))
    world.chain.mine(("Lifecycle", "AuthorityChanged", told))
    catch_up()
    page = authorities(sources, cursor=None, limit=1, as_of=None).data
    assert [(item.step, item.ready_at, item.before) for item in page.items] == [("queued", 9, None)]
    page = authorities(sources, cursor=page.next_cursor, limit=1, as_of=None).data
    assert [(item.step, item.authority, item.before) for item in page.items] == [
        ("changed", account("new"), account("old"))
    ]
    assert not page.more


def test_a_fork_takes_assertions_back_and_a_rebuild_gives_the_same(world, mirror, bonds, catch_up):
    catch_up(depth=100)
    before, height = mirror.digest()[0], len(world.chain.chain)
    bonds.audit()
    bonds.challenge()
    bonds.rule(1)
    bonds.end(accepted=False)
    bonds.propose(1)
    catch_up(depth=100)
    assert rebuild(world.job(mirror, finality_depth=100), swap=False).equal
    world.chain.fork(len(world.chain.chain) - height)
    world.chain.mine()
    catch_up(depth=100)
    assert mirror.digest()[0] == before
