// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastBook} from "../../contracts/forecast/ForecastBook.sol";
import {CredibilityRoots} from "../../contracts/reputation/CredibilityRoots.sol";
import {Test} from "./support/Test.sol";

/// @notice Hashes that Python makes too, from tests/vectors/rooms.json.
contract RoomVectorsTest is Test {
    string private rooms;

    function setUp() public {
        rooms = vm.readFile("tests/vectors/rooms.json");
        vm.chainId(31337);
    }

    function test_ForecastLeaves() public {
        address made = createContract("ForecastBook", abi.encode(address(1), address(2)));
        address place = vm.parseJsonAddress(rooms, ".book");
        vm.etch(place, made.code); // leaves name the book
        address forecaster = vm.parseJsonAddress(rooms, ".forecaster");
        uint256 i;
        for (; vm.keyExistsJson(rooms, _at("forecasts", i)); ++i) {
            string memory item = _at("forecasts", i);
            bytes32 leaf = ForecastBook(place).leafOf(
                forecaster,
                uint32(_number(item, "epoch")),
                _number(item, "agentId"),
                uint32(_number(item, "ppm")),
                _word(item, "salt")
            );
            assertEq(leaf, _word(item, "leaf"), item);
        }
        assertTrue(i > 0, "there are forecasts");
    }

    function test_CredibilityLeaves() public {
        CredibilityRoots roots =
            CredibilityRoots(createContract("CredibilityRoots", abi.encode(address(1), address(2), 1)));
        uint256 i;
        for (; vm.keyExistsJson(rooms, _at("credibilities", i)); ++i) {
            string memory item = _at("credibilities", i);
            address account = vm.parseJsonAddress(rooms, string.concat(item, ".account"));
            assertEq(
                roots.leafOf(account, uint32(_number(item, "ppm"))),
                _word(item, "leaf"),
                item
            );
        }
        assertTrue(i > 0, "there are credibilities");
    }

    function _at(string memory list, uint256 i) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(i), "]");
    }

    function _word(string memory item, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(rooms, string.concat(item, ".", key));
    }

    function _number(string memory item, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(rooms, string.concat(item, ".", key));
    }
}
