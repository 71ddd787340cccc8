// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IForecastBook} from "../interfaces/IForecastBook.sol";
import {CourtCases} from "../libraries/CourtCases.sol";
import {MerkleLog} from "../libraries/MerkleLog.sol";
import {Basis, Case, State} from "../types/Dispute.sol";

/// @title Forecasts, committed before and scored after
contract ForecastBook is IForecastBook {
    using BitMaps for BitMaps.BitMap;
    using CourtCases for IDisputeCourt;

    /// @inheritdoc IForecastBook
    uint64 public constant EPOCH_TIME = 7 days;
    /// @inheritdoc IForecastBook
    uint64 public constant CLOSING_TIME = 75 days;

    bytes32 private constant LEAF_TAG = keccak256("ombud/forecast/1");
    uint64 private constant LEAST_HORIZON = 1 days;
    uint64 private constant MOST_HORIZON = 90 days;
    uint64 private constant NEWCOMER_TIME = 1 hours;
    uint32 private constant ALL = 1e6; // millionths
    uint256 private constant WORST = 1e12; // squared millionths

    IAgentRegistry private immutable _registry;
    IDisputeCourt private immutable _court;

    mapping(address forecaster => mapping(uint32 epoch => Round)) private _rounds;
    mapping(address forecaster => mapping(uint32 epoch => BitMaps.BitMap)) private _revealed;
    mapping(address forecaster => mapping(uint32 epoch => BitMaps.BitMap)) private _upheld;
    mapping(address forecaster => mapping(uint32 epoch => mapping(uint256 agentId => uint32))) private _said;

    /// @param registry Identity registry whose tokens are the agents; it is only read.
    /// @param court Court whose rulings are the outcomes; it is only read.
    constructor(IAgentRegistry registry, IDisputeCourt court) {
        (_registry, _court) = (registry, court);
    }

    /// @inheritdoc IForecastBook
    function commit(bytes32 root, uint32 population, uint64 horizon, bytes32 model) external returns (uint32 epoch) {
        epoch = epochNow();
        if (root == 0 || population == 0) revert ForecastBook_Empty(root, population);
        if (horizon < LEAST_HORIZON || horizon > MOST_HORIZON) {
            revert ForecastBook_WrongHorizon(horizon, LEAST_HORIZON, MOST_HORIZON);
        }
        Round storage round = _rounds[msg.sender][epoch];
        if (round.committedAt != 0) revert ForecastBook_AlreadyCommitted(msg.sender, epoch);
        if (!_isAll(population)) revert ForecastBook_WrongPopulation(population);
        uint64 until = uint64(block.timestamp) + horizon;
        (round.root, round.population) = (root, population);
        (round.committedAt, round.until) = (uint64(block.timestamp), until);
        emit ForecastCommitted(msg.sender, epoch, root, population, until, model);
    }

    /// @inheritdoc IForecastBook
    function reveal(
        address forecaster,
        uint32 epoch,
        uint256 agentId,
        uint32 ppm,
        bytes32 salt,
        bytes32[] calldata proof
    ) external {
        Round storage round = _running(forecaster, epoch);
        if (ppm > ALL) revert ForecastBook_NoProbability(ppm);
        if (_revealed[forecaster][epoch].get(agentId)) revert ForecastBook_AlreadyShown(agentId);
        if (!_includes(round, leafOf(forecaster, epoch, agentId, ppm, salt), agentId, proof)) {
            revert ForecastBook_NotIncluded(agentId);
        }
        _revealed[forecaster][epoch].set(agentId);
        if (ppm != 0) _said[forecaster][epoch][agentId] = ppm;
        (uint128 squares, uint32 revealed) =
            (round.squares + _square(_upheld[forecaster][epoch].get(agentId) ? ALL - ppm : ppm), round.revealed + 1);
        (round.squares, round.revealed) = (squares, revealed);
        emit ForecastRevealed(forecaster, epoch, agentId, ppm, salt, squares, revealed);
    }

    /// @inheritdoc IForecastBook
    function showOutcome(address forecaster, uint32 epoch, Case calldata case_) external {
        Round storage round = _running(forecaster, epoch);
        (State state, uint8 ruling, Basis basis) = _court.standingOf(case_);
        basis; // whatever it stands on
        if (
            !CourtCases.isOver(state) || ruling != CourtCases.UPHELD || case_.agentId >= round.population
                || case_.openedAt <= round.committedAt || case_.openedAt > round.until || case_.claimant == forecaster
        ) revert ForecastBook_NoOutcome(case_.disputeId);
        uint256 agentId = case_.agentId;
        if (_upheld[forecaster][epoch].get(agentId)) revert ForecastBook_AlreadyShown(agentId);
        _upheld[forecaster][epoch].set(agentId);
        uint128 squares = round.squares;
        if (_revealed[forecaster][epoch].get(agentId)) {
            uint32 ppm = _said[forecaster][epoch][agentId];
            squares = squares - _square(ppm) + _square(ALL - ppm);
            round.squares = squares;
        }
        uint32 upheld = ++round.upheld;
        emit OutcomeShown(forecaster, epoch, agentId, case_.disputeId, squares, upheld);
    }

    /// @inheritdoc IForecastBook
    function roundOf(address forecaster, uint32 epoch) external view returns (Round memory) {
        return _rounds[forecaster][epoch];
    }

    /// @inheritdoc IForecastBook
    function scoreOf(address forecaster, uint32 epoch)
        external
        view
        returns (uint256 brier, uint256 reference_, int256 skill, bool known, bool closed)
    {
        Round memory round = _rounds[forecaster][epoch];
        if (round.committedAt == 0) revert ForecastBook_Unknown(forecaster, epoch);
        uint256 all = round.population;
        uint256 errors = round.squares + (all - round.revealed) * WORST;
        uint256 base = round.upheld * (all - round.upheld) * WORST / all; // of whoever says the base rate
        brier = (errors + all * ALL - 1) / (all * ALL);
        reference_ = base / (all * ALL);
        known = base != 0;
        if (known) skill = int256(uint256(ALL)) - int256((errors * ALL + base - 1) / base);
        closed = block.timestamp >= round.until + CLOSING_TIME;
    }

    /// @inheritdoc IForecastBook
    function leafOf(address forecaster, uint32 epoch, uint256 agentId, uint32 ppm, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return MerkleLog.leafHash(
            abi.encode(LEAF_TAG, block.chainid, address(this), forecaster, epoch, agentId, ppm, salt)
        );
    }

    /// @inheritdoc IForecastBook
    function epochNow() public view returns (uint32) {
        return uint32(block.timestamp / EPOCH_TIME);
    }

    function _running(address forecaster, uint32 epoch) private view returns (Round storage round) {
        round = _rounds[forecaster][epoch];
        uint64 until = round.until;
        if (round.committedAt == 0) revert ForecastBook_Unknown(forecaster, epoch);
        if (block.timestamp <= until || block.timestamp >= until + CLOSING_TIME) {
            revert ForecastBook_NotNow(block.timestamp, uint256(until) + 1, until + CLOSING_TIME);
        }
    }

    /// @dev Agents are numbered from 0 one by one. Nobody can spoil a commitment by registering just before it.
    function _isAll(uint32 population) private view returns (bool) {
        if (!_exists(population - 1)) return false;
        if (!_exists(population)) return true;
        (, uint64 since) = _registry.ownershipByEpoch(population, 0);
        return since + NEWCOMER_TIME >= block.timestamp;
    }

    function _exists(uint256 agentId) private view returns (bool) {
        (address first,) = _registry.ownershipByEpoch(agentId, 0);
        return first != address(0);
    }

    function _includes(Round storage round, bytes32 leaf, uint256 agentId, bytes32[] calldata proof)
        private
        view
        returns (bool)
    {
        return agentId < round.population
            && MerkleLog.includes(leaf, uint64(agentId), round.population, round.root, proof);
    }

    function _square(uint32 ppm) private pure returns (uint128) {
        return uint128(ppm) * ppm;
    }
}
