// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultProver} from "../../../contracts/court/FaultProver.sol";
import {HeaderFaults} from "../../../contracts/court/faults/HeaderFaults.sol";
import {ReceiptFaults} from "../../../contracts/court/faults/ReceiptFaults.sol";
import {KeyRing} from "../../../contracts/identity/KeyRing.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {SegmentRef} from "../../../contracts/types/ActionRefs.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Leaves} from "./Leaves.sol";
import {Test} from "./Test.sol";

/// @notice An honest agent that seals and promises, whom anybody accuses of anything; and a twin of it that lies now
/// and then. Provers race for rewards.
contract FaultsHandler is Test {
    uint32 private constant STREAM = 1;
    KeyRing private immutable _keyRing;
    FaultProver private immutable _prover;
    HeaderFaults private immutable _headers;
    ReceiptFaults private immutable _receipts;
    uint256 public immutable honest;
    uint256 public immutable liar;

    uint256 private constant HONEST_KEY = 0x40E57;
    uint256 private constant LIAR_KEY = 0x11A2;

    Segment[] private _sealed; // of both, but for the agent
    bytes32[] private _records;
    bytes32[] public proved; // fault keys
    address[2] public provers = [address(0xF001), address(0xF002)];
    uint256 public wronglyProved;
    uint256 public wronglyRefused;
    uint256 public provedTwice;
    uint256 public wronglyPaid;
    mapping(bytes32 faultKey => bool) private _seen;
    mapping(bytes32 faultKey => bool) private _paid;

    constructor(
        KeyRing keyRing,
        FaultProver prover,
        HeaderFaults headers,
        ReceiptFaults receipts,
        uint256 honest_,
        uint256 liar_
    ) {
        (_keyRing, _prover, _headers, _receipts) = (keyRing, prover, headers, receipts);
        (honest, liar) = (honest_, liar_);
    }

    function keys() external pure returns (uint256, uint256) {
        return (HONEST_KEY, LIAR_KEY);
    }

    /// @notice Seals the next segment of one to four records.
    function seal(uint256 seed) external {
        uint32 count = uint32(seed % 4) + 1;
        uint64 first = uint64(_records.length);
        bytes32[] memory ids = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            ids[i] = keccak256(abi.encode("record", first + i));
            _records.push(ids[i]);
        }
        bytes32 before = _sealed.length == 0 ? bytes32(0) : Statements.headerOf(_of(honest, _sealed.length - 1));
        _sealed.push(
            Segment(
                _keyRing.agentKey(honest),
                0,
                STREAM,
                first,
                count,
                before,
                Leaves.root(ids),
                uint64(vm.getBlockTimestamp() * 1000)
            )
        );
    }

    /// @notice Accuses the honest agent by any two of its headers, in any way that headers convict.
    function accuseByHeaders(uint256 i, uint256 j, uint256 way) external {
        if (_sealed.length == 0) return;
        Segment memory a = _of(honest, i % _sealed.length);
        Segment memory b = _of(honest, j % _sealed.length);
        (bytes memory sigA, bytes memory sigB) = (_sign(HONEST_KEY, a), _sign(HONEST_KEY, b));
        bytes memory proof = way % 3 == 0
            ? abi.encodeCall(_headers.checkEquivocation, (honest, a, sigA, b, sigB))
            : way % 3 == 1
                ? abi.encodeCall(_headers.checkBrokenChain, (honest, a, sigA, b, sigB))
                : abi.encodeCall(_headers.checkTimeOrder, (honest, a, sigA, b, sigB));
        (bool convicted,) = _show(address(_headers), proof, 0);
        if (convicted) ++wronglyProved;
    }

    /// @notice Accuses the honest agent by a true receipt and any record of its stream.
    function accuseByReceipt(uint256 seq, uint256 i, uint256 index) external {
        if (_sealed.length == 0) return;
        Receipt memory receipt = _receipt(honest, uint64(seq % _records.length));
        (bool convicted,) = _show(
            address(_receipts), _againstSegment(honest, HONEST_KEY, receipt, i % _sealed.length, index), 0
        );
        if (convicted) ++wronglyProved;
    }

    /// @notice The liar promised another record than it sealed; somebody shows it.
    function lie(uint256 i, uint256 index, bytes32 told, uint256 who) external {
        if (_sealed.length == 0) return;
        i %= _sealed.length;
        Segment memory segment = _of(liar, i);
        index %= segment.count;
        Receipt memory receipt = _receipt(liar, segment.firstSeq + uint64(index));
        if (receipt.recordHash == told) return;
        receipt.recordHash = told;
        (bool convicted, bytes memory answer) =
            _show(address(_receipts), _againstSegment(liar, LIAR_KEY, receipt, i, index), who);
        bytes32 faultKey = keccak256(abi.encode(_keyRing.agentKey(liar), 0, STREAM, receipt.seq, 3));
        if (!convicted) {
            if (!_seen[faultKey]) ++wronglyRefused;
            return;
        }
        if (_seen[faultKey] || abi.decode(answer, (bytes32)) != faultKey) ++provedTwice;
        _seen[faultKey] = true;
        proved.push(faultKey);
    }

    /// @notice Somebody asks for a reward.
    function release(uint256 i) external {
        if (proved.length == 0) return;
        bytes32 faultKey = proved[i % proved.length];
        (, uint256 at,, uint256 reward) = _prover.rewardOf(faultKey);
        try _prover.releaseReward(faultKey) {
            if (_paid[faultKey] || reward == 0 || vm.getBlockNumber() <= at + _prover.HOLD()) ++wronglyPaid;
            _paid[faultKey] = true;
        } catch {
            if (!_paid[faultKey] && reward != 0 && vm.getBlockNumber() > at + _prover.HOLD()) ++wronglyRefused;
        }
    }

    function wait(uint256 blocks) external {
        blocks = blocks % 400 + 1;
        vm.roll(vm.getBlockNumber() + blocks);
        vm.warp(vm.getBlockTimestamp() + 12 * blocks);
    }

    /// @notice What is held back for faults that were not paid yet.
    function held() external view returns (uint256 sum) {
        for (uint256 i; i < proved.length; ++i) {
            (,,, uint256 reward) = _prover.rewardOf(proved[i]);
            sum += reward;
        }
    }

    function _show(address checker, bytes memory proof, uint256 who) private returns (bool, bytes memory) {
        vm.prank(provers[who % 2]);
        return address(_prover).call(abi.encodeCall(_prover.prove, (checker, proof, bytes32(0))));
    }

    function _againstSegment(uint256 agentId, uint256 key, Receipt memory receipt, uint256 i, uint256 index)
        private
        view
        returns (bytes memory)
    {
        Segment memory segment = _of(agentId, i);
        index %= segment.count;
        bytes32[] memory ids = new bytes32[](segment.count);
        for (uint256 k; k < ids.length; ++k) {
            ids[k] = _records[segment.firstSeq + k];
        }
        SegmentRef memory shown = SegmentRef(
            segment, _sign(key, segment), ids[index], uint32(index), Leaves.path(ids, index, ids.length)
        );
        bytes memory signature = _signed(key, Statements.receiptHash(receipt));
        return abi.encodeCall(_receipts.checkReceiptAgainstSegment, (agentId, receipt, signature, shown));
    }

    function _of(uint256 agentId, uint256 i) private view returns (Segment memory segment) {
        segment = _sealed[i];
        segment.agent = _keyRing.agentKey(agentId);
    }

    function _receipt(uint256 agentId, uint64 seq) private view returns (Receipt memory receipt) {
        (receipt.agent, receipt.stream, receipt.seq) = (_keyRing.agentKey(agentId), STREAM, seq);
        (receipt.recordHash, receipt.chain) = (_records[seq], block.chainid);
    }

    function _sign(uint256 key, Segment memory segment) private pure returns (bytes memory) {
        return _signed(key, Statements.headerOf(segment));
    }

    function _signed(uint256 key, bytes32 structHash) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, Statements.digest(structHash));
        return abi.encodePacked(r, s, v);
    }
}
