// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredits} from "../../../contracts/interfaces/ICredits.sol";
import {Credits} from "../../../contracts/market/Credits.sol";
import {Scenario} from "./Scenario.sol";

/// @notice Clients and agents that do anything with bounties, and a count of all that went in.
contract CreditsHandler is Scenario {
    Credits private _credits;
    uint256 private _agentId;
    uint256 private _count;
    uint256 private _in; // wei that was ever locked
    bytes32[] private _assets;

    constructor() {
        deployAll();
        _credits = Credits(createContract("Credits", abi.encode(registry, keyRing, vault, disputeCourt)));
        _agentId = registerAgent(owner);
        uint256 maker = registerAgent(buyer);
        for (uint256 i = 1; i <= 3; ++i) {
            vm.prank(buyer);
            _credits.registerAsset(maker, bytes32(i), uint16(i * 777));
            _assets.push(bytes32(i));
        }
    }

    function lock(uint96 amount, uint32 time) external {
        vm.deal(stranger, amount);
        vm.prank(stranger);
        _credits.lock{value: amount}(_agentId, "task", uint64(vm.getBlockTimestamp() + time % 3 days));
        _in += amount;
        ++_count;
    }

    function deliver(uint256 at, uint8 reused) external {
        bytes32[] memory assets = new bytes32[](reused % 4);
        for (uint256 i; i < assets.length; ++i) {
            assets[i] = _assets[i];
        }
        vm.prank(owner);
        _credits.deliver(1 + at % _count, "delivery", assets);
    }

    function accept(uint256 at, bool client) external {
        vm.prank(client ? stranger : buyer);
        _credits.accept(1 + at % _count);
    }

    function reclaim(uint256 at) external {
        _credits.reclaim(1 + at % _count);
    }

    function wait(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + time % 3 days);
    }

    function check() external view {
        uint256 held;
        for (uint256 id = 1; id <= _count; ++id) {
            ICredits.Bounty memory bounty = _credits.bountyOf(id);
            if (bounty.stage == ICredits.Stage.Locked || bounty.stage == ICredits.Stage.Delivered) {
                held += bounty.amount;
            }
        }
        assertEq(_credits.locked(), held, "locked is the sum of what is not paid");
        assertEq(address(_credits).balance, held, "and the balance");
        uint256 paid = vault.creditOf(owner) + vault.creditOf(buyer) + vault.creditOf(stranger);
        assertEq(held + paid, _in, "totals are conserved");
    }
}
