// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IReceiptFaults} from "../../contracts/interfaces/IReceiptFaults.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {LaterRecord, LogRef, RecordRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Finding} from "../../contracts/types/Finding.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

contract ReceiptFaultsTest is FaultScenario {
    uint64 private leaf;

    function setUp() public {
        setUpFaults();
        appendOthers(3);
        leaf = appendHonest(8);
        appendOthers(2);
        anchorAll();
    }

    function test_againstLog_PunishesAtOnce() public {
        Receipt memory receipt = _lie(9);
        bytes memory proof = _againstLog(receipt, shownAt(8, 1), placed(leaf, 0));
        (bool ok, bytes memory answer) = address(receiptFaults).staticcall(proof);
        assertTrue(ok, "proved");
        Finding memory found = abi.decode(answer, (Finding));
        assertEq(found.statementA, Statements.receiptHash(receipt), "the receipt");
        assertEq(found.statementB, Statements.headerOf(honest(8)), "the header that contradicts it");
        assertEq(
            found.action, keccak256(abi.encode(subject, 0, LOGGED_STREAM, 9, receipt.recordHash)), "the promised action"
        );
        bytes32 faultKey = showProof(address(receiptFaults), proof);
        assertEq(faultKey, keccak256(abi.encode(subject, 0, LOGGED_STREAM, 9, 3)), "fault key");
        assertEq(bondLeft(), BOND / 2, "half");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed");
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 0);
        assertEq(negative, 10_000, "standing");
        expectNothing(address(receiptFaults), proof, "once");
    }

    function test_againstSegment_NeedsNoAnchor() public {
        showProof(
            address(receiptFaults),
            abi.encodeCall(
                receiptFaults.checkReceiptAgainstSegment, (agentId, _lie(21), _signed(_lie(21)), shownAt(20, 1))
            )
        );
        assertEq(bondLeft(), BOND / 2, "half");
    }

    function test_againstReceipt_TwoPromisesForOnePlace() public {
        Receipt memory honestOne = receiptFor(30);
        Receipt memory lie = _lie(30);
        // The same record promised to two people is no lie.
        Receipt memory again = receiptFor(30);
        again.counterparty = "somebody else";
        _expectNothing(honestOne, again);
        showProof(address(receiptFaults), _againstReceipt(honestOne, lie));
        assertEq(bondLeft(), BOND / 2, "half");
        expectNothing(address(receiptFaults), _againstReceipt(lie, honestOne), "the same fault the other way round");
    }

    function test_againstRecord_OfADirectStream() public {
        bytes32[] memory none = new bytes32[](0);
        vm.prank(vm.addr(KEY_A));
        actionLog.record(agentId, DIRECT_STREAM, 0, 0, 1, 0, "direct", none);
        RecordRef memory ref =
            RecordRef(0, DIRECT_STREAM, 0, 0, "direct", uint64(START * 1000), new LaterRecord[](0));
        Receipt memory receipt = receiptFor(0);
        receipt.stream = DIRECT_STREAM;
        receipt.recordHash = "direct";
        bytes memory truth = abi.encodeCall(
            receiptFaults.checkReceiptAgainstRecord, (agentId, receipt, _signed(receipt), ref)
        );
        expectNothing(address(receiptFaults), truth, "the promised record");
        receipt.recordHash = "another";
        bytes memory signature = _signed(receipt);
        ref.recordId = "invented";
        expectNothing(
            address(receiptFaults),
            abi.encodeCall(receiptFaults.checkReceiptAgainstRecord, (agentId, receipt, signature, ref)),
            "a record that was never made"
        );
        ref.recordId = "direct";
        showProof(
            address(receiptFaults),
            abi.encodeCall(receiptFaults.checkReceiptAgainstRecord, (agentId, receipt, signature, ref))
        );
        assertEq(bondLeft(), BOND / 2, "half");
    }

    function test_RevertWhen_ThePlaceIsAnother() public {
        Receipt memory receipt = _lie(10);
        _expectRefused(receipt, shownAt(8, 1), placed(leaf, 0), abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_OtherPlace.selector, 0, LOGGED_STREAM, 9));
        receipt = _lie(9);
        SegmentRef memory later = shownAt(8, 1);
        later.segment.epoch = 1;
        _expectRefused(receipt, later, placed(leaf, 0), abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_OtherPlace.selector, 1, LOGGED_STREAM, 9));
        receipt = _lie(9);
        receipt.stream = 7;
        _expectRefused(receipt, shownAt(8, 1), placed(leaf, 0), abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_OtherPlace.selector, 0, LOGGED_STREAM, 9));
    }

    function test_RevertWhen_TheSegmentIsAnotherAgents() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        SegmentRef memory ref = shownAt(8, 1);
        ref.segment.agent = keyRing.agentKey(other);
        Receipt memory receipt = _lie(9);
        _expectRefused(receipt, ref, placed(leaf, 0), abi.encodeWithSelector(IFaultErrors.FaultProver_WrongAgent.selector, ref.segment.agent, receipt.agent));
    }

    function test_RevertWhen_TheRecordIsThePromisedOne() public {
        Receipt memory receipt = receiptFor(9);
        _expectRefused(receipt, shownAt(8, 1), placed(leaf, 0), abi.encodeWithSelector(IFaultErrors.FaultProver_NoContradiction.selector, recordAt(9), recordAt(9)));
    }

    function test_RevertWhen_TheSegmentOrTheLogDoesNotHoldIt() public {
        Receipt memory receipt = _lie(9);
        SegmentRef memory ref = shownAt(8, 1);
        ref.recordId = "invented";
        _expectRefused(receipt, ref, placed(leaf, 0), abi.encodeWithSelector(IFaultErrors.FaultProver_NotInSegment.selector, ref.recordId, 1));
        LogRef memory at = placed(leaf, 0);
        at.blockNumber += 1;
        _expectRefused(receipt, shownAt(8, 1), at, abi.encodeWithSelector(IFaultErrors.FaultProver_NotAnchored.selector, logId, 0));
        at = placed(leaf, 0);
        at.leafIndex += 1;
        expectNothing(address(receiptFaults), _againstLog(receipt, shownAt(8, 1), at), "another leaf");
    }

    function test_RevertWhen_SomebodyElseSigned() public {
        Receipt memory receipt = _lie(9);
        SegmentRef memory ref = shownAt(8, 1);
        bytes memory forged = sign(0x123, receipt);
        LogRef memory at = placed(leaf, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        receiptFaults.checkReceiptAgainstLog(agentId, receipt, forged, ref, at);
        bytes memory signature = _signed(receipt);
        // An operator that forges an entry convicts itself, not the agent.
        ref.signature = signSegment(0x123, ref.segment);
        uint64 forgedLeaf = append(ref.segment, ref.signature);
        anchorAll();
        _expectRefused(receipt, ref, placed(forgedLeaf, 1), abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0));
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        receiptFaults.checkReceiptAgainstSegment(agentId, receipt, signature, ref);
    }

    /// @dev What was anchored in time counts after the epoch and its grace; the receipt must be shown within it.
    function test_againstLog_OutlivesTheKeyThatSealed() public {
        vm.prank(owner);
        keyRing.revokeKey(agentId, vm.addr(KEY_A));
        pass(30 days);
        Receipt memory receipt = _lie(9);
        bytes memory late = sign(KEY_B, receipt);
        SegmentRef memory ref = shownAt(8, 1);
        receiptFaults.checkReceiptAgainstLog(agentId, receipt, late, ref, placed(leaf, 0));
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(KEY_A), agentId, 0)
        );
        receiptFaults.checkReceiptAgainstSegment(agentId, receipt, late, ref);
    }

    /// @dev Receipts of an honest agent never convict it, wherever they are held against its stream; one changed bit of
    /// the promised record always does.
    function testFuzz_againstLog_NeverTrueForTheHonestAgent(uint64 seq, uint32 index, uint256 bit) public {
        index %= SIZE;
        seq = seq % 2 == 0 ? 8 + index : seq % 64;
        Receipt memory receipt = receiptFor(seq);
        expectNothing(
            address(receiptFaults), _againstLog(receipt, shownAt(8, index), placed(leaf, 0)), "an honest receipt"
        );
        receipt = receiptFor(8 + index);
        receipt.recordHash ^= bytes32(1 << (bit % 256));
        showProof(address(receiptFaults), _againstLog(receipt, shownAt(8, index), placed(leaf, 0)));
    }

    function _lie(uint64 seq) private view returns (Receipt memory receipt) {
        receipt = receiptFor(seq);
        receipt.recordHash = keccak256("what the counterparty was told");
    }

    function _signed(Receipt memory receipt) private pure returns (bytes memory) {
        return sign(KEY_B, receipt);
    }

    function _againstLog(Receipt memory receipt, SegmentRef memory ref, LogRef memory at)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(
            receiptFaults.checkReceiptAgainstLog, (agentId, receipt, _signed(receipt), ref, at)
        );
    }

    function _expectRefused(Receipt memory receipt, SegmentRef memory ref, LogRef memory at, bytes memory refused)
        private
    {
        bytes memory signature = _signed(receipt);
        vm.expectRevert(refused);
        receiptFaults.checkReceiptAgainstLog(agentId, receipt, signature, ref, at);
    }

    function _againstReceipt(Receipt memory a, Receipt memory b) private view returns (bytes memory) {
        return abi.encodeCall(
            receiptFaults.checkReceiptAgainstReceipt, (agentId, a, _signed(a), b, sign(KEY_A, b))
        );
    }

    function _expectNothing(Receipt memory a, Receipt memory b) private {
        expectNothing(address(receiptFaults), _againstReceipt(a, b), "no contradiction");
    }
}
