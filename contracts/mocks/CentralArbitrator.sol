// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title One account that rules, and whose rulings can be appealed to itself (ERC-792); for tests only
contract CentralArbitrator is IArbitrator {
    /// @dev A dispute.
    struct Pending {
        IArbitrable arbitrable;
        DisputeStatus status;
        uint256 choices;
        uint256 ruling;
        uint256 appealFrom;
        uint256 appealUntil;
        uint256 appeals;
    }

    address private immutable _ruler;
    uint256 private immutable _cost;
    uint256 private immutable _appealTime;
    Pending[] private _disputes;

    /// @param ruler Who rules.
    /// @param cost What a dispute costs, wei; each appeal twice as much as what came before.
    /// @param appealTime Seconds in which a ruling can be appealed.
    constructor(address ruler, uint256 cost, uint256 appealTime) {
        (_ruler, _cost, _appealTime) = (ruler, cost, appealTime);
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata) external payable returns (uint256 disputeId) {
        require(msg.value >= _cost, "too little");
        disputeId = _disputes.length;
        _disputes.push(Pending(IArbitrable(msg.sender), DisputeStatus.Waiting, choices, 0, 0, 0, 0));
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
    }

    /// @notice Rules, so that it can be appealed.
    function give(uint256 disputeId, uint256 ruling) external {
        Pending storage pending = _disputes[disputeId];
        require(msg.sender == _ruler && pending.status == DisputeStatus.Waiting, "not now");
        require(ruling <= pending.choices, "no choice");
        (pending.ruling, pending.status) = (ruling, DisputeStatus.Appealable);
        (pending.appealFrom, pending.appealUntil) = (block.timestamp, block.timestamp + _appealTime);
        emit AppealPossible(disputeId, pending.arbitrable);
    }

    /// @notice Gives a ruling that nobody appealed.
    function executeRuling(uint256 disputeId) external {
        Pending storage pending = _disputes[disputeId];
        require(pending.status == DisputeStatus.Appealable && block.timestamp >= pending.appealUntil, "not yet");
        pending.status = DisputeStatus.Solved;
        pending.arbitrable.rule(disputeId, pending.ruling);
    }

    /// @inheritdoc IArbitrator
    function appeal(uint256 disputeId, bytes calldata) external payable {
        Pending storage pending = _disputes[disputeId];
        require(pending.status == DisputeStatus.Appealable && block.timestamp < pending.appealUntil, "not now");
        require(msg.value >= _appealCost(pending), "too little");
        pending.status = DisputeStatus.Waiting;
        (pending.appealFrom, pending.appealUntil) = (0, 0);
        ++pending.appeals;
        emit AppealDecision(disputeId, pending.arbitrable);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return _cost;
    }

    /// @inheritdoc IArbitrator
    function appealCost(uint256 disputeId, bytes calldata) external view returns (uint256) {
        return _appealCost(_disputes[disputeId]);
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end) {
        return (_disputes[disputeId].appealFrom, _disputes[disputeId].appealUntil);
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        return _disputes[disputeId].status;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeId) external view returns (uint256) {
        return _disputes[disputeId].ruling;
    }

    function _appealCost(Pending storage pending) private view returns (uint256) {
        return _cost << pending.appeals + 1;
    }
}
