// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastBook} from "../../../contracts/forecast/ForecastBook.sol";
import {IForecastBook} from "../../../contracts/interfaces/IForecastBook.sol";
import {Case, FaultClass} from "../../../contracts/types/Dispute.sol";
import {CourtScenario} from "./CourtScenario.sol";
import {Forest} from "./Forest.sol";

/// @notice A forecaster that says anything about anyone, with two disputes that were upheld; remembers bond and standing.
contract ForecastHandler is CourtScenario {
    uint32 private constant AGENTS = 3;
    address private constant FORECASTER = address(0xF0);
    ForecastBook private _book;
    Forest private _forest;
    Case[2] private _cases;
    uint32[3] private _said = [uint32(1_000_000), 0, 500_000];
    uint32 private _epoch;
    bytes32 private _before;
    uint256 public moves; // that went through

    constructor() {
        deployCourt();
        registerAgent(buyer);
        registerAgent(buyer);
        pass(2 hours);
        _book = ForecastBook(createContract("ForecastBook", abi.encode(registry, disputeCourt)));
        _forest = new Forest();
        commit(30 days);
        pass(1);
        for (uint256 i; i < 2; ++i) {
            _cases[i] = openFresh(FaultClass.Harm);
            pass(policy.responseTime + 1);
            passBlocks(policy.responseBlocks + 1);
            disputeCourt.defaultJudgment(_cases[i], policy);
            pass(policy.appealTime + 1);
            disputeCourt.finalize(_cases[i], policy);
        }
        pass(31 days);
        _before = _rest();
    }

    function commit(uint64 horizon) public {
        uint32 epoch = _book.epochNow();
        bytes32[] memory leaves = new bytes32[](AGENTS);
        for (uint256 i; i < AGENTS; ++i) {
            leaves[i] = _book.leafOf(FORECASTER, epoch, i, _said[i], bytes32(i));
        }
        bytes32 root = _forest.plant(leaves);
        vm.prank(FORECASTER);
        _book.commit(root, AGENTS, horizon, "model");
        if (_epoch == 0) _epoch = epoch;
        ++moves;
    }

    function reveal(uint8 agent) external {
        uint256 i = agent % AGENTS;
        bytes32[] memory leaves = new bytes32[](AGENTS);
        for (uint256 j; j < AGENTS; ++j) {
            leaves[j] = _book.leafOf(FORECASTER, _epoch, j, _said[j], bytes32(j));
        }
        _forest.plant(leaves);
        bytes32[] memory proof = _forest.proofOf(i);
        _book.reveal(FORECASTER, _epoch, i, _said[i], bytes32(i), proof);
        ++moves;
    }

    function showOutcome(uint8 which) external {
        _book.showOutcome(FORECASTER, _epoch, _cases[which % 2]);
        ++moves;
    }

    function wait(uint32 time) external {
        pass(time % 4 days);
    }

    /// @notice Nothing that a forecast does reaches a bond, a credit or a standing.
    function check() external view {
        assertEq(_rest(), _before, "bonds, credits and standing are as they were");
        IForecastBook.Round memory round = _book.roundOf(FORECASTER, _epoch);
        assertAtMost(round.squares, uint256(round.revealed) * 1e12, "squares");
        assertAtMost(round.upheld, 1, "one outcome an agent");
    }

    function _rest() private view returns (bytes32) {
        (uint256 active, uint256 unbonding, uint256 locked, uint64 releaseAt) = vault.bondOf(subject, owner);
        (uint80 positive, uint80 negative, uint32 count,) = standing.standingOf(agentId, 0, 1);
        return keccak256(
            abi.encode(
                active,
                unbonding,
                locked,
                releaseAt,
                vault.owed(),
                address(vault).balance,
                address(disputeCourt).balance,
                positive,
                negative,
                count,
                disputeCourt.count()
            )
        );
    }
}
