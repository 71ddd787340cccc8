// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Standing} from "../../contracts/reputation/Standing.sol";
import {NeverSold} from "./support/NeverSold.sol";
import {Test} from "./support/Test.sol";

/// @notice Ten thousand random histories, made from a seed here and in scripts/make_vectors.py, end alike.
contract StandingVectorsTest is Test {
    uint256 private constant PERIOD = 7 days;
    uint16[7] private gaps = [uint16(0), 0, 1, 2, 5, 30, 400];

    function test_ManyHistoriesEndAsInPython() public {
        string memory json = vm.readFile("tests/vectors/decay.json");
        uint256 seed = vm.parseJsonUint(json, ".many.seed");
        uint256 count = vm.parseJsonUint(json, ".many.count");
        assertTrue(count >= 10_000, "ten thousand");
        address[] memory writers = new address[](1);
        writers[0] = address(this);
        Standing standing =
            Standing(createContract("Standing", abi.encode(new NeverSold(), address(this), writers)));
        bytes32 folded;
        for (uint256 i; i < count; ++i) {
            folded = _fold(folded, standing, seed, i);
        }
        assertEq(folded, vm.parseJsonBytes32(json, ".many.digest"), "digest of all");
    }

    function _fold(bytes32 folded, Standing standing, uint256 seed, uint256 history) private returns (bytes32) {
        uint256 period = 2900;
        uint256 gains;
        uint256 steps = 1 + uint256(keccak256(abi.encode(seed, history))) % 6;
        for (uint256 step; step < steps; ++step) {
            uint256 drawn = uint256(keccak256(abi.encode(seed, history, step)));
            period += gaps[drawn % 7];
            vm.warp(period * PERIOD + step);
            gains += _step(standing, history, (drawn >> 8) % 4, drawn >> 16);
        }
        (uint80 positive, uint80 negative, uint32 count,) = standing.standingOf(history, 0, 0);
        return keccak256(
            abi.encode(
                folded, uint256(positive), uint256(negative), uint256(count), standing.scoreOf(history, 0, 0), gains
            )
        );
    }

    function _step(Standing standing, uint256 history, uint256 kind, uint256 amount) private returns (uint256) {
        if (kind == 0) {
            standing.addEvidence(history, 0, 0, 0, uint80(1 + amount % 10_000), "ruling");
        } else if (kind == 1) {
            standing.addEvidence(
                history, 0, 0, uint80(amount % (1 << 70)), uint80(1 + amount % (1 << 60)), "large"
            );
        } else {
            try standing.addAudited(history, 0, 0, uint80(1 + amount % 1_500), "audit") returns (uint80 gained) {
                return gained;
            } catch {}
        }
        return 0;
    }
}
