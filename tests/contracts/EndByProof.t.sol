// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeCourt} from "../../contracts/interfaces/IDisputeCourt.sol";
import {Basis, Case, FaultClass, Place, State} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice Stands where the prover does, and says what it is told.
contract SayingProver {
    mapping(bytes32 faultKey => bool) public isProved;

    function prove(bytes32 faultKey) external {
        isProved[faultKey] = true;
    }
}

contract EndByProofTest is CourtScenario {
    Case private case_;
    Place private place;

    function setUp() public {
        deployCourt();
        vm.etch(address(prover), address(new SayingProver()).code);
        case_ = openFresh(FaultClass.Breach);
        place = Place(0, LOGGED_STREAM, 1, keccak256(abi.encode("record", uint64(1))));
    }

    function test_endByProof_EndsWithoutASecondPunishment() public {
        bytes32 key = _prove(2);
        vm.expectEmit(address(disputeCourt));
        emit IDisputeCourt.DisputeEndedByProof(1, key, stranger);
        vm.prank(stranger);
        disputeCourt.endByProof(case_, policy, place);
        assertState(case_, State.Final, "final");
        assertRuling(case_, 1, Basis.Proof);
        disputeCourt.execute(case_, policy);
        (uint256 active,, uint256 locked,) = vault.bondOf(subject, owner);
        assertEq(active, BOND, "the proof has punished");
        assertEq(locked, 0, "no lock");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit and fee");
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 0, "no second mark");
        assertEq(disputeCourt.slashedFor(keccak256(abi.encode(case_.action, FaultClass.Breach))), 0, "nothing");
        (bool upheld,,,) = disputeCourt.matterOf(case_.action, FaultClass.Breach);
        assertTrue(upheld, "the matter is decided");
    }

    /// @dev From every state before the last two, and from none of these.
    function testFuzz_endByProof_FromAnyStateThatIsNotFinal(uint8 steps) public {
        _prove(2);
        steps = steps % 5;
        if (steps == 1) respondTo(case_);
        if (steps >= 2) ruleBy(case_, 2);
        if (steps >= 3) {
            pass(policy.appealTime);
            disputeCourt.finalize(case_, policy);
        }
        if (steps == 4) disputeCourt.execute(case_, policy);
        State before = stateOf(case_);
        if (steps >= 3) {
            vm.expectRevert(
                abi.encodeWithSelector(IDisputeCourt.DisputeCourt_WrongState.selector, 1, before)
            );
        }
        disputeCourt.endByProof(case_, policy, place);
        if (steps >= 3) {
            assertRuling(case_, 2, Basis.Merits);
            return;
        }
        disputeCourt.execute(case_, policy);
        assertEq(address(disputeCourt).balance, 0, "no escrow is left");
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, steps == 0 ? BOND : BOND - FEE, "the fee that was spent, and no slice");
        assertEq(vault.creditOf(claimant), DEPOSIT + FEE, "deposit and fee");
    }

    function test_RevertWhen_TheProofIsOfSomethingElse() public {
        bytes32 key = _key(2);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotProved.selector, 1, key));
        disputeCourt.endByProof(case_, policy, place);
        _prove(1);
        vm.expectRevert(abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NotProved.selector, 1, key));
        disputeCourt.endByProof(case_, policy, place);
        _prove(2);
        Place memory other = place;
        other.seq = 9;
        vm.expectRevert();
        disputeCourt.endByProof(case_, policy, other);
        Case memory harm = openFresh(FaultClass.Harm);
        vm.expectRevert(
            abi.encodeWithSelector(IDisputeCourt.DisputeCourt_NoProofFor.selector, FaultClass.Harm)
        );
        disputeCourt.endByProof(harm, policy, Place(0, LOGGED_STREAM, 2, keccak256(abi.encode("record", uint64(2)))));
        assertState(case_, State.Open, "open");
    }

    function _key(uint8 kind) private view returns (bytes32) {
        return keccak256(abi.encode(subject, place.epoch, place.stream, place.seq, kind));
    }

    function _prove(uint8 kind) private returns (bytes32 key) {
        key = _key(kind);
        SayingProver(address(prover)).prove(key);
    }
}
