// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFaultErrors} from "../../contracts/interfaces/IFaultErrors.sol";
import {IManifests} from "../../contracts/interfaces/IManifests.sol";
import {IPermissionFaults} from "../../contracts/interfaces/IPermissionFaults.sol";
import {Manifest} from "../../contracts/types/Manifest.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {FaultScenario} from "./support/FaultScenario.sol";

/// @notice Manifests, their history, and tools beyond them. Breaches of mandates are tested beside the mandates.
contract PermissionFaultsTest is FaultScenario {
    bytes32 private constant PAY = keccak256("pay");
    bytes32 private constant READ = keccak256("read");
    bytes32[] private both;
    bytes32[] private readOnly;
    bytes32[] private none;

    function setUp() public {
        setUpFaults();
        (bytes32 low, bytes32 high) = PAY < READ ? (PAY, READ) : (READ, PAY);
        both.push(low);
        both.push(high);
        readOnly.push(READ);
        _declare("both", both);
        pass(1 days);
        _declare("read only", readOnly);
    }

    function test_Manifest_KeepsItsHistory() public {
        assertEq(manifests.count(agentId), 2, "two");
        Manifest memory first = manifests.manifestAt(agentId, 0);
        assertEq(first.since, START, "since");
        assertEq(first.until, START + 1 days, "until");
        Manifest memory second = manifests.manifestAt(agentId, 1);
        assertEq(second.document, "read only", "document");
        assertEq(second.until, 0, "in force");
        vm.expectRevert(abi.encodeWithSelector(IManifests.Manifests_Unknown.selector, agentId, 2));
        manifests.manifestAt(agentId, 2);
        vm.expectRevert(
            abi.encodeWithSelector(IManifests.Manifests_Unchanged.selector, agentId, bytes32("read only"))
        );
        _declare("read only", readOnly);
        vm.expectRevert(abi.encodeWithSelector(IManifests.Manifests_NotAuthorized.selector, agentId, stranger));
        vm.prank(stranger);
        manifests.declare(agentId, "mine", 0);
    }

    function test_Breach_OfTheManifestInForce() public {
        (Receipt memory receipt, bytes memory record) = _acted(START + 2 days);
        bytes32 faultKey = showProof(address(permissionFaults), _proof(receipt, record, 1, readOnly));
        assertEq(faultKey, keccak256(abi.encode(subject, 0, LOGGED_STREAM, 9, 9)), "fault key");
        assertEq(bondLeft(), BOND * 3 / 4, "a quarter");
        (, uint80 negative,,) = standing.standingOf(agentId, 0, 1);
        assertEq(negative, 5_000, "conduct");
    }

    function test_RevertWhen_TheToolWasListedAtThatTime() public {
        (Receipt memory receipt, bytes memory record) = _acted(START + 12 hours);
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert(abi.encodeWithSelector(IPermissionFaults.PermissionFaults_WithinManifest.selector, 0, PAY));
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 0, both);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPermissionFaults.PermissionFaults_NotInForce.selector, 1, uint64(START + 12 hours)
            )
        );
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 1, readOnly);
    }

    /// @dev The attack: an honest agent is convicted by what changed while its clock was a little wrong.
    function test_RevertWhen_TheManifestHasOnlyJustChanged() public {
        uint256 changed = START + 1 days;
        (Receipt memory receipt, bytes memory record) = _acted(changed + 15 minutes - 1);
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert();
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 1, readOnly);
        (receipt, record) = _acted(changed + 15 minutes);
        permissionFaults.checkManifestBreach(agentId, receipt, sign(KEY_A, receipt), record, 1, readOnly);
    }

    function test_RevertWhen_TheListOrTheRecordIsAnother() public {
        (Receipt memory receipt, bytes memory record) = _acted(START + 2 days);
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPermissionFaults.FaultProver_WrongTools.selector,
                keccak256(""),
                keccak256(abi.encodePacked(readOnly))
            )
        );
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 1, none);
        (, bytes memory other) = _acted(START + 3 days);
        vm.expectRevert();
        permissionFaults.checkManifestBreach(agentId, receipt, signature, other, 1, readOnly);
        bytes memory forged = sign(0x123, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IFaultErrors.FaultProver_MayNotState.selector, vm.addr(0x123), agentId, 0)
        );
        permissionFaults.checkManifestBreach(agentId, receipt, forged, record, 1, readOnly);
    }

    function test_Breach_OfAnEmptyManifestAndOfNoTool() public {
        pass(1 days);
        _declare("nothing", none);
        (Receipt memory receipt, bytes memory record) = _acted(vm.getBlockTimestamp() + 1 hours);
        permissionFaults.checkManifestBreach(agentId, receipt, sign(KEY_A, receipt), record, 2, none);
        receipt.tool = 0;
        bytes memory signature = sign(KEY_A, receipt);
        vm.expectRevert(
            abi.encodeWithSelector(IPermissionFaults.PermissionFaults_WithinManifest.selector, 2, bytes32(0))
        );
        permissionFaults.checkManifestBreach(agentId, receipt, signature, record, 2, none);
    }

    function _declare(bytes32 document, bytes32[] memory tools) private {
        vm.prank(owner);
        manifests.declare(agentId, document, keccak256(abi.encodePacked(tools)));
    }

    function _acted(uint256 time) private view returns (Receipt memory receipt, bytes memory record) {
        record = abi.encodePacked(
            '{"agent":"a","op":"execute_tool","phase":"outcome","tool":"pay","ts":', vm.toString(time * 1000), "}"
        );
        receipt = receiptFor(9);
        receipt.recordHash = sha256(abi.encodePacked(bytes1(0x00), "ombud/record/1", record));
    }

    function _proof(Receipt memory receipt, bytes memory record, uint256 index, bytes32[] memory tools)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(
            permissionFaults.checkManifestBreach,
            (agentId, receipt, sign(KEY_A, receipt), record, index, tools)
        );
    }
}
