// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastBook} from "../../contracts/forecast/ForecastBook.sol";
import {IForecastBook} from "../../contracts/interfaces/IForecastBook.sol";
import {CourtCases} from "../../contracts/libraries/CourtCases.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Forest} from "./support/Forest.sol";

contract ForecastBookTest is CourtScenario {
    uint32 private constant AGENTS = 5;
    uint64 private constant HORIZON = 30 days;
    address private constant FORECASTER = address(0xF0);
    ForecastBook private book;
    Forest private forest;
    uint32 private epoch;
    uint32[AGENTS] private said = [uint32(900_000), 0, 50_000, 1_000_000, 10_000];

    function setUp() public {
        deployCourt(); // agent 0
        for (uint256 i = 1; i < AGENTS; ++i) {
            registerAgent(buyer);
        }
        pass(2 hours);
        book = ForecastBook(createContract("ForecastBook", abi.encode(registry, disputeCourt)));
        forest = new Forest();
        epoch = book.epochNow();
    }

    // commit

    function test_commit_KeepsTheRound() public {
        bytes32 root = _plant();
        uint64 until = uint64(vm.getBlockTimestamp()) + HORIZON;
        vm.expectEmit(address(book));
        emit IForecastBook.ForecastCommitted(FORECASTER, epoch, root, AGENTS, until, "model");
        vm.prank(FORECASTER);
        assertEq(book.commit(root, AGENTS, HORIZON, "model"), epoch, "epoch");
        IForecastBook.Round memory round = book.roundOf(FORECASTER, epoch);
        assertEq(round.root, root, "root");
        assertEq(round.until, until, "until");
        vm.expectRevert(
            abi.encodeWithSelector(IForecastBook.ForecastBook_AlreadyCommitted.selector, FORECASTER, epoch)
        );
        vm.prank(FORECASTER);
        book.commit(root, AGENTS, HORIZON, "model");
    }

    function test_RevertWhen_ACommitmentIsNotForAllAgents() public {
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_Empty.selector, bytes32(0), AGENTS));
        book.commit(0, AGENTS, HORIZON, 0);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_Empty.selector, bytes32("r"), 0));
        book.commit("r", 0, HORIZON, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IForecastBook.ForecastBook_WrongHorizon.selector, 1 days - 1, 1 days, 90 days
            )
        );
        book.commit("r", AGENTS, 1 days - 1, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IForecastBook.ForecastBook_WrongHorizon.selector, 90 days + 1, 1 days, 90 days
            )
        );
        book.commit("r", AGENTS, 90 days + 1, 0);
        for (uint32 wrong = 4; wrong <= 6; wrong += 2) {
            vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_WrongPopulation.selector, wrong));
            book.commit("r", wrong, HORIZON, 0);
        }
    }

    /// @dev Nobody spoils a commitment by registering just before it.
    function test_commit_MayLeaveNewcomersOut() public {
        registerAgent(stranger);
        book.commit("r", AGENTS, HORIZON, 0);
        pass(1 hours + 1);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_WrongPopulation.selector, AGENTS));
        vm.prank(stranger);
        book.commit("r", AGENTS, HORIZON, 0);
    }

    // reveal

    function test_reveal_AddsSquares() public {
        _commit();
        pass(HORIZON + 1);
        for (uint256 i; i < AGENTS; ++i) {
            _reveal(i);
        }
        IForecastBook.Round memory round = book.roundOf(FORECASTER, epoch);
        assertEq(round.revealed, AGENTS, "all");
        assertEq(round.squares, 810e9 + 2_500e6 + 1e12 + 100e6, "squares");
        (uint256 brier, uint256 reference_,, bool known, bool closed) = book.scoreOf(FORECASTER, epoch);
        assertEq(brier, 362_520, "mean of squares");
        assertEq(reference_, 0, "nothing was upheld");
        assertFalse(known, "so there is no skill");
        assertFalse(closed, "yet");
        pass(75 days);
        (,,,, closed) = book.scoreOf(FORECASTER, epoch);
        assertTrue(closed, "now");
    }

    function test_scoreOf_WhatIsNotRevealedIsWorst() public {
        _commit();
        (uint256 brier,,,,) = book.scoreOf(FORECASTER, epoch);
        assertEq(brier, 1e6, "worst");
        pass(HORIZON + 1);
        _reveal(1); // said 0
        (brier,,,,) = book.scoreOf(FORECASTER, epoch);
        assertEq(brier, 8e5, "four of five");
    }

    function test_RevertWhen_ALeafIsNotTheCommittedOne() public {
        _commit();
        bytes32[] memory proof = forest.proofOf(0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IForecastBook.ForecastBook_NotNow.selector,
                vm.getBlockTimestamp(),
                vm.getBlockTimestamp() + HORIZON + 1,
                vm.getBlockTimestamp() + HORIZON + 75 days
            )
        );
        book.reveal(FORECASTER, epoch, 0, said[0], _salt(0), proof);
        pass(HORIZON + 1);
        _expectNotIncluded(0);
        book.reveal(FORECASTER, epoch, 0, said[0] - 1, _salt(0), proof);
        _expectNotIncluded(0);
        book.reveal(FORECASTER, epoch, 0, said[0], _salt(1), proof);
        _expectNotIncluded(1);
        book.reveal(FORECASTER, epoch, 1, said[0], _salt(0), proof);
        _expectNotIncluded(AGENTS);
        book.reveal(FORECASTER, epoch, AGENTS, said[0], _salt(0), proof);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_NoProbability.selector, 1_000_001));
        book.reveal(FORECASTER, epoch, 0, 1_000_001, _salt(0), proof);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_Unknown.selector, stranger, epoch));
        book.reveal(stranger, epoch, 0, said[0], _salt(0), proof);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_Unknown.selector, stranger, epoch));
        book.scoreOf(stranger, epoch);
        _reveal(0);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_AlreadyShown.selector, 0));
        book.reveal(FORECASTER, epoch, 0, said[0], _salt(0), proof);
        pass(75 days);
        proof = forest.proofOf(1);
        vm.expectRevert();
        book.reveal(FORECASTER, epoch, 1, said[1], _salt(1), proof);
    }

    // outcomes

    function test_showOutcome_CountsBeforeAndAfterTheReveal() public {
        _commit();
        pass(1);
        Case memory case_ = _upheld();
        pass(HORIZON);
        uint256 kept = vm.getBlockTimestamp();
        _reveal(0);
        assertEq(book.roundOf(FORECASTER, epoch).squares, 810e9, "as if nothing had happened");
        vm.expectEmit(address(book));
        emit IForecastBook.OutcomeShown(FORECASTER, epoch, 0, case_.disputeId, 10e9, 1);
        book.showOutcome(FORECASTER, epoch, case_);
        (uint256 brier, uint256 reference_, int256 skill, bool known,) = book.scoreOf(FORECASTER, epoch);
        assertEq(brier, 802_000, "four are not revealed");
        assertEq(reference_, 160_000, "one of five");
        assertTrue(known, "known");
        assertTrue(skill == 1e6 - 5_012_500, "worse than the base rate");
        for (uint256 i = 1; i < AGENTS; ++i) {
            _reveal(i);
        }
        assertEq(book.roundOf(FORECASTER, epoch).squares, 10e9 + 2_500e6 + 1e12 + 100e6, "squares");
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_AlreadyShown.selector, 0));
        book.showOutcome(FORECASTER, epoch, case_);
        kept;
    }

    function test_showOutcome_FirstThenTheReveal() public {
        _commit();
        pass(1);
        Case memory case_ = _upheld();
        pass(HORIZON);
        book.showOutcome(FORECASTER, epoch, case_);
        _reveal(0);
        assertEq(book.roundOf(FORECASTER, epoch).squares, 10e9, "the same, whatever the order");
    }

    function test_RevertWhen_ADisputeIsNoOutcome() public {
        Case memory early = openFresh(FaultClass.Harm); // before the commitment
        _commit();
        pass(1);
        Case memory running = openFresh(FaultClass.Deception);
        vm.deal(FORECASTER, 10 ether);
        pass(HORIZON + 1);
        Case memory late = openFresh(FaultClass.Negligence);
        _default(early);
        _default(late);
        _expectNoOutcome(early);
        _expectNoOutcome(late);
        _expectNoOutcome(running); // not over
        Case memory forged = early;
        forged.openedAt = running.openedAt;
        vm.expectRevert(abi.encodeWithSelector(CourtCases.CourtCases_WrongCase.selector, early.disputeId));
        book.showOutcome(FORECASTER, epoch, forged);
    }

    function test_RevertWhen_TheForecasterBroughtTheDispute() public {
        vm.prank(claimant);
        bytes32 root = _plantFor(claimant);
        vm.prank(claimant);
        book.commit(root, AGENTS, HORIZON, 0);
        pass(1);
        Case memory own = _upheld();
        pass(HORIZON);
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_NoOutcome.selector, own.disputeId));
        book.showOutcome(claimant, epoch, own);
    }

    /// @dev Squares never exceed the worst, and skill never a million, whatever is said and upheld.
    function testFuzz_scoreOf_StaysWithinBounds(uint32[5] memory chances, bool happened, uint8 revealed) public {
        for (uint256 i; i < AGENTS; ++i) {
            said[i] = chances[i] % 1_000_001;
        }
        _commit();
        pass(1);
        Case memory case_;
        if (happened) case_ = _upheld();
        pass(HORIZON + 1);
        for (uint256 i; i < revealed % 6; ++i) {
            _reveal(i);
        }
        if (happened) book.showOutcome(FORECASTER, epoch, case_);
        (uint256 brier,, int256 skill, bool known,) = book.scoreOf(FORECASTER, epoch);
        assertAtMost(brier, 1e6, "Brier");
        assertEq(known, happened, "known");
        assertTrue(skill <= 1e6, "skill");
    }

    function _plant() private returns (bytes32) {
        return _plantFor(FORECASTER);
    }

    function _plantFor(address forecaster) private returns (bytes32) {
        bytes32[] memory leaves = new bytes32[](AGENTS);
        for (uint256 i; i < AGENTS; ++i) {
            leaves[i] = book.leafOf(forecaster, epoch, i, said[i], _salt(i));
        }
        return forest.plant(leaves);
    }

    function _commit() private {
        bytes32 root = _plant();
        vm.prank(FORECASTER);
        book.commit(root, AGENTS, HORIZON, "model");
    }

    function _reveal(uint256 i) private {
        book.reveal(FORECASTER, epoch, i, said[i], _salt(i), forest.proofOf(i));
    }

    function _salt(uint256 i) private pure returns (bytes32) {
        return keccak256(abi.encode("salt", i));
    }

    /// @dev A dispute about agent 0 that nobody answers.
    function _upheld() private returns (Case memory case_) {
        case_ = openFresh(FaultClass.Harm);
        _default(case_);
    }

    function _default(Case memory case_) private {
        pass(policy.responseTime + 1);
        passBlocks(policy.responseBlocks + 1);
        disputeCourt.defaultJudgment(case_, policy);
        pass(policy.appealTime + 1);
        disputeCourt.finalize(case_, policy);
    }

    function _expectNotIncluded(uint256 i) private {
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_NotIncluded.selector, i));
    }

    function _expectNoOutcome(Case memory case_) private {
        vm.expectRevert(abi.encodeWithSelector(IForecastBook.ForecastBook_NoOutcome.selector, case_.disputeId));
        book.showOutcome(FORECASTER, epoch, case_);
    }
}
