// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PanelHandler} from "./support/PanelHandler.t.sol";
import {Test} from "./support/Test.sol";

/// @notice Whoever commits to what, and whoever tries to open it where.
contract PanelInvariants is Test {
    PanelHandler private handler;

    function setUp() public {
        handler = new PanelHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function excludeSelectors() public view returns (FuzzSelector[] memory) {
        return noStep(address(handler), handler.rule.selector);
    }

    function invariant_ACommitmentOpensForItsVoterInItsPlaceAlone() public view {
        handler.check();
    }

    /// @dev Votes do get opened and disputes decided on the way, or the invariant would say nothing.
    function test_TheHandlerOpensAndRules() public {
        for (uint256 i; i < 6; ++i) {
            handler.voteThrough(0, 0, type(uint256).max);
            handler.attack(i, 0, uint8(i), i % 2 == 0);
            handler.conclude(0);
        }
        handler.check();
        assertTrue(handler.opened() >= 9, "opened");
        assertTrue(handler.ruled() >= 3, "ruled");
    }
}
