// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionLog} from "../../contracts/interfaces/IActionLog.sol";
import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {ActionLog} from "../../contracts/log/ActionLog.sol";
import {KeyGrant, StreamGrant, StreamHead} from "../../contracts/types/KeyGrants.sol";
import {LogId, toLogId} from "../../contracts/types/LogId.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {Scenario} from "./support/Scenario.sol";
import {Tree} from "./support/Tree.sol";

contract ActionLogTest is Scenario {
    string private constant ORIGIN = "log.example/ombud";
    uint256 private agentId;
    address private keyA;
    bytes32[] private parents;

    function setUp() public {
        deployAll();
        agentId = openAgent();
        keyA = vm.addr(KEY_A);
        parents.push(keccak256("parent"));
    }

    function test_record_MovesTheStreamOn() public {
        bytes32 first = _headerOf(0, 0, 0, "one");
        vm.expectEmit(address(actionLog));
        emit IActionLog.ActionRecorded(agentId, first, "task", 0, DIRECT_STREAM, 0, 3, "one", 0, parents);
        _record(keyA, 0, 0, "one");
        _expectTip(0, 1, first);
        vm.warp(START + 9);
        bytes32 second = _headerOf(0, 1, first, "two");
        _record(vm.addr(KEY_B), 1, first, "two");
        _expectTip(0, 2, second);
    }

    function test_RevertWhen_CallerIsNoLiveKey() public {
        _expectNoKey(stranger);
        _expectNoKey(owner);
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xC, 0xD);
        _expectNoKey(vm.addr(0xC));
        vm.prank(owner);
        keyRing.revokeKey(agentId, keyA);
        _expectNoKey(keyA);
        _record(vm.addr(KEY_B), 0, 0, "one");
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        _expectNoKey(vm.addr(KEY_B));
    }

    function test_RevertWhen_TokenWasTransferred() public {
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        _expectNoKey(keyA);
    }

    function test_RevertWhen_StreamIsNotDirect() public {
        vm.startPrank(keyA);
        vm.expectRevert(
            abi.encodeWithSelector(IActionLog.ActionLog_NotDirectStream.selector, agentId, 0, LOGGED_STREAM)
        );
        actionLog.record(agentId, LOGGED_STREAM, 0, 0, 1, "task", "one", parents);
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_NotDirectStream.selector, agentId, 0, 9));
        actionLog.record(agentId, 9, 0, 0, 1, "task", "one", parents);
        vm.stopPrank();
    }

    function test_RevertWhen_SequenceSkipsOrRepeats() public {
        _expectWrongSeq(1, 0, 0);
        _expectWrongSeq(type(uint64).max, 0, 0);
        bytes32 first = _headerOf(0, 0, 0, "one");
        _record(keyA, 0, 0, "one");
        _expectWrongSeq(0, 1, first);
        _expectWrongSeq(2, 1, first);
    }

    function test_RevertWhen_HeaderForks() public {
        _expectWrongPrev(0, bytes32(uint256(1) << 255), 0);
        bytes32 first = _headerOf(0, 0, 0, "one");
        _record(keyA, 0, 0, "one");
        _expectWrongPrev(1, 0, bytes24(first));
        _expectWrongPrev(1, ~first, bytes24(first));
        bytes32 second = _headerOf(0, 1, first, "two");
        _record(keyA, 1, first, "two");
        // A third record on top of the first would reorder the stream.
        _expectWrongPrev(2, first, bytes24(second));
    }

    function test_record_FollowsTheLastOneAcrossEpochs() public {
        bytes32 first = _headerOf(0, 0, 0, "one");
        _record(keyA, 0, 0, "one");
        StreamHead[] memory heads = new StreamHead[](1);
        heads[0] = StreamHead(DIRECT_STREAM, 5, "a lie");
        vm.prank(owner);
        keyRing.closeEpoch(agentId, heads);
        openEpochWith(agentId, owner, 0xE, 0xF);
        vm.expectRevert(
            abi.encodeWithSelector(
                IActionLog.ActionLog_WrongPrevHeader.selector, bytes32("a lie"), bytes24(first)
            )
        );
        _record(vm.addr(0xE), 0, "a lie", "two");
        _record(vm.addr(0xE), 0, first, "two");
        _expectTip(1, 1, _headerOf(1, 0, first, "two"));
    }

    function test_record_FollowsTheDeclaredHead() public {
        StreamHead[] memory heads = new StreamHead[](1);
        heads[0] = StreamHead(LOGGED_STREAM, 5, keccak256("logged so far"));
        vm.prank(owner);
        keyRing.closeEpoch(agentId, heads);
        KeyGrant[] memory keys = new KeyGrant[](1);
        keys[0] = grantOf(agentId, 1, 0xE);
        StreamGrant[] memory streams = new StreamGrant[](2);
        streams[0] = StreamGrant(LOGGED_STREAM, 0); // moves on chain
        streams[1] = StreamGrant(DIRECT_STREAM, 0); // nothing was said of it
        vm.prank(owner);
        keyRing.openEpoch(agentId, keys, streams);
        vm.prank(vm.addr(0xE));
        actionLog.record(agentId, LOGGED_STREAM, 0, keccak256("logged so far"), 1, "task", "one", parents);
        _record(vm.addr(0xE), 0, 0, "one");
        _expectTip(1, 1, _headerOf(1, 0, 0, "one"));
    }

    function test_registerLog_BondsTheOperator() public {
        LogId logId = toLogId(block.chainid, address(actionLog), ORIGIN);
        vm.expectEmit(address(actionLog));
        emit IActionLog.LogRegistered(logId, operator, ORIGIN, "key", "http://localhost");
        LogId given = _registerLog();
        assertEq(given.unwrap(), logId.unwrap(), "log id");
        (uint256 active,,,) = vault.bondOf(logId.unwrap(), operator);
        assertEq(active, 2 ether, "bond");
        _expectLog(given, 0, MerkleLog.EMPTY_ROOT, 0);
        assertEq(address(actionLog).balance, 0, "nothing stays");
    }

    function test_registerLog_WithoutABondWhereNoneIsAsked() public {
        ActionLog free = ActionLog(createContract("ActionLog", abi.encode(keyRing, registry, vault, 0)));
        LogId logId = free.registerLog(ORIGIN, operator, "key", "");
        assertEq(logId.unwrap(), toLogId(block.chainid, address(free), ORIGIN).unwrap(), "log id");
        (uint256 active,,,) = vault.bondOf(logId.unwrap(), operator);
        assertEq(active, 0, "no bond");
    }

    function test_RevertWhen_LogIsRegisteredBadly() public {
        vm.startPrank(operator);
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_EmptyOrigin.selector));
        actionLog.registerLog{value: 1 ether}("", operator, "key", "");
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_ZeroOperator.selector));
        actionLog.registerLog{value: 1 ether}(ORIGIN, address(0), "key", "");
        vm.expectRevert(
            abi.encodeWithSelector(IActionLog.ActionLog_BondTooSmall.selector, 1 ether - 1, 1 ether)
        );
        actionLog.registerLog{value: 1 ether - 1}(ORIGIN, operator, "key", "");
        vm.stopPrank();
        LogId logId = _registerLog();
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_LogExists.selector, logId));
        _registerLog();
    }

    function test_setLogUrl_IsForTheOperator() public {
        LogId logId = _registerLog();
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_NotOperator.selector, logId, stranger));
        vm.prank(stranger);
        actionLog.setLogUrl(logId, "http://else");
        LogId unknown = LogId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_LogUnknown.selector, unknown));
        actionLog.setLogUrl(unknown, "");
        vm.expectEmit(address(actionLog));
        emit IActionLog.LogUrlSet(logId, "http://new");
        vm.prank(operator);
        actionLog.setLogUrl(logId, "http://new");
    }

    function test_anchor_KeepsTreeAndHistory() public {
        LogId logId = _registerLog();
        vm.roll(77);
        vm.expectEmit(address(actionLog));
        emit IActionLog.Anchored(logId, 0, 3, Tree.root(0, 3));
        _anchor(logId, 3, Tree.root(0, 3), new bytes32[](0));
        vm.roll(78);
        vm.expectEmit(address(actionLog));
        emit IActionLog.Anchored(logId, 1, 10, Tree.root(0, 10));
        _anchor(logId, 10, Tree.root(0, 10), Tree.consistency(3, 10));
        _expectLog(logId, 10, Tree.root(0, 10), 2);
        (bytes24 tag, uint64 time) = actionLog.anchorAt(logId, 1);
        assertEq(time, START, "time");
        assertEq(
            tag, bytes24(keccak256(abi.encode(uint64(10), Tree.root(0, 10), uint256(78)))), "tag"
        );
        assertEq(actionLog.anchoredAt(logId, 1, 10, Tree.root(0, 10), 78), START, "witnessed");
        assertEq(actionLog.anchoredAt(logId, 1, 10, Tree.root(0, 10), 77), 0, "no such anchor");
        assertTrue(actionLog.isAnchored(logId, 0, 3, Tree.root(0, 3), 77), "first");
        assertTrue(actionLog.isAnchored(logId, 1, 10, Tree.root(0, 10), 78), "second");
        assertFalse(actionLog.isAnchored(logId, 1, 10, Tree.root(0, 10), 77), "other block");
        assertFalse(actionLog.isAnchored(logId, 2, 10, Tree.root(0, 10), 78), "other index");
        assertFalse(actionLog.isAnchored(logId, 1, 11, Tree.root(0, 10), 78), "other size");
        (tag, time) = actionLog.anchorAt(logId, 2);
        assertTrue(tag == 0 && time == 0, "none");
    }

    function test_anchor_IgnoresTheSameTree() public {
        LogId logId = _registerLog();
        _anchor(logId, 0, MerkleLog.EMPTY_ROOT, new bytes32[](0));
        _anchor(logId, 3, Tree.root(0, 3), new bytes32[](0));
        vm.recordLogs();
        _anchor(logId, 3, Tree.root(0, 3), new bytes32[](0));
        assertEq(vm.getRecordedLogs().length, 0, "no event");
        _expectLog(logId, 3, Tree.root(0, 3), 1);
    }

    function test_RevertWhen_AnchorDoesNotExtend() public {
        LogId logId = _registerLog();
        _anchor(logId, 6, Tree.root(0, 6), new bytes32[](0));
        _expectNotExtending(logId, 5, Tree.root(0, 5), Tree.consistency(5, 6)); // shrinks
        _expectNotExtending(logId, 0, MerkleLog.EMPTY_ROOT, new bytes32[](0)); // forgets
        _expectNotExtending(logId, 6, Tree.root(1, 7), new bytes32[](0)); // another of the same size
        _expectNotExtending(logId, 9, Tree.root(0, 9), new bytes32[](0)); // no proof
        _expectNotExtending(logId, 9, Tree.root(1, 10), Tree.consistency(6, 9)); // another history
        _expectNotExtending(logId, type(uint64).max, Tree.root(0, 9), Tree.consistency(6, 9)); // another size
    }

    function test_RevertWhen_StrangerAnchors() public {
        LogId logId = _registerLog();
        bytes32 root = Tree.root(0, 3);
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_NotOperator.selector, logId, stranger));
        vm.prank(stranger);
        actionLog.anchor(logId, 3, root, new bytes32[](0));
        LogId unknown = LogId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_LogUnknown.selector, unknown));
        actionLog.anchor(unknown, 3, root, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_LogUnknown.selector, unknown));
        actionLog.logOf(unknown);
    }

    function _record(address key, uint64 seq, bytes32 prevHeader, bytes32 content) private {
        vm.prank(key);
        actionLog.record(agentId, DIRECT_STREAM, seq, prevHeader, 3, "task", content, parents);
    }

    function _headerOf(uint32 epoch, uint64 seq, bytes32 prevHeader, bytes32 content) private view returns (bytes32) {
        return Statements.headerOf(
            Segment(
                keyRing.agentKey(agentId),
                epoch,
                DIRECT_STREAM,
                seq,
                1,
                prevHeader,
                content,
                uint64(vm.getBlockTimestamp() * 1000)
            )
        );
    }

    function _expectTip(uint32 epoch, uint64 nextSeq, bytes32 header) private view {
        (uint64 next, bytes24 tag) = actionLog.streamHead(agentId, epoch, DIRECT_STREAM);
        assertEq(next, nextSeq, "next seq");
        assertEq(bytes32(tag), bytes32(bytes24(header)), "head tag");
    }

    function _expectNoKey(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_NotSessionKey.selector, agentId, caller));
        _record(caller, 0, 0, "one");
    }

    function _expectWrongSeq(uint64 seq, uint64 expected, bytes32 prevHeader) private {
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_WrongSeq.selector, seq, expected));
        _record(keyA, seq, prevHeader, "x");
    }

    function _expectWrongPrev(uint64 seq, bytes32 prevHeader, bytes24 tag) private {
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_WrongPrevHeader.selector, prevHeader, tag));
        _record(keyA, seq, prevHeader, "x");
    }

    function _registerLog() private returns (LogId) {
        vm.prank(operator);
        return actionLog.registerLog{value: 2 ether}(ORIGIN, operator, "key", "http://localhost");
    }

    function _anchor(LogId logId, uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.prank(operator);
        actionLog.anchor(logId, size, root, proof);
    }

    function _expectNotExtending(LogId logId, uint64 size, bytes32 root, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(IActionLog.ActionLog_NotExtending.selector, logId, 6, size));
        _anchor(logId, size, root, proof);
    }

    function _expectLog(LogId logId, uint64 size, bytes32 root, uint64 anchors) private view {
        (address who, uint64 isSize, bytes32 isRoot, uint64 isAnchors, bytes32 checkpointKey) = actionLog.logOf(logId);
        assertEq(who, operator, "operator");
        assertEq(isSize, size, "size");
        assertEq(isRoot, root, "root");
        assertEq(isAnchors, anchors, "anchors");
        assertEq(checkpointKey, bytes32("key"), "checkpoint key");
    }
}
