// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAvailability} from "../../contracts/interfaces/IAvailability.sol";
import {IChallengeBook} from "../../contracts/interfaces/IChallengeBook.sol";
import {Availability} from "../../contracts/log/Availability.sol";
import {TreeRef} from "../../contracts/types/Challenge.sol";
import {FaultKind} from "../../contracts/types/Finding.sol";
import {FaultScenario} from "./support/FaultScenario.sol";
import {Leaves} from "./support/Leaves.sol";

/// @notice Tiles that operators must show, and evidence that custodians must.
contract AvailabilityTest is FaultScenario {
    address private constant CUSTODIAN = address(0xC057);
    address private constant HELPER = address(0xA115);
    bytes private constant CONTENT = "what the files show";
    bytes32 private evidenceHash = sha256(CONTENT);

    function setUp() public {
        setUpFaults();
    }

    function test_Tile_ShownByAnyone() public {
        TreeRef memory tree = _grow(600);
        for (uint64 tile; tile < 3; ++tile) {
            _askTile(tree, tile);
            (bytes32[] memory hashes, bytes32[] memory proof) = _tile(tree, tile);
            assertEq(hashes.length, tile == 2 ? 88 : 256, "width");
            vm.prank(HELPER);
            availability.answerTile(tree, tile, hashes, proof);
        }
        assertEq(vault.creditOf(HELPER), 3 * CHALLENGE_DEPOSIT, "each costs the challenger");
        pass(4 days);
        expectNothing(address(availability), abi.encodeCall(availability.checkTile, (tree, 0)), "shown");
    }

    function test_Tile_HiddenCostsTheOperator() public {
        TreeRef memory tree = _grow(300);
        bytes32 id = _askTile(tree, 1);
        _askTile(tree, 0);
        pass(3 days + 1);
        availability.close(id);
        assertEq(vault.creditOf(buyer), CHALLENGE_DEPOSIT, "the deposit comes back");
        bytes32 key = keccak256(abi.encode(tree.log, tree.root, FaultKind.HiddenTile));
        assertEq(availability.checkTile(tree, 1).faultKey, key, "a fault of this tree");
        showProof(address(availability), abi.encodeCall(availability.checkTile, (tree, 1)));
        assertEq(operatorBondLeft(), BOND * 3 / 4, "a quarter");
        // The rest of the same tree is the same fault.
        expectNothing(address(availability), abi.encodeCall(availability.checkTile, (tree, 0)), "once a tree");
        assertFalse(availability.isDefaulted(0, address(0)), "no custody is concerned");
    }

    function test_RevertWhen_ThereIsNoSuchTile() public {
        TreeRef memory tree = _grow(256);
        vm.expectRevert(abi.encodeWithSelector(IAvailability.Availability_NoSuchTile.selector, logId, 0, 1));
        vm.prank(buyer);
        availability.challengeTile{value: CHALLENGE_DEPOSIT}(tree, 1);
        tree.root = "another";
        vm.expectRevert(abi.encodeWithSelector(IAvailability.Availability_NoSuchTile.selector, logId, 0, 0));
        vm.prank(buyer);
        availability.challengeTile{value: CHALLENGE_DEPOSIT}(tree, 0);
    }

    function test_RevertWhen_TheHashesAreOthers() public {
        TreeRef memory tree = _grow(300);
        _askTile(tree, 0);
        (bytes32[] memory hashes, bytes32[] memory proof) = _tile(tree, 0);
        hashes[17] ^= bytes32(uint256(1));
        vm.expectRevert();
        availability.answerTile(tree, 0, hashes, proof);
        hashes[17] ^= bytes32(uint256(1));
        // A shorter list with the same root is no tile.
        bytes32[] memory one = new bytes32[](1);
        one[0] = Leaves.root(hashes);
        vm.expectRevert(abi.encodeWithSelector(IAvailability.Availability_OtherTile.selector, 0, bytes32(0)));
        availability.answerTile(tree, 0, one, proof);
        availability.answerTile(tree, 0, hashes, proof);
    }

    /// @dev Every tile of every tree can be shown by its leaf hashes and the path above, whatever the size.
    function testFuzz_Tile_OfAnySizeCanBeShown(uint16 size, uint64 tile) public {
        size = uint16(bound(size, 1, 1_100));
        TreeRef memory tree = _grow(size);
        tile = tile % uint64((uint256(size) + 255) / 256);
        _askTile(tree, tile);
        (bytes32[] memory hashes, bytes32[] memory proof) = _tile(tree, tile);
        availability.answerTile(tree, tile, hashes, proof);
    }

    function test_Evidence_ShownCostsTheChallenger() public {
        _keep();
        _askEvidence();
        vm.prank(HELPER);
        availability.answerEvidence(evidenceHash, CUSTODIAN, CONTENT);
        assertEq(vault.creditOf(HELPER), CHALLENGE_DEPOSIT, "whoever shows it");
        assertFalse(availability.isDefaulted(evidenceHash, CUSTODIAN), "no default");
    }

    function test_Evidence_NotShownIsADefault() public {
        _keep();
        bytes32 id = _askEvidence();
        pass(3 days + 1);
        vm.expectEmit(address(availability));
        emit IAvailability.CustodyDefaulted(evidenceHash, CUSTODIAN, id);
        availability.close(id);
        assertTrue(availability.isDefaulted(evidenceHash, CUSTODIAN), "the point is lost");
        assertEq(vault.creditOf(buyer), CHALLENGE_DEPOSIT, "the deposit comes back");
        vm.expectRevert(
            abi.encodeWithSelector(IChallengeBook.Challenges_TooLate.selector, id, uint64(START + 3 days))
        );
        availability.answerEvidence(evidenceHash, CUSTODIAN, CONTENT);
    }

    /// @dev The attack: somebody is asked for what it never said it keeps, to lose a point that it never had.
    function test_RevertWhen_NobodySaidThatItKeepsIt() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAvailability.Availability_NotKept.selector, evidenceHash, CUSTODIAN)
        );
        _askEvidence();
        _keep();
        vm.expectRevert(
            abi.encodeWithSelector(IAvailability.Availability_AlreadyKept.selector, evidenceHash, CUSTODIAN)
        );
        _keep();
        assertEq(availability.keptSince(evidenceHash, CUSTODIAN), START, "since");
    }

    function test_RevertWhen_WhatIsShownIsOtherEvidence() public {
        _keep();
        _askEvidence();
        vm.expectRevert(
            abi.encodeWithSelector(
                IAvailability.Availability_OtherEvidence.selector, evidenceHash, sha256("something else")
            )
        );
        availability.answerEvidence(evidenceHash, CUSTODIAN, "something else");
    }

    /// @dev Evidence is refused for another's, whichever of the two hashes is the larger number.
    function test_RevertWhen_EvidenceIsShownForAnother() public {
        bytes[2] memory contents = [CONTENT, bytes("what other files show")];
        for (uint256 i; i < 2; ++i) {
            (bytes32 asked, bytes memory other) = (sha256(contents[i]), contents[1 - i]);
            vm.prank(CUSTODIAN);
            availability.keepEvidence(asked);
            vm.prank(buyer);
            availability.challengeEvidence{value: CHALLENGE_DEPOSIT}(asked, CUSTODIAN);
            vm.expectRevert(
                abi.encodeWithSelector(IAvailability.Availability_OtherEvidence.selector, asked, sha256(other))
            );
            availability.answerEvidence(asked, CUSTODIAN, other);
        }
    }

    function test_Evidence_IsKeptSinceATimeOfMoreThanThirtyTwoBits() public {
        vm.warp(uint256(type(uint32).max) + 5);
        _keep();
        assertEq(availability.keptSince(evidenceHash, CUSTODIAN), uint256(type(uint32).max) + 5, "in the year 2106");
    }

    /// @dev Where asking costs nothing, answering earns nothing, and closing returns nothing.
    function test_Evidence_AskedForNothing() public {
        Availability free = Availability(createContract("Availability", abi.encode(actionLog, vault, 0)));
        uint256 owed = vault.owed();
        for (uint160 i = 1; i < 3; ++i) {
            vm.prank(address(i));
            free.keepEvidence(evidenceHash);
            bytes32 id = free.challengeEvidence(evidenceHash, address(i));
            if (i == 1) {
                free.answerEvidence(evidenceHash, address(i), CONTENT);
                continue;
            }
            pass(3 days + 1);
            free.close(id);
        }
        assertFalse(free.isDefaulted(evidenceHash, address(1)), "who answered");
        assertTrue(free.isDefaulted(evidenceHash, address(2)), "who did not");
        assertEq(vault.owed(), owed, "nothing is owed");
    }

    function _keep() private {
        vm.prank(CUSTODIAN);
        availability.keepEvidence(evidenceHash);
    }

    function _askEvidence() private returns (bytes32) {
        vm.prank(buyer);
        return availability.challengeEvidence{value: CHALLENGE_DEPOSIT}(evidenceHash, CUSTODIAN);
    }

    function _askTile(TreeRef memory tree, uint64 tile) private returns (bytes32) {
        vm.prank(buyer);
        return availability.challengeTile{value: CHALLENGE_DEPOSIT}(tree, tile);
    }

    function _grow(uint256 size) private returns (TreeRef memory) {
        bytes32[] memory all = new bytes32[](size);
        for (uint256 i; i < size; ++i) {
            all[i] = keccak256(abi.encode("leaf", i));
        }
        _all = all;
        bytes32 root = Leaves.root(all);
        vm.prank(logOperator);
        actionLog.anchor(logId, uint64(size), root, new bytes32[](0));
        return TreeRef(logId, 0, uint64(size), root, vm.getBlockNumber());
    }

    bytes32[] private _all;

    /// @dev Hashes of a tile, and the path over it: in the tree whose leaves are the roots of the tiles.
    function _tile(TreeRef memory tree, uint64 tile)
        private
        view
        returns (bytes32[] memory hashes, bytes32[] memory proof)
    {
        bytes32[] memory all = _all;
        uint256 tiles = (uint256(tree.size) + 255) / 256;
        bytes32[] memory roots = new bytes32[](tiles);
        for (uint256 i; i < tiles; ++i) {
            uint256 from = i * 256;
            uint256 to = from + 256 < tree.size ? from + 256 : tree.size;
            roots[i] = Leaves.range(all, from, to);
            if (i != tile) continue;
            hashes = new bytes32[](to - from);
            for (uint256 k; k < hashes.length; ++k) {
                hashes[k] = all[from + k];
            }
        }
        proof = Leaves.path(roots, tile, tiles);
    }
}
