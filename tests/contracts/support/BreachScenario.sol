// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case, Claim, FaultClass} from "../../../contracts/types/Dispute.sol";
import {Mandate} from "../../../contracts/types/Mandate.sol";
import {SegmentRef} from "../../../contracts/types/ActionRefs.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {CourtScenario} from "./CourtScenario.sol";

/// @notice An agent with a bond of 10 ether, a mandate over 100 and an empty manifest, which both of its actions breach
/// and whose receipts its log contradicts. A ruling on a breach takes a tenth, on a deception four; proofs a quarter and
/// a half.
abstract contract BreachScenario is CourtScenario {
    bytes32[] internal none;
    bytes32 internal mandateId;
    uint256 internal acted; // Unix seconds at which the records say that they were made

    function deployBreaches() internal {
        deployCourt();
        Mandate memory mandate = Mandate({
            principal: stranger,
            agentId: agentId,
            cap: 100,
            expiry: uint64(START + 300 days),
            tools: keccak256(abi.encodePacked(keccak256("pay"))),
            salt: "salt"
        });
        vm.prank(stranger);
        mandates.grant(mandate, "");
        mandateId = mandates.idOf(mandate);
        vm.prank(owner);
        manifests.declare(agentId, "nothing", keccak256(""));
        pass(1 days);
        acted = vm.getBlockTimestamp();
    }

    /// @notice Text of the record at a sequence number.
    function textAt(uint64 seq) internal view returns (bytes memory) {
        return abi.encodePacked(
            '{"agent":"a","op":"execute_tool","phase":"outcome","seq":',
            vm.toString(uint256(seq)),
            ',"tool":"pay","ts":',
            vm.toString(acted * 1000),
            "}"
        );
    }

    /// @notice The receipt of a record that breaches mandate and manifest alike.
    function breachAt(uint64 seq) internal view returns (Receipt memory receipt) {
        receipt = receiptOf(seq);
        receipt.recordHash = sha256(abi.encodePacked(bytes1(0x00), "ombud/record/1", textAt(seq)));
        (receipt.mandate, receipt.amount) = (mandateId, 101);
    }

    function matterOf(Receipt memory receipt, FaultClass faultClass) internal view returns (bytes32) {
        bytes32 action =
            keccak256(abi.encode(subject, receipt.epoch, receipt.stream, receipt.seq, receipt.recordHash));
        return keccak256(abi.encode(action, faultClass));
    }

    function keyOf(Receipt memory receipt, uint8 kind) internal view returns (bytes32) {
        return keccak256(abi.encode(subject, receipt.epoch, receipt.stream, receipt.seq, kind));
    }

    function openOn(Receipt memory receipt, FaultClass faultClass, bytes32 evidence) internal returns (Case memory) {
        Claim memory claim = Claim(agentId, faultClass, evidence);
        return openWith(claim, receiptProof(receipt, injured), policy, policy.deposit + FEE);
    }

    /// @notice A call of a check that shows the breach of the mandate.
    function mandateProof(Receipt memory receipt) internal view returns (address, bytes memory) {
        return (
            address(permissionFaults),
            abi.encodeCall(
                permissionFaults.checkMandateBreach, (agentId, receipt, signReceipt(KEY_A, receipt), none)
            )
        );
    }

    /// @notice A call of a check that shows the breach of the manifest.
    function manifestProof(Receipt memory receipt) internal view returns (address, bytes memory) {
        return (
            address(permissionFaults),
            abi.encodeCall(
                permissionFaults.checkManifestBreach,
                (agentId, receipt, signReceipt(KEY_A, receipt), textAt(receipt.seq), 0, none)
            )
        );
    }

    /// @notice A call of a check that shows that the agent signed another record in the receipt's place.
    function contradictionProof(Receipt memory receipt) internal view returns (address, bytes memory) {
        Segment memory segment = segmentOf(agentId, 0, receipt.seq, 1, "another");
        SegmentRef memory shown = SegmentRef(segment, signSegment(KEY_A, segment), "another", 0, none);
        return (
            address(receiptFaults),
            abi.encodeCall(
                receiptFaults.checkReceiptAgainstSegment, (agentId, receipt, signReceipt(KEY_A, receipt), shown)
            )
        );
    }

    /// @notice Proves a fault as a stranger: 2 a mandate's breach, 3 a contradicted receipt, 9 a manifest's breach.
    function proveKind(Receipt memory receipt, uint8 kind) internal returns (bytes32) {
        (address checker, bytes memory proof) = kind == 2
            ? mandateProof(receipt)
            : kind == 3 ? contradictionProof(receipt) : manifestProof(receipt);
        vm.prank(stranger);
        return prover.prove(checker, proof, 0);
    }

    /// @notice What the bond has lost.
    function lost() internal view returns (uint256) {
        (uint256 active,,,) = vault.bondOf(subject, owner);
        return BOND - active;
    }

    /// @notice How often conduct (1) or integrity (0) was marked down.
    function marksOf(uint8 dimension) internal view returns (uint32 marks) {
        (,, marks,) = standing.standingOf(agentId, 0, dimension);
    }
}
