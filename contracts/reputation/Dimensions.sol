// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDimensions} from "../interfaces/IDimensions.sol";
import {Scale} from "../types/Feedback.sol";

/// @title What feedback measures
contract Dimensions is IDimensions {
    int128 private constant MAX_VALUE = 1e38; // as in the reputation registry
    uint8 private constant MAX_DECIMALS = 18;

    mapping(bytes32 dimension => Scale) private _scales;

    /// @inheritdoc IDimensions
    function declare(Scale calldata scale) external returns (bytes32 dimension) {
        if (bytes(scale.name).length == 0) revert Dimensions_Unnamed();
        if (scale.decimals > MAX_DECIMALS) revert Dimensions_TooManyDecimals(scale.decimals);
        if (scale.least >= scale.most || scale.least < -MAX_VALUE || scale.most > MAX_VALUE) {
            revert Dimensions_BadBounds(scale.least, scale.most);
        }
        dimension = keccak256(abi.encode(scale));
        if (_isDeclared(_scales[dimension])) revert Dimensions_AlreadyDeclared(dimension);
        _scales[dimension] = scale;
        emit DimensionDeclared(
            dimension, scale.name, scale.unit, scale.decimals, scale.lessIsBetter, scale.least, scale.most
        );
    }

    /// @inheritdoc IDimensions
    function scaleOf(bytes32 dimension) external view returns (Scale memory) {
        if (!_isDeclared(_scales[dimension])) revert Dimensions_Unknown(dimension);
        return _scales[dimension];
    }

    /// @inheritdoc IDimensions
    function measure(bytes32 dimension, string calldata name, int128 value, uint8 valueDecimals)
        external
        view
        returns (int128)
    {
        Scale storage scale = _scales[dimension];
        if (!_isDeclared(scale)) revert Dimensions_Unknown(dimension);
        if (keccak256(bytes(scale.name)) != keccak256(bytes(name))) revert Dimensions_OtherName(dimension, name);
        (uint8 decimals, int128 least, int128 most) = (scale.decimals, scale.least, scale.most);
        if (valueDecimals > decimals) revert Dimensions_TooFine(valueDecimals, decimals);
        int256 scaled = value * int256(10 ** uint256(decimals - valueDecimals));
        if (scaled < least || scaled > most) revert Dimensions_OutsideScale(scaled, least, most);
        return int128(scaled);
    }

    /// @dev A declared scale has bounds in order, an empty slot has none.
    function _isDeclared(Scale storage scale) private view returns (bool) {
        return scale.least < scale.most;
    }
}
