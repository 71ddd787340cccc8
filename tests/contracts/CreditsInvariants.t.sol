// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CreditsHandler} from "./support/CreditsHandler.t.sol";
import {Test} from "./support/Test.sol";

contract CreditsInvariants is Test {
    CreditsHandler private handler;

    function setUp() public {
        handler = new CreditsHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_TotalsAreConserved() public view {
        handler.check();
    }
}
