// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {LogRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {KeyGrant, StreamHead} from "../../contracts/types/KeyGrants.sol";
import {LogId} from "../../contracts/types/LogId.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {Packing} from "./support/Packing.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice What the usual transactions cost, intrinsic gas and call data included.
/// hardhat-config: isolate = true
contract GasTest is Scenario {
    string private constant GROUP = "transactions";
    uint256 private agentId;
    bytes32 private subject;
    bytes32[] private none;

    function setUp() public {
        deployAll();
        agentId = openAgent();
        subject = keyRing.agentKey(agentId).unwrap();
        vm.prank(owner);
        vault.deposit{value: 10 ether}(subject, owner);
    }

    function test_Gas_Anchor() public {
        // Sizes whose proofs are about as long and as costly as they get at this height: many bits of the older
        // size are set, so most nodes are hashed into both roots.
        _anchorGas("first anchor", 0, 1);
        _anchorGas("anchor 2^20 to 2^20 + 1,000", 1 << 20, (1 << 20) + 1_000);
        _anchorGas("anchor 2^20 + 1,000 to 2^20 + 2,000", (1 << 20) + 1_000, (1 << 20) + 2_000);
        _anchorGas("anchor 2^20 - 1 to 2^20 + 1,000 (most hashes)", (1 << 20) - 1, (1 << 20) + 1_000);
    }

    function test_Gas_Record() public {
        address key = vm.addr(KEY_A);
        vm.prank(key);
        actionLog.record(agentId, DIRECT_STREAM, 0, 0, 1, keccak256("task"), keccak256("0"), none);
        vm.snapshotGasLastCall(GROUP, "record, first of a stream");
        bytes32 head = _headOf(0, 0, keccak256("0"));
        vm.prank(key);
        actionLog.record(agentId, DIRECT_STREAM, 1, head, 1, keccak256("task"), keccak256("1"), none);
        uint256 used = vm.snapshotGasLastCall(GROUP, "record, steady");
        assertAtMost(used, 48_000, "record, steady");
        head = _headOf(1, head, keccak256("1"));
        bytes32[] memory parents = new bytes32[](1);
        parents[0] = keccak256("parent");
        vm.prank(key);
        actionLog.record(agentId, DIRECT_STREAM, 2, head, 1, keccak256("task"), keccak256("2"), parents);
        vm.snapshotGasLastCall(GROUP, "record, steady, one parent");
    }

    function test_Gas_Equivocation() public {
        Segment memory a = segmentOf(agentId, 0, 10_000, 64, keccak256("a"));
        Segment memory b = segmentOf(agentId, 0, 10_032, 64, keccak256("b"));
        (a.prevHeader, b.prevHeader) = (keccak256("pa"), keccak256("pb"));
        (bytes memory sigA, bytes memory sigB) = (signSegment(KEY_A, a), signSegment(KEY_B, b));
        _send(
            address(headerFaults), abi.encodeCall(headerFaults.checkEquivocation, (agentId, a, sigA, b, sigB))
        );
        uint256 used = vm.snapshotGasLastCall(GROUP, "equivocation, proof alone, two keys");
        assertAtMost(used, 65_000, "equivocation, proof alone");
        vm.prank(stranger);
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        vm.snapshotGasLastCall(GROUP, "equivocation with slash, the first ever");

        openEpochWith(agentId, owner, 0xE, 0xF);
        (a.epoch, b.epoch) = (1, 1);
        (sigA, sigB) = (signSegment(0xE, a), signSegment(0xE, b));
        vm.prank(buyer);
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        vm.snapshotGasLastCall(GROUP, "equivocation with slash, same agent, new prover");

        uint256 other = registerAgent(owner);
        openEpochWith(other, owner, 0x1E, 0x1F);
        bytes32 otherSubject = keyRing.agentKey(other).unwrap();
        vm.prank(owner);
        vault.deposit{value: 10 ether}(otherSubject, owner);
        (a.agent, b.agent) = (keyRing.agentKey(other), keyRing.agentKey(other));
        (a.epoch, b.epoch) = (0, 0);
        (sigA, sigB) = (signSegment(0x1E, a), signSegment(0x1F, b));
        vm.prank(operator);
        prover.proveEquivocation(other, a, sigA, b, sigB);
        used = vm.snapshotGasLastCall(GROUP, "equivocation with slash, new agent, new prover, two keys");
        assertAtMost(used, 190_000, "equivocation with slash");
    }

    function test_Gas_ReceiptAgainstLog() public {
        // A segment of one under a tree of 2^20 leaves: 20 siblings; made-up ones are enough.
        Segment memory segment = segmentOf(agentId, 0, 10_000, 1, keccak256("the record"));
        bytes memory sealed_ = signSegment(KEY_A, segment);
        bytes32 root = MerkleLog.leafHash(Statements.entryOf(segment, sealed_));
        bytes32[] memory path = new bytes32[](20);
        for (uint256 i; i < 20; ++i) {
            path[i] = keccak256(abi.encode(i));
            root = MerkleLog.nodeHash(root, path[i]);
        }
        vm.prank(operator);
        LogId logId = actionLog.registerLog{value: 1 ether}("log.example/ombud", operator, keccak256("key"), "");
        vm.prank(operator);
        actionLog.anchor(logId, 1 << 20, root, none);
        LogRef memory at = LogRef(logId, 0, 1 << 20, root, vm.getBlockNumber(), 0, path);
        Receipt memory receipt;
        (receipt.agent, receipt.stream, receipt.seq) = (segment.agent, LOGGED_STREAM, 10_000);
        (receipt.recordHash, receipt.chain, receipt.log) = (keccak256("another"), block.chainid, logId);
        (receipt.counterparty, receipt.anchorBy) = (bytes32(uint256(uint160(buyer))), uint64(START));
        bytes32 digest = Statements.digest(Statements.receiptHash(receipt));
        SegmentRef memory shown = SegmentRef(segment, sealed_, keccak256("the record"), 0, none);
        bytes memory packed = Packing.pack(receipt, signDigest(KEY_B, digest), shown, at);
        _send(address(receiptFaults), abi.encodeCall(receiptFaults.checkPackedReceiptAgainstLog, (agentId, packed)));
        uint256 used = vm.snapshotGasLastCall(GROUP, "receipt against log at depth 20, proof alone, two keys");
        assertAtMost(used, 76_000, "receipt against log, two keys");
        _receiptGas(receipt, signDigest(KEY_A, digest), shown, at);
    }

    function test_Gas_Rewards() public {
        Segment memory a = segmentOf(agentId, 0, 0, 1, "a");
        Segment memory b = segmentOf(agentId, 0, 0, 1, "b");
        bytes memory proof = abi.encodeCall(
            headerFaults.checkEquivocation, (agentId, a, signSegment(KEY_A, a), b, signSegment(KEY_B, b))
        );
        bytes32 commitment = prover.commitmentOf(stranger, proof, "salt");
        vm.prank(stranger);
        prover.commitProof(commitment);
        vm.snapshotGasLastCall(GROUP, "commitProof");
        vm.roll(vm.getBlockNumber() + 1);
        vm.prank(buyer);
        bytes32 faultKey = prover.prove(address(headerFaults), proof, "salt");
        vm.prank(stranger);
        prover.prove(address(headerFaults), proof, "salt");
        vm.snapshotGasLastCall(GROUP, "equivocation, an earlier prover displaces another");
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        prover.releaseReward(faultKey);
        vm.snapshotGasLastCall(GROUP, "releaseReward, the first ever");
    }

    function test_Gas_Identity() public {
        vm.prank(buyer);
        uint256 other = registry.register();
        vm.snapshotGasLastCall(GROUP, "register without a file");
        KeyGrant[] memory keys = new KeyGrant[](1);
        keys[0] = grantOf(other, 0, 0xE);
        vm.prank(buyer);
        keyRing.openEpoch(other, keys, bothStreams());
        vm.snapshotGasLastCall(GROUP, "openEpoch, one key, two streams");
        StreamHead[] memory heads = new StreamHead[](1);
        heads[0] = StreamHead(LOGGED_STREAM, 9, keccak256("head"));
        vm.prank(buyer);
        keyRing.closeEpoch(other, heads);
        vm.snapshotGasLastCall(GROUP, "closeEpoch, one head");
        vm.prank(buyer);
        registry.transferFrom(buyer, owner, other);
        vm.snapshotGasLastCall(GROUP, "transferFrom, first of an agent");
        vm.prank(owner);
        keyRing.acceptAgent(other);
        vm.snapshotGasLastCall(GROUP, "acceptAgent");
        vm.prank(operator);
        actionLog.registerLog{value: 1 ether}("log.example/ombud", operator, keccak256("key"), "http://localhost");
        vm.snapshotGasLastCall(GROUP, "registerLog");
        _send(address(standing), abi.encodeCall(standing.scoreOf, (agentId, bytes32(0), uint8(0))));
        vm.snapshotGasLastCall(GROUP, "scoreOf, as a transaction");
    }

    function test_Sizes() public {
        _size("AgentRegistry", address(registry));
        _size("KeyRing", address(keyRing));
        _size("BondVault", address(vault));
        _size("Standing", address(standing));
        _size("ActionLog", address(actionLog));
        _size("FaultProver", address(prover));
        _size("HeaderFaults", address(headerFaults));
        _size("ReceiptFaults", address(receiptFaults));
        _size("PermissionFaults", address(permissionFaults));
        _size("EffectFaults", address(effectFaults));
        _size("OperatorFaults", address(operatorFaults));
        _size("Challenges", address(challenges));
        _size("Availability", address(availability));
        _size("Manifests", address(manifests));
    }

    function _receiptGas(Receipt memory receipt, bytes memory signature, SegmentRef memory shown, LogRef memory at)
        private
    {
        _send(
            address(receiptFaults),
            abi.encodeCall(receiptFaults.checkReceiptAgainstLog, (agentId, receipt, signature, shown, at))
        );
        vm.snapshotGasLastCall(GROUP, "receipt against log at depth 20, proof alone, as structures");
        bytes memory packed = Packing.pack(receipt, signature, shown, at);
        bytes memory proof = abi.encodeCall(receiptFaults.checkPackedReceiptAgainstLog, (agentId, packed));
        _send(address(receiptFaults), proof);
        uint256 used = vm.snapshotGasLastCall(GROUP, "receipt against log at depth 20, proof alone");
        // As the SDK signs: both by one key. The evidence takes 36,200 of it to send.
        assertAtMost(used, 75_000, "receipt against log");
        vm.prank(stranger);
        prover.prove(address(receiptFaults), proof, 0);
        vm.snapshotGasLastCall(GROUP, "receipt against log at depth 20 with slash, the first ever");
    }

    /// @dev A call that changes nothing, sent as a transaction: only calls that could change something are measured
    /// whole.
    function _send(address target, bytes memory data) private {
        (bool done,) = target.call(data);
        assertTrue(done, "view sent as a transaction");
    }

    function _size(string memory name, address deployed) private {
        vm.snapshotValue("sizes", name, deployed.code.length);
        assertAtMost(deployed.code.length, 24_576, name);
    }

    /// @dev Anchors a made-up tree of `n` leaves after one of `m`. Complete subtrees have made-up roots, which is enough
    /// to give both trees their roots and their proof without millions of leaves.
    function _anchorGas(string memory name, uint256 m, uint256 n) private {
        vm.prank(operator);
        LogId logId = actionLog.registerLog{value: 1 ether}(name, operator, keccak256("key"), "");
        if (m > 1) {
            vm.prank(operator);
            actionLog.anchor(logId, 1, keccak256("one"), none);
            (bytes32[] memory first, bytes32 older) = _proof(1, m);
            vm.prank(operator);
            actionLog.anchor(logId, uint64(m), older, first);
        }
        (bytes32[] memory proof, bytes32 root) =
            m == 0 ? (none, keccak256("one")) : _proof(m, n);
        vm.prank(operator);
        actionLog.anchor(logId, uint64(n), root, proof);
        uint256 used = vm.snapshotGasLastCall(GROUP, name);
        assertAtMost(used, 85_000, name);
        vm.snapshotValue("proofs", name, proof.length);
    }

    /// @dev Root of made-up leaves [from, to): a complete subtree that the older size `m` does not divide has the hash
    /// of its bounds.
    function _root(uint256 m, uint256 from, uint256 to) private pure returns (bytes32) {
        uint256 size = to - from;
        if (size == 1 && from == 0) return keccak256("one");
        bool divided = from < m && m < to;
        if (size & (size - 1) == 0 && from != 0 && !divided) return keccak256(abi.encode(from, to));
        uint256 k = 1;
        while (k * 2 < size) k *= 2;
        return MerkleLog.nodeHash(_root(m, from, from + k), _root(m, from + k, to));
    }

    function _proof(uint256 m, uint256 n) private pure returns (bytes32[] memory, bytes32) {
        return (_consistency(m, m, 0, n, true), _root(m, 0, n));
    }

    /// @dev Nodes that show `part` leaves from `from` on to be the beginning of [from, to).
    function _consistency(uint256 m, uint256 part, uint256 from, uint256 to, bool whole)
        private
        pure
        returns (bytes32[] memory)
    {
        uint256 size = to - from;
        if (part == size) {
            if (whole) return new bytes32[](0);
            return _append(new bytes32[](0), _root(m, from, to));
        }
        uint256 k = 1;
        while (k * 2 < size) k *= 2;
        if (part <= k) return _append(_consistency(m, part, from, from + k, whole), _root(m, from + k, to));
        return _append(_consistency(m, part - k, from + k, to, false), _root(m, from, from + k));
    }

    function _append(bytes32[] memory list, bytes32 last) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](list.length + 1);
        for (uint256 i; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = last;
    }

    function _headOf(uint64 seq, bytes32 prevHeader, bytes32 content) private view returns (bytes32) {
        return Statements.headerOf(
            Segment(keyRing.agentKey(agentId), 0, DIRECT_STREAM, seq, 1, prevHeader, content, uint64(START * 1000))
        );
    }
}
