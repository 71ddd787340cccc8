// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {Basis, Case, Claim, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract CourtAppealsTest is CourtScenario {
    bytes32 private constant GROUNDS = keccak256("grounds");

    function setUp() public {
        deployCourt();
        enlistMore(13);
    }

    // who may appeal, when

    function test_appeal_IsTheLosersAloneInTheFirstHalf() public {
        Case memory case_ = _ruled(1);
        uint256 half = vm.getBlockTimestamp() + policy.appealTime / 2;
        _expectRefused(claimant, case_, _notLoser(claimant, half));
        _expectRefused(stranger, case_, _notLoser(stranger, half));
        vm.warp(half - 1);
        _expectRefused(stranger, case_, _notLoser(stranger, half));
        appealAs(owner, case_, GROUNDS);
        assertState(case_, State.Arbitration, "second round");
    }

    function test_appeal_IsAnyonesForTheLoserInTheSecondHalf() public {
        Case memory case_ = _ruled(1);
        pass(policy.appealTime / 2);
        appealAs(stranger, case_, GROUNDS);
        assertState(case_, State.Arbitration, "second round");
        (,,,, uint8 round,,,,,) = disputeCourt.docketOf(1);
        assertEq(round, 2, "round");
    }

    /// @dev Whoever appeals is a party of the review, named once: it never judges.
    function test_appeal_MakesTheAppellantAParty() public {
        Case memory case_ = _ruled(1);
        (, bytes memory terms) = appealAs(owner, case_, GROUNDS);
        address[] memory parties = _partiesIn(terms);
        assertEq(parties.length, 3, "it was one before");
        assertTrue(parties[0] == claimant && parties[1] == owner && parties[2] == injured, "as before");
        case_ = _ruled(1);
        pass(policy.appealTime / 2);
        (, terms) = appealAs(stranger, case_, GROUNDS);
        parties = _partiesIn(terms);
        assertEq(parties.length, 4, "and one more");
        assertTrue(parties[0] == claimant && parties[1] == owner && parties[2] == injured, "as before");
        assertEq(parties[3], stranger, "who appealed");
    }

    function test_appeal_OfADismissalIsAnyClaimants() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        _join(stranger, case_, "second evidence");
        ruleByJoined(case_, 2);
        uint256 half = vm.getBlockTimestamp() + policy.appealTime / 2;
        _expectRefused(owner, case_, _notLoser(owner, half));
        _appealJoined(stranger, case_);
        assertState(case_, State.Arbitration, "who joined lost too");
    }

    function test_appeal_OfARefusalIsEithersSide() public {
        Case memory case_ = _ruled(0);
        appealAs(owner, case_, GROUNDS);
        case_ = _ruled(0);
        appealAs(claimant, case_, GROUNDS);
    }

    function test_RevertWhen_AppealIsTooLateOrTwiceOrOfSilence() public {
        Case memory case_ = _ruled(1);
        uint256 due = vm.getBlockTimestamp() + policy.appealTime;
        vm.warp(due);
        _expectRefused(
            owner, case_, abi.encodeWithSelector(IDisputeCourt.DisputeCourt_TooLate.selector, 1, due, due)
        );
        case_ = _ruled(1);
        (uint256 number, bytes memory terms) = appealAs(owner, case_, GROUNDS);
        decideReview(number, terms, 1);
        bytes memory none = abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NoAppeal.selector, 2);
        _expectRefused(owner, case_, none);
        case_ = openFresh(FaultClass.Harm);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        none = abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NoAppeal.selector, 3);
        vm.expectRevert(none);
        vm.prank(owner);
        disputeCourt.appeal(case_, policy, 0, GROUNDS, "");
    }

    function test_RevertWhen_AppealIsWrong() public {
        Case memory case_ = _ruled(1);
        vm.expectRevert(IDisputeCourt.DisputeCourt_NoEvidence.selector);
        vm.prank(owner);
        disputeCourt.appeal{value: REVIEW}(case_, policy, 1, 0, "");
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, address(panel), 2)
        );
        vm.prank(owner);
        disputeCourt.appeal{value: REVIEW}(case_, policy, 2, GROUNDS, "");
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_FeeTooSmall.selector, REVIEW - 1, REVIEW)
        );
        vm.prank(owner);
        disputeCourt.appeal{value: REVIEW - 1}(case_, policy, 1, GROUNDS, "");
        assertState(case_, State.Provisional, "nothing changed");
    }

    // money

    /// @dev The appellant alone pays, what was too much is its own again, and the winner never pays.
    function test_appeal_IsPaidByTheAppellantAlone() public {
        Case memory case_ = _ruled(1);
        uint256 before = owner.balance;
        uint256 escrow = address(disputeCourt).balance;
        (uint256 active,,,) = vault.bondOf(subject, owner);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeAppealed(
            1, owner, GROUNDS, 2, uint64(vm.getBlockTimestamp()) + policy.arbitrationTime
        );
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.ArbitrationStarted(1, address(panel), 2, 2, REVIEW);
        vm.prank(owner);
        disputeCourt.appeal{value: REVIEW + 5}(case_, policy, 1, GROUNDS, "");
        assertEq(before - owner.balance, REVIEW + 5, "paid");
        assertEq(vault.creditOf(owner), 5, "what was too much");
        assertEq(address(disputeCourt).balance, escrow, "escrow is as it was");
        (uint256 after2,,,) = vault.bondOf(subject, owner);
        assertEq(after2, active, "so is the bond");
        assertEq(disputeCourt.disputeAt(address(panel), 1), 1, "both numbers");
        assertEq(disputeCourt.disputeAt(address(panel), 2), 1, "are the dispute's");
    }

    function test_appeal_OverturnsAndKeepsBothRulings() public {
        Case memory case_ = _ruled(1);
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 0, "a provisional ruling lowers nothing");
        (uint256 number, bytes memory terms) = appealAs(owner, case_, GROUNDS);
        decideReview(number, terms, 2);
        assertRuling(case_, 2, Basis.Merits);
        (bool appealed, uint8 first) = disputeCourt.appealedRulingOf(1);
        assertTrue(appealed && first == 1, "the first ruling is kept");
        disputeCourt.finalize(case_, policy); // at once: there is no third round
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(owner), DEPOSIT / 2, "as dismissed");
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND, "no slash");
        assertEq(locked, 0, "no lock");
        (,, count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 0, "nothing of the first ruling is left");
    }

    function test_appeal_ThatFailsExecutesTheSameOnce() public {
        Case memory case_ = _ruled(1);
        (uint256 number, bytes memory terms) = appealAs(owner, case_, GROUNDS);
        decideReview(number, terms, 1);
        disputeCourt.finalize(case_, policy);
        disputeCourt.execute(case_, policy);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - 2 ether - FEE, "one slice and the first fee");
        bytes32 matter = keccak256(abi.encode(case_.action, FaultClass.Harm));
        assertEq(disputeCourt.slashedFor(matter), 2 ether, "what it took");
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongState.selector, 1, State.Executed)
        );
        disputeCourt.execute(case_, policy);
    }

    function test_timeout_OfTheSecondRoundLeavesTheFirstRuling() public {
        Case memory case_ = _ruled(1);
        (uint256 number,) = appealAs(owner, case_, GROUNDS);
        pass(policy.arbitrationTime);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotArbitrator.selector, address(panel), 1)
        );
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        disputeCourt.arbitratorTimeout(case_, policy, number);
        assertState(case_, State.Final, "final");
        assertRuling(case_, 1, Basis.Timeout);
    }

    // joining

    function test_join_EscrowsAnotherDeposit() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.ClaimJoined(1, stranger, "second evidence", DEPOSIT);
        _join(stranger, case_, "second evidence");
        assertEq(address(disputeCourt).balance, 2 * DEPOSIT + FEE, "in escrow");
        (address who, uint256 deposit, bytes32 evidenceHash) = disputeCourt.joinOf(1, 0);
        assertTrue(who == stranger && deposit == DEPOSIT && evidenceHash == "second evidence", "who");
    }

    function test_join_EndsWithTheAnswer() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongState.selector, 1, State.Arbitration)
        );
        vm.prank(stranger);
        disputeCourt.join{value: DEPOSIT}(case_, policy, "late", "");
    }

    function test_RevertWhen_JoiningWrongly() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        bytes[5] memory refusals = [
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_OwnSide.selector, agentId, owner),
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_AlreadyClaimant.selector, 1, claimant),
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_ValueTooSmall.selector, DEPOSIT - 1, DEPOSIT, 0),
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NoEvidence.selector),
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_AlreadyClaimant.selector, 1, buyer)
        ];
        address[5] memory who = [owner, claimant, stranger, stranger, buyer];
        _join(buyer, case_, "b");
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(refusals[i]);
            vm.prank(who[i]);
            disputeCourt.join{value: i == 2 ? DEPOSIT - 1 : DEPOSIT}(
                case_, policy, i == 3 ? bytes32(0) : bytes32("c"), ""
            );
        }
    }

    function test_RevertWhen_TooManyJoin() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        for (uint160 i; i < 8; ++i) {
            _join(address(0x5000 + i), case_, bytes32(uint256(i) + 1));
        }
        vm.deal(stranger, 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_TooManyJoins.selector, 1, 8));
        vm.prank(stranger);
        disputeCourt.join{value: DEPOSIT}(case_, policy, "ninth", "");
    }

    function test_join_OnDismissedEvidenceIsBarred() public {
        bytes memory proof = freshProof();
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        _join(stranger, case_, "second evidence");
        ruleByJoined(case_, 2);
        finish(case_);
        bytes32 matter = keccak256(abi.encode(case_.action, FaultClass.Harm));
        bytes memory barred =
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_AlreadyDismissed.selector, matter, bytes32("second evidence"));
        vm.expectRevert(barred);
        vm.prank(claimant);
        disputeCourt.open{value: 1 ether}(Claim(agentId, FaultClass.Harm, "second evidence"), proof, policy, "");
        case_ = openWith(Claim(agentId, FaultClass.Harm, "third"), proof, policy, 2 * DEPOSIT + FEE);
        vm.expectRevert(barred);
        vm.prank(stranger);
        disputeCourt.join{value: 1 ether}(case_, policy, "second evidence", "");
    }

    /// @dev A claimant that joined is a party: it never judges.
    function test_join_KeepsAnArbitratorFromJudging() public {
        for (uint256 i; i < 10; ++i) {
            vm.prank(arbitratorAt(100 + i));
            panel.retire();
        }
        // Ten are left; seven of them join.
        Case memory case_ = openFresh(FaultClass.Harm);
        for (uint256 i; i < 7; ++i) {
            _join(arbitratorAt(i), case_, bytes32(i + 1));
        }
        (, bytes memory terms) = _respondJoined(case_);
        passBlocks(3);
        setSeed(1, 0);
        vm.recordLogs();
        panel.draw(1, IArbitrable(disputeCourt), terms);
        address[3] memory seats = drawnSeats();
        for (uint256 i; i < 3; ++i) {
            assertTrue(uint160(seats[i]) >= 0xAB00 + 110, "none who joined");
        }
    }

    function test_withdrawal_ReturnsTheDepositsOfOthers() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        _join(stranger, case_, "second evidence");
        vm.prank(claimant);
        disputeCourt.withdrawClaim(case_, policy);
        disputeCourt.execute(case_, policy);
        assertEq(vault.creditOf(stranger), DEPOSIT, "back");
        assertEq(vault.creditOf(owner), DEPOSIT, "the first claimant's alone");
        assertEq(address(disputeCourt).balance, 0, "nothing is left");
    }

    /// @dev However many join with whatever deposits, and however it ends, escrow and slash are what is paid and burned,
    /// and none of the reward is anyone's but the first claimant's.
    function testFuzz_Joined_SplitsAreExact(uint96[8] memory more, uint8 joined, uint8 vote, bool silent) public {
        joined = joined % 9;
        Case memory case_ = openFresh(FaultClass.Harm);
        uint256 in_;
        for (uint256 i; i < joined; ++i) {
            uint256 value = DEPOSIT + more[i] % 3 ether;
            in_ += value;
            address who = address(uint160(0x5000 + i));
            vm.deal(who, value);
            vm.prank(who);
            disputeCourt.join{value: value}(case_, policy, bytes32(i + 1), "");
        }
        uint256 owedBefore = vault.owed();
        if (silent) {
            pass(policy.responseTime);
            passBlocks(policy.responseBlocks);
            disputeCourt.defaultJudgment(case_, policy);
            vote = 1;
        } else {
            vote = vote % 3;
            ruleByJoined(case_, vote);
        }
        finish(case_);
        assertEq(address(disputeCourt).balance, 0, "no escrow is left");
        assertAtMost(vault.owed(), address(vault).balance, "the vault holds what it owes");
        assertEq(vault.owed() + fire(), owedBefore + DEPOSIT + FEE + in_, "what came in is owed or burned");
        for (uint256 i; i < joined; ++i) {
            uint256 value = DEPOSIT + more[i] % 3 ether;
            assertEq(vault.creditOf(address(uint160(0x5000 + i))), vote == 2 ? 0 : value, "its deposit or nothing");
        }
    }

    function ruleByJoined(Case memory case_, uint8 vote) internal {
        (uint256 number, bytes memory terms) = _respondJoined(case_);
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), terms);
        address[3] memory seats = drawnSeats();
        commitAll(number, seats, [vote, vote, vote]);
        revealAll(number, seats, [vote, vote, vote]);
        panel.conclude(number, IArbitrable(disputeCourt), terms, new address[](0));
    }

    function _respondJoined(Case memory case_) private returns (uint256, bytes memory) {
        vm.recordLogs();
        respondTo(case_);
        return armed();
    }

    function _appealJoined(address who, Case memory case_) private {
        vm.deal(who, REVIEW);
        vm.prank(who);
        disputeCourt.appeal{value: REVIEW}(case_, policy, 1, GROUNDS, "");
    }

    function _partiesIn(bytes memory terms) private pure returns (address[] memory parties) {
        (,,, parties,,,) =
            abi.decode(terms, (uint32, uint32, address, address[], uint32, uint256, bytes32));
    }

    function _ruled(uint8 vote) private returns (Case memory case_) {
        case_ = openFresh(FaultClass.Harm);
        ruleBy(case_, vote);
    }

    function _join(address who, Case memory case_, bytes32 evidenceHash) private {
        if (who.balance < DEPOSIT) vm.deal(who, DEPOSIT);
        vm.prank(who);
        disputeCourt.join{value: DEPOSIT}(case_, policy, evidenceHash, "ipfs://joined");
    }

    function _expectRefused(address who, Case memory case_, bytes memory refused) private {
        uint256 number = numberOf(case_);
        vm.deal(who, 1 ether);
        vm.expectRevert(refused);
        vm.prank(who);
        disputeCourt.appeal{value: REVIEW}(case_, policy, number, GROUNDS, "");
    }

    function _notLoser(address who, uint256 due) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IDisputeCourt.DisputeCourt_NotLoser.selector, disputeCourt.count(), who, due
        );
    }
}
