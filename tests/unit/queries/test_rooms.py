"""Lifecycle on the agent's page, and forecasts that were committed on chain."""

from __future__ import annotations

import pytest

from ledger.domain.forecast_book import CLOSING_SECONDS
from ledger.domain.hashing import keccak
from ledger.errors import InvalidInputError, NotFoundError
from ledger.indexer.rebuild import rebuild
from ledger.queries.agents import agent as agent_page
from ledger.queries.capabilities import agent_claims, capable
from ledger.queries.forecast_book import book_round, rounds
from ledger.store.room_view import RoomView, parse_round, round_name
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import account

AUTHORITY, CAPABILITY, ROOT = account("authority"), keccak(b"translate"), keccak(b"root")


class Rooms:
    """Emits what the rooms beside the court emit, one block an act."""

    def __init__(self, world) -> None:
        self.world = world

    def lifecycle(self, name, **args):
        self.world.chain.mine(("Lifecycle", name, {"agentId": 0, **args}))

    def suspend(self, seconds=100):
        until = self.world.chain.time + 12 + seconds
        told = {"cause": keccak(b"cause"), "authority": AUTHORITY, "until": until, "evidenceHash": keccak(b"e")}
        self.lifecycle("AgentSuspended", **told)
        return until

    def claim(self, name, version, **args):
        told = {"agentId": 0, "capability": CAPABILITY, "version": version}
        self.world.chain.mine(("Claims", name, told | args))

    def commit(self, epoch, until):
        told = {"forecaster": account("seer"), "epoch": epoch, "root": ROOT, "population": 2}
        self.world.chain.mine(("ForecastBook", "ForecastCommitted", told | {"until": until, "model": keccak(b"m")}))

    def reveal(self, epoch, agent_id, ppm, squares, revealed):
        told = {"forecaster": account("seer"), "epoch": epoch, "agentId": agent_id, "ppm": ppm, "salt": keccak(b"s")}
        self.world.chain.mine(("ForecastBook", "ForecastRevealed", told | {"squares": squares, "revealed": revealed}))

    def outcome(self, epoch, squares, upheld):
        told = {"forecaster": account("seer"), "epoch": epoch, "agentId": 0, "disputeId": 1}
        self.world.chain.mine(("ForecastBook", "OutcomeShown", told | {"squares": squares, "upheld": upheld}))


@pytest.fixture
def rooms(world):
    world.new_agent({})
    return Rooms(world)


def life(sources, as_of=None):
    return agent_page(sources, "0", as_of=as_of).data.life


def test_a_suspension_ends_by_itself(world, sources, rooms, catch_up):
    catch_up()
    assert (life(sources).state, life(sources).steps) == ("active", [])
    until = rooms.suspend(100)
    block = world.chain.head().number
    world.chain.mine(blocks=20)
    catch_up()
    assert (life(sources, block).state, life(sources, block).until) == ("suspended", until)
    now = life(sources)
    assert (now.state, now.until) == ("active", None)
    assert [(step.step, step.by, step.until) for step in now.steps] == [("suspended", AUTHORITY, until)]


def test_a_dispute_prolongs_a_suspension_and_its_end_lifts_it(world, sources, rooms, catch_up):
    rooms.suspend(30)
    rooms.lifecycle("SuspensionProlonged", disputeId=7, latest=world.chain.time + 10_000)
    world.chain.mine(blocks=10)
    catch_up()
    assert life(sources).state == "suspended"
    rooms.lifecycle("SuspensionLifted", endedAt=world.chain.time + 12)
    catch_up()
    now = life(sources)
    assert now.state == "active"
    assert [(step.step, step.dispute_id) for step in now.steps][1:] == [("prolonged", 7), ("lifted", None)]


@pytest.mark.parametrize("retired_first", [False, True])
def test_a_ban_outlasts_everything(world, sources, rooms, catch_up, retired_first):
    rooms.suspend(10_000)
    if retired_first:
        rooms.lifecycle("AgentRetired", by=account("owner"))
    block = world.chain.head().number
    rooms.lifecycle("AgentBanned", disputeId=3)
    catch_up()
    assert life(sources).state == "banned"
    assert life(sources, block).state == ("retired" if retired_first else "suspended")


def test_forecasts_committed_are_listed_with_their_sums(world, sources, rooms, catch_up):
    rooms.commit(1, until=world.chain.time + 50)
    first = world.chain.head().number
    rooms.reveal(1, 0, 900_000, 10**10, 1)
    rooms.outcome(1, 5 * 10**10, 1)
    rooms.reveal(1, 1, 0, 5 * 10**10, 2)
    world.chain.mine(blocks=5)
    rooms.commit(2, until=1 << 40)
    catch_up()
    page = rounds(sources, forecaster=None, cursor=None, limit=9, as_of=None).data
    told = [(item.epoch, item.state, item.revealed, item.upheld, item.squares) for item in page.items]
    assert told == [(1, "over", 2, 1, str(5 * 10**10)), (2, "running", 0, 0, "0")]
    assert page.items[0].root == ROOT.hex()
    assert (page.items[0].brier, page.items[0].reference, page.items[0].skill) == (25_000, 250_000, 900_000)
    assert (page.items[1].brier, page.items[1].skill, page.items[1].final) == (1_000_000, None, False)
    (then,) = rounds(sources, forecaster=account("seer"), cursor=None, limit=9, as_of=first).data.items
    assert (then.state, then.revealed) == ("running", 0)
    assert rounds(sources, forecaster=account("nobody"), cursor=None, limit=9, as_of=None).data.items == []


def test_a_round_is_told_step_by_step(world, sources, rooms, catch_up):
    rooms.commit(1, until=world.chain.time + 50)
    rooms.reveal(1, 0, 900_000, 10**10, 1)
    rooms.outcome(1, 5 * 10**10, 1)
    rooms.reveal(1, 1, 0, 5 * 10**10, 2)
    catch_up()
    told, cursor = [], None
    for _ in range(3):
        page = book_round(sources, account("seer"), 1, cursor=cursor, limit=1, as_of=None).data
        told, cursor = told + page.items, page.next_cursor
    assert [(step.step, step.agent_id, step.ppm, step.dispute_id) for step in told] == [
        ("revealed", 0, 900_000, None), ("upheld", 0, None, 1), ("revealed", 1, 0, None)
    ]  # fmt: skip
    assert (page.more, page.round.brier) == (False, 25_000)
    with pytest.raises(NotFoundError):
        book_round(sources, account("seer"), 2, cursor=None, limit=9, as_of=None)
    with pytest.raises(InvalidInputError):
        book_round(sources, account("seer"), 1 << 32, cursor=None, limit=9, as_of=None)


def test_a_score_is_final_75_days_after_the_end(world, sources, rooms, catch_up):
    rooms.commit(1, until=world.chain.time + 12 - CLOSING_SECONDS)
    catch_up()
    (item,) = rounds(sources, forecaster=None, cursor=None, limit=9, as_of=None).data.items
    assert item.final
    rooms.commit(2, until=world.chain.time + 13 - CLOSING_SECONDS)
    catch_up()
    assert not rounds(sources, forecaster=None, cursor=None, limit=9, as_of=None).data.items[1].final


def test_a_round_reads_back():
    assert parse_round(round_name(account("seer"), 7)) == parse_round(round_name(account("seer").lower(), 7))
    assert parse_round(round_name(account("seer"), 7)).epoch == 7


def test_claims_roots_and_authorities_are_kept_and_taken_back_by_a_fork(world, mirror, sources, rooms, catch_up):
    catch_up(depth=100)
    before, height = mirror.digest()[0], len(world.chain.chain)
    rooms.claim("CapabilityClaimed", 1, document=keccak(b"d"), uri="ipfs://d")
    rooms.claim("ClaimContested", 1, disputeId=1)
    rooms.claim("CapabilityRefuted", 1, disputeId=1)
    rooms.claim("CapabilityClaimed", 2, document=keccak(b"d2"), uri="")
    rooms.claim("CapabilityWithdrawn", 2)
    told = {"epoch": 1, "root": ROOT}
    proposed = {"proposer": AUTHORITY, "assertion": keccak(b"a"), "clusters": bytes(32), "size": 3, "asOfBlock": 5}
    world.chain.mine(
        ("CredibilityRoots", "RootProposed", told | proposed | {"formula": keccak(b"f"), "uri": "ipfs://r"}),
        ("CredibilityRoots", "RootRejected", told),
        ("CredibilityRoots", "RootAccepted", told),
        ("Lifecycle", "AuthorityQueued", {"authority": account("next"), "readyAt": 9}),
        ("Lifecycle", "AuthorityChanged", {"before": AUTHORITY, "authority": account("next")}),
    )
    catch_up(depth=100)
    found = RoomView(mirror.view(mirror.books()))
    assert [type(item.row).__name__ for item in found.claims([0])[0]] == [
        "Claimed", "Contested", "Refuted", "Claimed", "ClaimWithdrawn"
    ]  # fmt: skip
    assert found.claimants(CAPABILITY) == [0]
    assert [type(item.row).__name__ for item in found.roots()] == ["RootProposed", "RootRejected", "RootAccepted"]
    assert [item.row.authority for item in found.authorities()] == [account("next")] * 2
    assert rebuild(world.job(mirror, finality_depth=100), swap=False).equal
    world.chain.fork(len(world.chain.chain) - height)
    world.chain.mine()
    catch_up(depth=100)
    assert mirror.digest()[0] == before


def test_a_refuted_claim_is_no_longer_found_and_stays_on_record(world, sources, rooms, catch_up):
    rooms.claim("CapabilityClaimed", 1, document=keccak(b"d"), uri="ipfs://d")
    rooms.claim("ClaimContested", 1, disputeId=4)
    before = world.chain.head().number
    rooms.claim("CapabilityRefuted", 1, disputeId=4)
    catch_up()

    def found(as_of=None):
        page = capable(sources, CAPABILITY.hex(), cursor=None, limit=9, as_of=as_of).data
        return [(item.agent_id, item.version) for item in page.items]

    assert found(before) == [(0, 1)]
    assert found() == []
    (claim,) = agent_claims(sources, "0", as_of=None).data.items
    assert (claim.standpoint, claim.refuted_by, claim.contested_by) == ("refuted", 4, [4])
    rooms.claim("CapabilityClaimed", 2, document=keccak(b"less"), uri="")
    rooms.claim("CapabilityClaimed", 3, document=keccak(b"more"), uri="")
    catch_up()
    assert found() == [(0, 3)]
    told, cursor = [], None
    for _ in range(3):
        page = capable(sources, CAPABILITY.hex(), cursor=cursor, limit=1, as_of=None).data
        told, cursor = told + page.items, page.next_cursor
    assert [item.version for item in told] == [3]
    answer = agent_claims(sources, "0", as_of=None)
    assert [item.standpoint for item in answer.data.items] == ["refuted", "replaced", "made"]
    assert answer.completeness.complete
    FakeOpinions(world).transfer(world.agents[0], "buyer")
    catch_up()
    assert found() == []
    rooms.claim("CapabilityClaimed", 4, document=keccak(b"again"), uri="")
    rooms.claim("CapabilityWithdrawn", 4)
    catch_up()
    assert found() == []
    assert agent_claims(sources, "0", as_of=None).data.items[-1].standpoint == "withdrawn"
