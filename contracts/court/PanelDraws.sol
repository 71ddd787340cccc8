// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {BlockHashes} from "../libraries/BlockHashes.sol";
import {PanelTerms} from "../libraries/PanelTerms.sol";
import {RefKind, Witnessed} from "../types/Dispute.sol";
import {Listing, Panel, Phase, Terms} from "../types/Panel.sol";
import {PanelRoster} from "./PanelRoster.sol";

/// @title Who sits: drawn by a later block, lost to a receipt
abstract contract PanelDraws is PanelRoster {
    uint8 internal constant FEW = 3;
    uint8 internal constant MANY = 7;
    uint8 internal constant IS_MANY = 1 << 0; // marks of a panel: seven sit, or six when one could not be replaced
    uint8 internal constant REVIEWS = 1 << 1; // it reviews a ruling
    uint8 internal constant REDRAWN = 1 << 2; // seats were drawn again for want of a quorum
    bytes32 internal constant SEATED = bytes32(uint256(1));
    bytes32 internal constant REVEALED = bytes32(uint256(2));
    bytes32 internal constant ABSENT = bytes32(uint256(3));
    bytes32 internal constant LEAKED = bytes32(uint256(4));
    bytes32 internal constant RECUSED = bytes32(uint256(5));
    uint256 private constant MOST_PARTIES = 16;
    uint256 private constant MOST_ATTEMPTS = 32; // for a seat
    uint8 private constant MOST_ARMS = 3;
    uint40 private constant DRAW_DELAY = 2; // blocks

    mapping(uint256 disputeId => Panel) internal _panels;
    mapping(uint256 disputeId => bytes32) private _tags;
    mapping(uint256 disputeId => mapping(address arbitrator => bytes32)) internal _ballots;
    mapping(uint256 disputeId => mapping(address party => bool)) private _excused;
    mapping(uint256 disputeId => uint256) internal _pays; // of a seat, wei; once seats were drawn again
    uint256 private _count;

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata terms)
        external
        payable
        nonReentrant
        returns (uint256 disputeId)
    {
        if (choices != 2) revert PanelArbitrator_WrongChoices(choices);
        Terms memory told = PanelTerms.decode(terms, msg.sender);
        if (
            told.commitTime == 0 || told.revealTime == 0 || told.payer == address(0)
                || told.parties.length > MOST_PARTIES
        ) revert PanelArbitrator_BadTerms(told.commitTime, told.revealTime, told.parties.length);
        Panel memory fresh;
        (fresh.round, fresh.seats, fresh.roster) = (1, FEW, uint32(_roster.length));
        if (told.earlierId != 0) {
            Panel memory earlier = _panels[told.earlierId];
            bool own = _tags[told.earlierId] == PanelTerms.tagOf(msg.sender, told.earlierTerms);
            if (!own || earlier.phase != Phase.Concluded) revert PanelArbitrator_NothingToReview(told.earlierId);
            (fresh.seats, fresh.marks, fresh.prior) = (MANY, IS_MANY | REVIEWS, earlier.ruling);
        }
        uint256 cost = fresh.seats * seatFee;
        if (msg.value < cost) revert PanelArbitrator_FeeTooSmall(msg.value, cost);
        disputeId = ++_count;
        _tags[disputeId] = PanelTerms.tagOf(msg.sender, keccak256(terms));
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
        _arm(disputeId, fresh, msg.sender, terms);
        _credit(disputeId, told.payer, msg.value - cost);
    }

    /// @inheritdoc IPanelArbitrator
    function draw(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external nonReentrant {
        (Panel memory now_, Terms memory told) = _shown(disputeId, address(arbitrable), terms);
        _expectPhase(disputeId, now_.phase, Phase.Armed);
        _expectFrom(disputeId, block.number, uint256(now_.drawBlock) + 1);
        bytes32 seed = BlockHashes.find(now_.drawBlock);
        if (seed != 0) {
            address[] memory seats = new address[](now_.seats);
            if (_fill(disputeId, seed, now_.roster, told, seats, 0)) {
                _seat(disputeId, now_, told, seats);
                return;
            }
        }
        if (now_.arms < MOST_ARMS) {
            _arm(disputeId, now_, address(arbitrable), terms);
            return;
        }
        // The named fallback: what was ruled before stands, and nothing is decided where nothing was.
        now_.ruling = now_.prior;
        emit SeatsUnfilled(disputeId, now_.round, now_.seats, now_.ruling);
        _conclude(disputeId, arbitrable, now_, told, 0, now_.seats * _payOf(disputeId, now_));
    }

    /// @inheritdoc IPanelArbitrator
    function recuse(
        uint256 disputeId,
        IArbitrable arbitrable,
        bytes calldata terms,
        address[] calldata seats,
        bytes calldata proof
    ) external nonReentrant {
        (Panel memory now_, Terms memory told) = _shown(disputeId, address(arbitrable), terms);
        _expectPhase(disputeId, now_.phase, Phase.Voting);
        _expectBefore(disputeId, now_.commitUntil - told.commitTime / 2);
        if (seats.length != now_.seats) {
            revert PanelArbitrator_WrongSeats(disputeId, seats.length, now_.seats);
        }
        (address lost, address party, bytes32 action) = _dealings(disputeId, told.parties, seats, proof);
        _ballots[disputeId][lost] = RECUSED;
        address[] memory others = _without(disputeId, seats, lost);
        bytes32 seed = BlockHashes.find(now_.drawBlock);
        address replacement;
        if (seed != 0 && _fill(disputeId, seed, now_.roster, told, others, others.length - 1)) {
            replacement = others[others.length - 1];
            _ballots[disputeId][replacement] = SEATED;
        } else if (_lacksHuman(told, others, others.length - 1)) {
            revert PanelArbitrator_LastHuman(disputeId, lost);
        } else {
            --now_.seats;
            _panels[disputeId] = now_;
        }
        emit SeatRecused(disputeId, lost, party, replacement, action);
        if (replacement == address(0)) _credit(disputeId, told.payer, _payOf(disputeId, now_));
    }

    /// @dev Lets a later block draw the seats.
    function _arm(uint256 disputeId, Panel memory now_, address arbitrable, bytes calldata terms) internal {
        now_.phase = Phase.Armed;
        ++now_.arms;
        now_.drawBlock = uint40(block.number) + DRAW_DELAY;
        _panels[disputeId] = now_;
        emit PanelArmed(disputeId, arbitrable, now_.drawBlock, now_.arms, now_.roster, terms);
    }

    /// @dev Ends a panel with the ruling that it has; `returned` and `burned` are its unspent pay, wei.
    function _conclude(
        uint256 disputeId,
        IArbitrable arbitrable,
        Panel memory now_,
        Terms memory told,
        uint256 burned,
        uint256 returned
    ) internal virtual;

    /// @dev What a seat of the present draw earns, wei.
    function _payOf(uint256 disputeId, Panel memory now_) internal view returns (uint256) {
        return now_.round == 1 ? seatFee : _pays[disputeId];
    }

    function _shown(uint256 disputeId, address arbitrable, bytes calldata terms)
        internal
        view
        returns (Panel memory, Terms memory)
    {
        if (_tags[disputeId] != PanelTerms.tagOf(arbitrable, keccak256(terms))) {
            revert PanelArbitrator_WrongTerms(disputeId);
        }
        return (_panels[disputeId], PanelTerms.decode(terms, arbitrable));
    }

    function _expectPhase(uint256 disputeId, Phase phase, Phase wanted) internal pure {
        if (phase != wanted) revert PanelArbitrator_WrongPhase(disputeId, phase);
    }

    function _expectFrom(uint256 disputeId, uint256 clock, uint256 due) internal pure {
        if (clock < due) revert PanelArbitrator_TooEarly(disputeId, clock, due);
    }

    function _expectBefore(uint256 disputeId, uint256 due) internal view {
        if (block.timestamp >= due) revert PanelArbitrator_TooLate(disputeId, block.timestamp, due);
    }

    function _seat(uint256 disputeId, Panel memory now_, Terms memory told, address[] memory seats) private {
        for (uint256 i; i < seats.length; ++i) {
            _ballots[disputeId][seats[i]] = SEATED;
        }
        now_.phase = Phase.Voting;
        now_.commitUntil = uint40(block.timestamp) + told.commitTime;
        now_.revealUntil = now_.commitUntil + told.revealTime;
        _panels[disputeId] = now_;
        if (now_.round == 1 && seats.length == FEW) {
            emit PanelDrawn(disputeId, seats[0], seats[1], seats[2], now_.commitUntil, now_.revealUntil);
        } else {
            emit PanelSeated(disputeId, now_.round, seats, now_.commitUntil, now_.revealUntil);
        }
    }

    /// @dev Which seat dealt with which party, by a receipt. What the seat's own agent signed always counts. What a
    /// party's agent signed the party can make up, so that excuses one seat at most, of its choice.
    function _dealings(uint256 disputeId, address[] memory parties, address[] calldata seats, bytes calldata proof)
        private
        returns (address lost, address party, bytes32 action)
    {
        (bool shown, bytes memory answer) = address(_witness).staticcall(proof);
        if (!shown) LowLevelCall.bubbleRevert(answer);
        Witnessed memory found = abi.decode(answer, (Witnessed));
        (lost, party, action) = (found.liable, found.injured, found.action);
        bool own = _isAmong(parties, party) && _ballots[disputeId][lost] == SEATED;
        if (!own) {
            (lost, party) = (party, lost);
            if (!_isAmong(parties, party) || _excused[disputeId][party]) lost = address(0);
            _excused[disputeId][party] = true;
        }
        if (found.kind != RefKind.Receipt || !_isAmong(seats, lost) || _ballots[disputeId][lost] != SEATED) {
            revert PanelArbitrator_NoDealings(disputeId, found.liable, found.injured);
        }
    }

    /// @dev The other seats, with room for one at the end; all must be of the present draw.
    function _without(uint256 disputeId, address[] calldata seats, address lost)
        private
        view
        returns (address[] memory others)
    {
        others = new address[](seats.length);
        uint256 known;
        for (uint256 i; i < seats.length; ++i) {
            bytes32 ballot = _ballots[disputeId][seats[i]];
            bool sits = ballot == SEATED || ballot == LEAKED || uint256(ballot) > uint256(RECUSED);
            if (seats[i] == lost) continue;
            if (!sits || _isAmong(others, seats[i])) revert PanelArbitrator_NotSeated(disputeId, seats[i]);
            others[known++] = seats[i];
        }
        if (known != seats.length - 1) revert PanelArbitrator_WrongSeats(disputeId, known, seats.length - 1);
    }

    /// @dev Fills the seats from `known` on, with whom the seed names and who may sit. Nobody sits twice in a dispute and
    /// its review, nor beside another of the same cluster. Where a human must sit, the last seat waits for one.
    function _fill(
        uint256 disputeId,
        bytes32 seed,
        uint256 roster,
        Terms memory told,
        address[] memory seats,
        uint256 known
    ) private view returns (bool) {
        if (roster < seats.length) return false;
        bytes16[] memory clusters = new bytes16[](told.parties.length + seats.length);
        uint256 last = told.parties.length + known;
        for (uint256 i; i < last; ++i) {
            clusters[i] = _listings[i < known ? seats[i] : told.parties[i - known]].cluster;
        }
        bool lacking = _lacksHuman(told, seats, known);
        for (uint256 i; i < MOST_ATTEMPTS * seats.length && known < seats.length; ++i) {
            address candidate = _roster[uint256(keccak256(abi.encode(seed, disputeId, i))) % roster];
            if (_isAmong(seats, candidate) || _ballots[disputeId][candidate] != 0) continue;
            if (told.earlierId != 0 && _ballots[told.earlierId][candidate] != 0) continue;
            Listing memory listing = _listings[candidate];
            if (!_maySit(candidate, listing, told.parties) || _isNear(listing.cluster, clusters)) continue;
            if (listing.human) lacking = false;
            else if (lacking && known + 1 == seats.length) continue;
            (seats[known++], clusters[last++]) = (candidate, listing.cluster);
        }
        return known == seats.length;
    }

    /// @dev Whether a human must sit and none of the first seats is one.
    function _lacksHuman(Terms memory told, address[] memory seats, uint256 known) private view returns (bool) {
        if (!told.human) return false;
        for (uint256 i; i < known; ++i) {
            if (_listings[seats[i]].human) return false;
        }
        return true;
    }

    function _maySit(address candidate, Listing memory listing, address[] memory parties) private view returns (bool) {
        if (!listing.listed || listing.validUntil <= block.timestamp) return false;
        for (uint256 i; i < parties.length; ++i) {
            if (parties[i] == candidate || _conflicts[candidate][parties[i]]) return false;
        }
        (uint256 stake,,,) = _vault.bondOf(stakeSubject(), candidate);
        return stake >= minStake;
    }

    function _isNear(bytes16 cluster, bytes16[] memory others) private pure returns (bool) {
        if (cluster == 0) return false;
        for (uint256 i; i < others.length; ++i) {
            if (others[i] == cluster) return true;
        }
        return false;
    }

    function _isAmong(address[] memory accounts, address account) private pure returns (bool) {
        for (uint256 i; i < accounts.length; ++i) {
            if (accounts[i] == account) return true;
        }
        return false;
    }
}
