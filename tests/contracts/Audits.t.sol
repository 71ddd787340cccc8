// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../contracts/interfaces/IActionWitness.sol";
import {IAssertions} from "../../contracts/interfaces/IAssertions.sol";
import {IAudits} from "../../contracts/interfaces/IAudits.sol";
import {IStanding} from "../../contracts/interfaces/IStanding.sol";
import {CourtScenario} from "./support/CourtScenario.sol";
import {Vm} from "./support/Vm.sol";

contract AuditsTest is CourtScenario {
    bytes32 private constant REPORT = keccak256("report");
    address private auditor;

    function setUp() public {
        deployCourt();
        auditor = arbitratorAt(0);
    }

    function test_count_AddsAnAcceptedAuditOnce() public {
        bytes32 assertion = _audit(800);
        _expectNotToCount(assertion);
        audits.count(assertion);
        pass(3 days);
        audits.conclude(assertion);
        vm.expectEmit(address(audits));
        emit IAudits.AuditCounted(assertion, agentId, 800);
        assertEq(audits.count(assertion), 800, "gained");
        (uint80 positive,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(positive, 800, "positive");
        assertEq(count, 1, "once");
        assertEq(vault.creditOf(auditor), ASSERTION_BOND, "the bond is back");
        _expectNotToCount(assertion);
        audits.count(assertion);
    }

    /// @dev An audit that finds no room waits for the next period.
    function test_count_WaitsForRoom() public {
        bytes32 first = _audit(1_000);
        bytes32 second = _audit(300);
        pass(3 days);
        audits.conclude(first);
        audits.conclude(second);
        audits.count(first);
        vm.expectRevert(abi.encodeWithSelector(IStanding.Standing_NothingToGain.selector, agentId, 0, 0));
        audits.count(second);
        pass(7 days);
        assertEq(audits.count(second), 300, "later");
    }

    function test_challenge_UpheldCountsNothing() public {
        bytes memory proof = freshProof();
        bytes32 assertion = _auditOf(proof, 500);
        bytes32 action = audits.auditOf(assertion).action;
        assertEq(audits.auditFor(action), assertion, "of the action");
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_Audited.selector, action, assertion));
        _auditOf(proof, 500);
        uint256 cost = audits.challengeCost();
        vm.recordLogs();
        vm.prank(stranger);
        audits.challenge{value: cost}(assertion, EVIDENCE, "ipfs://otherwise");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 number = uint256(logs[logs.length - 1].topics[3]);
        vm.prank(address(panel));
        audits.rule(number, 1);
        audits.conclude(assertion);
        _expectNotToCount(assertion);
        audits.count(assertion);
        assertTrue(_auditOf(proof, 500) != assertion, "it may be audited again");
    }

    function test_RevertWhen_TheAuditorIsNotFit() public {
        bytes memory proof = freshProof();
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_NotAccredited.selector, stranger));
        vm.prank(stranger);
        audits.audit{value: ASSERTION_BOND}(agentId, 0, 1, 500, REPORT, proof, "");
        vm.prank(auditor);
        panel.retire();
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_NotAccredited.selector, auditor));
        _auditOf(proof, 500);
        auditor = arbitratorAt(1);
        vm.prank(owner);
        registry.approve(auditor, agentId);
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_OwnSide.selector, agentId, auditor));
        _auditOf(proof, 500);
        auditor = vm.addr(KEY_A); // an arbitrator's account, which is a key of the agent too
        enlist(auditor);
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_OwnSide.selector, agentId, auditor));
        _auditOf(proof, 500);
        auditor = arbitratorAt(2);
        pass(366 days);
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_NotAccredited.selector, auditor));
        _auditOf(proof, 500);
    }

    function test_audit_ByAKeyOfAnotherAgent() public {
        uint256 other = registerAgent(buyer);
        openEpochWith(other, buyer, 0xE, 0xF);
        auditor = vm.addr(0xE);
        enlist(auditor);
        bytes32 assertion = _audit(500);
        pass(3 days);
        audits.conclude(assertion);
        assertEq(audits.count(assertion), 500, "gained");
    }

    function test_RevertWhen_AnAuditSaysNothing() public {
        bytes memory proof = freshProof();
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_WrongWeight.selector, 0, 1_000));
        _auditOf(proof, 0);
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_WrongWeight.selector, 1_001, 1_000));
        _auditOf(proof, 1_001);
        vm.deal(auditor, 10 ether);
        uint256 other = registerAgent(buyer);
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_WrongAgent.selector, agentId, other));
        vm.prank(auditor);
        audits.audit{value: ASSERTION_BOND}(other, 0, 1, 500, REPORT, proof, "");
        vm.expectRevert();
        vm.prank(auditor);
        audits.audit{value: ASSERTION_BOND}(agentId, 0, 1, 500, 0, proof, "");
        vm.expectRevert();
        vm.prank(auditor);
        audits.audit{value: ASSERTION_BOND}(
            agentId, 0, 1, 500, REPORT, abi.encodeWithSelector(IActionWitness.onAck.selector), ""
        );
    }

    /// @dev Standing never gains more than was audited and accepted, nor more than the most of a period.
    function testFuzz_count_NeverGainsMoreThanAudited(uint16[6] memory weights, uint8 concluded) public {
        uint256 audited;
        for (uint256 i; i < 6; ++i) {
            uint80 weight = uint80(bound(weights[i], 1, 1_000));
            bytes32 assertion = _audit(weight);
            pass(3 days);
            if (concluded >> i & 1 == 0) continue;
            audits.conclude(assertion);
            try audits.count(assertion) returns (uint80 gained) {
                assertAtMost(gained, weight, "no more than audited");
                audited += gained;
            } catch {}
        }
        (uint80 positive,,,) = standing.standingOf(agentId, 0, 1);
        assertAtMost(positive, audited, "no more than was counted");
        assertAtMost(positive, 4_000, "a thousand a period"); // four periods at most
    }

    function _audit(uint80 weight) private returns (bytes32) {
        return _auditOf(freshProof(), weight);
    }

    function _auditOf(bytes memory proof, uint80 weight) private returns (bytes32) {
        vm.prank(auditor);
        return audits.audit{value: ASSERTION_BOND}(agentId, 0, 1, weight, REPORT, proof, "ipfs://report");
    }

    function _expectNotToCount(bytes32 assertion) private {
        vm.expectRevert(abi.encodeWithSelector(IAudits.Audits_NotToCount.selector, assertion));
    }
}
