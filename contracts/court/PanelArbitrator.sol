// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {Authorisations} from "../libraries/Authorisations.sol";
import {Ballots} from "../libraries/Ballots.sol";
import {BlockHashes} from "../libraries/BlockHashes.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Panels of three accredited arbitrators
contract PanelArbitrator is IPanelArbitrator, ReentrancyGuardTransient {
    /// @dev What the roster knows of an arbitrator.
    struct Listing {
        // slot 0
        uint32 number; // counted from 0
        uint64 validUntil; // Unix seconds; 0 for one never listed
        bool listed;
    }

    /// @dev What changes about a dispute.
    struct Panel {
        // slot 0
        Phase phase;
        uint8 arms;
        uint8 commits;
        uint8 refused;
        uint8 upheld;
        uint8 dismissed;
        uint8 ruling;
        uint32 roster; // numbers below this one are in the draw
        uint48 drawBlock;
        uint48 commitUntil; // Unix seconds
        uint48 revealUntil; // Unix seconds
    }

    uint256 private constant SEATS = 3;
    uint256 private constant QUORUM = 2;
    uint256 private constant MOST_PARTIES = 8;
    uint256 private constant MOST_ATTEMPTS = 48;
    uint8 private constant MOST_ARMS = 3;
    uint48 private constant DRAW_DELAY = 2; // blocks
    uint8 private constant ROUND = 1;
    uint256 private constant ABSENCE_DIVISOR = 10; // of the least stake
    bytes32 private constant SEATED = bytes32(uint256(1));
    bytes32 private constant REVEALED = bytes32(uint256(2));
    bytes32 private constant ABSENT = bytes32(uint256(3));
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

    /// @inheritdoc IPanelArbitrator
    address public immutable accreditor;
    /// @inheritdoc IPanelArbitrator
    uint256 public immutable minStake;
    /// @inheritdoc IPanelArbitrator
    uint256 public immutable seatFee;
    IBondVault private immutable _vault;

    address[] private _roster;
    mapping(address arbitrator => Listing) private _listings;
    mapping(address arbitrator => mapping(address party => bool)) private _conflicts;
    mapping(uint256 disputeId => Panel) private _panels;
    mapping(uint256 disputeId => bytes32) private _termsHashes;
    mapping(uint256 disputeId => mapping(address arbitrator => bytes32)) private _ballots;
    uint256 private _count;

    /// @param vault Holds the stakes and the pay.
    /// @param accreditor_ Signs accreditations, and can do nothing else.
    /// @param minStake_ Least stake of an arbitrator, wei.
    /// @param seatFee_ Pay of a seat, wei.
    constructor(IBondVault vault, address accreditor_, uint256 minStake_, uint256 seatFee_) {
        if (accreditor_ == address(0)) revert PanelArbitrator_ZeroAddress();
        (_vault, accreditor, minStake, seatFee) = (vault, accreditor_, minStake_, seatFee_);
    }

    /// @inheritdoc IPanelArbitrator
    function register(bytes32 document, uint64 validUntil, bytes calldata accreditation)
        external
        payable
        nonReentrant
    {
        bytes32 digest = Authorisations.accreditation(address(this), msg.sender, document, validUntil);
        if (validUntil <= block.timestamp || Signatures.recover(digest, accreditation) != accreditor) {
            revert PanelArbitrator_NotAccredited(msg.sender, validUntil);
        }
        Listing storage listing = _listings[msg.sender];
        if (listing.validUntil == 0) {
            listing.number = uint32(_roster.length);
            _roster.push(msg.sender);
        }
        (listing.validUntil, listing.listed) = (validUntil, true);
        if (msg.value != 0) _vault.deposit{value: msg.value}(stakeSubject(), msg.sender);
        (uint256 stake,,,) = _vault.bondOf(stakeSubject(), msg.sender);
        if (stake < minStake) revert PanelArbitrator_StakeTooSmall(stake, minStake);
        emit ArbitratorListed(msg.sender, listing.number, document, validUntil, stake);
    }

    /// @inheritdoc IPanelArbitrator
    function retire() external {
        Listing storage listing = _listings[msg.sender];
        if (!listing.listed) revert PanelArbitrator_NotListed(msg.sender);
        listing.listed = false;
        emit ArbitratorRetired(msg.sender, listing.number);
    }

    /// @inheritdoc IPanelArbitrator
    function declareConflict(address party, bool conflicted) external {
        _conflicts[msg.sender][party] = conflicted;
        emit ConflictDeclared(msg.sender, party, conflicted);
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata terms)
        external
        payable
        nonReentrant
        returns (uint256 disputeId)
    {
        if (choices != 2) revert PanelArbitrator_WrongChoices(choices);
        uint256 cost = SEATS * seatFee;
        if (msg.value < cost) revert PanelArbitrator_FeeTooSmall(msg.value, cost);
        address payer = _checkTerms(terms);
        disputeId = ++_count;
        _termsHashes[disputeId] = _termsHash(IArbitrable(msg.sender), terms);
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
        Panel memory fresh;
        (fresh.phase, fresh.roster) = (Phase.Armed, uint32(_roster.length));
        _arm(disputeId, fresh, msg.sender, terms);
        if (msg.value > cost) _vault.credit{value: msg.value - cost}(payer, _causeOf(disputeId));
    }

    /// @inheritdoc IPanelArbitrator
    function draw(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external nonReentrant {
        Panel memory now_ = _shown(disputeId, arbitrable, terms);
        if (now_.phase != Phase.Armed) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        if (block.number <= now_.drawBlock) {
            revert PanelArbitrator_TooEarly(disputeId, block.number, uint256(now_.drawBlock) + 1);
        }
        (uint32 commitTime, uint32 revealTime, address payer, address[] memory parties) = _decode(terms);
        bytes32 seed = BlockHashes.find(now_.drawBlock);
        if (seed != 0) {
            (address[SEATS] memory seats, uint256 found) = _findSeats(disputeId, seed, now_.roster, parties);
            if (found == SEATS) {
                for (uint256 i; i < SEATS; ++i) {
                    _ballots[disputeId][seats[i]] = SEATED;
                }
                now_.phase = Phase.Voting;
                now_.commitUntil = uint48(block.timestamp) + commitTime;
                now_.revealUntil = now_.commitUntil + revealTime;
                _panels[disputeId] = now_;
                emit PanelDrawn(disputeId, seats[0], seats[1], seats[2], now_.commitUntil, now_.revealUntil);
                return;
            }
        }
        if (now_.arms < MOST_ARMS) {
            _arm(disputeId, now_, address(arbitrable), terms);
            return;
        }
        now_.phase = Phase.Concluded;
        _panels[disputeId] = now_;
        _finish(disputeId, arbitrable, now_, payer, SEATS);
    }

    /// @inheritdoc IPanelArbitrator
    function commit(uint256 disputeId, bytes32 commitment) external {
        Panel storage panel = _panels[disputeId];
        if (panel.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, panel.phase);
        if (block.timestamp >= panel.commitUntil) {
            revert PanelArbitrator_TooLate(disputeId, block.timestamp, panel.commitUntil);
        }
        if (_ballots[disputeId][msg.sender] != SEATED) revert PanelArbitrator_NotSeated(disputeId, msg.sender);
        if (uint256(commitment) <= uint256(ABSENT)) revert PanelArbitrator_BadCommitment(disputeId, commitment);
        _ballots[disputeId][msg.sender] = commitment;
        uint8 commits = ++panel.commits;
        emit VoteCommitted(disputeId, msg.sender, commitment, commits);
    }

    /// @inheritdoc IPanelArbitrator
    function reveal(uint256 disputeId, uint8 vote, bytes32 reasonsHash, bytes32 salt) external nonReentrant {
        Panel memory now_ = _panels[disputeId];
        if (now_.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        if (now_.commits != SEATS && block.timestamp < now_.commitUntil) {
            revert PanelArbitrator_TooEarly(disputeId, block.timestamp, now_.commitUntil);
        }
        if (block.timestamp >= now_.revealUntil) {
            revert PanelArbitrator_TooLate(disputeId, block.timestamp, now_.revealUntil);
        }
        if (reasonsHash == 0) revert PanelArbitrator_NoReasons(disputeId);
        if (vote > 2) revert PanelArbitrator_BadVote(vote);
        bytes32 ballot = _ballots[disputeId][msg.sender];
        if (uint256(ballot) <= uint256(ABSENT)) revert PanelArbitrator_NotSeated(disputeId, msg.sender);
        if (
            ballot
                != Ballots.commitment(address(this), disputeId, ROUND, msg.sender, vote, reasonsHash, salt)
        ) revert PanelArbitrator_WrongReveal(disputeId, msg.sender);
        _ballots[disputeId][msg.sender] = REVEALED;
        if (vote == 0) ++now_.refused;
        else if (vote == 1) ++now_.upheld;
        else ++now_.dismissed;
        _panels[disputeId] = now_;
        emit VoteRevealed(disputeId, msg.sender, vote, reasonsHash, salt, uint8(_reveals(now_)), seatFee);
        if (seatFee != 0) _vault.credit{value: seatFee}(msg.sender, _causeOf(disputeId));
    }

    /// @inheritdoc IPanelArbitrator
    function conclude(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms, address[] calldata absent)
        external
        nonReentrant
    {
        Panel memory now_ = _shown(disputeId, arbitrable, terms);
        if (now_.phase != Phase.Voting) revert PanelArbitrator_WrongPhase(disputeId, now_.phase);
        uint256 reveals = _reveals(now_);
        uint256 due = reveals == SEATS ? 0 : reveals == now_.commits ? now_.commitUntil : now_.revealUntil;
        if (block.timestamp < due) revert PanelArbitrator_TooEarly(disputeId, block.timestamp, due);
        if (absent.length != SEATS - reveals) {
            revert PanelArbitrator_WrongAbsentees(disputeId, absent.length, SEATS - reveals);
        }
        now_.phase = Phase.Concluded;
        now_.ruling = Ballots.outcome(now_.refused, now_.upheld, now_.dismissed, QUORUM);
        _panels[disputeId] = now_;
        for (uint256 i; i < absent.length; ++i) {
            _punishAbsence(disputeId, absent[i]);
        }
        (,, address payer,) = _decode(terms);
        _finish(disputeId, arbitrable, now_, payer, absent.length);
    }

    /// @inheritdoc IArbitrator
    /// @dev A ruling of this panel is its last word.
    function appeal(uint256 disputeId, bytes calldata) external payable {
        revert PanelArbitrator_NoAppeal(disputeId);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return SEATS * seatFee;
    }

    /// @inheritdoc IArbitrator
    /// @dev More than anyone can pay.
    function appealCost(uint256, bytes calldata) external pure returns (uint256) {
        return type(uint256).max;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256) external pure returns (uint256 start, uint256 end) {
        return (0, 0);
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        return _panels[disputeId].phase == Phase.Concluded ? DisputeStatus.Solved : DisputeStatus.Waiting;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeId) external view returns (uint256) {
        return _panels[disputeId].ruling;
    }

    /// @inheritdoc IPanelArbitrator
    function arbitratorOf(address arbitrator)
        external
        view
        returns (uint32 number, uint64 validUntil, bool listed)
    {
        Listing storage listing = _listings[arbitrator];
        return (listing.number, listing.validUntil, listing.listed);
    }

    /// @inheritdoc IPanelArbitrator
    function isConflicted(address arbitrator, address party) external view returns (bool) {
        return _conflicts[arbitrator][party];
    }

    /// @inheritdoc IPanelArbitrator
    function panelOf(uint256 disputeId)
        external
        view
        returns (
            Phase phase,
            uint8 commits,
            uint8 reveals,
            uint64 drawBlock,
            uint64 commitUntil,
            uint64 revealUntil
        )
    {
        Panel memory panel = _panels[disputeId];
        return (
            panel.phase,
            panel.commits,
            uint8(_reveals(panel)),
            panel.drawBlock,
            panel.commitUntil,
            panel.revealUntil
        );
    }

    /// @inheritdoc IPanelArbitrator
    function ballotOf(uint256 disputeId, address arbitrator) external view returns (bytes32) {
        return _ballots[disputeId][arbitrator];
    }

    /// @inheritdoc IPanelArbitrator
    function rosterSize() external view returns (uint32) {
        return uint32(_roster.length);
    }

    /// @inheritdoc IPanelArbitrator
    function rosterAt(uint32 number) external view returns (address) {
        return _roster[number];
    }

    /// @inheritdoc IPanelArbitrator
    function encodeTerms(uint32 commitTime, uint32 revealTime, address payer, address[] calldata parties)
        external
        pure
        returns (bytes memory)
    {
        return abi.encode(commitTime, revealTime, payer, parties);
    }

    /// @inheritdoc IPanelArbitrator
    function stakeSubject() public view returns (bytes32) {
        return bytes32(uint256(uint160(address(this))));
    }

    /// @dev Lets a later block draw the seats.
    function _arm(uint256 disputeId, Panel memory now_, address arbitrable, bytes calldata terms) private {
        ++now_.arms;
        now_.drawBlock = uint48(block.number) + DRAW_DELAY;
        _panels[disputeId] = now_;
        emit PanelArmed(disputeId, arbitrable, now_.drawBlock, now_.arms, now_.roster, terms);
    }

    /// @dev Takes a tenth of the least stake of a seat that did not reveal.
    function _punishAbsence(uint256 disputeId, address arbitrator) private {
        bytes32 ballot = _ballots[disputeId][arbitrator];
        if (ballot == 0 || ballot == REVEALED || ballot == ABSENT) {
            revert PanelArbitrator_NotSeated(disputeId, arbitrator);
        }
        _ballots[disputeId][arbitrator] = ABSENT;
        uint256 slashed = _vault.slash(
            stakeSubject(), arbitrator, minStake / ABSENCE_DIVISOR, _causeOf(disputeId), address(0), 0
        );
        emit ArbitratorAbsent(disputeId, arbitrator, slashed);
    }

    /// @dev Says the ruling and clears the pay of empty seats: back to who paid it when nothing was decided, into the
    /// fire else, so that nobody gains by keeping a seat empty.
    function _finish(uint256 disputeId, IArbitrable arbitrable, Panel memory now_, address payer, uint256 empty)
        private
    {
        uint256 rest = empty * seatFee;
        bool quorum = SEATS - empty >= QUORUM;
        emit PanelConcluded(
            disputeId,
            address(arbitrable),
            now_.ruling,
            now_.refused,
            now_.upheld,
            now_.dismissed,
            quorum ? 0 : rest,
            quorum ? rest : 0
        );
        if (rest != 0) {
            if (quorum) _burn(rest);
            else _vault.credit{value: rest}(payer, _causeOf(disputeId));
        }
        arbitrable.rule(disputeId, now_.ruling);
    }

    function _burn(uint256 amount) private {
        (bool burned,) = FIRE.call{value: amount}("");
        if (!burned) revert PanelArbitrator_NotBurned(amount);
    }

    function _findSeats(uint256 disputeId, bytes32 seed, uint256 roster, address[] memory parties)
        private
        view
        returns (address[SEATS] memory seats, uint256 found)
    {
        if (roster < SEATS) return (seats, 0);
        for (uint256 i; i < MOST_ATTEMPTS && found < SEATS; ++i) {
            address candidate = _roster[uint256(keccak256(abi.encode(seed, disputeId, i))) % roster];
            if (candidate == seats[0] || candidate == seats[1]) continue;
            if (_maySit(candidate, parties)) seats[found++] = candidate;
        }
    }

    function _maySit(address candidate, address[] memory parties) private view returns (bool) {
        Listing memory listing = _listings[candidate];
        if (!listing.listed || listing.validUntil <= block.timestamp) return false;
        for (uint256 i; i < parties.length; ++i) {
            if (parties[i] == candidate || _conflicts[candidate][parties[i]]) return false;
        }
        (uint256 stake,,,) = _vault.bondOf(stakeSubject(), candidate);
        return stake >= minStake;
    }

    function _shown(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms)
        private
        view
        returns (Panel memory)
    {
        if (_termsHashes[disputeId] != _termsHash(arbitrable, terms)) revert PanelArbitrator_WrongTerms(disputeId);
        return _panels[disputeId];
    }

    function _causeOf(uint256 disputeId) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), disputeId));
    }

    function _checkTerms(bytes calldata terms) private pure returns (address) {
        (uint32 commitTime, uint32 revealTime, address payer, address[] memory parties) = _decode(terms);
        if (commitTime == 0 || revealTime == 0 || payer == address(0) || parties.length > MOST_PARTIES) {
            revert PanelArbitrator_BadTerms(commitTime, revealTime, parties.length);
        }
        return payer;
    }

    function _reveals(Panel memory panel) private pure returns (uint256) {
        return uint256(panel.refused) + panel.upheld + panel.dismissed;
    }

    function _decode(bytes calldata terms) private pure returns (uint32, uint32, address, address[] memory) {
        return abi.decode(terms, (uint32, uint32, address, address[]));
    }

    function _termsHash(IArbitrable arbitrable, bytes calldata terms) private pure returns (bytes32) {
        return keccak256(abi.encode(arbitrable, terms));
    }
}
