"""What permitted an action when the chain first saw it: as of that block, whatever came after."""

from __future__ import annotations

import pytest

from ledger.domain.authority import tool_id
from ledger.domain.hashing import keccak, sha256
from ledger.domain.policy import default_policy, fast_policy
from ledger.domain.record import record_id
from ledger.errors import InvalidInputError, NotFoundError
from ledger.indexer.rebuild import rebuild
from ledger.queries.permissions import agent_permissions, record_permission, shown_record
from ledger.queries.records import record
from ledger.tiles.evidence import open_evidence
from tests.fakes.asked import sources_of
from tests.fakes.court import MANDATES, PANEL, FakeCourt
from tests.fakes.opinions import FakeOpinions
from tests.fakes.world import CHAIN_ID, account


class Acts:
    """An agent that acts and is seen at once; what its owner and its principals do comes between."""

    def __init__(self, world) -> None:
        self.world = world
        self.court = FakeCourt(world)
        self.court.found()
        self.log = world.new_log()
        self.agent = world.new_agent({0: bytes(32), 1: self.log})

    def act(self, agent=None, **said) -> str:
        """Record an action, dated now, anchor it, and return its id."""
        agent = agent or self.agent
        said = {"tool": "pay", "ts": self.world.chain.time * 1000} | said
        segment = agent.segment(1, **said)
        self.world.logs[self.log].append(segment)
        self.world.anchor(self.log)
        return segment.record_ids()[0].hex()

    def grant(self, agent=None, principal="principal"):
        """Grant a mandate over the tool `pay`; return it with its name."""
        mandate = self.court.grant(agent or self.agent, principal)
        return mandate, mandate.id(CHAIN_ID, MANDATES).hex()

    def adopt(self, policy: int, owner=None) -> None:
        subject, who = self.agent.ref.key, owner or self.agent.owner
        args = {"subject": subject, "beneficiary": who, "policyId": policy}
        self.world.chain.mine(("Policies", "PolicyAdopted", args))

    def declare(self, index: int, *tools: str, document: bytes = b"permissions") -> None:
        listed = keccak(b"".join(sorted(map(tool_id, tools))))
        args = {"agentId": 0, "index": index, "document": sha256(document), "tools": listed}
        self.world.chain.mine(("Manifests", "ManifestDeclared", args))


@pytest.fixture
def acts(world):
    return Acts(world)


@pytest.fixture
def found(sources):
    def ask(name, as_of=None, tools=()):
        (only,) = record_permission(sources, name, as_of=as_of, tools=tools).data.actions
        return only

    return ask


def codes(action):
    return [reason.code for reason in action.reasons]


def test_an_action_keeps_the_policy_that_was_in_force_when_it_was_seen(acts, found, catch_up):
    before = acts.act()
    acts.adopt(2, owner=account("somebody else"))
    acts.adopt(2)
    adopted = acts.world.chain.head().number
    after = acts.act()
    catch_up()
    first, second = found(before).policy, found(after).policy
    assert (first.policy_id, first.hash) == (1, default_policy(PANEL, 50_000).hash.hex())
    assert (second.policy_id, second.hash) == (2, fast_policy(PANEL, 50_000).hash.hex())
    assert (first.adopted, second.adopted.block, second.liable) == (None, adopted, acts.agent.owner)
    assert first.rules == default_policy(PANEL, 50_000).rules.hex()


def test_a_policy_chosen_in_the_very_block_counts_as_the_contract_has_it(acts, found, catch_up, world):
    segment = acts.agent.segment(1, tool="pay")
    world.logs[acts.log].append(segment)
    args = {"subject": acts.agent.ref.key, "beneficiary": acts.agent.owner, "policyId": 2}
    world.chain.mine(world.anchor_event(acts.log), ("Policies", "PolicyAdopted", args))
    catch_up()
    assert found(segment.record_ids()[0].hex()).policy.policy_id == 2


def test_where_no_policy_was_ever_queued_none_is_told(world, sources, catch_up):
    log = world.new_log()
    agent = world.new_agent({1: log})
    segment = agent.segment(1)
    world.logs[log].append(segment)
    world.anchor(log)
    catch_up()
    (only,) = record_permission(sources, segment.record_ids()[0].hex(), as_of=None).data.actions
    assert (only.policy, only.manifest, only.mandate, only.state) == (None, None, None, "unstated")


def test_an_action_keeps_the_manifest_that_was_in_force_when_it_was_seen(acts, found, catch_up):
    free = acts.act()
    acts.declare(0, "pay", document=b"first")
    allowed = acts.act()
    acts.declare(1, document=b"second")
    forbidden = acts.act()
    catch_up()
    assert (found(free).manifest, found(free).state) == (None, "unstated")
    assert (found(allowed).manifest.document, found(allowed).state) == (sha256(b"first").hex(), "within")
    last = found(forbidden)
    assert (last.manifest.index, last.state, codes(last)) == (1, "outside", ["tool_not_in_manifest"])


def test_a_hidden_list_is_decided_by_whoever_shows_it(acts, found, catch_up, world, mirror, tmp_path):
    acts.declare(0, "search", "mail", document=b'{"tools": ["mail", "search"]}')
    name = acts.act()
    catch_up()
    assert codes(found(name)) == ["manifest_tools_hidden"]
    assert codes(found(name, tools=["mail"])) == ["manifest_tools_hidden"]
    assert codes(found(name, tools=["mail,search"])) == ["tool_not_in_manifest"]
    evidence = open_evidence(tmp_path / "evidence")
    evidence.put(b'{"tools": ["mail", "search"]}', submitter="owner")
    (told,) = record_permission(sources_of(world, mirror, evidence=evidence), name, as_of=None).data.actions
    assert codes(told) == ["tool_not_in_manifest"]


def test_a_revoked_mandate_permits_nothing_from_then_on(acts, found, catch_up):
    mandate, name = acts.grant()
    before = acts.act(mandate=name)
    acts.court.revoke(mandate)
    revoked = acts.world.chain.head().number
    after = acts.act(mandate=name)
    catch_up()
    first, second = found(before), found(after)
    assert (first.state, first.mandate.live, first.mandate.ended_at) == ("within", True, None)
    assert (second.state, codes(second), second.mandate.live) == ("outside", ["mandate_ended"], False)
    assert (second.mandate.ended_by, second.mandate.ended.block) == ("revoked", revoked)
    assert second.mandate.principal == mandate.principal
    assert second.mandate.granted.block < first.witnessed.block


def test_an_action_dated_before_the_end_and_seen_after_it_is_held_neither_way(acts, found, catch_up):
    mandate, name = acts.grant()
    dated = acts.world.chain.time * 1000
    acts.court.revoke(mandate)
    late = acts.act(mandate=name, ts=dated)
    catch_up()
    assert (found(late).state, codes(found(late))) == ("unknown", ["mandate_ended_meanwhile"])


def test_what_came_in_a_later_block_of_the_same_second_came_later(acts, found, catch_up, world):
    mandate, name = acts.grant()
    acts.declare(0, "pay")
    action = acts.act(mandate=name)
    revoked = {"mandateId": bytes.fromhex(name), "principal": mandate.principal}
    none = {"agentId": 0, "index": 1, "document": sha256(b"none"), "tools": keccak(b"")}
    world.chain.mine(("Mandates", "MandateRevoked", revoked), ("Manifests", "ManifestDeclared", none), seconds=0)
    catch_up()
    assert world.chain.time == found(action).witnessed.time
    assert (found(action).state, found(action).manifest.index, found(action).mandate.live) == ("within", 0, True)


def test_mandates_that_nobody_granted_or_that_are_anothers_permit_nothing(acts, found, catch_up, world):
    other = world.new_agent({}, "other owner")
    _, others = acts.grant(other)
    names = [acts.act(mandate="ab" * 32), acts.act(mandate=others)]
    catch_up()
    assert [codes(found(name)) for name in names] == [["mandate_not_granted"], ["mandate_of_another"]]
    assert found(names[0]).mandate is None
    assert not found(names[1]).mandate.live


def test_the_sale_of_the_agent_ends_its_mandate(acts, found, catch_up, world):
    _, name = acts.grant()
    FakeOpinions(world).transfer(acts.agent, "buyer")
    late = acts.act(mandate=name)
    catch_up()
    assert (codes(found(late)), found(late).mandate.ended_by) == (["mandate_ended"], "owner_changed")


def test_an_action_under_conflicting_principals_names_both(acts, found, catch_up):
    mandate, name = acts.grant()
    other = account("other")
    clash = acts.act(mandate=name, principal=f"eip155:{CHAIN_ID}:{other}")
    same = acts.act(mandate=name, principal=mandate.principal.lower())
    worded = acts.act(mandate=name, principal="the accounts department")
    catch_up()
    told = found(clash)
    assert (told.state, codes(told)) == ("outside", ["other_principal"])
    named = [(one.name, one.by, one.ref) for one in told.conflicting_principals]
    assert named == [(f"eip155:{CHAIN_ID}:{other}", "stated", None), (mandate.principal, "mandate", name)]
    assert [found(fine).state for fine in (same, worded)] == ["within", "within"]
    assert [found(fine).conflicting_principals for fine in (same, worded)] == [[], []]


def test_causes_under_two_mandates_conflict(acts, found, catch_up):
    (one, first), (two, second) = acts.grant(), acts.grant(principal="second")
    cause = acts.act(mandate=first)
    clash = acts.act(mandate=second, parents=(cause,))
    fine = acts.act(mandate=first, parents=(cause, "cd" * 32))
    catch_up()
    named = [(item.name, item.ref) for item in found(clash).conflicting_principals]
    assert named == [(two.principal, second), (one.principal, first)]
    assert found(fine).conflicting_principals == []


def test_of_a_record_made_on_chain_only_the_hash_is_public(acts, catch_up, world, sources):
    data = acts.agent.record(0, stream=0, tool="pay")
    world.chain.mine(world.recorded(acts.agent, data))
    catch_up()
    (only,) = record_permission(sources, record_id(data).hex(), as_of=None).data.actions
    assert (only.state, codes(only), only.stated) == ("unknown", ["content_hidden"], None)
    assert only.policy.policy_id == 1


def test_what_came_later_changes_nothing_that_was_said_before(acts, found, catch_up):
    mandate, name = acts.grant()
    acts.declare(0, "pay")
    action = acts.act(mandate=name, principal=mandate.principal)
    seen = acts.world.chain.head().number
    catch_up()
    then = found(action)
    acts.court.revoke(mandate)
    acts.declare(1)
    acts.adopt(2)
    FakeOpinions(acts.world).transfer(acts.agent, "buyer")
    catch_up()
    assert found(action) == found(action, as_of=seen) == then
    assert then.state == "within"


def test_a_fork_takes_back_what_permitted_and_a_rebuild_says_the_same(acts, found, catch_up, world, mirror):
    mandate, name = acts.grant()
    action = acts.act(mandate=name)
    catch_up()
    acts.court.revoke(mandate)
    acts.adopt(2)
    late = acts.act(mandate=name)
    catch_up()
    assert (found(late).state, found(late).policy.policy_id) == ("outside", 2)
    world.chain.fork(3)
    acts.court.forked()
    world.anchored[acts.log] -= 1
    world.anchor(acts.log)
    catch_up()
    again = found(late)
    assert (again.state, again.policy.policy_id, found(action).state) == ("within", 1, "within")
    assert rebuild(world.job(mirror), swap=False).equal


def test_a_record_is_shown_with_what_permitted_it(acts, catch_up, sources):
    name = acts.act()
    catch_up()
    shown = shown_record(sources, name, as_of=None).data
    plain = record(sources, name, as_of=None).data
    assert (shown.record, shown.on_chain) == (plain.record, plain.on_chain)
    assert [item.record_id for item in shown.permission] == [name]


def test_an_agents_actions_are_listed_with_what_permitted_them(acts, catch_up, sources):
    mandate, name = acts.grant()
    good = acts.act(mandate=name)
    clash = acts.act(mandate=name, principal=account("other"))
    acts.court.revoke(mandate)
    bad = acts.act(mandate=name)
    catch_up()

    def listed(**asked):
        answer = agent_permissions(sources, "0", **({"cursor": None, "limit": 9, "as_of": None} | asked))
        return [item.record_id for item in answer.data.items], answer

    assert listed()[0] == [good, clash, bad]
    assert listed(state="outside")[0] == [clash, bad]
    assert listed(conflicting=True)[0] == [clash]
    page, answer = listed(limit=2)
    assert (page, answer.data.more, answer.completeness.complete) == ([good, clash], True, True)
    assert listed(cursor=answer.data.next_cursor)[0] == [bad]


def test_arguments_of_another_form_are_refused(acts, catch_up, sources):
    name = acts.act()
    catch_up()
    with pytest.raises(InvalidInputError) as unknown:
        agent_permissions(sources, "0", state="fine", cursor=None, limit=9, as_of=None)
    assert unknown.value.code == "bad_state"
    with pytest.raises(InvalidInputError) as many:
        record_permission(sources, name, as_of=None, tools=[",".join(map(str, range(65)))])
    assert many.value.code == "bad_tools"
    with pytest.raises(InvalidInputError, match="too long"):
        record_permission(sources, name, as_of=None, tools=["a" * 20_000])
    with pytest.raises(NotFoundError):
        record_permission(sources, "ab" * 32, as_of=None)
