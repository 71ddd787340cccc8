// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultProver} from "../../contracts/interfaces/IFaultProver.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice Whose the reward is, however proofs are copied and raced.
contract FaultRewardsTest is FaultScenario {
    address private constant THIEF = address(0x7717);
    bytes32 private constant SALT = "salt";
    bytes32 private faultKey;
    bytes private proof;
    bytes private otherProof; // of the same fault, by other headers

    function setUp() public {
        setUpFaults();
        faultKey = keccak256(abi.encode(subject, 0, 1));
        proof = _proofOf(segmentOf(agentId, 0, 10, 5, "a"), segmentOf(agentId, 0, 12, 5, "b"));
        otherProof = _proofOf(segmentOf(agentId, 0, 10, 5, "a"), segmentOf(agentId, 0, 13, 5, "c"));
    }

    function test_Reward_IsHeldBackAndThenPaid() public {
        _prove(stranger, proof, 0);
        assertEq(vault.creditOf(stranger), 0, "not yet");
        vm.expectRevert(
            abi.encodeWithSelector(
                IFaultProver.FaultProver_StillHeld.selector, faultKey, vm.getBlockNumber() + prover.HOLD()
            )
        );
        prover.releaseReward(faultKey);
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        vm.expectEmit(address(prover));
        emit IFaultProver.RewardReleased(faultKey, stranger, 1 ether);
        prover.releaseReward(faultKey);
        assertEq(vault.creditOf(stranger), 1 ether, "a fifth of the half");
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_NoReward.selector, faultKey));
        prover.releaseReward(faultKey);
        assertTrue(prover.isProved(faultKey), "still proved");
        uint256 before = stranger.balance;
        vm.prank(stranger);
        vault.claim();
        assertEq(stranger.balance, before + 1 ether, "paid");
    }

    /// @dev A bond beyond what is kept of a reward is slashed as far as that goes, so that the reward is not mistaken for
    /// one that was paid.
    function test_Reward_OfTheLargestBondIsStillHeldBack() public {
        uint256 most = 5 gwei * ((1 << 47) - 1);
        vm.deal(owner, 4 * most);
        vm.prank(owner);
        vault.deposit{value: 4 * most}(subject, owner);
        uint256 whole = bondLeft();
        _prove(stranger, proof, 0);
        assertEq(whole - bondLeft(), most, "the most that is slashed at once");
        (address holder,,, uint256 reward) = prover.rewardOf(faultKey);
        assertTrue(holder == stranger && reward == most / 5, "a fifth of it");
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        prover.releaseReward(faultKey);
        assertEq(vault.creditOf(stranger), most / 5, "held back, then paid");
    }

    /// @dev The attack: a proof is copied from the pool of waiting transactions and mined first.
    function test_Reward_GoesToTheEarlierCommittedProver() public {
        _commit(stranger, proof);
        vm.roll(vm.getBlockNumber() + 3);
        _prove(THIEF, proof, SALT); // the salt is copied too
        (address holder,,,) = prover.rewardOf(faultKey);
        assertEq(holder, THIEF, "for now");
        vm.expectEmit(address(prover));
        emit IFaultProver.ProverDisplaced(faultKey, THIEF, stranger, vm.getBlockNumber() - 3);
        _prove(stranger, proof, SALT);
        (holder,,,) = prover.rewardOf(faultKey);
        assertEq(holder, stranger, "the one who knew first");
        assertEq(bondLeft(), BOND / 2, "slashed once");
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        prover.releaseReward(faultKey);
        assertEq(vault.creditOf(stranger), 1 ether, "paid to it");
        assertEq(vault.creditOf(THIEF), 0, "not to the thief");
    }

    /// @dev The attack: the thief shows another proof of the same fault, which it made from the copied one.
    function test_Reward_OfAnotherProofOfTheSameFault() public {
        _commit(stranger, proof);
        vm.roll(vm.getBlockNumber() + 1);
        _prove(THIEF, otherProof, 0);
        _prove(stranger, proof, SALT);
        (address holder,,,) = prover.rewardOf(faultKey);
        assertEq(holder, stranger, "by its own proof");
    }

    function test_RevertWhen_TheCommitmentIsNotEarlier() public {
        // Committing in the same block as the proof comes too late, since the proof is public by then.
        _prove(stranger, proof, 0);
        _commit(THIEF, proof);
        vm.expectRevert(_alreadyProved());
        _prove(THIEF, proof, SALT);
        vm.roll(vm.getBlockNumber() + 5);
        vm.expectRevert(_alreadyProved());
        _prove(THIEF, proof, SALT);
        // Nor does another's commitment serve.
        vm.expectRevert(_alreadyProved());
        _prove(buyer, proof, SALT);
    }

    function test_Reward_OfTwoCommittedProversIsTheEarliers() public {
        _commit(buyer, otherProof);
        vm.roll(vm.getBlockNumber() + 1);
        _commit(stranger, proof);
        vm.roll(vm.getBlockNumber() + 1);
        _prove(stranger, proof, SALT);
        _prove(buyer, otherProof, SALT);
        vm.expectRevert(_alreadyProved());
        _prove(stranger, proof, SALT);
        (address holder,, uint256 rank,) = prover.rewardOf(faultKey);
        assertEq(holder, buyer, "the earliest");
        assertEq(rank, vm.getBlockNumber() - 2, "rank");
    }

    function test_RevertWhen_TheEarlierProverComesAfterTheHold() public {
        _commit(stranger, proof);
        vm.roll(vm.getBlockNumber() + 1);
        _prove(THIEF, proof, 0);
        uint256 proved = vm.getBlockNumber();
        vm.roll(proved + prover.HOLD() + 1);
        vm.expectRevert(_alreadyProved());
        _prove(stranger, proof, SALT);
        vm.roll(proved + prover.HOLD());
        _prove(stranger, proof, SALT);
    }

    /// @dev The attack: commitments are stored up for ever, to displace whoever proves.
    function test_Commitment_Ages() public {
        _commit(THIEF, proof);
        vm.roll(vm.getBlockNumber() + prover.COMMITMENT_LIFE() + 1);
        _prove(stranger, proof, 0);
        vm.expectRevert(_alreadyProved());
        _prove(THIEF, proof, SALT);
    }

    function test_RevertWhen_CommittedTwice() public {
        _commit(stranger, proof);
        bytes32 commitment = prover.commitmentOf(stranger, proof, SALT);
        vm.roll(vm.getBlockNumber() + 9);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyCommitted.selector, commitment)
        );
        prover.commitProof(commitment);
    }

    function test_RevertWhen_TheCheckerIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_UnknownChecker.selector, address(this)));
        prover.prove(address(this), proof, 0);
        // Nor does any other function of a checker answer like a check.
        vm.expectRevert();
        prover.prove(address(headerFaults), abi.encodeCall(headerFaults.CLOCK_SKEW, ()), 0);
        vm.expectRevert();
        prover.prove(address(challenges), abi.encodeCall(challenges.challengeOf, (faultKey)), 0);
    }

    function test_RevertWhen_NothingWasProved() public {
        vm.expectRevert(abi.encodeWithSelector(IFaultProver.FaultProver_NotProved.selector, faultKey));
        prover.releaseReward(faultKey);
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool taken,) = address(prover).call{value: 1}("");
        assertFalse(taken, "it takes no coins from strangers");
    }

    /// @dev Whatever the bond: slash, reward and fire sum, and what is held back covers every reward.
    function testFuzz_Reward_SumsForAnyBond(uint96 bond, uint8 agents) public {
        uint256 n = bound(agents, 1, 4);
        uint256 sum;
        bytes32[] memory keys = new bytes32[](n);
        for (uint256 i; i < n; ++i) {
            uint256 id = registerAgent(owner);
            openEpochWith(id, owner, 0x1000 + 2 * i, 0x1001 + 2 * i);
            bytes32 who = keyRing.agentKey(id).unwrap();
            uint256 amount = bound(uint256(bond) >> i, 1, 100 ether);
            vm.prank(owner);
            vault.deposit{value: amount}(who, owner);
            Segment memory a = segmentOf(id, 0, 0, 1, "a");
            Segment memory b = segmentOf(id, 0, 0, 1, "b");
            bytes memory sigA = signSegment(0x1000 + 2 * i, a);
            bytes memory sigB = signSegment(0x1001 + 2 * i, b);
            vm.prank(stranger);
            keys[i] = prover.proveEquivocation(id, a, sigA, b, sigB);
            (uint256 left,,,) = vault.bondOf(who, owner);
            (,,, uint256 reward) = prover.rewardOf(keys[i]);
            assertEq(reward * 5, amount - left, "a fifth, exactly");
            assertAtMost(amount / 2 - (amount - left), 5 gwei - 1, "half, but for dust");
            sum += reward;
        }
        assertEq(vault.creditOf(address(prover)), sum, "all of it is held back");
        vm.roll(vm.getBlockNumber() + prover.HOLD() + 1);
        for (uint256 i; i < n; ++i) {
            (,,, uint256 reward) = prover.rewardOf(keys[i]);
            if (reward != 0) prover.releaseReward(keys[i]);
        }
        assertEq(vault.creditOf(stranger), sum, "all of it is paid");
        assertEq(address(prover).balance + vault.creditOf(address(prover)), 0, "nothing stays");
    }

    function _proofOf(Segment memory a, Segment memory b) private view returns (bytes memory) {
        return abi.encodeCall(
            headerFaults.checkEquivocation, (agentId, a, signSegment(KEY_A, a), b, signSegment(KEY_B, b))
        );
    }

    function _commit(address who, bytes memory what) private {
        bytes32 commitment = prover.commitmentOf(who, what, SALT);
        vm.prank(who);
        prover.commitProof(commitment);
    }

    function _prove(address who, bytes memory what, bytes32 salt) private {
        vm.prank(who);
        prover.prove(address(headerFaults), what, salt);
    }

    function _alreadyProved() private view returns (bytes memory) {
        return abi.encodeWithSelector(IFaultProver.FaultProver_AlreadyProved.selector, faultKey);
    }
}
