// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastHandler} from "./support/ForecastHandler.t.sol";
import {Test} from "./support/Test.sol";

contract ForecastInvariants is Test {
    ForecastHandler private handler;

    function setUp() public {
        handler = new ForecastHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_AForecastAloneChangesNothing() public view {
        handler.check();
    }

    /// @dev The handler does get somewhere, or the invariant would say nothing.
    function test_TheHandlerRevealsAndShows() public {
        uint256 before = handler.moves();
        handler.reveal(0, 0);
        handler.showOutcome(0, 0);
        handler.check();
        assertEq(handler.moves(), before + 2, "reveal, outcome");
    }
}
