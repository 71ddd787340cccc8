// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PunishedOnceHandler} from "./support/PunishedOnceHandler.t.sol";
import {Test} from "./support/Test.sol";

/// @notice One fault is punished once, whatever the order of proofs, disputes, rulings and executions.
contract PunishedOnceInvariants is Test {
    PunishedOnceHandler private handler;

    function setUp() public {
        handler = new PunishedOnceHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev What a step calls for itself.
    function excludeSelectors() public view returns (FuzzSelector[] memory) {
        return noStep(address(handler), handler.proveAs.selector);
    }

    function invariant_EveryMatterIsPunishedOnce() public view {
        handler.check();
    }

    /// @dev Orders that chance seldom finds: what is decided is executed, and all of it is punished.
    function testFuzz_DecidedMattersArePunishedOnce(uint256 seed) public {
        for (uint8 i; i < 3; ++i) {
            handler.open(0, false);
        }
        for (uint256 i; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed);
            handler.check();
        }
        for (uint256 i; i < 3; ++i) {
            _try(abi.encodeCall(handler.rule, (i, 1)));
            _try(abi.encodeCall(handler.finalize, (i)));
            _try(abi.encodeCall(handler.execute, (i)));
        }
        handler.check();
        bytes32 matter = handler.matters(0);
        assertTrue(handler.taken(matter) != 0, "the matter was punished");
        assertEq(handler.marks(matter), 1, "and marked");
    }

    function _step(uint256 seed) private {
        uint256 which = (seed >> 8) % 3;
        bytes[8] memory steps = [
            abi.encodeCall(handler.prove, (0, 2)),
            abi.encodeCall(handler.prove, (0, 1)),
            abi.encodeCall(handler.rule, (which, 1)),
            abi.encodeCall(handler.concede, (which)),
            abi.encodeCall(handler.finalize, (which)),
            abi.encodeCall(handler.execute, (which)),
            abi.encodeCall(handler.endByProof, (which)),
            abi.encodeCall(handler.deposit, (uint8(seed >> 16)))
        ];
        _try(steps[seed % 8]);
    }

    /// @dev Most steps are refused in most states.
    function _try(bytes memory step) private {
        (bool done,) = address(handler).call(step);
        done;
    }
}
