// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStanding} from "../../contracts/interfaces/IStanding.sol";
import {Standing} from "../../contracts/reputation/Standing.sol";
import {NeverSold} from "./support/NeverSold.sol";
import {Test} from "./support/Test.sol";

/// @notice Asks as another contract would: with everything cold, since each call from the test is a transaction.
contract Asker {
    uint256 public used;

    function ask(IStanding standing, uint256 agentId) external {
        uint256 before = gasleft();
        standing.scoreOf(agentId, 0, 0);
        used = before - gasleft();
    }
}

/// @notice What a read costs another contract, whatever the history.
/// hardhat-config: isolate = true
contract StandingGasTest is Test {
    uint256 private constant ENTRIES = 10_000;
    Standing private standing;
    Asker private asker;

    function setUp() public {
        vm.warp(1_790_000_000);
        address[] memory writers = new address[](1);
        writers[0] = address(this);
        standing = Standing(createContract("Standing", abi.encode(new NeverSold(), address(0), writers)));
        asker = new Asker();
    }

    function test_Gas_ReadsAreTheSameAtAnyHistory() public {
        standing.addEvidence(1, 0, 0, 1e9, 1e9, "first");
        vm.warp(1_790_000_000 + 1_023 * 7 days); // most factors of the table
        asker.ask(standing, 1);
        uint256 one = asker.used();
        vm.snapshotValue("standing", "read, 1 entry, longest decay", one);
        vm.warp(1_790_000_000 + 9_000 * 7 days);
        for (uint256 i; i < ENTRIES; ++i) {
            standing.addEvidence(2, 0, 0, 1e9, 1e9, bytes32(i));
        }
        vm.warp(1_790_000_000 + (9_000 + 1_023) * 7 days);
        asker.ask(standing, 2);
        uint256 many = asker.used();
        vm.snapshotValue("standing", "read, 10,000 entries, longest decay", many);
        assertEq(many, one, "the same");
        assertAtMost(many, 10_000, "below ten thousand");
    }
}
