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
        _lock(amount, time);
    }

    function deliver(uint256 at, uint8 reused) external {
        _deliver(_bring(at, ICredits.Stage.Locked, true), reused);
    }

    function accept(uint256 at, uint8 who) external {
        uint256 id = _bring(at, ICredits.Stage.Delivered, false);
        vm.prank(who % 4 == 0 ? buyer : stranger);
        _credits.accept(id);
    }

    /// @notice The client takes back what was not delivered, sometimes too soon.
    function reclaim(uint256 at, uint8 soon) external {
        uint256 id = _bring(at, ICredits.Stage.Locked, false);
        uint256 until = _credits.bountyOf(id).due;
        if (soon % 4 != 0 && vm.getBlockTimestamp() <= until) vm.warp(until + 1);
        _credits.reclaim(id);
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

    /// @dev A bounty in a stage, in time if so wanted; brought there if there is none.
    function _bring(uint256 at, ICredits.Stage wanted, bool inTime) private returns (uint256 id) {
        for (uint256 i; i < _count; ++i) {
            id = 1 + (at % _count + i) % _count;
            ICredits.Bounty memory bounty = _credits.bountyOf(id);
            if (bounty.stage == wanted && (!inTime || vm.getBlockTimestamp() <= bounty.due)) return id;
        }
        if (wanted == ICredits.Stage.Locked) return _lock(uint96(at), uint32(at >> 96));
        id = _bring(at, ICredits.Stage.Locked, true);
        _deliver(id, uint8(at >> 8));
    }

    function _lock(uint96 amount, uint32 time) private returns (uint256) {
        if (amount == 0) amount = 1;
        vm.deal(stranger, amount);
        vm.prank(stranger);
        _credits.lock{value: amount}(_agentId, "task", uint64(vm.getBlockTimestamp() + 2 days + time % 5 days));
        _in += amount;
        return ++_count;
    }

    function _deliver(uint256 id, uint8 reused) private {
        bytes32[] memory assets = new bytes32[](reused % 4);
        for (uint256 i; i < assets.length; ++i) {
            assets[i] = _assets[i];
        }
        vm.prank(owner);
        _credits.deliver(id, "delivery", assets);
    }
}
