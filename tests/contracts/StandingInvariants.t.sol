// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {StandingHandler} from "./support/StandingHandler.t.sol";
import {Test} from "./support/Test.sol";

contract StandingInvariants is Test {
    StandingHandler private handler;

    function setUp() public {
        handler = new StandingHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_ReplayingTheEventsGivesTheStanding() public view {
        handler.check();
    }
}
