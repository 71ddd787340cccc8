// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Claims} from "../../contracts/identity/Claims.sol";
import {IClaims} from "../../contracts/interfaces/IClaims.sol";
import {Case, FaultClass} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

contract ClaimsTest is CourtScenario {
    bytes32 private constant CAPABILITY = keccak256("translates contracts");
    bytes32 private constant DOCUMENT = keccak256("document");
    Claims private claims;

    function setUp() public {
        deployCourt();
        claims = Claims(createContract("Claims", abi.encode(registry, disputeCourt)));
    }

    function test_claim_ReplacesTheVersionBefore() public {
        assertFalse(claims.isClaimed(agentId, CAPABILITY), "not yet");
        vm.expectEmit(address(claims));
        emit IClaims.CapabilityClaimed(agentId, CAPABILITY, 1, DOCUMENT, "ipfs://claim");
        assertEq(_claim(), 1, "first");
        assertTrue(claims.isClaimed(agentId, CAPABILITY), "claimed");
        pass(1);
        assertEq(_claim(), 2, "second");
        _expect(1, IClaims.Standpoint.Replaced);
        _expect(2, IClaims.Standpoint.Made);
        assertEq(claims.newest(agentId, CAPABILITY), 2, "newest");
        IClaims.Version memory made = claims.versionOf(agentId, CAPABILITY, 2);
        assertEq(made.document, DOCUMENT, "document");
        assertEq(made.madeAt, START + 1, "made");
    }

    function test_withdraw_EndsTheNewest() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IClaims.Claims_WrongStandpoint.selector, agentId, CAPABILITY, 0, IClaims.Standpoint.None
            )
        );
        vm.prank(owner);
        claims.withdraw(agentId, CAPABILITY);
        _claim();
        vm.prank(owner);
        claims.withdraw(agentId, CAPABILITY);
        assertFalse(claims.isClaimed(agentId, CAPABILITY), "withdrawn");
        assertEq(_claim(), 2, "claimed again");
        _expect(1, IClaims.Standpoint.Withdrawn);
    }

    function test_RevertWhen_SomeoneElseClaims() public {
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_NotAuthorized.selector, agentId, buyer));
        vm.prank(buyer);
        claims.claim(agentId, CAPABILITY, DOCUMENT, "");
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_NotAuthorized.selector, agentId, buyer));
        vm.prank(buyer);
        claims.withdraw(agentId, CAPABILITY);
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_Empty.selector, bytes32(0), DOCUMENT));
        vm.prank(owner);
        claims.claim(agentId, 0, DOCUMENT, "");
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_Empty.selector, CAPABILITY, bytes32(0)));
        vm.prank(owner);
        claims.claim(agentId, CAPABILITY, 0, "");
    }

    /// @dev What an owner claimed is not claimed by the next one.
    function test_isClaimed_EndsWithTheOwner() public {
        _claim();
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        assertFalse(claims.isClaimed(agentId, CAPABILITY), "another owner");
    }

    function test_refute_MarksTheVersionForGood() public {
        _claim();
        pass(1);
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.expectEmit(address(claims));
        emit IClaims.ClaimContested(agentId, CAPABILITY, case_.disputeId, 1);
        vm.prank(claimant);
        claims.contest(CAPABILITY, 1, case_);
        _expectNotRefuted(case_);
        claims.refute(case_);
        ruleBy(case_, 1);
        _expectNotRefuted(case_);
        claims.refute(case_); // provisional
        finish(case_);
        vm.expectEmit(address(claims));
        emit IClaims.CapabilityRefuted(agentId, CAPABILITY, case_.disputeId, 1);
        claims.refute(case_);
        assertFalse(claims.isClaimed(agentId, CAPABILITY), "search finds it no longer");
        _expect(1, IClaims.Standpoint.Refuted);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClaims.Claims_WrongStandpoint.selector, agentId, CAPABILITY, 1, IClaims.Standpoint.Refuted
            )
        );
        claims.refute(case_);
        assertEq(_claim(), 2, "a later version is another claim");
        _expect(1, IClaims.Standpoint.Refuted);
        assertTrue(claims.isClaimed(agentId, CAPABILITY), "claimed anew");
    }

    /// @dev Claiming anew, or withdrawing, while a dispute runs saves no version from being refuted.
    function test_refute_ReachesAVersionThatWasReplacedMeanwhile() public {
        _claim();
        pass(1);
        Case memory case_ = openFresh(FaultClass.Harm);
        vm.prank(claimant);
        claims.contest(CAPABILITY, 1, case_);
        _claim();
        ruleBy(case_, 1);
        finish(case_);
        claims.refute(case_);
        _expect(1, IClaims.Standpoint.Refuted);
        assertTrue(claims.isClaimed(agentId, CAPABILITY), "the second stands");
    }

    function test_RevertWhen_ARulingRefutesNothing() public {
        _claim();
        pass(1);
        Case memory case_ = openFresh(FaultClass.Harm);
        Case memory other = openFresh(FaultClass.Negligence);
        vm.prank(claimant);
        claims.contest(CAPABILITY, 1, case_);
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_Contested.selector, case_.disputeId));
        vm.prank(claimant);
        claims.contest(CAPABILITY, 1, case_);
        ruleBy(case_, 2);
        finish(case_);
        _expectNotRefuted(case_); // dismissed
        claims.refute(case_);
        ruleBy(other, 1);
        finish(other);
        _expectNotRefuted(other); // about no claim
        claims.refute(other);
    }

    function test_RevertWhen_ADisputeCannotBeAboutAClaim() public {
        Case memory early = openFresh(FaultClass.Harm);
        pass(1);
        _claim();
        _expectNoGround(early, claimant);
        claims.contest(CAPABILITY, 1, early);
        Case memory case_ = openFresh(FaultClass.Deception);
        _expectNoGround(case_, stranger);
        claims.contest(CAPABILITY, 1, case_);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClaims.Claims_WrongStandpoint.selector, agentId, CAPABILITY, 2, IClaims.Standpoint.None
            )
        );
        vm.prank(claimant);
        claims.contest(CAPABILITY, 2, case_);
        respondTo(case_);
        _expectNoGround(case_, claimant);
        claims.contest(CAPABILITY, 1, case_);
    }

    /// @dev Versions only ever count up, and one at most is in force.
    function testFuzz_claim_KeepsOneInForce(uint256 moves) public {
        uint32 made;
        for (uint256 i; i < 16; ++i) {
            if (moves >> i & 1 == 0) {
                assertEq(_claim(), ++made, "next");
            } else {
                vm.prank(owner);
                try claims.withdraw(agentId, CAPABILITY) {} catch {}
            }
        }
        uint256 inForce;
        for (uint32 version = 1; version <= made; ++version) {
            if (claims.versionOf(agentId, CAPABILITY, version).standpoint == IClaims.Standpoint.Made) ++inForce;
        }
        assertEq(inForce, claims.isClaimed(agentId, CAPABILITY) ? 1 : 0, "one at most");
    }

    function _claim() private returns (uint32) {
        vm.prank(owner);
        return claims.claim(agentId, CAPABILITY, DOCUMENT, "ipfs://claim");
    }

    function _expect(uint32 version, IClaims.Standpoint standpoint) private view {
        assertEq(
            uint256(claims.versionOf(agentId, CAPABILITY, version).standpoint), uint256(standpoint), "standpoint"
        );
    }

    function _expectNotRefuted(Case memory case_) private {
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_NotRefuted.selector, case_.disputeId));
    }

    function _expectNoGround(Case memory case_, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IClaims.Claims_NoGround.selector, case_.disputeId, caller));
        vm.prank(caller);
    }
}
