// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForecastBook} from "../../../contracts/forecast/ForecastBook.sol";
import {IForecastBook} from "../../../contracts/interfaces/IForecastBook.sol";
import {Case, FaultClass} from "../../../contracts/types/Dispute.sol";
import {CourtScenario} from "./CourtScenario.sol";
import {Forest} from "./Forest.sol";

/// @notice Forecasters that say anything about anyone, with two disputes that were upheld; remembers bond and standing.
contract ForecastHandler is CourtScenario {
    uint32 private constant AGENTS = 3;
    uint256 private constant FORECASTERS = 16;
    ForecastBook private _book;
    Forest private _forest;
    Case[2] private _cases;
    uint32[3] private _said = [uint32(1_000_000), 0, 500_000];
    uint32 private _epoch; // the first, in which everybody committed
    mapping(uint256 moment => uint256) private _next; // who is due to commit in an epoch
    bytes32 private _before;
    uint256 public moves; // that went through

    constructor() {
        deployCourt();
        registerAgent(buyer);
        registerAgent(buyer);
        pass(2 hours);
        _book = ForecastBook(createContract("ForecastBook", abi.encode(registry, disputeCourt)));
        _forest = new Forest();
        _epoch = _book.epochNow();
        for (uint256 i; i < FORECASTERS; ++i) {
            _commit(_epoch, i, 30 days);
        }
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

    /// @notice Whoever is next commits in the running epoch, sometimes for too long.
    function commit(uint64 horizon) external {
        uint32 epoch = _book.epochNow();
        require(epoch != _epoch, "everybody did");
        _commit(epoch, _next[epoch]++ % FORECASTERS, uint64(bound(horizon, 1 days, 100 days)));
    }

    function reveal(uint256 who, uint8 agent) external {
        for (uint256 k; k < FORECASTERS * AGENTS; ++k) {
            uint256 at = (who % FORECASTERS * AGENTS + agent % AGENTS + k) % (FORECASTERS * AGENTS);
            if (_tryReveal(at / AGENTS, at % AGENTS)) {
                ++moves;
                return;
            }
        }
        revert("all is told");
    }

    function showOutcome(uint256 who, uint8 which) external {
        for (uint256 k; k < FORECASTERS; ++k) {
            try _book.showOutcome(_forecaster((who % FORECASTERS + k) % FORECASTERS), _epoch, _cases[which % 2]) {
                ++moves;
                return;
            } catch {}
        }
        revert("all is shown");
    }

    function wait(uint32 time) external {
        pass(time % 4 days);
    }

    /// @notice Nothing that a forecast does reaches a bond, a credit or a standing.
    function check() external view {
        assertEq(_rest(), _before, "bonds, credits and standing are as they were");
        for (uint256 i; i < FORECASTERS; ++i) {
            IForecastBook.Round memory round = _book.roundOf(_forecaster(i), _epoch);
            assertAtMost(round.squares, uint256(round.revealed) * 1e12, "squares");
            assertAtMost(round.upheld, 1, "one outcome an agent");
        }
    }

    function _commit(uint32 epoch, uint256 who, uint64 horizon) private {
        bytes32 root = _forest.plant(_leaves(epoch, who));
        vm.prank(_forecaster(who));
        _book.commit(root, AGENTS, horizon, "model");
        ++moves;
    }

    function _tryReveal(uint256 who, uint256 agent) private returns (bool done) {
        _forest.plant(_leaves(_epoch, who));
        bytes32[] memory proof = _forest.proofOf(agent);
        try _book.reveal(_forecaster(who), _epoch, agent, _said[agent], bytes32(agent), proof) {
            done = true;
        } catch {}
    }

    function _leaves(uint32 epoch, uint256 who) private view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](AGENTS);
        for (uint256 i; i < AGENTS; ++i) {
            leaves[i] = _book.leafOf(_forecaster(who), epoch, i, _said[i], bytes32(i));
        }
    }

    function _forecaster(uint256 who) private pure returns (address) {
        return address(uint160(0xF0 + who));
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
