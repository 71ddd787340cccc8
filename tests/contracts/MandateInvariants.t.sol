// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MandateHandler} from "./support/MandateHandler.t.sol";
import {Test} from "./support/Test.sol";

contract MandateInvariants is Test {
    MandateHandler private handler;

    function setUp() public {
        handler = new MandateHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_AMandateTreeConservesItsBudget() public view {
        handler.check();
    }

    /// @dev Trees do grow, or the invariant would be about roots alone.
    function testFuzz_RandomTreesConserveTheirBudget(uint256 seed) public {
        for (uint256 i; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 8 == 0) {
                try handler.revoke(seed >> 8) {} catch {}
            } else {
                try handler.delegate(seed >> 8, seed >> 16, (seed >> 24) % 300, uint64(seed >> 64), uint8(seed >> 32)) {
                } catch {}
            }
        }
        handler.check();
        assertTrue(handler.size() > 1, "a tree");
    }
}
