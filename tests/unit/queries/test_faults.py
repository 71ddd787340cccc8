"""Operators' faults, challenges with their deadlines, manifests and custody, as of any block."""

from __future__ import annotations

import pytest

from ledger.domain.hashing import ZERO32, keccak
from ledger.errors import NotFoundError
from ledger.indexer.rebuild import rebuild
from ledger.queries.challenges import challenge, challenges
from ledger.queries.disputes import deadlines
from ledger.queries.faults import fault_counts, operator_fault, operator_faults
from ledger.queries.manifests import custody, manifests
from tests.fakes.world import account

FAULT, EVIDENCE = keccak(b"fault"), keccak(b"evidence")
FIRST, SECOND, THIRD = (keccak(name) for name in (b"first", b"second", b"third"))


class Watchers:
    """Emits what provers, challengers, operators and custodians do, one block an act."""

    def __init__(self, world) -> None:
        self.world = world

    def convict(self, log, kind=13, fault=FAULT):
        told = {"faultKey": fault, "logId": log, "kind": kind, "operator": account("operator")}
        more = {"prover": account("prover"), "statementA": keccak(b"a"), "statementB": ZERO32, "slashed": 10**18}
        self.world.chain.mine(("FaultProver", "OperatorFaultProved", told | more))

    def reward(self, fault):
        early, late = account("early"), account("prover")
        displaced = {"faultKey": fault, "displaced": late, "prover": early, "committedAt": 3}
        released = {"faultKey": fault, "prover": early, "amount": 5}
        self.world.chain.mine(
            ("FaultProver", "ProverDisplaced", displaced), ("FaultProver", "RewardReleased", released)
        )

    def ask(self, name, subject, seconds=100, *, kind=4, about=ZERO32, book="Challenges"):
        told = {"id": name, "kind": kind, "subject": subject, "challenger": account("asker"), "about": about}
        self.world.chain.mine((book, "ChallengeOpened", told | {"answerBy": self.world.chain.time + 12 + seconds}))

    def answer(self, name, *, in_time=True, book="Challenges"):
        told = {"id": name, "answerer": account("answerer"), "inTime": in_time}
        self.world.chain.mine((book, "ChallengeAnswered", told))

    def close(self, name, book="Challenges"):
        self.world.chain.mine((book, "ChallengeClosed", {"id": name, "challenger": account("asker")}))


@pytest.fixture
def watchers(world):
    world.new_agent({})
    return Watchers(world)


def states(sources, as_of=None, **more):
    page = challenges(sources, cursor=None, limit=9, as_of=as_of, **more).data
    return [(item.challenge, item.state) for item in page.items]


def test_faults_are_counted_by_kind_and_found_by_log(world, sources, watchers, catch_up):
    log = world.new_log()
    watchers.convict(log)
    before = world.chain.head().number
    world.chain.mine(*world.fault_events(world.agents[0]))
    watchers.reward(FAULT)
    catch_up()
    counts = fault_counts(sources, as_of=None).data
    assert (counts.operators["hidden_tile"], counts.agents["equivocation"]) == (1, 1)
    assert fault_counts(sources, as_of=before).data.agents["equivocation"] == 0
    for asked in (log.hex(), None):
        (item,) = operator_faults(sources, log=asked, cursor=None, limit=9, as_of=None).data.items
        assert (item.kind, item.log, item.operator) == ("hidden_tile", log.hex(), account("operator"))
    case = operator_fault(sources, FAULT.hex(), as_of=None).data
    assert [(move.event, move.prover) for move in case.reward] == [
        ("displaced", account("early")),
        ("released", account("early")),
    ]
    assert operator_fault(sources, FAULT.hex(), as_of=before).data.reward == []
    with pytest.raises(NotFoundError, match="no fault of an operator"):
        operator_fault(sources, FAULT.hex(), as_of=before - 1)


def test_a_challenge_is_open_then_unanswered_and_the_deadlines_tell(world, sources, watchers, catch_up):
    agent = world.agents[0].ref.key
    watchers.ask(FIRST, agent, 100)
    watchers.ask(SECOND, agent, 40)
    block = world.chain.head().number
    catch_up()
    told = deadlines(sources).data
    assert [item.challenge for item in told.challenges] == [SECOND.hex(), FIRST.hex()]
    assert (told.challenges[0].agent_id, told.challenges[0].kind, told.more_challenges) == (0, "hidden_record", False)
    assert deadlines(sources, limit=1).data.more_challenges
    world.chain.mine(blocks=5)
    catch_up()
    assert states(sources) == [(FIRST.hex(), "open"), (SECOND.hex(), "unanswered")]
    assert states(sources, state="unanswered") == [(SECOND.hex(), "unanswered")]
    assert [item.challenge for item in deadlines(sources).data.challenges] == [FIRST.hex()]
    assert states(sources, block) == [(FIRST.hex(), "open"), (SECOND.hex(), "open")]
    assert states(sources, subject=keccak(b"nobody").hex()) == []


def test_answers_settle_late_ones_do_not_and_closing_returns_the_deposit(world, sources, watchers, catch_up):
    agent = world.agents[0].ref.key
    for name in (FIRST, SECOND, THIRD):
        watchers.ask(name, agent, 60)
    watchers.answer(FIRST)
    watchers.answer(SECOND, in_time=False)
    before = world.chain.head().number
    world.chain.mine(blocks=8)
    watchers.close(THIRD)
    catch_up()
    assert [state for _, state in states(sources)] == ["answered", "late", "unanswered"]
    assert [item.challenge for item in deadlines(sources, as_of=before).data.challenges] == [
        SECOND.hex(),
        THIRD.hex(),
    ]
    assert deadlines(sources).data.challenges == []
    closed = challenge(sources, THIRD.hex(), as_of=None).data
    assert (closed.returned, closed.answerer) == (True, None)
    assert challenge(sources, FIRST.hex(), as_of=None).data.answerer == account("answerer")
    assert not challenge(sources, THIRD.hex(), as_of=before).data.returned


def test_custodians_say_that_they_keep_evidence_and_lose_the_point(world, sources, watchers, catch_up):
    keeper = account("keeper")
    world.chain.mine(("Availability", "EvidenceKept", {"evidenceHash": EVIDENCE, "custodian": keeper}))
    about = bytes(12) + bytes.fromhex(keeper[2:])
    watchers.ask(FIRST, EVIDENCE, 20, kind=0, about=about, book="Availability")
    catch_up()
    asked = challenge(sources, FIRST.hex(), as_of=None).data
    assert (asked.kind, asked.custodian, asked.agent_id) == ("evidence", keeper, None)
    world.chain.mine(blocks=3)
    lost = {"evidenceHash": EVIDENCE, "custodian": keeper, "id": FIRST}
    world.chain.mine(("Availability", "CustodyDefaulted", lost))
    catch_up()
    (found,) = custody(sources, EVIDENCE.hex(), as_of=None).data.custodians
    assert (found.custodian, found.defaulted, found.kept is not None) == (keeper, [FIRST.hex()], True)


def test_the_newest_manifest_is_in_force(world, sources, watchers, catch_up):
    for index in range(2):
        told = {"agentId": 0, "index": index, "document": keccak(b"d"), "tools": keccak(b"t%d" % index)}
        world.chain.mine(("Manifests", "ManifestDeclared", told))
    catch_up()
    answer = manifests(sources, "0", as_of=None)
    assert [item.in_force for item in answer.data.manifests] == [False, True]
    assert answer.completeness.complete
    assert manifests(sources, "0", as_of=1).data.manifests == []


def test_a_fork_takes_back_what_was_asked_and_proved(world, mirror, sources, watchers, catch_up):
    log, agent = world.new_log(), world.agents[0].ref.key
    watchers.ask(FIRST, agent)
    catch_up(depth=100)
    before, height = mirror.digest()[0], len(world.chain.chain)
    watchers.answer(FIRST)
    watchers.ask(SECOND, agent)
    watchers.close(SECOND)
    watchers.convict(log)
    catch_up(depth=100)
    assert deadlines(sources).data.challenges == []
    assert rebuild(world.job(mirror, finality_depth=100), swap=False).equal
    world.chain.fork(len(world.chain.chain) - height)
    world.chain.mine()
    catch_up(depth=100)
    assert mirror.digest()[0] == before
    assert [item.challenge for item in deadlines(sources).data.challenges] == [FIRST.hex()]
