// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../contracts/interfaces/IArbitrator.sol";
import {IPanelArbitrator} from "../../contracts/interfaces/IPanelArbitrator.sol";
import {Ballots} from "../../contracts/libraries/Ballots.sol";
import {BlockHashes} from "../../contracts/libraries/BlockHashes.sol";
import {PanelTerms} from "../../contracts/libraries/PanelTerms.sol";
import {Phase} from "../../contracts/types/Panel.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice A contract of somebody else that asks the panel.
contract ForeignArbitrable is IArbitrable {
    uint256 public told = 99;

    function ask(IArbitrator panel, uint256 choices, bytes calldata terms) external payable returns (uint256) {
        return panel.createDispute{value: msg.value}(choices, terms);
    }

    function rule(uint256, uint256 ruling) external {
        told = ruling;
    }
}

/// @notice An arbitrator that asks the panel itself, and would be listed again while it is told the ruling.
contract EagerArbitrable is IArbitrable {
    IPanelArbitrator private _panel;
    bytes private _listing;
    uint256 private _stake;
    bytes public refusal;

    function prepare(IPanelArbitrator panel, bytes calldata listing, uint256 stake) external {
        (_panel, _listing, _stake) = (panel, listing, stake);
    }

    function ask(uint256 choices, bytes calldata terms) external payable {
        IArbitrator(address(_panel)).createDispute{value: msg.value}(choices, terms);
    }

    function enlist() public returns (bool listed) {
        (listed, refusal) = address(_panel).call{value: _stake}(_listing);
    }

    function rule(uint256, uint256) external {
        enlist();
    }
}

/// @notice The history contract of EIP-2935 with one block in it.
contract History {
    fallback(bytes calldata asked) external returns (bytes memory) {
        require(abi.decode(asked, (uint256)) == 1_002, "unknown");
        return abi.encode(keccak256("old block"));
    }
}

contract PanelArbitratorTest is CourtScenario {
    ForeignArbitrable private foreign;
    address private payer = address(0xFA1);
    address private party = address(0xFA2);
    bytes private terms;

    function setUp() public {
        deployCourt();
        foreign = new ForeignArbitrable();
        vm.deal(address(this), 100 ether);
        terms = PanelTerms.encode(1 hours, 2 hours, payer, listOf(party));
    }

    // roster

    function test_register_ListsForEver() public {
        (uint32 number, uint64 until, bool listed) = panel.arbitratorOf(arbitratorAt(3));
        assertEq(number, 3, "number");
        assertEq(until, START + 365 days, "until");
        assertTrue(listed, "listed");
        assertEq(panel.rosterSize(), ARBITRATORS, "size");
        assertEq(panel.rosterAt(3), arbitratorAt(3), "roster");
        vm.prank(arbitratorAt(3));
        panel.retire();
        (number,, listed) = panel.arbitratorOf(arbitratorAt(3));
        assertFalse(listed, "retired");
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotListed.selector, arbitratorAt(3))
        );
        vm.prank(arbitratorAt(3));
        panel.retire();
        bytes memory again = accredit(arbitratorAt(3), "renewed", uint64(START + 900 days));
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ArbitratorListed(
            arbitratorAt(3), 3, "renewed", 0, uint64(START + 900 days), MIN_STAKE
        );
        vm.prank(arbitratorAt(3));
        panel.register("renewed", 0, uint64(START + 900 days), again);
        assertEq(panel.rosterSize(), ARBITRATORS, "no new number");
    }

    function test_RevertWhen_NobodyAccredits() public {
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_ZeroAddress.selector));
        createContract(
            "PanelArbitrator", abi.encode(vault, witness, address(0), address(0), MIN_STAKE, SEAT_FEE)
        );
    }

    function test_RevertWhen_NoClustersArePosted() public {
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotInCluster.selector, party, bytes32("c"))
        );
        panel.showCluster(party, "c", new bytes32[](0));
    }

    function test_RevertWhen_NotAccredited() public {
        uint64 until = uint64(START + 1 days);
        bytes memory own = signDigest(KEY_A, keccak256("anything"));
        bytes memory others = accredit(arbitratorAt(1), "document", until);
        bytes memory over = accredit(stranger, "document", uint64(START));
        bytes[3] memory bad = [own, others, over];
        for (uint256 i; i < 3; ++i) {
            uint64 asked = i == 2 ? uint64(START) : until;
            vm.expectRevert(
                abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotAccredited.selector, stranger, asked)
            );
            vm.prank(stranger);
            panel.register{value: MIN_STAKE}("document", 0, asked, bad[i]);
        }
    }

    function test_RevertWhen_StakeIsTooSmall() public {
        bytes memory accreditation = accredit(stranger, "document", uint64(START + 1 days));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_StakeTooSmall.selector, MIN_STAKE - 1, MIN_STAKE
            )
        );
        vm.prank(stranger);
        panel.register{value: MIN_STAKE - 1}("document", 0, uint64(START + 1 days), accreditation);
    }

    /// @dev The roster stays as it is while a ruling is told.
    function test_register_WaitsForTheEndOfARuling() public {
        EagerArbitrable eager = new EagerArbitrable();
        vm.deal(address(eager), MIN_STAKE);
        uint64 until = uint64(START + 365 days);
        bytes memory accreditation = accredit(address(eager), "document", until);
        eager.prepare(panel, abi.encodeCall(panel.register, ("document", bytes32(0), until, accreditation)), MIN_STAKE);
        eager.ask{value: FEE}(2, terms);
        passBlocks(3);
        setSeed(1, 0);
        vm.recordLogs();
        panel.draw(1, eager, terms);
        address[3] memory seats = drawnSeats();
        commitAll(1, seats, [1, 1, 1]);
        revealAll(1, seats, [1, 1, 1]);
        panel.conclude(1, eager, terms, new address[](0));
        assertEq(
            bytes32(bytes4(eager.refusal())), bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector), "refused"
        );
        assertEq(panel.rosterSize(), ARBITRATORS, "nobody was listed");
        assertTrue(eager.enlist(), "afterwards it may");
        assertEq(panel.rosterSize(), ARBITRATORS + 1, "listed");
    }

    // createDispute

    function test_RevertWhen_DisputeIsNotAsItShouldBe() public {
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongChoices.selector, 3));
        foreign.ask{value: FEE}(panel, 3, terms);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_FeeTooSmall.selector, FEE - 1, FEE)
        );
        foreign.ask{value: FEE - 1}(panel, 2, terms);
        bytes[4] memory bad = [
            PanelTerms.encode(0, 1, payer, listOf(party)),
            PanelTerms.encode(1, 0, payer, listOf(party)),
            PanelTerms.encode(1, 1, address(0), listOf(party)),
            PanelTerms.encode(1, 1, payer, new address[](17))
        ];
        for (uint256 i; i < 4; ++i) {
            vm.expectRevert();
            foreign.ask{value: FEE}(panel, 2, bad[i]);
        }
        vm.expectRevert();
        foreign.ask{value: FEE}(panel, 2, "nonsense");
    }

    function test_createDispute_ReturnsWhatExceedsTheCost() public {
        assertEq(foreign.ask{value: FEE + 7}(panel, 2, terms), 1, "numbers begin at 1");
        assertEq(vault.creditOf(payer), 7, "back to the payer");
        assertEq(address(panel).balance, FEE, "the fee");
        assertEq(panel.arbitrationCost(terms), FEE, "cost");
        (Phase phase,,, uint64 drawBlock,,) = panel.panelOf(1);
        assertEq(uint256(phase), uint256(Phase.Armed), "armed");
        assertEq(drawBlock, 1_002, "two blocks on");
    }

    // draw

    function test_draw_WaitsForItsBlock() public {
        foreign.ask{value: FEE}(panel, 2, terms);
        passBlocks(2);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_TooEarly.selector, 1, 1_002, 1_003)
        );
        panel.draw(1, foreign, terms);
        passBlocks(1);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongTerms.selector, 1));
        panel.draw(1, disputeCourt, terms);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongTerms.selector, 2));
        panel.draw(2, foreign, terms);
        address[3] memory seats = _draw(1);
        assertTrue(seats[0] != seats[1] && seats[1] != seats[2] && seats[0] != seats[2], "three persons");
        vm.expectRevert(_wrongPhase(Phase.Voting));
        panel.draw(1, foreign, terms);
    }

    /// @dev Whatever the seed: no party, nobody in conflict, retired, over or short of stake, and no newcomer sits.
    function testFuzz_draw_SeatsOnlyWhoMay(uint256 seed) public {
        party = arbitratorAt(0);
        terms = PanelTerms.encode(1 hours, 2 hours, payer, listOf(party, stranger));
        vm.prank(arbitratorAt(1));
        panel.declareConflict(stranger, true);
        vm.prank(arbitratorAt(2));
        panel.retire();
        bytes32 stakes = panel.stakeSubject();
        vm.prank(arbitratorAt(3));
        vault.requestUnbond(stakes, 1);
        foreign.ask{value: FEE}(panel, 2, terms);
        enlist(arbitratorAt(20));
        passBlocks(3);
        setSeed(1, seed);
        vm.recordLogs();
        panel.draw(1, foreign, terms);
        address[3] memory seats = drawnSeats();
        uint256 sum;
        for (uint256 i; i < 3; ++i) {
            sum += uint160(seats[i]);
        }
        assertEq(
            sum,
            uint256(uint160(arbitratorAt(4))) + uint160(arbitratorAt(5)) + uint160(arbitratorAt(6)),
            "the three who may"
        );
    }

    function test_draw_ReadsAnOlderBlockFromHistory() public {
        foreign.ask{value: FEE}(panel, 2, terms);
        vm.etch(BlockHashes.HISTORY, address(new History()).code);
        passBlocks(300);
        vm.recordLogs();
        panel.draw(1, foreign, terms);
        assertTrue(drawnSeats()[0] != address(0), "drawn from history");
    }

    function test_draw_ArmsAgainThreeTimesAtMost() public {
        foreign.ask{value: FEE}(panel, 2, terms);
        for (uint8 i = 2; i <= 3; ++i) {
            passBlocks(9_000);
            vm.expectEmit(address(panel));
            emit IPanelArbitrator.PanelArmed(
                1, address(foreign), uint64(vm.getBlockNumber() + 2), i, uint32(ARBITRATORS), terms
            );
            panel.draw(1, foreign, terms);
        }
        passBlocks(9_000);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelConcluded(1, address(foreign), 0, 0, 0, 0, FEE, 0);
        panel.draw(1, foreign, terms);
        assertEq(foreign.told(), 0, "refused");
        assertEq(vault.creditOf(payer), FEE, "the fee went back");
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "solved");
    }

    function test_draw_ArmsAgainWhenTooFewMaySit() public {
        for (uint256 i; i < ARBITRATORS - 2; ++i) {
            vm.prank(arbitratorAt(i));
            panel.retire();
        }
        foreign.ask{value: FEE}(panel, 2, terms);
        passBlocks(3);
        setSeed(1, 0);
        panel.draw(1, foreign, terms);
        (Phase phase,,,,,) = panel.panelOf(1);
        assertEq(uint256(phase), uint256(Phase.Armed), "armed again");
    }

    function test_draw_NeedsThreeOnTheRoster() public {
        deployAll();
        enlist(arbitratorAt(0));
        enlist(arbitratorAt(1));
        foreign.ask{value: FEE}(panel, 2, terms);
        passBlocks(3);
        setSeed(1, 0);
        panel.draw(1, foreign, terms);
        (Phase phase,,,,,) = panel.panelOf(1);
        assertEq(uint256(phase), uint256(Phase.Armed), "armed again");
    }

    function test_draw_FromAnEmptyRosterArmsAgain() public {
        deployAll();
        foreign.ask{value: FEE}(panel, 2, terms);
        passBlocks(3);
        setSeed(1, 0);
        panel.draw(1, foreign, terms);
        (Phase phase,,,,,) = panel.panelOf(1);
        assertEq(uint256(phase), uint256(Phase.Armed), "armed again");
    }

    /// @dev Only what was promised to somebody is dealings, though a party without an address be named.
    function test_RevertWhen_RecusingByARecordOfNobody() public {
        terms = PanelTerms.encode(1 hours, 2 hours, payer, listOf(party, address(0)));
        address[3] memory drawn = _seated();
        uint256 its = registerAgent(drawn[0]);
        openEpochWith(its, drawn[0], 0xE1, 0xE2);
        vm.prank(vm.addr(0xE1));
        actionLog.record(its, DIRECT_STREAM, 0, 0, 1, 0, "record", new bytes32[](0));
        bytes memory proof = abi.encodeCall(IActionWitness.onRecord, (its, recordOf(0, 0, "record")));
        (bool shown,) = address(witness).staticcall(proof);
        assertTrue(shown, "the witness knows it");
        address[] memory seats = listOf(drawn[0], drawn[1], drawn[2]);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_NoDealings.selector, 1, drawn[0], address(0)
            )
        );
        panel.recuse(1, foreign, terms, seats, proof);
    }

    // commit and reveal

    function test_commit_OncePerSeatInTime() public {
        address[3] memory seats = _seated();
        bytes32 commitment = commitmentOf(1, seats[0], 1);
        vm.expectRevert(_notSeated(stranger));
        vm.prank(stranger);
        panel.commit(1, commitment);
        for (uint256 i; i < 6; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_BadCommitment.selector, 1, bytes32(i))
            );
            vm.prank(seats[0]);
            panel.commit(1, bytes32(i));
        }
        vm.prank(seats[0]);
        panel.commit(1, commitment);
        assertEq(panel.ballotOf(1, seats[0]), commitment, "kept");
        vm.expectRevert(_notSeated(seats[0]));
        vm.prank(seats[0]);
        panel.commit(1, commitment);
        pass(1 hours);
        vm.expectRevert(_tooLate(START + 1 hours));
        vm.prank(seats[1]);
        panel.commit(1, commitment);
    }

    function test_reveal_PaysAtOnceAndAlike() public {
        address[3] memory seats = _seated();
        commitAll(1, seats, [1, 2, 0]);
        revealAll(1, seats, [1, 2, 0]);
        for (uint256 i; i < 3; ++i) {
            assertEq(vault.creditOf(seats[i]), SEAT_FEE, "the same for every vote");
            assertEq(panel.ballotOf(1, seats[i]), bytes32(uint256(2)), "revealed");
        }
        assertEq(address(panel).balance, 0, "all paid");
        vm.expectRevert(_notSeated(seats[0]));
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
        panel.conclude(1, foreign, terms, new address[](0));
        assertEq(foreign.told(), 0, "a tie refuses");
    }

    function test_reveal_OnlyInItsTime() public {
        address[3] memory seats = _seated();
        bytes32 commitment = commitmentOf(1, seats[0], 1);
        vm.prank(seats[0]);
        panel.commit(1, commitment);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_TooEarly.selector, 1, START, START + 1 hours
            )
        );
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
        pass(3 hours);
        vm.expectRevert(_tooLate(START + 3 hours));
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
        vm.warp(START + 3 hours - 1);
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
    }

    function test_RevertWhen_WhatIsRevealedWasNotCommitted() public {
        address[3] memory seats = _seated();
        commitAll(1, seats, [1, 1, 1]);
        bytes memory wrong =
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongReveal.selector, 1, seats[0]);
        vm.expectRevert(wrong);
        vm.prank(seats[0]);
        panel.reveal(1, 2, REASONS, SALT);
        vm.expectRevert(wrong);
        vm.prank(seats[0]);
        panel.reveal(1, 1, "other reasons", SALT);
        vm.expectRevert(wrong);
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, "other salt");
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NoReasons.selector, 1));
        vm.prank(seats[0]);
        panel.reveal(1, 1, 0, SALT);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_BadVote.selector, 3));
        vm.prank(seats[0]);
        panel.reveal(1, 3, REASONS, SALT);
        vm.expectRevert(_notSeated(stranger));
        vm.prank(stranger);
        panel.reveal(1, 1, REASONS, SALT);
    }

    /// @dev A commitment made for another voter, dispute, round, contract or chain never opens here.
    function testFuzz_commitments_OpenNowhereElse(uint8 changed) public {
        address[3] memory seats = _seated();
        changed = changed % 5;
        if (changed == 4) vm.chainId(1);
        bytes32 copied = Ballots.commitment(
            changed == 0 ? address(disputeCourt) : address(panel),
            changed == 1 ? 2 : 1,
            changed == 2 ? 2 : 1,
            changed == 3 ? seats[1] : seats[0],
            1,
            REASONS,
            SALT
        );
        vm.chainId(31337);
        vm.prank(seats[0]);
        panel.commit(1, copied);
        pass(1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongReveal.selector, 1, seats[0])
        );
        vm.prank(seats[0]);
        panel.reveal(1, 1, REASONS, SALT);
    }

    // conclude

    function test_conclude_TwoOfThreeDecide() public {
        address[3] memory seats = _seated();
        _vote(seats[0], 2);
        _vote(seats[1], 2);
        pass(1 hours);
        _reveal(seats[0], 2);
        _reveal(seats[1], 2);
        address[] memory absent = listOf(seats[2]);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ArbitratorAbsent(1, seats[2], MIN_STAKE / 10);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.PanelConcluded(1, address(foreign), 2, 0, 0, 2, 0, SEAT_FEE);
        panel.conclude(1, foreign, terms, absent);
        assertEq(foreign.told(), 2, "dismissed");
        assertEq(panel.currentRuling(1), 2, "ruling");
        (uint256 stake,,,) = vault.bondOf(panel.stakeSubject(), seats[2]);
        assertEq(stake, MIN_STAKE - MIN_STAKE / 10, "absence costs stake");
        assertEq(fire(), MIN_STAKE / 10 + SEAT_FEE, "burned, the pay too");
        assertEq(vault.creditOf(payer), 0, "nothing goes back");
        vm.expectRevert(_wrongPhase(Phase.Concluded));
        panel.conclude(1, foreign, terms, absent);
    }

    function test_conclude_WaitsForWhoCommitted() public {
        address[3] memory seats = _seated();
        _vote(seats[0], 1);
        _vote(seats[1], 1);
        pass(1 hours);
        _reveal(seats[0], 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPanelArbitrator.PanelArbitrator_TooEarly.selector, 1, START + 1 hours, START + 3 hours
            )
        );
        panel.conclude(1, foreign, terms, listOf(seats[1], seats[2]));
        pass(2 hours);
        panel.conclude(1, foreign, terms, listOf(seats[1], seats[2]));
        assertEq(foreign.told(), 99, "one is no quorum, so others are drawn");
    }

    function test_RevertWhen_AbsenteesAreOthers() public {
        address[3] memory seats = _seated();
        _vote(seats[0], 1);
        pass(1 hours);
        _reveal(seats[0], 1);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongAbsentees.selector, 1, 1, 2)
        );
        panel.conclude(1, foreign, terms, listOf(seats[1]));
        vm.expectRevert(_notSeated(seats[0]));
        panel.conclude(1, foreign, terms, listOf(seats[1], seats[0]));
        vm.expectRevert(_notSeated(seats[1]));
        panel.conclude(1, foreign, terms, listOf(seats[1], seats[1]));
        vm.expectRevert(_notSeated(stranger));
        panel.conclude(1, foreign, terms, listOf(seats[1], stranger));
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongTerms.selector, 1));
        panel.conclude(1, disputeCourt, terms, listOf(seats[1], seats[2]));
    }

    function test_RevertWhen_StepsAreOutOfPhase() public {
        foreign.ask{value: FEE}(panel, 2, terms);
        vm.expectRevert(_wrongPhase(Phase.Armed));
        panel.commit(1, keccak256("c"));
        vm.expectRevert(_wrongPhase(Phase.Armed));
        panel.reveal(1, 1, REASONS, SALT);
        vm.expectRevert(_wrongPhase(Phase.Armed));
        panel.conclude(1, foreign, terms, new address[](0));
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Waiting), "waiting");
    }

    function test_appeal_IsNotOfferedUnlessAskedFor() public {
        foreign.ask{value: FEE}(panel, 2, terms);
        (uint256 start, uint256 end) = panel.appealPeriod(1);
        assertEq(start + end, 0, "no time for it");
        assertEq(panel.appealCost(1, terms), type(uint256).max, "no price");
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NoAppeal.selector, 1));
        vm.prank(address(foreign));
        panel.appeal(1, terms);
    }

    /// @dev The vote with most voices of two or three, else none.
    function testFuzz_outcome_IsAPlurality(uint8 a, uint8 b, uint8 c, uint8 voters) public pure {
        uint8[3] memory votes = [a % 3, b % 3, c % 3];
        uint256[3] memory tally;
        voters = voters % 4;
        for (uint256 i; i < voters; ++i) {
            ++tally[votes[i]];
        }
        (bool decided, uint8 ruling) = Ballots.outcome(tally[0], tally[1], tally[2], 2);
        if (voters < 2) assertFalse(decided, "no quorum");
        else if (decided) assertTrue(tally[ruling] >= 2, "a majority of three seats");
        else assertTrue(tally[0] < 2 && tally[1] < 2 && tally[2] < 2, "no majority");
        if (!decided) assertEq(ruling, 0, "nothing");
    }

    function _seated() private returns (address[3] memory) {
        foreign.ask{value: FEE}(panel, 2, terms);
        passBlocks(3);
        return _draw(1);
    }

    function _draw(uint256 number) private returns (address[3] memory) {
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, foreign, terms);
        return drawnSeats();
    }

    function _vote(address seat, uint8 vote) private {
        bytes32 commitment = commitmentOf(1, seat, vote);
        vm.prank(seat);
        panel.commit(1, commitment);
    }

    function _reveal(address seat, uint8 vote) private {
        vm.prank(seat);
        panel.reveal(1, vote, REASONS, SALT);
    }

    function _notSeated(address who) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotSeated.selector, 1, who);
    }

    function _wrongPhase(Phase phase) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongPhase.selector, 1, phase);
    }

    function _tooLate(uint256 due) private view returns (bytes memory) {
        return abi.encodeWithSelector(
            IPanelArbitrator.PanelArbitrator_TooLate.selector, 1, vm.getBlockTimestamp(), due
        );
    }
}
