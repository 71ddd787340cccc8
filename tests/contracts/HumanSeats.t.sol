// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IPanelArbitrator} from "../../contracts/interfaces/IPanelArbitrator.sol";
import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {ReceiptRef} from "../../contracts/types/ActionRefs.sol";
import {Basis, Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {Phase} from "../../contracts/types/Panel.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Who judges what is serious, and what is told of models.
contract HumanSeatsTest is CourtScenario {
    bytes32 private constant MODEL = keccak256("a model");
    address private human = address(0x40A1);

    /// @dev Twelve models; whoever else is listed is a human.
    function setUp() public {
        deployCourt();
        for (uint256 i; i < ARBITRATORS; ++i) {
            vm.prank(arbitratorAt(i));
            panel.retire();
        }
        for (uint256 i; i < 12; ++i) {
            enlistAs(modelAt(i), MODEL);
        }
    }

    function testFuzz_draw_SeatsAHumanForWhatIsSerious(uint8 variant, uint8 humans) public {
        for (uint256 i; i < 1 + humans % 3; ++i) {
            enlist(address(uint160(human) + uint160(i)));
        }
        Case memory case_ = openFresh(variant % 2 == 0 ? FaultClass.Harm : FaultClass.Deception);
        respondTo(case_);
        uint256 number = numberOf(case_);
        (address[3] memory seats, bool seated) = _drawWith(case_, number, variant);
        if (!seated) return; // its seed named no human in 96 draws: it is armed again
        assertTrue(_isHuman(seats[0]) || _isHuman(seats[1]) || _isHuman(seats[2]), "a human sits");
    }

    function test_draw_LeavesWhatIsNotSeriousToModels() public {
        Case memory case_ = openFresh(FaultClass.Breach);
        respondTo(case_);
        address[3] memory seats = drawSeats(case_, numberOf(case_));
        for (uint256 i; i < 3; ++i) {
            assertFalse(_isHuman(seats[i]), "a model sits");
        }
    }

    /// @dev No human at all: three draws, then the refusal that every want of seats ends in. Nobody pays for it.
    function test_draw_WithoutAnyHumanRefuses() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        uint256 number = numberOf(case_);
        for (uint256 i; i < 3; ++i) {
            (, bool seated) = _drawWith(case_, number, i);
            assertFalse(seated, "nobody is seated");
        }
        (Phase phase,,,,,) = panel.panelOf(number);
        assertEq(uint256(phase), uint256(Phase.Concluded), "it gave up");
        assertRuling(case_, 0, Basis.Merits);
        assertEq(vault.creditOf(claimant), FEE, "the pay of the seats goes back");
        finish(case_);
        assertEq(vault.creditOf(claimant), FEE + case_.deposit, "and the deposit too");
    }

    function test_review_SeatsAHumanToo() public {
        enlist(human);
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        uint256 number = numberOf(case_);
        (address[3] memory three, bool seated) = _drawWith(case_, number, 0);
        assertTrue(seated, "three sit");
        commitAll(number, three, [1, 1, 1]);
        revealAll(number, three, [1, 1, 1]);
        panel.conclude(number, IArbitrable(disputeCourt), termsOf(case_), new address[](0));
        address second = address(0x40B2);
        (uint256 review, bytes memory terms) = appealAs(owner, case_, keccak256("new"));
        // The one human has sat, so seven models are not enough.
        passBlocks(3);
        setSeed(review, 0);
        panel.draw(review, IArbitrable(disputeCourt), terms);
        (Phase phase,,,,,) = panel.panelOf(review);
        assertEq(uint256(phase), uint256(Phase.Armed), "it waits");
        // Who joins now is not in the draw: friends could.
        enlist(second);
        for (uint256 i = 1; i < 3; ++i) {
            passBlocks(3);
            setSeed(review, i);
            panel.draw(review, IArbitrable(disputeCourt), terms);
        }
        (phase,,,,,) = panel.panelOf(review);
        assertEq(uint256(phase), uint256(Phase.Concluded), "it gave up");
        assertRuling(case_, 1, Basis.Merits);
    }

    function test_recuse_TakesNotTheLastHuman() public {
        enlist(human);
        (Case memory case_, uint256 number, address[3] memory seats) = _humanSeated();
        (bytes memory proof, bytes memory terms) = (_dealings(human), termsOf(case_));
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_LastHuman.selector, number, human));
        panel.recuse(number, IArbitrable(disputeCourt), terms, _listed(seats), proof);
    }

    function test_recuse_DrawsAnotherHumanForOne() public {
        enlist(human);
        for (uint256 i = 1; i < 6; ++i) {
            enlist(address(uint160(human) + uint160(i)));
        }
        (Case memory case_, uint256 number, address[3] memory seats) = _humanSeated();
        address lost = _isHuman(seats[0]) ? seats[0] : _isHuman(seats[1]) ? seats[1] : seats[2];
        vm.recordLogs();
        panel.recuse(number, IArbitrable(disputeCourt), termsOf(case_), _listed(seats), _dealings(lost));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (address replacement,) = abi.decode(logs[logs.length - 1].data, (address, bytes32));
        bool left;
        for (uint256 i; i < 3; ++i) {
            if (seats[i] != lost && _isHuman(seats[i])) left = true;
        }
        assertTrue(left || _isHuman(replacement), "a human sits still");
    }

    function test_reveal_TellsTheModel() public {
        Case memory case_ = openFresh(FaultClass.Breach);
        respondTo(case_);
        uint256 number = numberOf(case_);
        address[3] memory seats = drawSeats(case_, number);
        commitAll(number, seats, [1, 1, 1]);
        // Its accreditor lets it be another by the time of the vote.
        bytes32 newer = keccak256("a newer model");
        uint64 until = uint64(vm.getBlockTimestamp() + 30 days);
        bytes memory accreditation = accreditAs(seats[0], "document", newer, until);
        vm.prank(seats[0]);
        panel.register("document", newer, until, accreditation);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ModelVoted(number, seats[0], newer);
        vm.prank(seats[0]);
        panel.reveal(number, 1, REASONS, SALT);
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.ModelVoted(number, seats[1], MODEL);
        vm.prank(seats[1]);
        panel.reveal(number, 1, REASONS, SALT);
    }

    function test_reveal_TellsNoModelOfAHuman() public {
        enlist(human);
        (, uint256 number, address[3] memory seats) = _humanSeated();
        commitAll(number, seats, [1, 1, 1]);
        vm.recordLogs();
        revealAll(number, seats, [1, 1, 1]);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 told;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.ModelVoted.selector) continue;
            ++told;
            assertFalse(address(uint160(uint256(logs[i].topics[2]))) == human, "of no human");
        }
        assertEq(told, 2, "two models voted");
    }

    function test_register_TellsWhoJudges() public {
        enlist(human);
        assertEq(panel.modelOf(human), 0, "no model");
        assertEq(panel.modelOf(modelAt(0)), MODEL, "a model");
        assertEq(panel.modelOf(stranger), 0, "nobody");
    }

    function test_RevertWhen_TheKindChanges() public {
        enlist(human);
        _expectOtherKind(human, MODEL);
        _expectOtherKind(modelAt(0), 0);
    }

    function test_RevertWhen_AnotherModelIsAccredited() public {
        uint64 until = uint64(vm.getBlockTimestamp() + 30 days);
        bytes memory accreditation = accreditAs(stranger, "document", MODEL, until);
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_NotAccredited.selector, stranger, until)
        );
        vm.prank(stranger);
        panel.register("document", 0, until, accreditation);
    }

    function modelAt(uint256 i) internal pure returns (address) {
        return address(uint160(0x30DE100 + i));
    }

    function _expectOtherKind(address who, bytes32 model) private {
        uint64 until = uint64(vm.getBlockTimestamp() + 30 days);
        bytes memory accreditation = accreditAs(who, "document", model, until);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_OtherKind.selector, who, model));
        vm.prank(who);
        panel.register("document", model, until, accreditation);
    }

    /// @dev A serious case whose three seats are drawn.
    function _humanSeated() private returns (Case memory case_, uint256 number, address[3] memory seats) {
        case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        number = numberOf(case_);
        bool seated;
        (seats, seated) = _drawWith(case_, number, 0);
        assertTrue(seated, "three sit");
    }

    function _drawWith(Case memory case_, uint256 number, uint256 variant)
        private
        returns (address[3] memory seats, bool seated)
    {
        passBlocks(3);
        setSeed(number, variant);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), termsOf(case_));
        seats = drawnSeats();
        seated = seats[0] != address(0);
    }

    function _isHuman(address who) private view returns (bool) {
        return panel.modelOf(who) == 0;
    }

    function _listed(address[3] memory seats) private pure returns (address[] memory) {
        return listOf(seats[0], seats[1], seats[2]);
    }

    /// @dev A receipt of the liable owner's agent for a seat.
    function _dealings(address with) private view returns (bytes memory) {
        Receipt memory receipt = receiptOf(900);
        receipt.counterparty = bytes32(uint256(uint160(with)));
        ReceiptRef memory ref = ReceiptRef(receipt, signReceipt(KEY_A, receipt), with, 0);
        return abi.encodeCall(IActionWitness.onReceipt, (agentId, ref));
    }
}
