// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FaultsHandler} from "./support/FaultsHandler.t.sol";
import {Scenario} from "./support/Scenario.sol";

/// @notice Whoever accuses whom of what, in whatever order.
contract FaultsInvariants is Scenario {
    FaultsHandler private handler;

    function setUp() public {
        deployAll();
        uint256 honest = registerAgent(owner);
        uint256 liar = registerAgent(owner);
        handler = new FaultsHandler(keyRing, prover, headerFaults, receiptFaults, honest, liar);
        (uint256 honestKey, uint256 liarKey) = handler.keys();
        openEpochWith(honest, owner, honestKey, 0xE);
        openEpochWith(liar, owner, liarKey, 0xF);
        _bond(honest);
        _bond(liar);
        handler.seal(2);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_ProofsAreTrueAndPunishOnce() public view {
        assertEq(handler.wronglyProved(), 0, "an honest agent is never convicted");
        assertEq(handler.wronglyRefused(), 0, "a lie always convicts, and what is due is paid");
        assertEq(handler.provedTwice(), 0, "one fault is punished once");
        assertEq(handler.wronglyPaid(), 0, "no reward is paid early or twice");
        (uint256 active, uint256 unbonding,,) =
            vault.bondOf(keyRing.agentKey(handler.honest()).unwrap(), owner);
        assertEq(active + unbonding, 10 ether, "the honest agent's bond is whole");
        (, uint80 negative,,) = standing.standingOf(handler.honest(), 0, 0);
        assertEq(negative, 0, "and its standing");
        assertEq(
            vault.creditOf(address(prover)) + address(prover).balance, handler.held(), "rewards held back are there"
        );
    }

    function _bond(uint256 agentId) private {
        bytes32 subject = keyRing.agentKey(agentId).unwrap();
        vm.prank(owner);
        vault.deposit{value: 10 ether}(subject, owner);
    }
}
