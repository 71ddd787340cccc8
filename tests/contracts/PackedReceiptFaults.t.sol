// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IReceiptFaults} from "../../contracts/interfaces/IReceiptFaults.sol";
import {LogRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Finding} from "../../contracts/types/Finding.sol";
import {LogId} from "../../contracts/types/LogId.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {FaultScenario} from "./support/FaultScenario.sol";
import {Packing} from "./support/Packing.sol";

/// @notice The packed form of a receipt against a log convicts exactly when the other form does.
contract PackedReceiptFaultsTest is FaultScenario {
    uint64 private leaf;

    function setUp() public {
        setUpFaults();
        appendOthers(3);
        leaf = appendHonest(8);
        appendOthers(9);
        anchorAll();
    }

    /// @dev At every place of the segment, in every log of one to fifty leaves, by either key, under the log's own name or
    /// another; what is found is the same to the bit.
    function testFuzz_FindsTheSame(uint32 index, uint8 more, bool sameKey, bytes32 told, uint8 marks) public {
        index %= SIZE;
        appendOthers(more % 38);
        vm.roll(vm.getBlockNumber() + 1);
        uint64 anchored = more % 38 == 0 ? 0 : anchorAll();
        Receipt memory receipt = receiptFor(8 + index);
        receipt.recordHash = told != receipt.recordHash ? told : bytes32("told otherwise");
        (receipt.amount, receipt.tool, receipt.mandate, receipt.runningTotal) = (0, 0, 0, 0);
        if (marks & 1 != 0) receipt.tool = keccak256("tool");
        if (marks & 2 != 0) receipt.mandate = keccak256("mandate");
        if (marks & 4 != 0) receipt.amount = 1 << 200;
        if (marks & 8 != 0) receipt.runningTotal = 1 << 201;
        if (marks & 16 != 0) receipt.log = LogId.wrap("promised elsewhere");
        _expectSame(receipt, sign(sameKey ? KEY_A : KEY_B, receipt), shownAt(8, index), placed(leaf, anchored));
    }

    /// @dev Every bit counts: signatures, hashes or the anchor bind it.
    function testFuzz_RevertWhen_AnyBitIsAnother(uint256 bit) public {
        bytes memory packed = _lie(9);
        bit %= packed.length * 8;
        packed[bit / 8] = bytes1(uint8(packed[bit / 8]) ^ uint8(1 << (bit % 8)));
        expectNothing(address(receiptFaults), _proof(packed), "a changed bit");
    }

    function testFuzz_RevertWhen_BytesAreMissingOrTooMany(uint16 length) public {
        bytes memory whole = _lie(9);
        bytes memory packed = new bytes(length % 1_000);
        for (uint256 i; i < packed.length && i < whole.length; ++i) {
            packed[i] = whole[i];
        }
        if (packed.length == whole.length) return;
        expectNothing(address(receiptFaults), _proof(packed), "another length");
        if (packed.length < 375 || (packed.length - 375) % 32 != 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_NotWhole.selector, packed.length)
            );
            receiptFaults.checkPackedReceiptAgainstLog(agentId, packed);
        }
    }

    /// @dev More siblings of the record than there are bytes would reach beyond the call.
    function test_RevertWhen_ThereAreFewerSiblingsThanItSays() public {
        bytes memory packed = _lie(9);
        packed[374] = 0x3f;
        vm.expectRevert(abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_NotWhole.selector, packed.length));
        receiptFaults.checkPackedReceiptAgainstLog(agentId, packed);
        packed[374] = bytes1(uint8(0x40 | (packed.length - 375) / 32));
        vm.expectRevert(abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_NotWhole.selector, packed.length));
        receiptFaults.checkPackedReceiptAgainstLog(agentId, packed);
    }

    /// @dev Receipts of an honest agent never convict it, wherever they are held against its stream.
    function testFuzz_NeverTrueForTheHonestAgent(uint64 seq, uint32 index) public {
        index %= SIZE;
        seq = seq % 2 == 0 ? 8 + index : seq % 64;
        Receipt memory receipt = receiptFor(seq);
        bytes memory packed = Packing.pack(receipt, sign(KEY_B, receipt), shownAt(8, index), placed(leaf, 0));
        expectNothing(address(receiptFaults), _proof(packed), "an honest receipt");
    }

    function test_RevertWhen_TheRecordIsThePromisedOne() public {
        Receipt memory receipt = receiptFor(9);
        bytes memory packed = Packing.pack(receipt, sign(KEY_B, receipt), shownAt(8, 1), placed(leaf, 0));
        _expectRefused(
            packed,
            abi.encodeWithSelector(IFaultErrors.FaultProver_NoContradiction.selector, recordAt(9), recordAt(9))
        );
        receipt.seq = 7;
        packed = Packing.pack(receipt, sign(KEY_B, receipt), shownAt(8, 1), placed(leaf, 0));
        _expectRefused(
            packed, abi.encodeWithSelector(IReceiptFaults.ReceiptFaults_OtherPlace.selector, 0, LOGGED_STREAM, 8)
        );
        (receipt.seq, receipt.recordHash) = (12, recordAt(12));
        packed = Packing.pack(receipt, sign(KEY_B, receipt), shownAt(8, 1), placed(leaf, 0));
        _expectRefused(
            packed, abi.encodeWithSelector(IFaultErrors.FaultProver_NotInSegment.selector, recordAt(9), 4)
        );
    }

    function test_RevertWhen_SomebodyElseSigned() public {
        Receipt memory receipt = receiptFor(9);
        receipt.recordHash = "told otherwise";
        SegmentRef memory ref = shownAt(8, 1);
        bytes memory mayNot =
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0);
        bytes memory packed = Packing.pack(receipt, sign(0x123, receipt), ref, placed(leaf, 0));
        _expectRefused(packed, mayNot);
        // An operator that forges an entry convicts itself, not the agent.
        ref.signature = signSegment(0x123, ref.segment);
        uint64 forgedLeaf = append(ref.segment, ref.signature);
        anchorAll();
        packed = Packing.pack(receipt, sign(KEY_B, receipt), ref, placed(forgedLeaf, 1));
        _expectRefused(packed, mayNot);
        // And a receipt that it forges too.
        packed = Packing.pack(receipt, sign(0x123, receipt), ref, placed(forgedLeaf, 1));
        _expectRefused(packed, mayNot);
    }

    /// @dev What was anchored in time counts after its key lost its say; the receipt must be by a key that has it.
    function test_OutlivesTheKeyThatSealed() public {
        vm.prank(owner);
        keyRing.revokeKey(agentId, vm.addr(KEY_A));
        pass(30 days);
        receiptFaults.checkPackedReceiptAgainstLog(agentId, _lie(9));
        Receipt memory receipt = receiptFor(9);
        receipt.recordHash = "told otherwise";
        bytes memory packed = Packing.pack(receipt, sign(KEY_A, receipt), shownAt(8, 1), placed(leaf, 0));
        _expectRefused(
            packed,
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(KEY_A), agentId, 0)
        );
    }

    function _expectSame(Receipt memory receipt, bytes memory signature, SegmentRef memory shown, LogRef memory at)
        private
    {
        Finding memory plain = receiptFaults.checkReceiptAgainstLog(agentId, receipt, signature, shown, at);
        Finding memory packed =
            receiptFaults.checkPackedReceiptAgainstLog(agentId, Packing.pack(receipt, signature, shown, at));
        assertEq(keccak256(abi.encode(packed)), keccak256(abi.encode(plain)), "finding");
        showProof(address(receiptFaults), _proof(Packing.pack(receipt, signature, shown, at)));
        assertEq(bondLeft(), BOND / 2, "half");
        expectNothing(
            address(receiptFaults),
            abi.encodeCall(receiptFaults.checkReceiptAgainstLog, (agentId, receipt, signature, shown, at)),
            "one fault, whichever form shows it"
        );
    }

    function _lie(uint64 seq) private view returns (bytes memory) {
        Receipt memory receipt = receiptFor(seq);
        receipt.recordHash = "told otherwise";
        return Packing.pack(receipt, sign(KEY_B, receipt), shownAt(8, uint32(seq - 8)), placed(leaf, 0));
    }

    function _proof(bytes memory packed) private view returns (bytes memory) {
        return abi.encodeCall(receiptFaults.checkPackedReceiptAgainstLog, (agentId, packed));
    }

    function _expectRefused(bytes memory packed, bytes memory refused) private {
        vm.expectRevert(refused);
        receiptFaults.checkPackedReceiptAgainstLog(agentId, packed);
    }
}
