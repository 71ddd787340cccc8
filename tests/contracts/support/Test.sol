// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice Assertions; each reverts with both values.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev Steps of a contract, for the runner.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    error NotEqual(bytes32 actual, bytes32 expected, string what);
    error NotTrue(string what);
    error Exceeds(uint256 actual, uint256 limit, string what);

    function assertEq(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqual(actual, expected, what);
    }

    function assertEq(uint256 actual, uint256 expected, string memory what) internal pure {
        assertEq(bytes32(actual), bytes32(expected), what);
    }

    function assertEq(address actual, address expected, string memory what) internal pure {
        assertEq(uint256(uint160(actual)), uint256(uint160(expected)), what);
    }

    function assertEq(bool actual, bool expected, string memory what) internal pure {
        assertEq(actual ? 1 : 0, expected ? uint256(1) : 0, what);
    }

    function assertEq(string memory actual, string memory expected, string memory what) internal pure {
        assertEq(keccak256(bytes(actual)), keccak256(bytes(expected)), what);
    }

    function assertEq(bytes memory actual, bytes memory expected, string memory what) internal pure {
        assertEq(keccak256(actual), keccak256(expected), what);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    function assertFalse(bool condition, string memory what) internal pure {
        if (condition) revert NotTrue(what);
    }

    function assertAtMost(uint256 actual, uint256 limit, string memory what) internal pure {
        if (actual > limit) revert Exceeds(actual, limit, what);
    }

    /// @notice A call of a contract that is no step of a campaign.
    function noStep(address handler, bytes4 selector) internal pure returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(handler, new bytes4[](1));
        list[0].selectors[0] = selector;
    }

    /// @notice Creates a contract from its artefact, so that no test carries a copy of it.
    function createContract(string memory name, bytes memory arguments) internal returns (address) {
        return createWorth(name, arguments, 0);
    }

    /// @notice The same, with money.
    function createWorth(string memory name, bytes memory arguments, uint256 value) internal returns (address created) {
        bytes memory code = abi.encodePacked(vm.getCode(string.concat(name, ".sol:", name)), arguments);
        assembly ("memory-safe") {
            created := create(value, add(code, 0x20), mload(code))
        }
        assertTrue(created != address(0), name);
    }

    /// @notice Folds a fuzzed value into [low, high].
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (value >= low && value <= high) return value;
        uint256 span = high - low;
        return span == type(uint256).max ? value : low + value % (span + 1);
    }
}
