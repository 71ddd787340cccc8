// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrableV2} from "../interfaces/IArbitrableV2.sol";
import {IArbitratorV2} from "../interfaces/IArbitratorV2.sol";

/// @title A court of the second standard that one account rules by hand; for tests only
contract RuledCourtV2 is IArbitratorV2 {
    /// @dev A dispute.
    struct Pending {
        IArbitrableV2 arbitrable;
        uint256 choices;
        uint256 leaning; // what it would rule now
        bool ruled;
    }

    address private immutable _ruler;
    uint256 private immutable _cost;
    Pending[] private _disputes;

    /// @param ruler Who rules.
    /// @param cost What a juror costs, wei.
    constructor(address ruler, uint256 cost) {
        (_ruler, _cost) = (ruler, cost);
    }

    /// @inheritdoc IArbitratorV2
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeId) {
        require(msg.value >= _costOf(extraData), "too little");
        disputeId = _disputes.length;
        _disputes.push(Pending(IArbitrableV2(msg.sender), choices, 0, false));
        emit DisputeCreation(disputeId, IArbitrableV2(msg.sender));
    }

    /// @notice Leans towards a ruling, as an open round does.
    function lean(uint256 disputeId, uint256 ruling) external {
        require(msg.sender == _ruler, "not the ruler");
        _disputes[disputeId].leaning = ruling;
    }

    /// @notice Rules.
    function give(uint256 disputeId, uint256 ruling) external {
        require(msg.sender == _ruler, "not the ruler");
        _disputes[disputeId].leaning = ruling;
        _disputes[disputeId].ruled = true;
        emit Ruling(_disputes[disputeId].arbitrable, disputeId, ruling);
        _disputes[disputeId].arbitrable.rule(disputeId, ruling);
    }

    /// @inheritdoc IArbitratorV2
    function arbitrationCost(bytes calldata extraData) external view returns (uint256) {
        return _costOf(extraData);
    }

    /// @inheritdoc IArbitratorV2
    function currentRuling(uint256 disputeId) external view returns (uint256, bool, bool) {
        return (_disputes[disputeId].leaning, false, false);
    }

    /// @dev The second word is the least number of jurors.
    function _costOf(bytes calldata extraData) private view returns (uint256) {
        (, uint256 jurors) = abi.decode(extraData, (uint256, uint256));
        return jurors * _cost;
    }
}
