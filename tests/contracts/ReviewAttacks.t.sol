// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IKeyRing} from "../../contracts/interfaces/IKeyRing.sol";
import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {LogRef, SegmentRef} from "../../contracts/types/ActionRefs.sol";
import {Witnessed} from "../../contracts/types/Dispute.sol";
import {KeyGrant, StreamGrant} from "../../contracts/types/KeyGrants.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice The attacks that a hostile review of the design found, each replayed.
contract ReviewAttacksTest is FaultScenario {
    function setUp() public {
        setUpFaults();
        appendHonest(0);
    }

    /// @dev A key gains code (EIP-7702) that answers every question as suits it. Statements are recovered, never asked.
    function test_Attack_AKeyGainsCodeAndDisownsItsWord() public {
        (Segment memory a, Segment memory b) = _conflict();
        bytes memory designator = abi.encodePacked(hex"ef0100", address(0xBAD));
        vm.etch(vm.addr(KEY_A), designator);
        prove(agentId, a, b);
        assertEq(bondLeft(), BOND / 2, "its word still counts");
        assertEq(vm.addr(KEY_A).code.length > 0, true, "and it has code");
    }

    /// @dev The epoch is closed right after the deed, so that the grace passes before anyone claims. What was anchored
    /// in time was witnessed in time.
    function test_Attack_ClosingTheEpochVoidsWhatWasAnchored() public {
        anchorAll();
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE() + 1 days);
        Witnessed memory found = witness.onLog(agentId, shownAt(0, 1), placed(0, 0));
        assertEq(found.liable, owner, "liable");
        assertEq(found.witness, START, "since its anchor");
        // What was never anchored is void by then.
        SegmentRef memory unseen = shownAt(4, 1);
        append(unseen.segment, unseen.signature);
        anchorAll();
        LogRef memory late = placed(1, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IActionWitness.ActionWitness_MayNotState.selector, vm.addr(KEY_A), agentId, 0)
        );
        witness.onLog(agentId, unseen, late);
    }

    /// @dev A thief of an old key signs with a date before the close. The date proves nothing.
    function test_Attack_BackdatingByAnOldKey() public {
        vm.prank(owner);
        keyRing.closeEpoch(agentId, noHeads());
        pass(keyRing.GRACE() + 1);
        (Segment memory a, Segment memory b) = _conflict();
        (a.ts, b.ts) = (uint64(START * 1000), uint64(START * 1000));
        (bytes memory sigA, bytes memory sigB) = (signSegment(KEY_A, a), signSegment(KEY_A, b));
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(KEY_A), agentId, 0)
        );
        prover.proveEquivocation(agentId, a, sigA, b, sigB);
        assertEq(bondLeft(), BOND, "nothing is lost");
    }

    /// @dev A token is pushed onto a stranger, who is then made to answer for what the old keys sign.
    function test_Attack_APushedTokenContaminatesNobody() public {
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        assertEq(keyRing.epochOf(agentId, 0).closedAt, START, "the transfer closes the epoch");
        (,, bool live) = keyRing.sessionOf(vm.addr(KEY_A));
        assertFalse(live, "the old keys act no more");
        KeyGrant[] memory keys = new KeyGrant[](0);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_NotAccepted.selector, agentId, 1));
        vm.prank(buyer);
        keyRing.openEpoch(agentId, keys, new StreamGrant[](0));
        // Within the grace the old keys still convict, the seller and not the buyer.
        (Segment memory a, Segment memory b) = _conflict();
        prove(agentId, a, b);
        assertEq(bondLeft(), BOND / 2, "the seller");
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_NotOwner.selector, agentId, stranger));
        keyRing.acceptAgent(agentId);
        vm.prank(buyer);
        keyRing.acceptAgent(agentId);
        vm.prank(buyer);
        assertEq(keyRing.openEpoch(agentId, keys, new StreamGrant[](0)), 1, "a new epoch, once accepted");
        assertEq(keyRing.epochOf(agentId, 1).owner, buyer, "liable from here on");
    }

    /// @dev The owner asks for its bond and acts on while it is leaving.
    function test_Attack_ActingOnWithNothingAtStake() public {
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_StillBonded.selector, agentId, BOND, 0));
        keyRing.closeUnbonded(agentId);
        vm.prank(owner);
        vault.requestUnbond(subject, BOND - 1);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_StillBonded.selector, agentId, 1, BOND - 1));
        keyRing.closeUnbonded(agentId);
        vm.prank(owner);
        vault.requestUnbond(subject, 1);
        bytes32 unbonded = keyRing.UNBONDED();
        vm.expectEmit(address(keyRing));
        emit IKeyRing.EpochClosed(agentId, 0, unbonded);
        vm.prank(stranger);
        keyRing.closeUnbonded(agentId);
        (,, bool live) = keyRing.sessionOf(vm.addr(KEY_A));
        assertFalse(live, "closed");
        // What is leaving still answers.
        (Segment memory a, Segment memory b) = _conflict();
        prove(agentId, a, b);
        (, uint256 unbonding,,) = vault.bondOf(subject, owner);
        assertEq(unbonding, BOND / 2, "half of what is leaving");
    }

    /// @dev A stranger closes epochs that never had a bond, or whose bond left before they opened.
    function test_Attack_ClosingWhatNeverHadABond() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_StillBonded.selector, other, 0, 0));
        keyRing.closeUnbonded(other);
        vm.prank(owner);
        vault.requestUnbond(subject, BOND);
        keyRing.closeUnbonded(agentId);
        pass(1 hours);
        openEpochWith(agentId, owner, 0x1E, 0x1F);
        vm.expectRevert(abi.encodeWithSelector(IKeyRing.KeyRing_StillBonded.selector, agentId, 0, BOND));
        keyRing.closeUnbonded(agentId);
    }

    /// @dev A node passes for a leaf, a proof is longer than the tree is high, an empty tree holds something.
    function test_Attack_EdgesOfProofs() public {
        appendOthers(2);
        anchorAll(); // three leaves
        LogRef memory at = placed(0, 0);
        SegmentRef memory shown = shownAt(0, 1);
        bytes32[] memory longer = new bytes32[](at.proof.length + 1);
        for (uint256 i; i < at.proof.length; ++i) {
            longer[i] = at.proof[i];
        }
        bytes32[] memory exact = at.proof;
        at.proof = longer;
        vm.expectRevert();
        witness.onLog(agentId, shown, at);
        at.proof = exact;
        at.leafIndex = at.size;
        vm.expectRevert();
        witness.onLog(agentId, shown, at);
        at.leafIndex = 0;
        witness.onLog(agentId, shown, at);
        vm.expectRevert(); // m > n
        vm.prank(logOperator);
        actionLog.anchor(logId, 2, at.root, new bytes32[](0));
        (, uint64 size,, uint64 count,) = actionLog.logOf(logId);
        vm.prank(logOperator);
        actionLog.anchor(logId, size, at.root, new bytes32[](0)); // m = n changes nothing
        (,,, uint64 after_,) = actionLog.logOf(logId);
        assertEq(after_, count, "no new anchor");
        assertEq(MerkleLog.EMPTY_ROOT, sha256(""), "the empty tree");
    }

    function _conflict() private view returns (Segment memory a, Segment memory b) {
        a = segmentOf(agentId, 0, 10, 5, "a");
        b = segmentOf(agentId, 0, 12, 5, "b");
    }
}
