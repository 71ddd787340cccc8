// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Scale} from "../types/Feedback.sol";

/// @title What feedback measures
/// @notice Values can be compared within one dimension only: same name, unit and scale. A dimension's id is the hash of
/// its scale, so nobody owns one and none ever changes.
interface IDimensions {
    /// @notice Thrown when a scale has no name.
    error Dimensions_Unnamed();

    /// @notice Thrown when a scale has more decimals than feedback can have.
    error Dimensions_TooManyDecimals(uint8 decimals);

    /// @notice Thrown when a scale's bounds are equal, in the wrong order, or beyond what feedback can say.
    error Dimensions_BadBounds(int128 least, int128 most);

    /// @notice Thrown when a dimension is declared twice.
    error Dimensions_AlreadyDeclared(bytes32 dimension);

    /// @notice Thrown when a dimension was never declared.
    error Dimensions_Unknown(bytes32 dimension);

    /// @notice Thrown when a value is of another name than its dimension.
    error Dimensions_OtherName(bytes32 dimension, string name);

    /// @notice Thrown when a value has more decimals than its dimension.
    error Dimensions_TooFine(uint8 valueDecimals, uint8 decimals);

    /// @notice Thrown when a value, at its dimension's decimals, is outside the scale.
    error Dimensions_OutsideScale(int256 value, int128 least, int128 most);

    /// @notice Emitted when a dimension is declared.
    /// @param dimension Id of the dimension.
    /// @param name First tag of feedback in it.
    /// @param unit Unit of its values.
    /// @param decimals Digits after the point of the bounds, and at most of a value.
    /// @param lessIsBetter Whether low values are good ones.
    /// @param least Least value.
    /// @param most Greatest value.
    event DimensionDeclared(
        bytes32 indexed dimension,
        string name,
        string unit,
        uint8 decimals,
        bool lessIsBetter,
        int128 least,
        int128 most
    );

    /// @notice Declares a dimension; anyone may.
    /// @param scale What its values mean and may be.
    /// @return dimension Hash of the scale.
    function declare(Scale calldata scale) external returns (bytes32 dimension);

    /// @notice The scale of a dimension; reverts for one that was never declared.
    function scaleOf(bytes32 dimension) external view returns (Scale memory);

    /// @notice A value at its dimension's decimals; reverts when it does not belong there.
    /// @param dimension Dimension of the value.
    /// @param name What the value is of; the dimension's name.
    /// @param value The value.
    /// @param valueDecimals Digits of the value after the point; not more than the dimension has.
    function measure(bytes32 dimension, string calldata name, int128 value, uint8 valueDecimals)
        external
        view
        returns (int128);
}
