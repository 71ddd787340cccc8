// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {KeyRing} from "../../contracts/identity/KeyRing.sol";
import {IKeyRing} from "../../contracts/interfaces/IKeyRing.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {Epoch, KeyGrant, StreamGrant, StreamHead} from "../../contracts/types/KeyGrants.sol";
import {Scenario} from "./support/Scenario.sol";

contract KeyRingTest is Scenario {
    uint256 private agentId;
    address private keyA;
    uint256 private constant KEY_C = 0xCAB;

    function setUp() public {
        deployAll();
        agentId = openAgent();
        keyA = vm.addr(KEY_A);
    }

    function test_openEpoch_BindsKeysAndStreams() public {
        uint256 other = registerAgent(buyer);
        KeyGrant[] memory keys = new KeyGrant[](1);
        keys[0] = grantOf(other, 0, KEY_C);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.EpochOpened(other, 0, buyer, 0);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.KeyRegistered(other, 0, vm.addr(KEY_C));
        vm.expectEmit(address(keyRing));
        emit IKeyRing.StreamRegistered(other, 0, 0, DIRECT_STREAM);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.StreamRegistered(other, 0, HOME_LOG, LOGGED_STREAM);
        vm.prank(buyer);
        assertEq(keyRing.openEpoch(other, keys, bothStreams()), 0, "first epoch");

        (uint256 served, uint32 epoch, uint64 registeredAt, uint64 revokedAt, bool known) =
            keyRing.keyOf(vm.addr(KEY_C));
        assertEq(served, other, "agent");
        assertEq(epoch, 0, "epoch");
        assertEq(registeredAt, START, "registered");
        assertEq(revokedAt, 0, "revoked");
        assertTrue(known, "known");
        _expectStream(other, DIRECT_STREAM, true, 0);
        _expectStream(other, LOGGED_STREAM, true, HOME_LOG);
        _expectStream(other, 2, false, 0);
        assertEq(keyRing.epochCount(other), 1, "count");
        assertTrue(keyRing.mayState(vm.addr(KEY_C), other, 0), "may state");
        assertFalse(keyRing.mayState(vm.addr(KEY_C), agentId, 0), "not for another agent");
        assertFalse(keyRing.mayState(vm.addr(KEY_C), other, 1), "not in another epoch");
        assertFalse(keyRing.mayState(address(0), other, 0), "nobody");
        (,,,, known) = keyRing.keyOf(stranger);
        assertFalse(known, "a stranger's key");
    }

    function test_agentKey_NamesChainRegistryAndToken() public view {
        assertEq(
            keyRing.agentKey(5).unwrap(), keccak256(abi.encode(block.chainid, address(registry), uint256(5))), "key"
        );
    }

    function test_ApprovedOperatorMayOpen() public {
        uint256 other = registerAgent(buyer);
        vm.prank(buyer);
        registry.approve(operator, other);
        vm.prank(operator);
        keyRing.openEpoch(other, new KeyGrant[](0), new StreamGrant[](0));
        assertEq(keyRing.epochOf(other, 0).owner, buyer, "the owner is liable, not the operator");
    }

    function test_RevertWhen_StrangerActs() public {
        bytes memory refused =
            abi.encodeWithSelector(IKeyRing.KeyRing_NotAuthorized.selector, agentId, stranger);
        KeyGrant memory grant = grantOf(agentId, 0, KEY_C);
        vm.startPrank(stranger);
        vm.expectRevert(refused);
        keyRing.openEpoch(agentId, new KeyGrant[](0), new StreamGrant[](0));
        vm.expectRevert(refused);
        keyRing.addKey(agentId, grant);
        vm.expectRevert(refused);
        keyRing.addStream(agentId, StreamGrant(9, 0));
        vm.expectRevert(refused);
        keyRing.revokeKey(agentId, keyA);
        vm.expectRevert(refused);
        keyRing.closeEpoch(agentId, noHeads());
        vm.stopPrank();
    }

    function test_RevertWhen_EpochBeforeIsOpen() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_EpochStillOpen.selector, agentId, 0));
        vm.prank(owner);
        keyRing.openEpoch(agentId, new KeyGrant[](0), new StreamGrant[](0));
    }

    function test_RevertWhen_KeyIsBoundAlready() public {
        uint256 other = registerAgent(buyer);
        KeyGrant[] memory keys = new KeyGrant[](1);
        keys[0] = grantOf(other, 0, KEY_A);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_KeyTaken.selector, keyA, agentId, 0));
        vm.prank(buyer);
        keyRing.openEpoch(other, keys, new StreamGrant[](0));

        _close(noHeads());
        keys[0] = grantOf(agentId, 1, KEY_A);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_KeyTaken.selector, keyA, agentId, 0));
        vm.prank(owner);
        keyRing.openEpoch(agentId, keys, new StreamGrant[](0));
    }

    function test_RevertWhen_KeyIsZero() public {
        // ecrecover answers zero for nonsense, which must never stand for a key.
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_ZeroKey.selector, agentId));
        vm.prank(owner);
        keyRing.addKey(agentId, KeyGrant(address(0), new bytes(65)));
    }

    function test_RevertWhen_ProofIsNotOfTheKey() public {
        address key = vm.addr(KEY_C);
        bytes32 hash = Statements.keyBindingHash(agentId, 0, key);
        bytes32 digest = Statements.digest(keyRing.domainSeparator(), hash);
        bytes memory good = signDigest(KEY_C, digest);
        _expectBadProof(signDigest(KEY_A, digest), keyA);
        _expectBadProof(signHighS(KEY_C, digest), address(0));
        _expectBadProof("", address(0));
        _expectBadProof(abi.encodePacked(good, uint8(0)), address(0));
        bytes memory lowV = bytes.concat(good);
        lowV[64] = bytes1(uint8(lowV[64]) - 27);
        _expectBadProof(lowV, address(0));

        // Proofs for another epoch, agent, contract or chain recover someone else.
        _expectRefused(grantOf(agentId, 1, KEY_C));
        _expectRefused(grantOf(agentId + 1, 0, KEY_C));
        _expectRefused(
            KeyGrant(key, signDigest(KEY_C, Statements.digest(Statements.boundDomain(block.chainid, stranger), hash)))
        );
        _expectRefused(
            KeyGrant(key, signDigest(KEY_C, Statements.digest(Statements.boundDomain(1, address(keyRing)), hash)))
        );
    }

    function test_domainSeparator_FollowsTheChain() public {
        bytes32 before = keyRing.domainSeparator();
        assertEq(before, Statements.boundDomain(block.chainid, address(keyRing)), "here");
        vm.chainId(99);
        assertEq(keyRing.domainSeparator(), Statements.boundDomain(99, address(keyRing)), "after a split");
        assertTrue(keyRing.domainSeparator() != before, "another one");
    }

    function test_RevertWhen_StreamIsGrantedTwice() public {
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRing.KeyRing_StreamTaken.selector, agentId, 0, LOGGED_STREAM)
        );
        vm.prank(owner);
        keyRing.addStream(agentId, StreamGrant(LOGGED_STREAM, 0));
    }

    function test_RevertWhen_HomeLogIsTheForbiddenOne() public {
        bytes32 forbidden = bytes32(type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_BadHomeLog.selector, forbidden));
        vm.prank(owner);
        keyRing.addStream(agentId, StreamGrant(7, forbidden));
    }

    function test_addKeyAndAddStream() public {
        KeyGrant memory grant = grantOf(agentId, 0, KEY_C);
        vm.startPrank(owner);
        keyRing.addKey(agentId, grant);
        keyRing.addStream(agentId, StreamGrant(type(uint32).max, 0));
        vm.stopPrank();
        assertTrue(keyRing.mayState(vm.addr(KEY_C), agentId, 0), "new key");
        _expectStream(agentId, type(uint32).max, true, 0);
    }

    function test_RevertWhen_NoEpochIsOpen() public {
        uint256 fresh = registerAgent(owner);
        _expectNoEpoch(fresh);
        _close(noHeads());
        _expectNoEpoch(agentId);
    }

    function test_revokeKey_EndsAfterTheGrace() public {
        vm.expectEmit(address(keyRing));
        emit IKeyRing.KeyRevoked(agentId, 0, keyA);
        vm.prank(owner);
        keyRing.revokeKey(agentId, keyA);
        (, , bool live) = keyRing.sessionOf(keyA);
        assertFalse(live, "no direct records at once");
        vm.warp(START + keyRing.GRACE());
        assertTrue(keyRing.mayState(keyA, agentId, 0), "last second of grace");
        vm.warp(START + keyRing.GRACE() + 1);
        assertFalse(keyRing.mayState(keyA, agentId, 0), "after the grace");
        assertTrue(keyRing.mayState(vm.addr(KEY_B), agentId, 0), "the other key");
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_KeyAlreadyRevoked.selector, keyA, START));
        vm.prank(owner);
        keyRing.revokeKey(agentId, keyA);
    }

    function test_RevertWhen_RevokingAnotherKey() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, KEY_C, 0xD);
        _expectUnknownKey(vm.addr(KEY_C));
        _expectUnknownKey(stranger);
        _close(noHeads());
        openEpochWith(agentId, owner, 0xE, 0xF);
        _expectUnknownKey(keyA);
    }

    function test_closeEpoch_KeepsTheHeads() public {
        StreamHead[] memory heads = new StreamHead[](2);
        heads[0] = StreamHead(LOGGED_STREAM, 12, keccak256("head"));
        heads[1] = StreamHead(DIRECT_STREAM, 0, 0);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.StreamClosed(agentId, 0, LOGGED_STREAM, 12, keccak256("head"));
        vm.expectEmit(address(keyRing));
        emit IKeyRing.StreamClosed(agentId, 0, DIRECT_STREAM, 0, 0);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.EpochClosed(agentId, 0, 0);
        _close(heads);
        (uint64 nextSeq, bytes32 head) = keyRing.closingHead(agentId, 0, LOGGED_STREAM);
        assertEq(nextSeq, 12, "next");
        assertEq(head, keccak256("head"), "head");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed");
        (,, bool live) = keyRing.sessionOf(keyA);
        assertFalse(live, "no direct records at once");
        vm.warp(START + keyRing.GRACE());
        assertTrue(keyRing.mayState(keyA, agentId, 0), "last second of grace");
        vm.warp(START + keyRing.GRACE() + 1);
        assertFalse(keyRing.mayState(keyA, agentId, 0), "after the grace");
    }

    function test_RevertWhen_HeadsAreWrong() public {
        StreamHead[] memory heads = new StreamHead[](1);
        heads[0] = StreamHead(9, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_StreamUnknown.selector, agentId, 0, 9));
        _close(heads);
        heads = new StreamHead[](2);
        heads[0] = StreamHead(LOGGED_STREAM, 0, 0);
        heads[1] = heads[0];
        vm.expectRevert(
            abi.encodeWithSelector(IKeyRing.KeyRing_StreamHeadTwice.selector, agentId, 0, LOGGED_STREAM)
        );
        _close(heads);
    }

    function test_closeForFault_IsForTheProverAlone() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_NotFaultProver.selector, owner));
        vm.prank(owner);
        keyRing.closeForFault(agentId, 0, bytes32(uint256(1)));
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_EpochUnknown.selector, agentId, 1));
        vm.prank(address(prover));
        keyRing.closeForFault(agentId, 1, bytes32(uint256(1)));
        vm.expectEmit(address(keyRing));
        emit IKeyRing.EpochClosed(agentId, 0, bytes32(uint256(1)));
        vm.prank(address(prover));
        keyRing.closeForFault(agentId, 0, bytes32(uint256(1)));
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed");
    }

    function test_closeForFault_ChangesNothingWhenClosed() public {
        _close(noHeads());
        vm.warp(START + 50);
        vm.recordLogs();
        vm.prank(address(prover));
        keyRing.closeForFault(agentId, 0, bytes32(uint256(1)));
        assertEq(vm.getRecordedLogs().length, 0, "no event");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "the first close stands");
    }

    function test_transfer_ClosesTheEpochForGood() public {
        vm.warp(START + 10);
        _transfer(owner, buyer);
        vm.warp(START + 20);
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START + 10, "at the transfer's time");
        _expectNoEpoch(agentId);
        _transfer(buyer, owner);
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START + 10, "also when the token comes back");
        (,, bool live) = keyRing.sessionOf(keyA);
        assertFalse(live, "no direct records");
        vm.warp(START + 10 + keyRing.GRACE());
        assertTrue(keyRing.mayState(keyA, agentId, 0), "grace");
        vm.warp(START + 11 + keyRing.GRACE());
        assertFalse(keyRing.mayState(keyA, agentId, 0), "after the grace");
    }

    function test_transfer_KeepsAnEarlierClose() public {
        _close(noHeads());
        vm.warp(START + 10);
        _transfer(owner, buyer);
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed before");
    }

    function test_acceptAgent_LetsTheNewOwnerOpen() public {
        _transfer(owner, buyer);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_NotAccepted.selector, agentId, 1));
        vm.prank(buyer);
        keyRing.openEpoch(agentId, new KeyGrant[](0), new StreamGrant[](0));
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_NotOwner.selector, agentId, owner));
        vm.prank(owner);
        keyRing.acceptAgent(agentId);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.AgentAccepted(agentId, buyer, 1);
        vm.prank(buyer);
        keyRing.acceptAgent(agentId);
        assertEq(openEpochWith(agentId, buyer, KEY_C, 0xD), 1, "next epoch");
        Epoch memory epoch = keyRing.epochOf(agentId, 1);
        assertEq(epoch.owner, buyer, "liable");
        assertEq(epoch.ownerEpoch, 1, "owner epoch");
        assertEq(keyRing.epochOf(agentId, 0).owner, owner, "the past stays with its owner");
    }

    function test_RevertWhen_ThereIsNothingToAccept() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_AlreadyAccepted.selector, agentId, 0));
        vm.prank(owner);
        keyRing.acceptAgent(agentId);
    }

    function test_RevertWhen_EpochWasNeverOpened() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_EpochUnknown.selector, agentId, 1));
        keyRing.epochOf(agentId, 1);
    }

    function _close(StreamHead[] memory heads) private {
        vm.prank(owner);
        keyRing.closeEpoch(agentId, heads);
    }

    function _transfer(address from, address to) private {
        vm.prank(from);
        registry.transferFrom(from, to, agentId);
    }

    function _expectStream(uint256 agent, uint32 stream, bool known, bytes32 home) private view {
        (bool isKnown, bytes32 homeLog) = keyRing.streamOf(agent, 0, stream);
        assertEq(isKnown, known, "stream known");
        assertEq(homeLog, home, "home log");
    }

    function _expectBadProof(bytes memory proof, address recovered) private {
        address key = vm.addr(KEY_C);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_BadProof.selector, key, recovered));
        vm.prank(owner);
        keyRing.addKey(agentId, KeyGrant(key, proof));
    }

    function _expectRefused(KeyGrant memory grant) private {
        vm.prank(owner);
        (bool done, bytes memory why) = address(keyRing).call(abi.encodeCall(keyRing.addKey, (agentId, grant)));
        assertFalse(done, "a proof for elsewhere");
        assertEq(bytes32(bytes4(why)), bytes32(IKeyRing.KeyRing_BadProof.selector), "bad proof");
    }

    function _expectUnknownKey(address key) private {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_KeyUnknown.selector, agentId, key));
        vm.prank(owner);
        keyRing.revokeKey(agentId, key);
    }

    function _expectNoEpoch(uint256 agent) private {
        bytes memory refused = abi.encodeWithSelector(IKeyRing.KeyRing_EpochNotOpen.selector, agent);
        address who = registry.ownerOf(agent);
        KeyGrant memory grant = grantOf(agent, 0, KEY_C);
        vm.startPrank(who);
        vm.expectRevert(refused);
        keyRing.addKey(agent, grant);
        vm.expectRevert(refused);
        keyRing.addStream(agent, StreamGrant(9, 0));
        vm.expectRevert(refused);
        keyRing.revokeKey(agent, keyA);
        vm.expectRevert(refused);
        keyRing.closeEpoch(agent, noHeads());
        vm.stopPrank();
    }
}
