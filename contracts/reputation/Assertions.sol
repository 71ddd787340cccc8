// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IAssertions} from "../interfaces/IAssertions.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";

/// @title Statements that hold unless somebody shows otherwise
/// @notice The common part of what is bonded and may be challenged. It holds bonds alone, and credits them in the vault.
abstract contract Assertions is IAssertions, ReentrancyGuardTransient {
    /// @dev An assertion.
    struct Assertion {
        // slot 0
        address asserter;
        uint64 due; // Unix seconds
        Standpoint standpoint;
        uint8 ruling;
        bool ruled;
        // slot 1
        address challenger;
    }

    /// @inheritdoc IAssertions
    uint64 public constant CHALLENGE_TIME = 3 days;
    /// @inheritdoc IAssertions
    uint64 public constant RULING_TIME = 14 days;

    uint256 private constant CHOICES = 2;
    uint8 private constant UPHELD = 1;
    uint8 private constant DISMISSED = 2;
    uint32 private constant COMMIT_TIME = 1 days;
    uint32 private constant REVEAL_TIME = 1 days;
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

    /// @inheritdoc IAssertions
    uint256 public immutable BOND;
    IArbitrator private immutable _arbitrator;
    IBondVault private immutable _vault;

    mapping(bytes32 assertion => Assertion) private _assertions;
    mapping(uint256 arbitratorDisputeId => bytes32) private _challenged;

    /// @param arbitrator Rules on challenges.
    /// @param vault Keeps what accounts may claim.
    /// @param bond Wei that an assertion costs, and a challenge.
    constructor(IArbitrator arbitrator, IBondVault vault, uint256 bond) {
        (_arbitrator, _vault, BOND) = (arbitrator, vault, bond);
    }

    /// @inheritdoc IAssertions
    function challenge(bytes32 assertion, bytes32 evidenceHash, string calldata uri) external payable nonReentrant {
        Assertion storage known = _at(assertion, Standpoint.Open);
        if (block.timestamp >= known.due) revert Assertions_NotNow(assertion, block.timestamp, known.due);
        if (msg.sender == known.asserter) revert Assertions_OwnAssertion(assertion, msg.sender);
        bytes memory terms = _terms(known.asserter);
        uint256 cost = _arbitrator.arbitrationCost(terms);
        if (msg.value < BOND + cost) revert Assertions_TooLittle(msg.value, BOND + cost);
        (known.standpoint, known.challenger) = (Standpoint.Challenged, msg.sender);
        known.due = uint64(block.timestamp) + RULING_TIME;
        uint256 disputeId = _arbitrator.createDispute{value: cost}(CHOICES, terms);
        _challenged[disputeId] = assertion;
        emit AssertionChallenged(assertion, msg.sender, disputeId, evidenceHash, uri);
        _credit(msg.sender, assertion, msg.value - BOND - cost);
    }

    /// @inheritdoc IArbitrable
    /// @dev Bookkeeping only, so that no arbitrator is held up by it. A late ruling changes nothing.
    function rule(uint256 disputeId, uint256 ruling) external {
        bytes32 assertion = _challenged[disputeId];
        if (msg.sender != address(_arbitrator) || assertion == 0) {
            revert Assertions_NotArbitrator(msg.sender, disputeId);
        }
        Assertion storage known = _assertions[assertion];
        if (known.standpoint == Standpoint.Challenged && !known.ruled) {
            (known.ruled, known.ruling) = (true, ruling > DISMISSED ? 0 : uint8(ruling));
        }
        emit Ruling(_arbitrator, disputeId, ruling);
    }

    /// @inheritdoc IAssertions
    function conclude(bytes32 assertion) external nonReentrant {
        Assertion storage known = _assertions[assertion];
        Standpoint standpoint = known.standpoint;
        if (standpoint != Standpoint.Open && standpoint != Standpoint.Challenged) {
            revert Assertions_WrongStandpoint(assertion, standpoint);
        }
        if (!known.ruled && block.timestamp < known.due) {
            revert Assertions_NotNow(assertion, block.timestamp, known.due);
        }
        // What is challenged and not ruled on was not shown to hold.
        bool accepted = standpoint == Standpoint.Open || (known.ruled && known.ruling == DISMISSED);
        known.standpoint = accepted ? Standpoint.Accepted : Standpoint.Rejected;
        _pay(assertion, known, standpoint == Standpoint.Challenged);
        _ended(assertion, accepted);
    }

    /// @inheritdoc IAssertions
    function challengeCost() external view returns (uint256) {
        return BOND + _arbitrator.arbitrationCost(_terms(msg.sender));
    }

    /// @inheritdoc IAssertions
    function assertionOf(bytes32 assertion)
        public
        view
        returns (
            Standpoint standpoint,
            address asserter,
            address challenger,
            uint64 due,
            uint8 ruling,
            bool ruled
        )
    {
        Assertion storage known = _assertions[assertion];
        return (known.standpoint, known.asserter, known.challenger, known.due, known.ruling, known.ruled);
    }

    /// @dev What follows when an assertion ends; it must not call anyone who could call back.
    function _ended(bytes32 assertion, bool accepted) internal virtual;

    /// @dev Opens an assertion of the caller, who sent the bond along.
    function _assert(bytes32 assertion) internal returns (uint64 openUntil) {
        if (msg.value != BOND) revert Assertions_WrongBond(msg.value, BOND);
        Assertion storage known = _assertions[assertion];
        if (known.standpoint != Standpoint.None) revert Assertions_Known(assertion);
        openUntil = uint64(block.timestamp) + CHALLENGE_TIME;
        (known.asserter, known.due, known.standpoint) = (msg.sender, openUntil, Standpoint.Open);
        emit Asserted(assertion, msg.sender, BOND, openUntil);
    }

    function _pay(bytes32 assertion, Assertion storage known, bool challenged) private {
        uint256 toAsserter = BOND;
        uint256 toChallenger = challenged ? BOND : 0;
        uint256 burned;
        if (challenged && known.ruled && known.ruling != 0) {
            burned = BOND - BOND / 2;
            bool upheld = known.ruling == UPHELD;
            toAsserter = upheld ? 0 : BOND + BOND / 2;
            toChallenger = upheld ? BOND + BOND / 2 : 0;
        }
        emit AssertionEnded(assertion, known.standpoint == Standpoint.Accepted, toAsserter, toChallenger, burned);
        _credit(known.asserter, assertion, toAsserter);
        _credit(known.challenger, assertion, toChallenger);
        if (burned != 0) {
            (bool done,) = FIRE.call{value: burned}("");
            assert(done); // an account without code takes everything
        }
    }

    function _credit(address account, bytes32 cause, uint256 amount) private {
        if (amount != 0) _vault.credit{value: amount}(account, cause);
    }

    function _at(bytes32 assertion, Standpoint standpoint) private view returns (Assertion storage known) {
        known = _assertions[assertion];
        if (known.standpoint != standpoint) revert Assertions_WrongStandpoint(assertion, known.standpoint);
    }

    /// @dev What the panel needs to know: times, who gets unspent pay back, and who may not judge.
    function _terms(address asserter) private view returns (bytes memory) {
        address[] memory parties = new address[](2);
        (parties[0], parties[1]) = (msg.sender, asserter);
        return abi.encode(COMMIT_TIME, REVEAL_TIME, msg.sender, parties);
    }
}
