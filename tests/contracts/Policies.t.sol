// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {IPolicies} from "../../contracts/interfaces/IPolicies.sol";
import {Case, FaultClass, State} from "../../contracts/types/Dispute.sol";
import {Policy} from "../../contracts/types/Policy.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract PoliciesTest is CourtScenario {
    function setUp() public {
        deployCourt();
    }

    function test_constructor_MakesTheFirstReady() public {
        assertEq(policies.count(), 2, "two");
        assertEq(policies.readyAt(1), 0, "ready");
        (uint32 id, bytes32 hash) = policies.inForce("anything", stranger, uint64(START));
        assertEq(id, 1, "whoever never chose");
        assertEq(hash, keccak256(abi.encode(policies.policyOf(1))), "hash");
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_Unknown.selector, 3));
        policies.policyOf(3);
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_Unknown.selector, 0));
        policies.readyAt(0);
    }

    function test_queue_IsVisibleBeforeItCanBeChosen() public {
        policy.deposit = 1 ether;
        vm.expectEmit(address(policies));
        emit IPolicies.PolicyQueued(
            3, keccak256(abi.encode(policy)), stranger, uint64(START + 7 days), abi.encode(policy)
        );
        vm.prank(stranger);
        assertEq(policies.queue(policy), 3, "number");
        vm.expectRevert(
            abi.encodeWithSelector(IPolicies.Policies_StillQueued.selector, 3, uint64(START + 7 days))
        );
        vm.prank(owner);
        policies.adopt(subject, 3);
        pass(7 days);
        vm.expectEmit(address(policies));
        emit IPolicies.PolicyAdopted(subject, owner, 3);
        vm.prank(owner);
        policies.adopt(subject, 3);
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_Unknown.selector, 4));
        vm.prank(owner);
        policies.adopt(subject, 4);
    }

    /// @dev The policy of a time is the last one chosen up to it, for that bond alone.
    function testFuzz_inForce_IsTheLastChoice(uint32[6] memory gaps, uint8[6] memory choices, uint32 asked) public {
        uint256 time = START;
        asked = uint32(bound(asked, 0, 400 days));
        uint32 expected = 1;
        for (uint256 i; i < 6; ++i) {
            time += gaps[i] % 60 days;
            vm.warp(time);
            uint32 id = uint32(choices[i] % 2 + 1);
            vm.prank(owner);
            policies.adopt(subject, id);
            if (time <= START + asked) expected = id;
        }
        (uint32 id_,) = policies.inForce(subject, owner, uint64(START + asked));
        assertEq(id_, expected, "policy");
        (id_,) = policies.inForce(subject, stranger, uint64(START + asked));
        assertEq(id_, 1, "another owner's bond");
    }

    function test_RevertWhen_OutOfBounds() public {
        Policy memory bad = policy;
        bad.arbitrator = stranger;
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_ArbitratorUnknown.selector, stranger));
        policies.queue(bad);
        for (uint8 field = 1; field <= 11; ++field) {
            _expectBounds(field, 0);
            if (field != 6) _expectBounds(field, type(uint32).max);
        }
        _expectBounds(6, type(uint32).max);
    }

    function test_queue_TakesOneBlockToRespond() public {
        policy.responseBlocks = 1;
        assertEq(policies.policyOf(policies.queue(policy)).responseBlocks, 1, "the least");
    }

    function test_queue_OutlivesThirtyTwoBitsOfTime() public {
        vm.warp(uint256(type(uint32).max) + 5);
        assertEq(policies.readyAt(policies.queue(policy)), uint256(type(uint32).max) + 5 + 7 days, "in the year 2106");
    }

    function test_LongestDispute_FitsTheUnbondingTime() public {
        assertEq(policies.LONGEST_DISPUTE() + 30 days, vault.UNBONDING(), "claim window and longest dispute");
        Policy memory longest = policy;
        (longest.responseTime, longest.appealTime, longest.arbitrationTime) = (3 days, 3 days, 28 days + 12 hours);
        policies.queue(longest);
        longest.arbitrationTime += 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicies.Policies_OutOfBounds.selector, 6, 28 days + 12 hours + 1, 3 * 48 hours + 1 hours, 28 days + 12 hours
            )
        );
        policies.queue(longest);
    }

    // arbitrators

    function test_queueArbitrator_IsVisibleForLongerThanABondTakesToLeave() public {
        assertTrue(policies.ARBITRATOR_QUEUE_TIME() > vault.UNBONDING(), "who disagrees can leave");
        (address other, address proposer) = (address(0xC0), policies.proposer());
        uint64 ready = uint64(START) + policies.ARBITRATOR_QUEUE_TIME();
        vm.expectEmit(address(policies));
        emit IPolicies.ArbitratorQueued(other, proposer, ready);
        vm.prank(proposer);
        policies.queueArbitrator(other);
        assertEq(policies.arbitratorReadyAt(other), ready, "visible");
        Policy memory named = policy;
        named.arbitrator = other;
        vm.warp(ready - 1);
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_ArbitratorQueued.selector, other, ready));
        policies.queue(named);
        vm.warp(ready);
        assertEq(policies.queue(named), 3, "named by a policy, which is queued itself");
    }

    function test_RevertWhen_ArbitratorsAreProposedWrongly() public {
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_NotProposer.selector, owner));
        vm.prank(owner);
        policies.queueArbitrator(address(0xC0));
        address proposer = policies.proposer();
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_ArbitratorKnown.selector, address(panel)));
        vm.prank(proposer);
        policies.queueArbitrator(address(panel));
        vm.prank(proposer);
        policies.queueArbitrator(address(0xC0));
        vm.expectRevert(abi.encodeWithSelector(IPolicies.Policies_ArbitratorKnown.selector, address(0xC0)));
        vm.prank(proposer);
        policies.queueArbitrator(address(0xC0));
    }

    /// @dev Whatever is queued, ready and adopted meanwhile, an open dispute goes on under what it was opened under.
    function test_queues_NeverTouchAnOpenDispute() public {
        Case memory case_ = openFresh(FaultClass.Harm);
        Policy memory harsh = policy;
        (harsh.responseTime, harsh.deposit) = (30 minutes, 1 ether);
        policies.queue(harsh);
        pass(policy.responseTime - 1);
        vm.prank(owner);
        policies.adopt(subject, 2);
        passBlocks(policy.responseBlocks);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_TooEarly.selector, 1, vm.getBlockTimestamp(), START + policy.responseTime
            )
        );
        disputeCourt.defaultJudgment(case_, policy);
        vm.expectRevert(
            abi.encodeWithSelector(
                IDisputeCourt.DisputeCourt_WrongPolicy.selector,
                keccak256(abi.encode(harsh)),
                keccak256(abi.encode(policy))
            )
        );
        disputeCourt.defaultJudgment(case_, harsh);
        pass(1);
        disputeCourt.defaultJudgment(case_, policy);
        assertState(case_, State.Provisional, "as it was opened");
    }

    function _expectBounds(uint8 field, uint32 value) private {
        Policy memory bad = policy;
        if (field == 1) bad.responseTime = value;
        if (field == 2) bad.responseBlocks = value;
        if (field == 3) bad.commitTime = value;
        if (field == 4) bad.revealTime = value;
        if (field == 5) bad.appealTime = value;
        if (field == 6) bad.arbitrationTime = value;
        if (field == 7) bad.claimWindow = value;
        if (field == 8) bad.claimBlocks = value;
        if (field == 9) bad.deposit = value == 0 ? 0 : type(uint96).max;
        if (field == 10) bad.sliceBps[3] = uint16(value);
        if (field == 11) bad.weights[3] = value;
        (bool queued, bytes memory answer) = address(policies).call(abi.encodeCall(policies.queue, (bad)));
        assertFalse(queued, "out of bounds");
        assertEq(bytes32(bytes4(answer)), bytes32(IPolicies.Policies_OutOfBounds.selector), "by that error");
        assembly ("memory-safe") {
            answer := add(answer, 4)
        }
        uint256 named;
        assembly ("memory-safe") {
            named := mload(add(answer, 0x20))
        }
        assertEq(named, field, "and that field");
    }
}
