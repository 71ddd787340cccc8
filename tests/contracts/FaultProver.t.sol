// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {IKeyRing} from "../../contracts/interfaces/IKeyRing.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {AgentKey} from "../../contracts/types/AgentKey.sol";
import {Finding} from "../../contracts/types/Finding.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {Scenario} from "./support/Scenario.sol";

contract FaultProverTest is Scenario {
    uint256 private agentId;
    bytes32 private subject;

    function setUp() public {
        deployAll();
        agentId = openAgent();
        subject = keyRing.agentKey(agentId).unwrap();
        vm.prank(owner);
        vault.deposit{value: 10 ether}(subject, owner);
    }

    function test_proveEquivocation_PunishesAtOnce() public {
        (Segment memory a, Segment memory b) = _conflict();
        bytes32 faultKey = _faultKey(0);
        vm.expectEmit(address(keyRing));
        emit IKeyRing.EpochClosed(agentId, 0, faultKey);
        vm.expectEmit(address(prover));
        emit IFaultProver.FaultProved(
            faultKey,
            agentId,
            1,
            0,
            LOGGED_STREAM,
            12,
            stranger,
            Statements.headerOf(a),
            Statements.headerOf(b),
            5 ether
        );
        _proveAs(stranger, a, b);
        assertTrue(prover.isProved(faultKey), "proved");
        _expectPunished(5 ether);
        assertEq(vault.burned(), 4 ether, "burned");
    }

    function test_proveEquivocation_TakesEitherOrderAndTwoKeys() public {
        (Segment memory a, Segment memory b) = _conflict();
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_B, b);
        Finding memory found = headerFaults.checkEquivocation(agentId, b, sigB, a, sigA);
        assertEq(found.faultKey, _faultKey(0), "fault key");
        assertEq(found.seq, 12, "first common number");
        assertEq(found.statementA, Statements.headerOf(b), "first header");
        assertEq(found.statementB, Statements.headerOf(a), "second header");
        vm.prank(stranger);
        assertEq(prover.proveEquivocation(agentId, b, sigB, a, sigA), found.faultKey, "answer");
        _expectPunished(5 ether);
    }

    function test_RevertWhen_FaultWasPunished() public {
        (Segment memory a, Segment memory b) = _conflict();
        _proveAs(stranger, a, b);
        b.recordsRoot = "another";
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyProved.selector, _faultKey(0)));
        _proveAs(stranger, a, b);
        _expectPunished(5 ether);
        // The check alone still answers, for whoever comes later.
        headerFaults.checkEquivocation(agentId, a, signSegment(KEY_A, a), b, signSegment(KEY_A, b));
    }

    function test_proveEquivocation_PunishesTheNextEpochAgain() public {
        (Segment memory a, Segment memory b) = _conflict();
        _proveAs(stranger, a, b);
        openEpochWith(agentId, owner, 0xE, 0xF);
        (a.epoch, b.epoch) = (1, 1);
        bytes memory sigA = signSegment(0xE, a);
        bytes memory sigB = signSegment(0xF, b);
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, 2.5 ether, "half of the half");
    }

    function test_proveEquivocation_NeedsNoBond() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        Segment memory a = segmentOf(other, 0, 0, 1, "a");
        Segment memory b = segmentOf(other, 0, 0, 1, "b");
        bytes memory sigA = signSegment(0xE, a);
        bytes memory sigB = signSegment(0xE, b);
        prover.proveEquivocation(other, a, sigA, b, sigB);
        (, uint80 negative,,) = standing.standingOf(other, 0, 0);
        assertEq(negative, 10_000, "standing");
        assertEq(keyRing.epochOf(other, 0).closedAt, START, "closed");
    }

    function test_proveEquivocation_SlashesTheOwnerWhoWasLiable() public {
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        vm.prank(buyer);
        vault.deposit{value: 10 ether}(subject, buyer);
        vm.warp(START + keyRing.GRACE());
        (Segment memory a, Segment memory b) = _conflict();
        _proveAs(stranger, a, b);
        (uint256 before,,,) = vault.bondOf(subject, owner);
        (uint256 now_,,,) = vault.bondOf(subject, buyer);
        assertEq(before, 5 ether, "the seller");
        assertEq(now_, 10 ether, "not the buyer");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed by the transfer");
    }

    function test_proveEquivocation_ReachesWhatIsUnbonding() public {
        vm.prank(owner);
        vault.requestUnbond(subject, 10 ether);
        (Segment memory a, Segment memory b) = _conflict();
        _proveAs(stranger, a, b);
        (, uint256 unbonding,,) = vault.bondOf(subject, owner);
        assertEq(unbonding, 5 ether, "half");
    }

    function test_RevertWhen_HeaderIsOfAnotherAgent() public {
        (Segment memory a, Segment memory b) = _conflict();
        AgentKey other = keyRing.agentKey(agentId + 1);
        b.agent = other;
        bytes memory refused = abi.encodeWithSelector(
            IFaultErrors.FaultProver_WrongAgent.selector, other, keyRing.agentKey(agentId)
        );
        _expectRefused(a, b, refused);
        _expectRefused(b, a, refused);
    }

    function test_RevertWhen_EpochsOrStreamsDiffer() public {
        (Segment memory a, Segment memory b) = _conflict();
        b.epoch = 1;
        _expectRefused(a, b, abi.encodeWithSelector(IFaultErrors.FaultProver_EpochsDiffer.selector, 0, 1));
        b.epoch = 0;
        b.stream = 7;
        _expectRefused(
            a, b, abi.encodeWithSelector(IFaultErrors.FaultProver_StreamsDiffer.selector, LOGGED_STREAM, 7)
        );
    }

    function test_RevertWhen_AHeaderCoversNothing() public {
        (Segment memory a, Segment memory b) = _conflict();
        b.count = 0;
        bytes memory refused =
            abi.encodeWithSelector(IFaultErrors.FaultProver_EmptyRange.selector, Statements.headerOf(b));
        _expectRefused(a, b, refused);
        _expectRefused(b, a, refused);
    }

    function test_RevertWhen_RangesOnlyTouch() public {
        Segment memory a = segmentOf(agentId, 0, 10, 5, "a");
        Segment memory b = segmentOf(agentId, 0, 15, 5, "b");
        _expectRefused(a, b, abi.encodeWithSelector(IFaultErrors.FaultProver_RangesApart.selector, 10, 5, 15, 5));
        _expectRefused(b, a, abi.encodeWithSelector(IFaultErrors.FaultProver_RangesApart.selector, 15, 5, 10, 5));
        b.firstSeq = 14;
        _proveAs(stranger, a, b);
    }

    function test_Ranges_DoNotWrapRound() public {
        Segment memory a = segmentOf(agentId, 0, type(uint64).max, type(uint32).max, "a");
        Segment memory b = segmentOf(agentId, 0, 0, 5, "b");
        _expectRefused(
            a,
            b,
            abi.encodeWithSelector(
                IFaultErrors.FaultProver_RangesApart.selector, type(uint64).max, type(uint32).max, 0, 5
            )
        );
        b.firstSeq = type(uint64).max - 4;
        _proveAs(stranger, a, b);
    }

    function test_RevertWhen_HeadersAreTheSame() public {
        (Segment memory a,) = _conflict();
        _expectRefused(
            a, a, abi.encodeWithSelector(IFaultErrors.FaultProver_SameHeader.selector, Statements.headerOf(a))
        );
    }

    function test_RevertWhen_ASignatureIsNotTheOneForm() public {
        (Segment memory a, Segment memory b) = _conflict();
        bytes32 digest = Statements.digest(Statements.headerOf(b));
        bytes memory good = signSegment(KEY_A, a);
        bytes[4] memory bad = [
            signHighS(KEY_A, digest), new bytes(0), abi.encodePacked(signDigest(KEY_A, digest), uint8(0)), new bytes(65)
        ];
        for (uint256 i; i < bad.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IFaultErrors.FaultProver_BadSignature.selector, Statements.headerOf(b))
            );
            prover.proveEquivocation(agentId, a, good, b, bad[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IFaultErrors.FaultProver_BadSignature.selector, Statements.headerOf(b))
            );
            prover.proveEquivocation(agentId, b, bad[i], a, good);
        }
    }

    function test_RevertWhen_SignerMayNotState() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        (Segment memory a, Segment memory b) = _conflict();
        bytes memory mine = signSegment(KEY_A, a);
        bytes memory theirs = signSegment(0xE, b);
        bytes memory nobodys = signSegment(0x123, b);
        vm.expectRevert(_mayNotState(0xE));
        prover.proveEquivocation(agentId, a, mine, b, theirs);
        vm.expectRevert(_mayNotState(0xE));
        prover.proveEquivocation(agentId, b, theirs, a, mine);
        vm.expectRevert(_mayNotState(0x123));
        prover.proveEquivocation(agentId, a, mine, b, nobodys);
    }

    function test_RevertWhen_KeyWasRevokedBeforeTheGrace() public {
        (Segment memory a, Segment memory b) = _conflict();
        address key = vm.addr(KEY_A);
        vm.prank(owner);
        keyRing.revokeKey(agentId, key);
        vm.warp(START + keyRing.GRACE() + 1);
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_A, b);
        vm.expectRevert(_mayNotState(KEY_A));
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        vm.warp(START + keyRing.GRACE());
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
    }

    function test_RevertWhen_EpochClosedBeforeTheGrace() public {
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        vm.warp(START + keyRing.GRACE() + 1);
        (Segment memory a, Segment memory b) = _conflict();
        _expectRefused(a, b, _mayNotState(KEY_A));
    }

    /// @dev An agent that signs each range once is never guilty: whatever two of its headers are shown, in whatever
    /// order, the proof fails. The same headers with one changed always prove it.
    function testFuzz_HonestSignerIsNeverGuilty(uint32[6] memory counts, uint256 i, uint256 j, bytes32 changed)
        public
    {
        Segment[] memory honest = new Segment[](6);
        uint64 next;
        for (uint256 k; k < 6; ++k) {
            uint32 count = uint32(bound(counts[k], 1, 1_000));
            honest[k] = segmentOf(agentId, 0, next, count, keccak256(abi.encode(k)));
            if (k != 0) honest[k].prevHeader = Statements.headerOf(honest[k - 1]);
            next += count;
        }
        (i, j) = (i % 6, j % 6);
        bytes memory sigA = signSegment(KEY_A, honest[i]);
        bytes memory sigB = signSegment(KEY_B, honest[j]);
        vm.expectRevert();
        prover.proveEquivocation(agentId, honest[i], sigA, honest[j], sigB);

        Segment memory mutated = honest[j];
        vm.assume(changed != mutated.recordsRoot);
        bytes memory sigTrue = signSegment(KEY_A, mutated);
        Segment memory original = abi.decode(abi.encode(mutated), (Segment));
        mutated.recordsRoot = changed;
        bytes memory sigChanged = signSegment(KEY_B, mutated);
        prover.proveEquivocation(agentId, original, sigTrue, mutated, sigChanged);
        assertTrue(prover.isProved(_faultKey(0)), "the mutated one is guilty");
    }

    /// @dev Ranges intersect exactly when some number is in both.
    function testFuzz_RangesIntersect(uint64 firstA, uint32 countA, uint64 firstB, uint32 countB) public {
        countA = uint32(bound(countA, 1, 12));
        countB = uint32(bound(countB, 1, 12));
        firstA = uint64(bound(firstA, 0, 20));
        firstB = uint64(bound(firstB, 0, 20));
        bool common;
        uint64 first;
        for (uint64 seq = firstA; seq < firstA + countA && !common; ++seq) {
            if (seq >= firstB && seq < firstB + countB) (common, first) = (true, seq);
        }
        Segment memory a = segmentOf(agentId, 0, firstA, countA, "a");
        Segment memory b = segmentOf(agentId, 0, firstB, countB, "b");
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_A, b);
        if (!common) vm.expectRevert();
        Finding memory found = headerFaults.checkEquivocation(agentId, a, sigA, b, sigB);
        if (common) assertEq(found.seq, first, "first common number");
    }

    function _conflict() private view returns (Segment memory a, Segment memory b) {
        a = segmentOf(agentId, 0, 10, 5, "a");
        b = segmentOf(agentId, 0, 12, 5, "b");
    }

    function _proveAs(address who, Segment memory a, Segment memory b) private {
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_A, b);
        vm.prank(who);
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
    }

    function _expectRefused(Segment memory a, Segment memory b, bytes memory refused) private {
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_A, b);
        vm.expectRevert(refused);
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        vm.expectRevert(refused);
        headerFaults.checkEquivocation(agentId, a, sigA, b, sigB);
    }

    function _mayNotState(uint256 key) private view returns (bytes memory) {
        return abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(key), agentId, 0);
    }

    function _faultKey(uint32 epoch) private view returns (bytes32) {
        return keccak256(abi.encode(subject, epoch, uint8(1)));
    }

    function _expectPunished(uint256 slashed) private view {
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, 10 ether - slashed, "bond");
        (address rewarded,,, uint256 reward) = prover.rewardOf(_faultKey(0));
        assertEq(rewarded, stranger, "rewarded");
        assertEq(reward, slashed / 5, "reward");
        assertEq(vault.creditOf(address(prover)), slashed / 5, "held back");
        assertEq(vault.creditOf(stranger), 0, "not yet");
        assertEq(vault.burned(), slashed - slashed / 5, "burned");
        (uint80 positive, uint80 negative, uint32 count,) = standing.standingOf(agentId, 0, 0);
        assertEq(positive, 0, "positive");
        assertEq(negative, 10_000, "negative");
        assertEq(count, 1, "once");
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "closed");
    }
}
