// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {Ballots} from "../libraries/Ballots.sol";
import {Panel, Phase, Terms} from "../types/Panel.sol";
import {Settlement} from "../types/Settlement.sol";
import {PanelDraws} from "./PanelDraws.sol";

/// @title How seats vote: in secret, then openly; and what staying away and talking cost
abstract contract PanelVotes is PanelDraws {
    uint256 private constant ABSENCE_DIVISOR = 10; // of the least stake
    uint256 private constant LEAK_DIVISOR = 5; // of the least stake
    uint16 private constant REPORTER_BPS = 5_000;
    uint256 private constant QUORUM_OF_FEW = 2;
    uint256 private constant QUORUM_OF_MANY = 4;

    /// @inheritdoc IPanelArbitrator
    function commit(uint256 disputeId, bytes32 commitment) external {
        Panel storage panel = _panels[disputeId];
        if (panel.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, panel.phase);
        if (block.timestamp >= panel.commitUntil) {
            revert PanelArbitrator_TooLate(disputeId, block.timestamp, panel.commitUntil);
        }
        if (_ballots[disputeId][msg.sender] != SEATED) revert PanelArbitrator_NotSeated(disputeId, msg.sender);
        if (uint256(commitment) <= uint256(RECUSED)) revert PanelArbitrator_BadCommitment(disputeId, commitment);
        _ballots[disputeId][msg.sender] = commitment;
        uint8 commits = ++panel.commits;
        emit VoteCommitted(disputeId, msg.sender, commitment, commits);
    }

    /// @inheritdoc IPanelArbitrator
    function reportLeak(uint256 disputeId, address arbitrator, uint8 vote, bytes32 reasonsHash, bytes32 salt)
        external
        nonReentrant
    {
        Panel storage panel = _panels[disputeId];
        if (panel.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, panel.phase);
        if (block.timestamp >= panel.commitUntil || panel.commits == panel.seats) {
            revert PanelArbitrator_TooLate(disputeId, block.timestamp, panel.commitUntil);
        }
        bytes32 shown =
            Ballots.commitment(address(this), disputeId, panel.round, arbitrator, vote, reasonsHash, salt);
        if (_ballots[disputeId][arbitrator] != shown) revert PanelArbitrator_WrongReveal(disputeId, arbitrator);
        _ballots[disputeId][arbitrator] = LEAKED;
        --panel.commits;
        uint256 slashed = _vault.slash(
            stakeSubject(), arbitrator, minStake / LEAK_DIVISOR, _causeOf(disputeId), msg.sender, REPORTER_BPS
        );
        emit VoteLeaked(disputeId, arbitrator, msg.sender, vote, reasonsHash, salt, slashed);
    }

    /// @inheritdoc IPanelArbitrator
    function reveal(uint256 disputeId, uint8 vote, bytes32 reasonsHash, bytes32 salt) external nonReentrant {
        Panel memory now_ = _panels[disputeId];
        if (now_.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        if (now_.commits != now_.seats && block.timestamp < now_.commitUntil) {
            revert PanelArbitrator_TooEarly(disputeId, block.timestamp, now_.commitUntil);
        }
        if (block.timestamp >= now_.revealUntil) {
            revert PanelArbitrator_TooLate(disputeId, block.timestamp, now_.revealUntil);
        }
        if (reasonsHash == 0) revert PanelArbitrator_NoReasons(disputeId);
        if (vote > 2) revert PanelArbitrator_BadVote(vote);
        bytes32 ballot = _ballots[disputeId][msg.sender];
        if (uint256(ballot) <= uint256(RECUSED)) revert PanelArbitrator_NotSeated(disputeId, msg.sender);
        if (
            ballot
                != Ballots.commitment(address(this), disputeId, now_.round, msg.sender, vote, reasonsHash, salt)
        ) revert PanelArbitrator_WrongReveal(disputeId, msg.sender);
        _ballots[disputeId][msg.sender] = REVEALED;
        if (vote == 0) ++now_.refused;
        else if (vote == 1) ++now_.upheld;
        else ++now_.dismissed;
        _panels[disputeId] = now_;
        uint256 pay = _payOf(disputeId, now_);
        emit VoteRevealed(disputeId, msg.sender, vote, reasonsHash, salt, _reveals(now_), pay);
        if (pay != 0) _vault.credit{value: pay}(msg.sender, _causeOf(disputeId));
    }

    /// @inheritdoc IPanelArbitrator
    function conclude(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms, address[] calldata absent)
        external
        nonReentrant
    {
        (Panel memory now_, Terms memory told) = _shown(disputeId, address(arbitrable), terms);
        if (now_.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        uint256 reveals = _reveals(now_);
        {
            uint256 due = reveals == now_.seats ? 0 : reveals == now_.commits ? now_.commitUntil : now_.revealUntil;
            if (block.timestamp < due) revert PanelArbitrator_TooEarly(disputeId, block.timestamp, due);
            if (absent.length != now_.seats - reveals) {
                revert PanelArbitrator_WrongAbsentees(disputeId, absent.length, now_.seats - reveals);
            }
        }
        bool many = now_.marks & IS_MANY != 0;
        (bool decided, uint8 ruling) = Ballots.outcome(
            now_.refused, now_.upheld, now_.dismissed, many ? QUORUM_OF_MANY : QUORUM_OF_FEW
        );
        uint256 unspent = absent.length * _payOf(disputeId, now_);
        bool again = reveals < (many ? QUORUM_OF_MANY : QUORUM_OF_FEW) && now_.marks & REDRAWN == 0;
        // Whoever stays away pays for others to decide, or absence could be bribed; a tie of all is a refusal to rule.
        if (!decided && absent.length != 0 && (again || !many)) {
            _drawOthers(disputeId, now_, absent, again && !many ? FEW : MANY, unspent);
            if (again) now_.marks |= REDRAWN;
            if (now_.seats == MANY) now_.marks |= IS_MANY;
            _arm(disputeId, now_, address(arbitrable), terms);
            return;
        }
        for (uint256 i; i < absent.length; ++i) {
            _fine(disputeId, absent[i], 0);
        }
        now_.ruling = decided ? ruling : now_.prior;
        _conclude(disputeId, arbitrable, now_, told, unspent, 0);
    }

    /// @inheritdoc IArbitrator
    /// @dev Of contracts that leave appeals to their arbitrator; `terms` are those that the dispute was created with.
    function appeal(uint256 disputeId, bytes calldata terms) external payable nonReentrant {
        (Panel memory now_, Terms memory told) = _shown(disputeId, msg.sender, terms);
        uint256 cost = appealCost(disputeId, terms);
        if (cost == type(uint256).max) revert PanelArbitrator_NoAppeal(disputeId);
        if (msg.value < cost) revert PanelArbitrator_FeeTooSmall(msg.value, cost);
        now_.prior = now_.ruling;
        now_.marks |= IS_MANY | REVIEWS;
        _next(now_, MANY);
        _pays[disputeId] = seatFee;
        emit AppealDecision(disputeId, IArbitrable(msg.sender));
        _arm(disputeId, now_, msg.sender, terms);
        if (msg.value > cost) _vault.credit{value: msg.value - cost}(told.payer, _causeOf(disputeId));
    }

    /// @inheritdoc IPanelArbitrator
    function executeRuling(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external nonReentrant {
        (Panel memory now_,) = _shown(disputeId, address(arbitrable), terms);
        if (now_.phase != Phase.Appealable) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        if (block.timestamp < now_.revealUntil) {
            revert PanelArbitrator_TooEarly(disputeId, block.timestamp, now_.revealUntil);
        }
        _panels[disputeId].phase = Phase.Concluded;
        arbitrable.rule(disputeId, now_.ruling);
    }

    /// @inheritdoc IArbitrator
    /// @dev More than anyone can pay when no appeal is possible.
    function appealCost(uint256 disputeId, bytes calldata) public view returns (uint256) {
        Panel memory now_ = _panels[disputeId];
        bool possible = now_.phase == Phase.Appealable && block.timestamp < now_.revealUntil;
        return possible ? MANY * seatFee : type(uint256).max;
    }

    /// @dev Says the ruling, or that it can be appealed here first, and clears unspent pay: back to who paid it when no
    /// seats were found, into the fire else, so that nobody gains by keeping a seat empty.
    function _conclude(
        uint256 disputeId,
        IArbitrable arbitrable,
        Panel memory now_,
        Terms memory told,
        uint256 burned,
        uint256 returned
    ) internal override {
        bool appealable = told.appealTime != 0 && now_.marks & REVIEWS == 0 && returned == 0;
        now_.phase = appealable ? Phase.Appealable : Phase.Concluded;
        if (appealable) {
            now_.commitUntil = uint40(block.timestamp);
            now_.revealUntil = now_.commitUntil + told.appealTime;
        }
        _panels[disputeId] = now_;
        emit PanelConcluded(
            disputeId,
            address(arbitrable),
            now_.ruling,
            now_.refused,
            now_.upheld,
            now_.dismissed,
            returned,
            burned
        );
        if (now_.marks & REVIEWS != 0) {
            uint256 earlierId = told.earlierId == 0 ? disputeId : told.earlierId;
            emit RulingReviewed(disputeId, earlierId, now_.prior, now_.ruling);
        }
        if (returned != 0) _vault.credit{value: returned}(told.payer, _causeOf(disputeId));
        if (burned != 0) _burn(burned);
        if (appealable) emit AppealPossible(disputeId, arbitrable);
        else arbitrable.rule(disputeId, now_.ruling);
    }

    /// @dev Has the absentees pay for the next seats, as far as what their seats would have earned does not.
    function _drawOthers(
        uint256 disputeId,
        Panel memory now_,
        address[] calldata absent,
        uint8 seats,
        uint256 unspent
    ) private {
        (uint256 cost, uint256 pot) = (seats * seatFee, unspent);
        for (uint256 i; i < absent.length; ++i) {
            pot += _fine(disputeId, absent[i], cost - Math.min(cost, pot));
        }
        if (pot > unspent) _vault.claim();
        uint256 pay = Math.min(pot / seats, seatFee);
        uint256 burned = pot - pay * seats;
        emit PanelUndecided(
            disputeId, now_.round, now_.refused, now_.upheld, now_.dismissed, seats, pay, burned
        );
        _pays[disputeId] = pay;
        _next(now_, seats);
        if (burned != 0) _burn(burned);
    }

    /// @dev Takes a tenth of the least stake of a seat that did not reveal: up to `fee` of it for the panel, the rest for
    /// the fire. A vote that leaked was paid for when it did.
    function _fine(uint256 disputeId, address arbitrator, uint256 fee) private returns (uint256 feeTaken) {
        bytes32 ballot = _ballots[disputeId][arbitrator];
        if (ballot == 0 || ballot == REVEALED || ballot == ABSENT || ballot == RECUSED) {
            revert PanelArbitrator_NotSeated(disputeId, arbitrator);
        }
        _ballots[disputeId][arbitrator] = ABSENT;
        uint256 slice;
        if (ballot != LEAKED) {
            uint256 fine = minStake / ABSENCE_DIVISOR;
            fee = Math.min(fee, fine);
            (feeTaken, slice) = _vault.settle(
                Settlement(
                    stakeSubject(),
                    arbitrator,
                    _causeOf(disputeId),
                    0,
                    fee,
                    fine - fee,
                    address(this),
                    0,
                    address(0),
                    0
                )
            );
        }
        emit ArbitratorAbsent(disputeId, arbitrator, feeTaken + slice);
    }

    function _next(Panel memory now_, uint8 seats) private pure {
        ++now_.round;
        (now_.seats, now_.arms, now_.commits) = (seats, 0, 0);
        (now_.refused, now_.upheld, now_.dismissed) = (0, 0, 0);
    }

    function _reveals(Panel memory panel) internal pure returns (uint8) {
        return panel.refused + panel.upheld + panel.dismissed;
    }
}
