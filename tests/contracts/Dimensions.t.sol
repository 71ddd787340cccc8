// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDimensions} from "../../contracts/interfaces/IDimensions.sol";
import {Dimensions} from "../../contracts/reputation/Dimensions.sol";
import {Scale} from "../../contracts/types/Feedback.sol";
import {Test} from "./support/Test.sol";

contract DimensionsTest is Test {
    int128 private constant MOST = 1e38;
    Dimensions private dimensions;

    function setUp() public {
        dimensions = Dimensions(createContract("Dimensions", ""));
    }

    function test_declare_StoresAndEmits() public {
        Scale memory scale = _latency();
        bytes32 expected = keccak256(abi.encode(scale));
        vm.expectEmit(address(dimensions));
        emit IDimensions.DimensionDeclared(expected, "responseTime", "ms", 2, true, -5_000, 1_000_000);
        assertEq(dimensions.declare(scale), expected, "the hash of the scale");
        assertEq(keccak256(abi.encode(dimensions.scaleOf(expected))), expected, "the scale");
    }

    function test_declare_TellsEveryPartApart() public {
        bytes32 first = dimensions.declare(_latency());
        Scale memory scale = _latency();
        scale.unit = "s";
        assertTrue(dimensions.declare(scale) != first, "unit");
        scale = _latency();
        scale.lessIsBetter = false;
        assertTrue(dimensions.declare(scale) != first, "direction");
        scale = _latency();
        scale.most += 1;
        assertTrue(dimensions.declare(scale) != first, "bound");
    }

    function test_RevertWhen_AScaleIsNone() public {
        Scale memory scale = _latency();
        scale.name = "";
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_Unnamed.selector));
        dimensions.declare(scale);
        scale = _latency();
        scale.decimals = 19;
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_TooManyDecimals.selector, 19));
        dimensions.declare(scale);
        _expectBadBounds(5, 5);
        _expectBadBounds(6, 5);
        _expectBadBounds(0, 0);
        _expectBadBounds(-MOST - 1, 5);
        _expectBadBounds(5, MOST + 1);
    }

    function test_RevertWhen_ADimensionIsDeclaredTwice() public {
        bytes32 dimension = dimensions.declare(_latency());
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_AlreadyDeclared.selector, dimension));
        dimensions.declare(_latency());
    }

    function test_RevertWhen_ADimensionIsUnknown() public {
        bytes memory unknown = abi.encodeWithSelector(IDimensions.Dimensions_Unknown.selector, bytes32("x"));
        vm.expectRevert(unknown);
        dimensions.scaleOf("x");
        vm.expectRevert(unknown);
        dimensions.measure("x", "", 1, 0);
    }

    function test_measure_BringsValuesToTheDecimalsOfTheScale() public {
        bytes32 dimension = dimensions.declare(_latency());
        assertEq(_measure(dimension, 12, 0), 1_200, "a whole number");
        assertEq(_measure(dimension, 125, 1), 1_250, "one digit");
        assertEq(_measure(dimension, 1_250, 2), 1_250, "as many as the scale");
        assertEq(_measure(dimension, -50, 0), -5_000, "the least");
        assertEq(_measure(dimension, 10_000, 0), 1_000_000, "the greatest");
    }

    function test_RevertWhen_AValueDoesNotBelongThere() public {
        bytes32 dimension = dimensions.declare(_latency());
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_OtherName.selector, dimension, "starred"));
        dimensions.measure(dimension, "starred", 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_TooFine.selector, 3, 2));
        dimensions.measure(dimension, "responseTime", 1_000, 3);
        _expectOutside(dimension, -5_001, 2, -5_001);
        _expectOutside(dimension, -51, 0, -5_100);
        _expectOutside(dimension, 1_000_001, 2, 1_000_001);
        _expectOutside(dimension, MOST, 0, int256(MOST) * 100);
    }

    function test_measure_HoldsTheWidestScaleAtTheMostDecimals() public {
        bytes32 dimension = dimensions.declare(Scale("w", "", 18, false, -MOST, MOST));
        assertEq(dimensions.measure(dimension, "w", 1e20, 0), MOST, "the greatest");
        vm.expectRevert(
            abi.encodeWithSelector(
                IDimensions.Dimensions_OutsideScale.selector, -int256(MOST) * 1e18, -MOST, MOST
            )
        );
        dimensions.measure(dimension, "w", -MOST, 0);
    }

    function testFuzz_measure_IsTheSameNumberOrReverts(int128 value, uint8 valueDecimals) public {
        bytes32 dimension = dimensions.declare(_latency());
        valueDecimals %= 4;
        int256 scaled = int256(value) * int256(10 ** (2 - uint256(valueDecimals > 2 ? 2 : valueDecimals)));
        bool belongs = valueDecimals <= 2 && scaled >= -5_000 && scaled <= 1_000_000;
        if (!belongs) vm.expectRevert();
        int128 measured = dimensions.measure(dimension, "responseTime", value, valueDecimals);
        if (belongs) assertEq(measured, int128(scaled), "the same number");
    }

    function _latency() private pure returns (Scale memory) {
        return Scale("responseTime", "ms", 2, true, -5_000, 1_000_000);
    }

    function _measure(bytes32 dimension, int128 value, uint8 decimals) private view returns (int128) {
        return dimensions.measure(dimension, "responseTime", value, decimals);
    }

    function _expectBadBounds(int128 least, int128 most) private {
        Scale memory scale = _latency();
        (scale.least, scale.most) = (least, most);
        vm.expectRevert(abi.encodeWithSelector(IDimensions.Dimensions_BadBounds.selector, least, most));
        dimensions.declare(scale);
    }

    function _expectOutside(bytes32 dimension, int128 value, uint8 decimals, int256 scaled) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IDimensions.Dimensions_OutsideScale.selector, scaled, int128(-5_000), int128(1_000_000)
            )
        );
        dimensions.measure(dimension, "responseTime", value, decimals);
    }

    function assertEq(int128 actual, int128 expected, string memory what) private pure {
        assertEq(bytes32(uint256(int256(actual))), bytes32(uint256(int256(expected))), what);
    }
}
