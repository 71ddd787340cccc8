// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../contracts/interfaces/IActionLog.sol";
import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {AckRef, LaterRecord, LogRef, ReceiptRef, RecordRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Case, Claim, FaultClass, RefKind, Witnessed} from "../../contracts/types/Dispute.sol";
import {LogId} from "../../contracts/types/LogId.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Leaves} from "./support/Leaves.sol";

contract ActionWitnessTest is CourtScenario {
    uint256 private constant OPERATOR_KEY = 0x0FE1;
    LogId private logId;
    Segment private segment;
    bytes private signature;
    bytes32[] private recordProof;
    bytes32 private recordId = keccak256("the record");
    bytes32 private root;
    bytes32[] private none;

    function setUp() public {
        deployCourt();
        // A segment of two records; the second is disputed.
        bytes32 sibling = keccak256("another record");
        segment = segmentOf(agentId, 0, 10, 2, MerkleLog.nodeHash(sibling, recordId));
        signature = signSegment(KEY_A, segment);
        recordProof.push(sibling);
        address log = vm.addr(OPERATOR_KEY);
        vm.deal(log, 10 ether);
        vm.prank(log);
        logId = actionLog.registerLog{value: 1 ether}("log.example/ombud", log, "key", "");
        root = MerkleLog.leafHash(Statements.entryOf(segment, signature));
        vm.prank(log);
        actionLog.anchor(logId, 1, root, none);
    }

    function test_onRecord_FollowsTheHeadersToTheHead() public {
        RecordRef memory ref = _recorded();
        Witnessed memory found = witness.onRecord(agentId, ref);
        assertEq(uint256(found.kind), uint256(RefKind.Record), "kind");
        assertEq(found.witness, START, "the record's own time");
        assertEq(found.liable, owner, "liable");
        assertEq(found.action, _actionOf(DIRECT_STREAM, 1, "r1"), "action");
        assertEq(found.agent.unwrap(), subject, "agent");
    }

    function test_RevertWhen_ADirectRecordIsNotThere() public {
        RecordRef memory ref = _recorded();
        bytes memory refused = abi.encodeWithSelector(
            IActionWitness.ActionWitness_NotRecorded.selector, agentId, 0, DIRECT_STREAM, 1
        );
        ref.recordId = "forged";
        vm.expectRevert(refused);
        witness.onRecord(agentId, ref);
        ref.recordId = "r1";
        ref.ts += 1;
        vm.expectRevert(refused);
        witness.onRecord(agentId, ref);
        ref.ts -= 1;
        LaterRecord[] memory later = ref.later;
        ref.later = new LaterRecord[](0);
        vm.expectRevert(refused);
        witness.onRecord(agentId, ref);
        ref.later = later;
        ref.seq = 0;
        vm.expectRevert();
        witness.onRecord(agentId, ref);
        ref.seq = 1;
        witness.onRecord(agentId, ref);
        vm.expectRevert();
        witness.onRecord(agentId + 1, ref);
    }

    /// @dev Two direct records share no header, and a chain from one never ends at another's head.
    function testFuzz_onRecord_TakesNothingInvented(uint64 seq, bytes32 prev, bytes32 id, uint64 ts) public {
        RecordRef memory true_ = _recorded();
        RecordRef memory ref = RecordRef(0, DIRECT_STREAM, seq, prev, id, ts, true_.later);
        vm.expectRevert();
        witness.onRecord(agentId, ref);
    }

    function test_onLog_FollowsRecordSegmentAndAnchor() public view {
        Witnessed memory found = witness.onLog(agentId, _segmentRef(), _logRef());
        assertEq(uint256(found.kind), uint256(RefKind.Logged), "kind");
        assertEq(found.action, _actionOf(LOGGED_STREAM, 11, recordId), "action");
        assertEq(found.anchorBlock, 1_000, "block of the anchor");
        assertEq(found.witness, START, "witnessed now");
    }

    function test_RevertWhen_ALinkToTheAnchorIsMissing() public {
        SegmentRef memory ref = _segmentRef();
        LogRef memory anchored = _logRef();
        ref.recordIndex = 0;
        vm.expectRevert(
            abi.encodeWithSelector(IActionWitness.ActionWitness_NotInSegment.selector, recordId, 0)
        );
        witness.onLog(agentId, ref, anchored);
        ref = _segmentRef();
        anchored.blockNumber += 1;
        vm.expectRevert(abi.encodeWithSelector(IActionWitness.ActionWitness_NotAnchored.selector, logId, 0));
        witness.onLog(agentId, ref, anchored);
        anchored = _logRef();
        anchored.anchorIndex = 1;
        vm.expectRevert(abi.encodeWithSelector(IActionWitness.ActionWitness_NotAnchored.selector, logId, 1));
        witness.onLog(agentId, ref, anchored);
        anchored = _logRef();
        anchored.leafIndex = 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IActionWitness.ActionWitness_NotInLog.selector, Statements.headerOf(segment), 1
            )
        );
        witness.onLog(agentId, ref, anchored);
        // The same segment under another key's signature is another leaf.
        ref.signature = signSegment(KEY_B, segment);
        anchored = _logRef();
        vm.expectRevert(
            abi.encodeWithSelector(
                IActionWitness.ActionWitness_NotInLog.selector, Statements.headerOf(segment), 0
            )
        );
        witness.onLog(agentId, ref, anchored);
    }

    function test_RevertWhen_TheSignerMayNotState() public {
        SegmentRef memory ref = _segmentRef();
        ref.signature = signSegment(0x123, segment);
        vm.expectRevert(_mayNotState(vm.addr(0x123)));
        witness.onLog(agentId, ref, _logRef());
        ref.signature = "short";
        vm.expectRevert(_mayNotState(address(0)));
        witness.onAck(agentId, ref, _ack());
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE());
        witness.onAck(agentId, _segmentRef(), _ack());
        pass(1);
        vm.expectRevert(_mayNotState(vm.addr(KEY_A)));
        witness.onAck(agentId, _segmentRef(), _ack());
        // What was anchored in time was witnessed in time.
        assertEq(witness.onLog(agentId, _segmentRef(), _logRef()).witness, START, "when it was anchored");
        Receipt memory receipt = receiptOf(1);
        vm.expectRevert(_mayNotState(vm.addr(KEY_A)));
        witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), address(0), 0));
    }

    function test_RevertWhen_AStatementIsOfAnotherAgent() public {
        uint256 other = registerAgent(buyer);
        bytes memory refused = abi.encodeWithSelector(
            IActionWitness.ActionWitness_WrongAgent.selector, keyRing.agentKey(agentId), keyRing.agentKey(other)
        );
        vm.expectRevert(refused);
        witness.onLog(other, _segmentRef(), _logRef());
        Receipt memory receipt = receiptOf(1);
        vm.expectRevert(refused);
        witness.onReceipt(other, ReceiptRef(receipt, signReceipt(KEY_A, receipt), address(0), 0));
    }

    function test_onReceipt_NamesTheCounterpartyPlainlyOrBySalt() public {
        Receipt memory receipt = receiptOf(3);
        Witnessed memory found =
            witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), injured, 0));
        assertEq(found.injured, injured, "plainly");
        assertEq(found.action, _actionOf(LOGGED_STREAM, 3, receipt.recordHash), "action");
        vm.expectRevert(
            abi.encodeWithSelector(IActionWitness.ActionWitness_WrongCounterparty.selector, stranger)
        );
        witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), stranger, 0));
        receipt.counterparty = keccak256(abi.encode(injured, SALT));
        found = witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), injured, SALT));
        assertEq(found.injured, injured, "by salt");
        vm.expectRevert(
            abi.encodeWithSelector(IActionWitness.ActionWitness_WrongCounterparty.selector, injured)
        );
        witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), injured, "other"));
        found = witness.onReceipt(agentId, ReceiptRef(receipt, signReceipt(KEY_A, receipt), address(0), 0));
        assertEq(found.injured, address(0), "not said");
    }

    function test_onAck_TakesTheOperatorsWordForASegment() public {
        Witnessed memory found = witness.onAck(agentId, _segmentRef(), _ack());
        assertEq(uint256(found.kind), uint256(RefKind.Acknowledged), "kind");
        assertEq(found.action, _actionOf(LOGGED_STREAM, 11, recordId), "the same action as under the anchor");
        AckRef memory ack = _ack();
        ack.anchorBy += 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IActionWitness.ActionWitness_NotAcknowledged.selector, logId, Statements.headerOf(segment)
            )
        );
        witness.onAck(agentId, _segmentRef(), ack);
        ack = _ack();
        ack.log = LogId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_LogUnknown.selector, ack.log));
        witness.onAck(agentId, _segmentRef(), ack);
    }

    /// @dev One signature over many headers is the operator's word for each.
    function testFuzz_onAck_TakesTheOperatorsWordForABatch(uint8 size, uint8 index) public {
        uint64 count = 2 + size % 30;
        uint64 at = index % count;
        AckRef memory ack = _batch(count, at, Statements.headerOf(segment));
        Witnessed memory found = witness.onAck(agentId, _segmentRef(), ack);
        assertEq(uint256(found.kind), uint256(RefKind.Acknowledged), "kind");
        assertEq(found.action, _actionOf(LOGGED_STREAM, 11, recordId), "the same action as under the anchor");
        assertEq(found.liable, owner, "liable");
        // By another time, cut short, with the bare signature, or at another place it is nobody's word.
        ack.anchorBy += 1;
        _expectNotAcknowledged(ack);
        ack.anchorBy -= 1;
        bytes memory whole = ack.signature;
        ack.signature = _first(whole, whole.length - 1);
        _expectNotAcknowledged(ack);
        ack.signature = _first(whole, 65);
        _expectNotAcknowledged(ack);
        whole[72] = bytes1(uint8((at + 1) % count));
        ack.signature = whole;
        _expectNotAcknowledged(ack);
        _expectNotAcknowledged(_batch(count, at, "another header"));
    }

    function test_open_OnABatchedAcknowledgement() public {
        AckRef memory ack = _batch(5, 3, Statements.headerOf(segment));
        bytes memory proof = abi.encodeCall(IActionWitness.onAck, (agentId, _segmentRef(), ack));
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        assertEq(case_.action, _actionOf(LOGGED_STREAM, 11, recordId), "the action");
    }

    function test_liable_IsWhoeverOpenedTheEpoch() public {
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        Witnessed memory found = witness.onLog(agentId, _segmentRef(), _logRef());
        assertEq(found.liable, owner, "the seller");
    }

    // The court's windows

    function test_open_OnEveryKindOfProof() public {
        RecordRef memory ref = _recorded();
        bytes[3] memory proofs = [
            abi.encodeCall(IActionWitness.onRecord, (agentId, ref)),
            abi.encodeCall(IActionWitness.onLog, (agentId, _segmentRef(), _logRef())),
            abi.encodeCall(IActionWitness.onAck, (agentId, _segmentRef(), _ack()))
        ];
        for (uint256 i; i < 3; ++i) {
            Case memory case_ = openWith(claimOf(FaultClass(i)), proofs[i], policy, DEPOSIT + FEE);
            assertEq(case_.injured, address(0), "only receipts name a counterparty");
        }
    }

    function test_open_WithinTheWindowOfADirectRecord() public {
        bytes memory proof = abi.encodeCall(IActionWitness.onRecord, (agentId, _recorded()));
        vm.warp(START + policy.claimWindow + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_ClaimTooLate.selector,
                START + policy.claimWindow + 1,
                START + policy.claimWindow
            )
        );
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
        vm.warp(START + policy.claimWindow);
        openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
    }

    function test_open_WithinTheBlocksAfterAnAnchor() public {
        bytes memory proof = abi.encodeCall(IActionWitness.onLog, (agentId, _segmentRef(), _logRef()));
        passBlocks(policy.claimBlocks + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_ClaimTooLate.selector,
                1_001 + policy.claimBlocks,
                1_000 + policy.claimBlocks
            )
        );
        vm.prank(claimant);
        disputeCourt.open{value: DEPOSIT + FEE}(claimOf(FaultClass.Harm), proof, policy, "");
        vm.roll(1_000 + policy.claimBlocks);
        openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
    }

    function test_open_AWeekLongerAfterACaseInVain() public {
        bytes memory proof = abi.encodeCall(IActionWitness.onRecord, (agentId, _recorded()));
        vm.warp(START + policy.claimWindow);
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        ruleBy(case_, 2);
        finish(case_);
        uint256 until = vm.getBlockTimestamp() + 7 days;
        vm.warp(until + 1);
        vm.expectRevert();
        vm.prank(claimant);
        disputeCourt.open{value: 1 ether}(Claim(agentId, FaultClass.Harm, "new"), proof, policy, "");
        vm.warp(until);
        openWith(Claim(agentId, FaultClass.Harm, "new"), proof, policy, 2 * DEPOSIT + FEE);
    }

    /// @dev The policy of a direct record is the one in force when it was made.
    function test_open_UnderThePolicyOfTheFirstWitness() public {
        bytes memory proof = abi.encodeCall(IActionWitness.onRecord, (agentId, _recorded()));
        pass(1 days);
        vm.prank(owner);
        policies.adopt(subject, 2);
        Case memory case_ = openWith(claimOf(FaultClass.Harm), proof, policy, DEPOSIT + FEE);
        assertEq(case_.policyId, 1, "the one before");
    }

    /// @dev Three direct records; the reference is to the second.
    function _recorded() private returns (RecordRef memory) {
        bytes32[] memory parents = new bytes32[](0);
        bytes32 head;
        bytes32 before;
        bytes32[3] memory ids = [bytes32("r0"), "r1", "r2"];
        for (uint64 seq; seq < 3; ++seq) {
            vm.prank(vm.addr(KEY_A));
            actionLog.record(agentId, DIRECT_STREAM, seq, head, 1, "task", ids[seq], parents);
            if (seq == 1) before = head;
            head = Statements.headerOf(
                Segment(
                    keyRing.agentKey(agentId), 0, DIRECT_STREAM, seq, 1, head, ids[seq], uint64(START * 1000)
                )
            );
        }
        LaterRecord[] memory later = new LaterRecord[](1);
        later[0] = LaterRecord("r2", uint64(START * 1000));
        return RecordRef(0, DIRECT_STREAM, 1, before, "r1", uint64(START * 1000), later);
    }

    function _segmentRef() private view returns (SegmentRef memory) {
        return SegmentRef(segment, signature, recordId, 1, recordProof);
    }

    function _logRef() private view returns (LogRef memory) {
        return LogRef(logId, 0, 1, root, 1_000, 0, none);
    }

    function _ack() private view returns (AckRef memory) {
        uint64 anchorBy = uint64(START + 1 hours);
        bytes32 hash = Statements.ackHash(block.chainid, logId, Statements.headerOf(segment), anchorBy);
        return AckRef(logId, anchorBy, signDigest(OPERATOR_KEY, Statements.digest(hash)));
    }

    /// @dev An acknowledgement of a header among others.
    function _batch(uint64 count, uint64 at, bytes32 header) private view returns (AckRef memory ack) {
        bytes32[] memory leaves = new bytes32[](count);
        for (uint64 i; i < count; ++i) {
            leaves[i] = Statements.ackLeaf(i == at ? header : keccak256(abi.encode("header", i)));
        }
        (ack.log, ack.anchorBy) = (logId, uint64(START + 1 hours));
        bytes32 hash = Statements.ackBatchHash(block.chainid, logId, Leaves.root(leaves), ack.anchorBy);
        bytes memory signed = signDigest(OPERATOR_KEY, Statements.digest(hash));
        ack.signature = abi.encodePacked(signed, at, count, Leaves.path(leaves, at, count));
    }

    function _first(bytes memory all, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = all[i];
        }
    }

    function _expectNotAcknowledged(AckRef memory ack) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IActionWitness.ActionWitness_NotAcknowledged.selector, logId, Statements.headerOf(segment)
            )
        );
        witness.onAck(agentId, _segmentRef(), ack);
    }

    function _actionOf(uint32 stream, uint64 seq, bytes32 id) private view returns (bytes32) {
        return keccak256(abi.encode(subject, uint32(0), stream, seq, id));
    }

    function _mayNotState(address signer) private view returns (bytes memory) {
        return abi.encodeWithSelector(IActionWitness.ActionWitness_MayNotState.selector, signer, agentId, 0);
    }
}
