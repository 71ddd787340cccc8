// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KlerosV2Adapter} from "../../contracts/court/adapters/KlerosV2Adapter.sol";
import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../contracts/interfaces/IArbitrator.sol";
import {IKlerosV2Adapter} from "../../contracts/interfaces/IKlerosV2Adapter.sol";
import {IPanelArbitrator} from "../../contracts/interfaces/IPanelArbitrator.sol";
import {CentralArbitrator} from "../../contracts/mocks/CentralArbitrator.sol";
import {PlainEscrow} from "../../contracts/mocks/PlainEscrow.sol";
import {RuledCourtV2} from "../../contracts/mocks/RuledCourtV2.sol";
import {Basis, Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Phase} from "../../contracts/types/Panel.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice Our panel judges a contract that knows nothing but ERC-792.
contract ForeignArbitrableTest is CourtScenario {
    PlainEscrow private escrow;
    address private payee = address(0xBEE);

    function setUp() public {
        deployCourt();
        enlistMore(13);
        vm.deal(address(this), 10 ether);
        escrow = PlainEscrow(
            createWorth("PlainEscrow", abi.encode(panel, buyer, payee), 1 ether)
        );
    }

    function test_escrow_IsJudgedAfterTheTimeToAppeal() public {
        assertEq(escrow.dispute{value: FEE}(), 1, "taken on");
        _hear(2);
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Appealable), "appealable");
        assertEq(panel.currentRuling(1), 2, "for the payee so far");
        (uint256 start, uint256 end) = panel.appealPeriod(1);
        assertEq(end - start, 3 days, "the usual time");
        assertEq(escrow.owedTo(payee), 0, "not given yet");
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_TooEarly.selector, 1, vm.getBlockTimestamp(), end)
        );
        panel.executeRuling(1, escrow, "");
        vm.warp(end);
        assertEq(uint256(panel.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "over");
        assertEq(panel.appealCost(1, ""), type(uint256).max, "too late");
        panel.executeRuling(1, escrow, "");
        assertEq(escrow.owedTo(payee), 1 ether, "given");
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongPhase.selector, 1, Phase.Concluded)
        );
        panel.executeRuling(1, escrow, "");
    }

    function test_escrow_AppealsToSevenOthers() public {
        escrow.dispute{value: FEE}();
        address[] memory three = _hear(2);
        uint256 cost = panel.appealCost(1, "");
        assertEq(cost, REVIEW, "seven seats");
        vm.expectRevert(
            abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_FeeTooSmall.selector, cost - 1, cost)
        );
        escrow.appeal{value: cost - 1}();
        escrow.appeal{value: cost}();
        address[] memory seven = drawMany(1, escrow, "");
        for (uint256 i; i < 7; ++i) {
            for (uint256 j; j < 3; ++j) {
                assertTrue(seven[i] != three[j], "others");
            }
        }
        hear(1, seven, votesOf(1, 7));
        vm.expectEmit(address(panel));
        emit IPanelArbitrator.RulingReviewed(1, 1, 2, 1);
        panel.conclude(1, escrow, "", new address[](0));
        assertEq(escrow.owedTo(buyer), 1 ether, "overturned, and given at once");
        assertEq(address(panel).balance, 0, "all paid");
    }

    function test_RevertWhen_AStrangerAppeals() public {
        escrow.dispute{value: FEE}();
        _hear(1);
        vm.expectRevert(abi.encodeWithSelector(IPanelArbitrator.PanelArbitrator_WrongTerms.selector, 1));
        vm.prank(stranger);
        panel.appeal{value: REVIEW}(1, "");
    }

    function _hear(uint8 vote) private returns (address[] memory seats) {
        passBlocks(3);
        setSeed(1, 0);
        vm.recordLogs();
        panel.draw(1, escrow, "");
        address[3] memory found = drawnSeats();
        seats = listOf(found[0], found[1], found[2]);
        hear(1, seats, votesOf(vote, 3));
        panel.conclude(1, escrow, "", new address[](0));
    }
}

/// @notice An arbitrator of somebody else, with appeals of its own, judges our disputes.
contract ForeignArbitratorTest is CourtScenario {
    CentralArbitrator private central;

    function setUp() public {
        central = CentralArbitrator(createContract("CentralArbitrator", abi.encode(address(0xCE), 0.03 ether, 1 days)));
        deployCourt();
    }

    function arbitratorsBeside(address panelAt) internal view override returns (address[] memory) {
        return listOf(panelAt, address(central));
    }

    function policiesOf(address) internal view override returns (Policy[] memory) {
        return bothPolicies(address(central));
    }

    function test_central_RulesAfterItsOwnTimeToAppeal() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        _give(0, 1);
        assertState(case_, State.Arbitration, "not given yet");
        pass(1 days);
        central.executeRuling(0);
        assertState(case_, State.Provisional, "given");
        assertRuling(case_, 1, Basis.Merits);
    }

    /// @dev What it leans to counts when it does not rule in time.
    function test_central_AppealableCountsAtTheTimeout() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        pass(policy.arbitrationTime);
        _give(0, 2);
        disputeCourt.arbitratorTimeout(case_, policy, 0);
        assertRuling(case_, 2, Basis.Timeout);
    }

    /// @dev Our appeal is another dispute there, and the first one's number rules nothing any more.
    function test_central_SecondRoundIsAnotherDispute() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        _give(0, 1);
        pass(1 days);
        central.executeRuling(0);
        vm.prank(owner);
        disputeCourt.appeal{value: 0.03 ether}(case_, policy, 0, "grounds", "");
        assertEq(disputeCourt.disputeAt(address(central), 1), 1, "asked again");
        _give(1, 2);
        pass(1 days);
        central.executeRuling(1);
        assertRuling(case_, 2, Basis.Merits);
        (bool appealed, uint8 first) = disputeCourt.appealedRulingOf(1);
        assertTrue(appealed && first == 1, "both are kept");
        disputeCourt.finalize(case_, policy);
        disputeCourt.execute(case_, policy);
        assertState(case_, State.Executed, "done");
    }

    function test_appealedNumber_RulesNothingAnyMore() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        _give(0, 1);
        pass(1 days);
        central.executeRuling(0);
        vm.prank(owner);
        disputeCourt.appeal{value: 0.03 ether}(case_, policy, 0, "grounds", "");
        vm.prank(address(central));
        disputeCourt.rule(0, 2);
        assertState(case_, State.Arbitration, "the old number is done");
    }

    function _give(uint256 number, uint256 ruling) private {
        vm.prank(address(0xCE));
        central.give(number, ruling);
    }
}

/// @notice A court of the second standard judges our disputes through its adapter.
/// @notice A court that calls every dispute its first.
contract ForgetfulCourt {
    function createDispute(uint256, bytes calldata) external payable returns (uint256) {
        return 0;
    }
}

contract KlerosV2AdapterTest is CourtScenario {
    uint256 private constant JUROR = 0.01 ether;
    RuledCourtV2 private court;
    KlerosV2Adapter private adapter;
    address private ruler = address(0xCE);

    function setUp() public {
        court = RuledCourtV2(createContract("RuledCourtV2", abi.encode(ruler, JUROR)));
        adapter = KlerosV2Adapter(
            createContract("KlerosV2Adapter", abi.encode(court, abi.encode(uint256(1), uint256(3), uint256(1)), "ipfs://q"))
        );
        deployCourt();
    }

    function arbitratorsBeside(address panelAt) internal view override returns (address[] memory) {
        return listOf(panelAt, address(adapter));
    }

    function policiesOf(address) internal view override returns (Policy[] memory) {
        return bothPolicies(address(adapter));
    }

    function test_adapter_CarriesQuestionAndRuling() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        assertEq(case_.fee, 3 * JUROR, "three jurors");
        respondTo(case_);
        assertEq(address(court).balance, 3 * JUROR, "paid there");
        assertEq(address(adapter).balance, 0, "nothing stays");
        assertEq(adapter.arbitrableOf(1), address(disputeCourt), "whose");
        assertEq(adapter.courtDisputeOf(1), 0, "number there");
        vm.prank(ruler);
        court.give(0, 1);
        assertRuling(case_, 1, Basis.Merits);
        assertEq(uint256(adapter.disputeStatus(1)), uint256(IArbitrator.DisputeStatus.Solved), "solved");
        assertEq(adapter.currentRuling(1), 1, "ruling");
        finish(case_);
        assertState(case_, State.Executed, "executed");
    }

    function test_RevertWhen_TheCourtIsNone() public {
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_NoCourt.selector, stranger));
        createContract("KlerosV2Adapter", abi.encode(stranger, "", ""));
    }

    /// @dev The attack: a court that gives one number twice, so that a ruling would be for either dispute.
    function test_RevertWhen_TheCourtGivesANumberTwice() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.etch(address(court), address(new ForgetfulCourt()).code);
        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_NumberTaken.selector, 0));
        adapter.createDispute{value: 3 * JUROR}(2, "");
    }

    function test_adapter_OpenRoundsAreNotRead() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.prank(ruler);
        court.lean(0, 1);
        assertEq(adapter.currentRuling(1), 1, "it leans");
        pass(policy.arbitrationTime);
        disputeCourt.arbitratorTimeout(case_, policy, 1);
        assertRuling(case_, 0, Basis.Timeout);
    }

    function test_adapter_OffersNoAppeal() public {
        assertEq(adapter.appealCost(1, ""), type(uint256).max, "no price");
        (uint256 start, uint256 end) = adapter.appealPeriod(1);
        assertEq(start + end, 0, "no time");
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_NoAppeal.selector, 1));
        adapter.appeal(1, "");
        assertEq(adapter.currentRuling(7), 0, "nothing");
    }

    function test_RevertWhen_AnotherRulesOrTwice() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_NotCourt.selector, stranger));
        vm.prank(stranger);
        adapter.rule(0, 1);
        vm.prank(ruler);
        court.give(0, 1);
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_UnknownOrRuled.selector, 0));
        vm.prank(address(court));
        adapter.rule(0, 2);
        vm.expectRevert(abi.encodeWithSelector(IKlerosV2Adapter.KlerosV2Adapter_UnknownOrRuled.selector, 5));
        vm.prank(address(court));
        adapter.rule(5, 2);
        assertRuling(case_, 1, Basis.Merits);
    }

    /// @dev Whatever the court says: what is no choice of ours refuses.
    function testFuzz_adapter_AnyRuling(uint256 ruling) public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.prank(ruler);
        court.give(0, ruling);
        assertRuling(case_, ruling > 2 ? 0 : uint8(ruling), Basis.Merits);
        assertEq(adapter.currentRuling(1), ruling > type(uint88).max ? 0 : ruling, "as it was told");
    }

    /// @dev The attack: a court that says afterwards that it ruled something else.
    function test_adapter_RulingStaysWhateverTheCourtSaysLater() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        vm.startPrank(ruler);
        court.give(0, 1);
        court.lean(0, 2);
        vm.stopPrank();
        assertEq(adapter.currentRuling(1), 1, "as it was given");
    }
}
