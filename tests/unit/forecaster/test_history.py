"""Histories: cut at a block, ordered, and never wiser than the block."""

from __future__ import annotations

import pytest

from forecaster.history import Action, AgentHistory, Dispute, Grant, StandingChange, Verdict
from ledger.errors import InvalidInputError


def action(number: int, block: int, **more) -> Action:
    words = {"kind": "operational", "phase": "intent", "op": "execute_tool", "session": "s", "tool": "look", **more}
    return Action(record_id=f"{number:064x}", seq=number, ts=1000 * number, block=block, **words)


def history(*records: Action, as_of: int = 100, **more) -> AgentHistory:
    return AgentHistory(1, "owner", as_of, records, **more)


def test_until_keeps_whole_blocks_and_nothing_later():
    whole = history(
        action(0, 5),
        action(1, 7),
        action(2, 7),
        action(3, 9),
        disputes=(Dispute(8),),
        verdicts=(Verdict(9, upheld=True),),
        standing=(StandingChange(5, 333_333), StandingChange(9, 1)),
    )
    cut = whole.until(7)
    assert [record.seq for record in cut.records] == [0, 1, 2]
    assert (cut.disputes, cut.verdicts, cut.standing) == ((), (), (StandingChange(5, 333_333),))
    assert cut.as_of_block == 7
    assert whole.until(100) == whole


def test_a_dispute_shows_only_what_had_happened_by_the_block():
    whole = Dispute(5, responded=10, defaulted=8, closed=20)
    assert whole.until(7) == Dispute(5)
    assert whole.until(9) == Dispute(5, defaulted=8)
    assert whole.until(10) == Dispute(5, responded=10, defaulted=8)
    assert whole.until(20) == whole
    cut = history(action(0, 5), disputes=(whole,)).until(9)
    assert cut.disputes == (Dispute(5, defaulted=8),)


def test_a_revocation_is_not_known_before_its_block():
    grant = Grant(3, "a" * 64, cap=10, expiry=99, revoked=12, revoked_ms=50)
    whole = history(action(0, 5), grants=(grant,))
    assert whole.until(11).grants == (Grant(3, "a" * 64, cap=10, expiry=99),)
    assert whole.until(12).grants == (grant,)
    assert whole.until(2).grants == ()


@pytest.mark.parametrize("later", [{"responded": 101}, {"defaulted": 101}, {"closed": 101}])
def test_what_happens_to_a_dispute_after_the_block_is_refused(later):
    with pytest.raises(InvalidInputError, match="disputes of agent 1 reach block 101, after 100"):
        history(action(0, 5), disputes=(Dispute(5, **later),))


def test_a_verdict_was_public_from_its_opening_and_a_proof_from_itself():
    assert Verdict(20, upheld=True, opened=12).since == 12
    assert Verdict(20, upheld=True).since == 20


def test_cutting_twice_is_cutting_at_the_earlier_block():
    whole = history(*(action(n, n) for n in range(10)))
    assert whole.until(6).until(3) == whole.until(3)


def test_records_out_of_order_are_refused():
    with pytest.raises(InvalidInputError, match="not ordered"):
        history(action(0, 5), action(1, 4))


def test_what_lies_after_the_block_is_refused():
    with pytest.raises(InvalidInputError, match="after 3"):
        history(action(0, 5), as_of=3)


def test_without_removes_both_halves_of_an_act_and_forgets_them_as_causes():
    done = action(1, 5, phase="outcome", outcome="success", parents=(f"{0:064x}",))
    after = action(2, 6, parents=(f"{0:064x}", "f" * 64))
    for gone in (0, 1):
        rest = history(action(0, 5), done, after).without(frozenset({f"{gone:064x}"}))
        assert [record.seq for record in rest.records] == [2]
        assert rest.records[0].parents == ("f" * 64,)


def test_acts_are_intents():
    assert history(action(0, 1), action(1, 1, phase="outcome", outcome="success")).acts == 1
