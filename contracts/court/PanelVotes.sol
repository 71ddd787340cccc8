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
        _expectPhase(disputeId, panel.phase, Phase.Voting);
        _expectBefore(disputeId, panel.commitUntil);
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
        _expectPhase(disputeId, panel.phase, Phase.Voting);
        _expectBefore(disputeId, panel.commits == panel.seats ? 0 : panel.commitUntil);
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
        _expectPhase(disputeId, now_.phase, Phase.Voting);
        _expectFrom(disputeId, block.timestamp, now_.commits == now_.seats ? 0 : now_.commitUntil);
        _expectBefore(disputeId, now_.revealUntil);
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
        bytes32 model = _models[msg.sender];
        if (model != 0) emit ModelVoted(disputeId, msg.sender, model);
        _credit(disputeId, msg.sender, pay);
    }

    /// @inheritdoc IPanelArbitrator
    function conclude(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms, address[] calldata absent)
        external
        nonReentrant
    {
        (Panel memory now_, Terms memory told) = _shown(disputeId, address(arbitrable), terms);
        _expectPhase(disputeId, now_.phase, Phase.Voting);
        uint256 reveals = _reveals(now_);
        {
            uint256 due = reveals == now_.seats ? 0 : reveals == now_.commits ? now_.commitUntil : now_.revealUntil;
            _expectFrom(disputeId, block.timestamp, due);
            if (absent.length != now_.seats - reveals) {
                revert PanelArbitrator_WrongAbsentees(disputeId, absent.length, now_.seats - reveals);
            }
        }
        uint256 quorum = now_.marks & IS_MANY != 0 ? QUORUM_OF_MANY : QUORUM_OF_FEW;
        (bool decided, uint8 ruling) = Ballots.outcome(now_.refused, now_.upheld, now_.dismissed, quorum);
        uint8 next = decided || absent.length == 0 ? 0 : _nextSeats(now_, reveals < quorum);
        uint256 unspent = absent.length * _payOf(disputeId, now_);
        uint256 pot = _fineAll(disputeId, absent, next * seatFee, unspent);
        if (next == 0) {
            now_.ruling = decided ? ruling : now_.prior;
            _conclude(disputeId, arbitrable, now_, told, pot, 0);
            return;
        }
        if (pot > unspent) _vault.claim();
        uint256 pay = Math.min(pot / next, seatFee);
        pot -= pay * next;
        emit PanelUndecided(disputeId, now_.round, now_.refused, now_.upheld, now_.dismissed, next, pay, pot);
        _pays[disputeId] = pay;
        if (reveals < quorum) now_.marks |= REDRAWN;
        if (next == MANY) now_.marks |= IS_MANY;
        _clear(now_, next);
        _arm(disputeId, now_, address(arbitrable), terms);
        if (pot != 0) _burn(pot);
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
        _clear(now_, MANY);
        _pays[disputeId] = seatFee;
        emit AppealDecision(disputeId, IArbitrable(msg.sender));
        _arm(disputeId, now_, msg.sender, terms);
        _credit(disputeId, told.payer, msg.value - cost);
    }

    /// @inheritdoc IPanelArbitrator
    function executeRuling(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external nonReentrant {
        (Panel memory now_,) = _shown(disputeId, address(arbitrable), terms);
        _expectPhase(disputeId, now_.phase, Phase.Appealable);
        _expectFrom(disputeId, block.timestamp, now_.revealUntil);
        _panels[disputeId].phase = Phase.Concluded;
        arbitrable.rule(disputeId, now_.ruling);
    }

    /// @inheritdoc IArbitrator
    /// @dev More than anyone can pay when no appeal is possible.
    function appealCost(uint256 disputeId, bytes calldata) public view returns (uint256) {
        Panel storage panel = _panels[disputeId];
        bool possible = panel.phase == Phase.Appealable && block.timestamp < panel.revealUntil;
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
        _credit(disputeId, told.payer, returned);
        if (burned != 0) _burn(burned);
        if (appealable) emit AppealPossible(disputeId, arbitrable);
        else arbitrable.rule(disputeId, now_.ruling);
    }

    /// @dev Fines whoever stayed away, in turn for what the next seats cost and `pot` does not cover; returns the pot.
    function _fineAll(uint256 disputeId, address[] calldata absent, uint256 cost, uint256 pot)
        private
        returns (uint256)
    {
        for (uint256 i; i < absent.length; ++i) {
            pot += _fine(disputeId, absent[i], cost - Math.min(cost, pot));
        }
        return pot;
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
                Settlement({
                    subject: stakeSubject(),
                    beneficiary: arbitrator,
                    cause: _causeOf(disputeId),
                    locked: 0,
                    fee: fee,
                    slice: fine - fee,
                    claimant: address(this),
                    claimantBps: 0,
                    injured: address(0),
                    injuredBps: 0
                })
            );
        }
        emit ArbitratorAbsent(disputeId, arbitrator, feeTaken + slice);
    }

    /// @dev How many others decide when nobody did: as many once, then seven; 0 when all that was possible was tried.
    /// Whoever stayed away pays them, or absence could be bribed; a tie of all seats is a refusal to rule.
    function _nextSeats(Panel memory now_, bool tooFew) private pure returns (uint8) {
        bool again = tooFew && now_.marks & REDRAWN == 0;
        if (now_.marks & IS_MANY != 0) return again ? MANY : 0;
        return again ? FEW : MANY;
    }

    function _clear(Panel memory now_, uint8 seats) private pure {
        ++now_.round;
        (now_.seats, now_.arms, now_.commits) = (seats, 0, 0);
        (now_.refused, now_.upheld, now_.dismissed) = (0, 0, 0);
    }

    function _reveals(Panel memory panel) internal pure returns (uint8) {
        return panel.refused + panel.upheld + panel.dismissed;
    }
}
