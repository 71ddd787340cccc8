// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../contracts/interfaces/IArbitrator.sol";
import {IPanelArbitrator} from "../../contracts/interfaces/IPanelArbitrator.sol";
import {Ballots} from "../../contracts/libraries/Ballots.sol";
import {ReceiptRef} from "../../contracts/types/ActionRefs.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {Phase} from "../../contracts/types/Panel.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {PostedClusters} from "./support/PostedClusters.sol";
import {Vm} from "./support/Vm.sol";

/// @notice What becomes of panels that do not decide at once, and of seats that are lost.
contract PanelRoundsTest is CourtScenario {
    uint256 private constant FINE = MIN_STAKE / 10;
    PostedClusters private posted;
    Case private case_;
    bytes private terms;
    address[] private seats;

    function setUp() public {
        posted = new PostedClusters();
        deployCourt();
        enlistMore(23);
        case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        terms = termsOf(case_);
    }

    function clustersOf() internal view override returns (address) {
        return address(posted);
    }

    // no quorum

    function test_noQuorum_DrawsOthersOnce_PaidByWhoStayedAway() public {
        _first();
        hear(1, seats, votesOf(1, 1));
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ArbitratorAbsent(1, seats[1], FINE);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelUndecided(1, 1, 0, 1, 0, 3, SEAT_FEE, 0);
        _conclude(1);
        assertEq(vault.creditOf(seats[0]), SEAT_FEE, "who came is paid");
        assertEq(address(panel).balance, 3 * SEAT_FEE, "three seats are paid for");
        assertEq(fire(), 2 * FINE - SEAT_FEE, "what is left of the fines is burned");
        assertEq(vault.creditOf(claimant), 0, "nothing goes back");
        address[] memory others = drawMany(1, disputeCourt, terms);
        _expectDisjoint(seats, others);
        seats = others;
        hear(1, seats, votesOf(2, 3));
        _conclude(3);
        assertEq(panel.currentRuling(1), 2, "they decide");
        assertEq(vault.creditOf(seats[0]), SEAT_FEE, "for the same pay");
        assertEq(address(panel).balance, 0, "all paid");
    }

    function test_noQuorumTwice_GoesToSeven() public {
        _first();
        _nobody();
        seats = drawMany(1, disputeCourt, terms);
        _nobody();
        (uint8 round, uint8 wanted,,,, bool redrawn, uint256 pay) = panel.drawOf(1);
        assertTrue(round == 3 && wanted == 7 && redrawn && pay == SEAT_FEE, "seven");
        seats = drawMany(1, disputeCourt, terms);
        hear(1, seats, votesOf(1, 4));
        vm.warp(vm.getBlockTimestamp() + 1);
        _conclude(4);
        assertEq(panel.currentRuling(1), 1, "four of seven decide");
        assertEq(address(panel).balance, 0, "nothing is left");
    }

    /// @dev Seven that decide for the first time review nothing.
    function test_sevenOfTheFirstRuling_AreNoReview() public {
        _first();
        _nobody();
        seats = drawMany(1, disputeCourt, terms);
        _nobody();
        (,,,, bool reviews,,) = panel.drawOf(1);
        assertFalse(reviews, "no review");
        seats = drawMany(1, disputeCourt, terms);
        hear(1, seats, votesOf(1, 7));
        vm.recordLogs();
        _conclude(7);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            assertTrue(logs[i].topics[0] != IPanelArbitrator.RulingReviewed.selector, "nothing was reviewed");
        }
    }

    function test_noQuorumOfSevenAfterAll_RefusesToRule() public {
        _first();
        _nobody();
        seats = drawMany(1, disputeCourt, terms);
        _nobody();
        seats = drawMany(1, disputeCourt, terms);
        hear(1, seats, votesOf(1, 3));
        _conclude(3);
        assertEq(panel.currentRuling(1), 0, "three of seven are too few");
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "done");
    }

    // ties

    function test_tie_GoesToSevenPaidByTheAbsentee() public {
        _first();
        uint8[] memory votes = new uint8[](2);
        (votes[0], votes[1]) = (1, 2);
        hear(1, seats, votes);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelUndecided(1, 1, 0, 1, 1, 7, SEAT_FEE, 0);
        _conclude(2);
        assertEq(fire(), FINE - 6 * SEAT_FEE, "one fine pays six, its own unspent pay the seventh");
        seats = drawMany(1, disputeCourt, terms);
        assertEq(seats.length, 7, "seven");
    }

    /// @dev What does not divide by the seats is burned, to the wei.
    function test_tie_PaidByLittleBurnsTheRest() public {
        _first();
        bytes32 stakes = panel.stakeSubject();
        vm.prank(address(panel));
        vault.slash(stakes, seats[2], MIN_STAKE, 0, address(0), 0);
        uint256 burned = FIRE.balance;
        uint8[] memory votes = new uint8[](2);
        (votes[0], votes[1]) = (1, 2);
        hear(1, seats, votes);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelUndecided(1, 1, 0, 1, 1, 7, SEAT_FEE / 7, SEAT_FEE % 7);
        _conclude(2);
        assertEq(FIRE.balance - burned, SEAT_FEE % 7, "the rest");
        assertEq(address(panel).balance, SEAT_FEE / 7 * 7, "what the seven are paid");
    }

    /// @dev The rest is burned though it be one wei.
    function test_tie_BurnsARestOfOneWei() public {
        _first();
        uint256 left = (8 - SEAT_FEE % 7) % 7;
        bytes32 stakes = panel.stakeSubject();
        vm.prank(address(panel));
        vault.slash(stakes, seats[2], MIN_STAKE - left, 0, address(0), 0);
        uint256 burned = FIRE.balance;
        uint8[] memory votes = new uint8[](2);
        (votes[0], votes[1]) = (1, 2);
        hear(1, seats, votes);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelUndecided(1, 1, 0, 1, 1, 7, (SEAT_FEE + left) / 7, 1);
        _conclude(2);
        assertEq(FIRE.balance - burned, 1, "one wei");
        assertEq(address(panel).balance, (SEAT_FEE + left) / 7 * 7, "what the seven are paid");
    }

    function test_tieThenNobody_DrawsSevenOthersOnce() public {
        _first();
        uint8[] memory votes = new uint8[](2);
        (votes[0], votes[1]) = (1, 2);
        hear(1, seats, votes);
        _conclude(2);
        seats = drawMany(1, disputeCourt, terms);
        _nobody();
        (uint8 round, uint8 wanted,,,, bool redrawn,) = panel.drawOf(1);
        assertTrue(round == 3 && wanted == 7 && redrawn, "seven again");
        seats = drawMany(1, disputeCourt, terms);
        _nobody();
        assertEq(panel.currentRuling(1), 0, "all that was possible was tried");
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "done");
    }

    function test_tie_OfAllIsARefusal() public {
        _first();
        uint8[] memory votes = new uint8[](3);
        (votes[0], votes[1], votes[2]) = (0, 1, 2);
        hear(1, seats, votes);
        _conclude(3);
        assertEq(panel.currentRuling(1), 0, "refused");
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "done");
    }

    function test_fines_OfEmptyStakesPayLess() public {
        _first();
        bytes32 stakes = panel.stakeSubject();
        for (uint256 i; i < 3; ++i) {
            vm.prank(address(panel));
            vault.slash(stakes, seats[i], MIN_STAKE, 0, address(0), 0);
        }
        _nobody();
        (,,,,,, uint256 pay) = panel.drawOf(1);
        assertEq(pay, SEAT_FEE, "the unspent pay is all there is");
    }

    // review

    function test_review_SeatsSevenOthers() public {
        (uint256 number, bytes memory asked) = _reviewed(1);
        address[] memory seven = drawMany(number, disputeCourt, asked);
        assertEq(seven.length, 7, "seven");
        _expectDisjoint(seats, seven);
        hear(number, seven, votesOf(2, 7));
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.RulingReviewed(number, 1, 1, 2);
        panel.conclude(number, IArbitrable(disputeCourt), asked, new address[](0));
        assertEq(panel.currentRuling(number), 2, "overturned");
        assertEq(panel.currentRuling(1), 1, "both are kept");
    }

    function test_review_UndecidedLeavesTheRuling() public {
        (uint256 number, bytes memory asked) = _reviewed(1);
        address[] memory seven = drawMany(number, disputeCourt, asked);
        hear(number, seven, _split(3, 3, 1));
        panel.conclude(number, IArbitrable(disputeCourt), asked, new address[](0));
        assertEq(panel.currentRuling(number), 1, "a tie overturns nothing");
    }

    function test_review_WithoutSeatsLeavesTheRulingAndReturnsThePay() public {
        (uint256 number, bytes memory asked) = _reviewed(1);
        for (uint256 i; i < 23; ++i) {
            vm.prank(arbitratorAt(100 + i));
            panel.retire();
        }
        for (uint256 i; i < 3; ++i) {
            passBlocks(9_000);
            if (i == 2) {
                vm.expectEmit(address(panel));
                emit IPanelArbitrator.SeatsUnfilled(number, 1, 7, 1);
            }
            panel.draw(number, IArbitrable(disputeCourt), asked);
        }
        assertEq(panel.currentRuling(number), 1, "what was ruled stands");
        assertEq(vault.creditOf(owner), REVIEW, "the appellant has its money back");
    }

    function test_RevertWhen_AnotherReviewsOrTooSoon() public {
        bytes memory asked = abi.encode(
            uint32(1 hours), uint32(1 hours), owner, listOf(owner), uint32(0), uint256(1), keccak256(terms)
        );
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NothingToReview.selector, 1));
        vm.prank(owner);
        panel.createDispute{value: REVIEW}(2, asked);
        vm.deal(address(disputeCourt), 10 ether);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NothingToReview.selector, 1));
        vm.prank(address(disputeCourt));
        panel.createDispute{value: REVIEW}(2, asked);
    }

    /// @dev Whatever the seeds and the absences, no seat sits twice in a dispute and its review, nor a party at all.
    function testFuzz_panels_AreDisjoint(uint256 seed, uint8 absences) public {
        address[] memory all = new address[](20);
        uint256 known = _collect(all, 0, _firstBy(seed));
        for (uint256 i; i < 2 && absences >> i & 1 != 0; ++i) {
            _nobody();
            seats = drawMany(1, disputeCourt, terms);
            known = _collect(all, known, seats);
        }
        hear(1, seats, votesOf(1, seats.length));
        _conclude(seats.length);
        (uint256 number, bytes memory asked) = appealAs(owner, case_, "grounds");
        if (known + 7 > 20) return;
        known = _collect(all, known, drawMany(number, disputeCourt, asked));
        for (uint256 i; i < known; ++i) {
            assertTrue(all[i] != owner && all[i] != claimant && all[i] != injured, "no party");
            for (uint256 j; j < i; ++j) {
                assertTrue(all[i] != all[j], "nobody twice");
            }
        }
    }

    // leaks

    function test_leak_CostsTheStakeAndTheVote() public {
        _first();
        _commit(seats[0], 1);
        uint256 before = vault.creditOf(stranger);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.VoteLeaked(1, seats[0], stranger, 1, REASONS, SALT, MIN_STAKE / 5);
        vm.prank(stranger);
        panel.reportLeak(1, seats[0], 1, REASONS, SALT);
        assertEq(vault.creditOf(stranger) - before, MIN_STAKE / 10, "half is the reporter's");
        assertEq(panel.ballotOf(1, seats[0]), bytes32(uint256(4)), "leaked");
        _commit(seats[1], 2);
        _commit(seats[2], 2);
        pass(policy.commitTime);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotSeated.selector, 1, seats[0])
        );
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
        for (uint256 i = 1; i < 3; ++i) {
            vm.prank(seats[i]);
            panel.reveal(1, 2, REASONS, SALT);
        }
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ArbitratorAbsent(1, seats[0], 0);
        panel.conclude(1, disputeCourt, terms, listOf(seats[0]));
        assertEq(panel.currentRuling(1), 2, "the others decide");
        (uint256 stake,,,) = vault.bondOf(panel.stakeSubject(), seats[0]);
        assertEq(stake, MIN_STAKE - MIN_STAKE / 5, "once");
    }

    function test_RevertWhen_ALeakIsNone() public {
        _first();
        bytes memory wrong =
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongReveal.selector, 1, seats[0]);
        vm.expectRevert(wrong);
        panel.reportLeak(1, seats[0], 1, REASONS, SALT);
        _commit(seats[0], 1);
        vm.expectRevert(wrong);
        panel.reportLeak(1, seats[0], 2, REASONS, SALT);
        vm.expectRevert(wrong);
        panel.reportLeak(1, seats[0], 1, REASONS, "guess");
        _commit(seats[1], 1);
        _commit(seats[2], 1);
        bytes memory late =
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_TooLate.selector, 1, vm.getBlockTimestamp(), 0);
        vm.expectRevert(late);
        panel.reportLeak(1, seats[0], 1, REASONS, SALT);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongPhase.selector, 2, Phase.None)
        );
        panel.reportLeak(2, seats[0], 1, REASONS, SALT);
    }

    // recusal

    function test_recuse_ByWhatTheSeatsOwnAgentSigned() public {
        _first();
        // The seat owns an agent, which promised something to the claimant.
        (uint256 its, bytes memory proof) = _ownReceipt(seats[1], claimant, 0xE1);
        its;
        vm.prank(stranger);
        panel.recuse(1, disputeCourt, terms, seats, proof);
        assertEq(panel.ballotOf(1, seats[1]), bytes32(uint256(5)), "recused");
        (, uint8 wanted,,,,,) = panel.drawOf(1);
        assertEq(wanted, 3, "another sits instead");
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotSeated.selector, 1, seats[1])
        );
        vm.prank(seats[1]);
        panel.commit(1, keccak256("c"));
    }

    function test_recuse_ReplacementVotesAndIsPaid() public {
        _first();
        (, bytes memory proof) = _ownReceipt(seats[0], claimant, 0xE1);
        vm.recordLogs();
        panel.recuse(1, disputeCourt, terms, seats, proof);
        address replacement = abi.decode(vm.getRecordedLogs()[0].data, (address));
        assertTrue(replacement != address(0), "found");
        seats[0] = replacement;
        hear(1, seats, votesOf(1, 3));
        _conclude(3);
        assertEq(vault.creditOf(replacement), SEAT_FEE, "paid");
        assertEq(panel.currentRuling(1), 1, "decided");
        assertEq(address(panel).balance, 0, "nothing is left");
    }

    function test_recuse_SeatsWhomTheSeedNamesNext() public {
        _first();
        (,,, uint64 drawBlock,,) = panel.panelOf(1);
        bytes32 seed = keccak256(abi.encode("seed", 1, 0));
        assertTrue(drawBlock != 0, "drawn by that block");
        address expected;
        for (uint256 i; expected == address(0); ++i) {
            address named = panel.rosterAt(uint32(uint256(keccak256(abi.encode(seed, 1, i))) % 30));
            if (panel.ballotOf(1, named) == 0) expected = named;
        }
        (, bytes memory proof) = _ownReceipt(seats[1], claimant, 0xE1);
        vm.recordLogs();
        panel.recuse(1, disputeCourt, terms, seats, proof);
        (address replacement,) = abi.decode(vm.getRecordedLogs()[0].data, (address, bytes32));
        assertEq(replacement, expected, "the next that the seed names");
        assertEq(panel.ballotOf(1, expected), bytes32(uint256(1)), "sits");
    }

    /// @dev The owner of the agent can sign any receipt, so it excuses one seat, and not two.
    function test_recuse_ByWhatAPartysAgentSigned_OncePerParty() public {
        _first();
        panel.recuse(1, disputeCourt, terms, seats, _partysReceipt(seats[0]));
        address[] memory left = _present();
        bytes memory second = _partysReceipt(left[0]);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_NoDealings.selector, 1, owner, left[0]
            )
        );
        panel.recuse(1, disputeCourt, terms, left, second);
    }

    function test_recuse_WithoutAReplacementReturnsThePay() public {
        _first();
        for (uint256 i; i < 30; ++i) {
            address who = i < 7 ? arbitratorAt(i) : arbitratorAt(93 + i);
            vm.prank(who);
            panel.retire();
        }
        (, bytes memory proof) = _ownReceipt(seats[2], claimant, 0xE1);
        panel.recuse(1, disputeCourt, terms, seats, proof);
        (, uint8 wanted,,,,,) = panel.drawOf(1);
        assertEq(wanted, 2, "two are left");
        assertEq(vault.creditOf(claimant), SEAT_FEE, "its pay went back");
        hear(1, seats, votesOf(2, 2));
        _conclude(3);
        assertEq(panel.currentRuling(1), 2, "two of three decide all the same");
    }

    /// @dev The seed is a block's hash, which the chain forgets after 8,191 blocks.
    function test_recuse_WithoutASeedLeavesTheSeatEmpty() public {
        _first();
        (, bytes memory proof) = _ownReceipt(seats[0], claimant, 0xE1);
        passBlocks(10_000);
        panel.recuse(1, disputeCourt, terms, seats, proof);
        (, uint8 wanted,,,,,) = panel.drawOf(1);
        assertEq(wanted, 2, "two are left");
        assertEq(vault.creditOf(claimant), SEAT_FEE, "its pay went back");
    }

    function test_RevertWhen_RecusingByNoReceipt() public {
        _first();
        bytes32[] memory none = new bytes32[](0);
        vm.prank(vm.addr(KEY_A));
        actionLog.record(agentId, DIRECT_STREAM, 0, 0, 1, 0, "record", none);
        bytes memory proof = abi.encodeCall(IActionWitness.onRecord, (agentId, recordOf(0, 0, "record")));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_NoDealings.selector, 1, owner, address(0)
            )
        );
        panel.recuse(1, disputeCourt, terms, seats, proof);
        // What the witness refuses is refused in its words.
        proof = abi.encodeCall(IActionWitness.onRecord, (agentId, recordOf(7, 0, "record")));
        (bool shown, bytes memory refusal) = address(witness).staticcall(proof);
        assertTrue(!shown && refusal.length != 0, "it says why");
        vm.expectRevert(refusal);
        panel.recuse(1, disputeCourt, terms, seats, proof);
    }

    function test_RevertWhen_RecusingNamesTheSeatTwice() public {
        _first();
        (, bytes memory proof) = _ownReceipt(seats[1], claimant, 0xE1);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongSeats.selector, 1, 1, 2)
        );
        panel.recuse(1, disputeCourt, terms, listOf(seats[1], seats[1], seats[2]), proof);
    }

    function test_RevertWhen_RecusingWrongly() public {
        _first();
        (, bytes memory proof) = _ownReceipt(seats[0], stranger, 0xE1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_NoDealings.selector, 1, seats[0], stranger
            )
        );
        panel.recuse(1, disputeCourt, terms, seats, proof);
        (, proof) = _ownReceipt(seats[1], claimant, 0xE3);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongSeats.selector, 1, 2, 3)
        );
        panel.recuse(1, disputeCourt, terms, listOf(seats[0], seats[1]), proof);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotSeated.selector, 1, stranger)
        );
        panel.recuse(1, disputeCourt, terms, listOf(seats[0], seats[1], stranger), proof);
        _commit(seats[1], 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_NoDealings.selector, 1, seats[1], claimant
            )
        );
        panel.recuse(1, disputeCourt, terms, seats, proof);
        pass(policy.commitTime / 2);
        vm.expectRevert();
        panel.recuse(1, disputeCourt, terms, seats, proof);
    }

    // clusters

    /// @dev Whatever the seed, no two of one cluster sit together, and none of a party's.
    function testFuzz_clusters_NeverSitTogether(uint256 seed, uint8 spread) public {
        uint256 kinds = 4 + spread % 4;
        for (uint256 i; i < 30; ++i) {
            address who = i < 7 ? arbitratorAt(i) : arbitratorAt(93 + i);
            _show(who, bytes32(bytes16(uint128(1 + i % kinds))));
        }
        _show(claimant, bytes32(bytes16(uint128(1))));
        address[] memory drawn = _firstBy(seed);
        for (uint256 i; i < 3; ++i) {
            assertTrue(panel.clusterOf(drawn[i]) != panel.clusterOf(claimant), "none of the claimant's");
            for (uint256 j; j < i; ++j) {
                assertTrue(panel.clusterOf(drawn[i]) != panel.clusterOf(drawn[j]), "one of a cluster");
            }
        }
    }

    function test_showCluster_NeedsThePostedRoot() public {
        bytes32[] memory proof = new bytes32[](1);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotInCluster.selector, stranger, bytes32("c"))
        );
        panel.showCluster(stranger, "c", proof);
        posted.put(stranger, "c");
        panel.showCluster(stranger, "c", proof);
        assertEq(bytes32(panel.clusterOf(stranger)), bytes32(bytes16(bytes32("c"))), "shown");
    }

    function test_money_ComesFromNobodyElse() public {
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotVault.selector, stranger));
        vm.prank(stranger);
        (bool sent,) = address(panel).call{value: 1}("");
        sent;
    }

    function _show(address who, bytes32 cluster) private {
        posted.put(who, cluster);
        panel.showCluster(who, cluster, new bytes32[](1));
    }

    function _first() private {
        seats = _firstBy(0);
    }

    function _firstBy(uint256 seed) private returns (address[] memory drawn) {
        passBlocks(3);
        setSeed(1, seed);
        vm.recordLogs();
        panel.draw(1, IArbitrable(disputeCourt), terms);
        address[3] memory found = drawnSeats();
        drawn = listOf(found[0], found[1], found[2]);
        seats = drawn;
    }

    /// @dev Nobody comes, and others are drawn.
    function _nobody() private {
        (,,,, uint64 commitUntil,) = panel.panelOf(1);
        vm.warp(commitUntil);
        _conclude(0);
    }

    function _conclude(uint256 came) private {
        panel.conclude(1, IArbitrable(disputeCourt), terms, after_(seats, came));
    }

    function _commit(address seat, uint8 vote) private {
        bytes32 commitment = commitmentOf(1, seat, vote);
        vm.prank(seat);
        panel.commit(1, commitment);
    }

    function _reviewed(uint8 vote) private returns (uint256, bytes memory) {
        _first();
        hear(1, seats, votesOf(vote, 3));
        _conclude(3);
        return appealAs(owner, case_, "grounds");
    }

    /// @dev An agent of the seat with an epoch of its own, and a receipt of it for somebody.
    function _ownReceipt(address seat, address counterparty, uint256 key)
        private
        returns (uint256 its, bytes memory proof)
    {
        its = registerAgent(seat);
        openEpochWith(its, seat, key, key + 1);
        Receipt memory receipt = receiptOf(50);
        receipt.agent = keyRing.agentKey(its);
        receipt.counterparty = bytes32(uint256(uint160(counterparty)));
        proof = abi.encodeCall(
            IActionWitness.onReceipt, (its, ReceiptRef(receipt, signReceipt(key, receipt), counterparty, 0))
        );
    }

    /// @dev A receipt that the accused agent made up.
    function _partysReceipt(address counterparty) private view returns (bytes memory) {
        Receipt memory receipt = receiptOf(60);
        receipt.counterparty = bytes32(uint256(uint160(counterparty)));
        return receiptProof(receipt, counterparty);
    }

    /// @dev Who sits now: found by asking everyone.
    function _present() private view returns (address[] memory present) {
        present = new address[](3);
        uint256 known;
        for (uint256 i; i < 30; ++i) {
            address who = i < 7 ? arbitratorAt(i) : arbitratorAt(93 + i);
            if (panel.ballotOf(1, who) == bytes32(uint256(1))) present[known++] = who;
        }
    }

    function _split(uint256 refused, uint256 upheld, uint256 dismissed) private pure returns (uint8[] memory votes) {
        votes = new uint8[](refused + upheld + dismissed);
        for (uint256 i = refused; i < votes.length; ++i) {
            votes[i] = i < refused + upheld ? 1 : 2;
        }
    }

    function _collect(address[] memory all, uint256 known, address[] memory more) private pure returns (uint256) {
        for (uint256 i; i < more.length; ++i) {
            all[known++] = more[i];
        }
        return known;
    }

    function _expectDisjoint(address[] memory some, address[] memory others) private pure {
        for (uint256 i; i < some.length; ++i) {
            for (uint256 j; j < others.length; ++j) {
                assertTrue(some[i] != others[j], "nobody sits twice");
            }
        }
    }
}
