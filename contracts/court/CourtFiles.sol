// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IDisputeCourt} from "../interfaces/IDisputeCourt.sol";
import {IFaultProver} from "../interfaces/IFaultProver.sol";
import {IKeyRing} from "../interfaces/IKeyRing.sol";
import {IPolicies} from "../interfaces/IPolicies.sol";
import {IStanding} from "../interfaces/IStanding.sol";
import {Dockets} from "../libraries/Dockets.sol";
import {Basis, Case, Docket, FaultClass, Join, Matter, State} from "../types/Dispute.sol";
import {Policy} from "../types/Policy.sol";
import {Settlement} from "../types/Settlement.sol";

/// @title What the court keeps of disputes, and what all its steps ask of it
/// @dev The court is one contract in four parts: these files, claims, hearings and endings.
abstract contract CourtFiles is IDisputeCourt, ReentrancyGuardTransient {
    using Dockets for Docket;

    uint8 internal constant REFUSED = 0;
    uint8 internal constant UPHELD = 1;
    uint8 internal constant DISMISSED = 2;
    uint256 internal constant BPS = 10_000;
    uint16 internal constant CLAIMANT_BPS = 2_000;
    uint16 internal constant INJURED_BPS = 3_000;
    uint256 private constant REOPENING_TIME = 7 days;
    uint8 private constant MOST_REOPENINGS = 32;
    uint256 private constant DEPOSIT_GAS = 900_000; // three times what a response and an appeal may use

    IAgentRegistry internal immutable _registry;
    IKeyRing internal immutable _keyRing;
    IActionWitness internal immutable _witness;
    IBondVault internal immutable _vault;
    IStanding internal immutable _standing;
    IPolicies internal immutable _policies;
    IFaultProver internal immutable _prover;

    uint256 internal _count;
    mapping(uint256 disputeId => Docket) internal _dockets;
    mapping(uint256 disputeId => Join[]) internal _joins;
    mapping(bytes32 matter => Matter) internal _matters;
    mapping(bytes32 matter => mapping(bytes32 evidenceHash => bool)) internal _dismissed;

    /// @param registry Identity registry, part of every agent's name.
    /// @param keyRing Who may state what, and who is liable.
    /// @param witness Knows whose an action is.
    /// @param vault Holds the bonds.
    /// @param standing Holds the evidence.
    /// @param policies Holds the terms.
    /// @param prover Knows the faults that were proved.
    constructor(
        IAgentRegistry registry,
        IKeyRing keyRing,
        IActionWitness witness,
        IBondVault vault,
        IStanding standing,
        IPolicies policies,
        IFaultProver prover
    ) {
        (_registry, _keyRing, _witness) = (registry, keyRing, witness);
        (_vault, _standing, _policies, _prover) = (vault, standing, policies, prover);
    }

    /// @inheritdoc IDisputeCourt
    function causeOf(uint256 disputeId) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), disputeId));
    }

    /// @dev What a final ruling means for later disputes about the same matter.
    function _finalize(Case calldata case_, Docket memory docket) internal {
        bytes32 key = _matterKey(case_.action, case_.faultClass);
        Matter memory matter = _matters[key];
        (uint8 ruling, Basis basis) = (docket.rulingOf(), docket.basisOf());
        if (ruling == UPHELD) {
            // What a proof showed, it has punished. A proof that comes later waits until this ruling is executed, and
            // takes what that left.
            if (!matter.upheld && !matter.conceded && _prover.punishedBy(key) == 0) docket.set(Dockets.PUNISHES);
            if (basis == Basis.Concession) matter.conceded = true;
            else (matter.upheld, matter.openUntil) = (true, 0);
        } else if (basis != Basis.Withdrawal) {
            if (!matter.upheld) {
                if (matter.reopenings != MOST_REOPENINGS) ++matter.reopenings;
                matter.openUntil = uint40(block.timestamp + REOPENING_TIME);
            }
            if (ruling == DISMISSED) _bar(case_, docket, key);
        }
        _matters[key] = matter;
        _dockets[case_.disputeId] = docket;
        emit DisputeFinalized(
            case_.disputeId, ruling, basis, docket.has(Dockets.PUNISHES), key, matter.reopenings, matter.openUntil
        );
    }

    /// @dev Takes a fee and a slice from the bond, for the claimant and the counterparty; the value goes to the claimant.
    function _settle(Case calldata case_, uint256 value, uint256 locked, uint256 fee, uint256 slice)
        internal
        returns (uint256 feeTaken, uint256 sliceTaken)
    {
        return _vault.settle{value: value}(
            Settlement(
                case_.subject,
                case_.liable,
                causeOf(case_.disputeId),
                locked,
                fee,
                slice,
                case_.claimant,
                CLAIMANT_BPS,
                case_.injured,
                INJURED_BPS
            )
        );
    }

    /// @dev Lets an account claim what a dispute pays it.
    function _credit(uint256 disputeId, address account, uint256 amount) internal {
        if (amount != 0) _vault.credit{value: amount}(account, causeOf(disputeId));
    }

    /// @dev Says where somebody's evidence is (ERC-1497).
    function _showEvidence(address arbitrator, uint256 disputeId, string calldata uri) internal {
        emit Evidence(IArbitrator(arbitrator), disputeId, msg.sender, uri);
    }

    function _leastDeposit(Policy calldata policy, uint8 reopenings) internal view returns (uint256) {
        return Math.max(policy.deposit, DEPOSIT_GAS * block.basefee) << reopenings;
    }

    /// @dev The docket of a dispute, when case and policy are its own.
    function _shown(Case calldata case_, Policy calldata policy) internal view returns (Docket memory docket) {
        docket = _dockets[case_.disputeId];
        if (docket.tag != Dockets.shownTagOf(case_) || docket.state == State.None) {
            revert DisputeCourt_WrongCase(case_.disputeId);
        }
        _checkPolicy(policy, case_.policyHash);
    }

    function _expectTime(uint256 disputeId, uint256 due) internal view {
        if (block.timestamp < due) revert DisputeCourt_TooEarly(disputeId, block.timestamp, due);
    }

    /// @dev Claimants, liable account and counterparty: who may not judge. Who joined is only asked for when anyone did.
    /// @param more Another party, if it is none of these; zero for nobody.
    function _partiesOf(
        uint256 disputeId,
        address claimant,
        address liable,
        address injured,
        Docket memory docket,
        address more
    ) internal view returns (address[] memory parties) {
        uint256 known = injured == address(0) ? 2 : 3;
        uint256 joined = docket.has(Dockets.JOINED) ? _joins[disputeId].length : 0;
        parties = new address[](known + joined + (more == address(0) ? 0 : 1));
        (parties[0], parties[1]) = (claimant, liable);
        if (known == 3) parties[2] = injured;
        if (parties.length == known) return parties;
        for (uint256 i; i < joined; ++i) {
            parties[known++] = _joins[disputeId][i].claimant;
        }
        bool isNew = more != address(0);
        for (uint256 i; i < known && isNew; ++i) {
            isNew = parties[i] != more;
        }
        if (isNew) parties[known++] = more;
        // Shorter than it was made, which is always safe.
        assembly ("memory-safe") {
            mstore(parties, known)
        }
    }

    function _checkPolicy(Policy calldata policy, bytes32 expected) internal pure {
        bytes32 shown = Dockets.hashOf(policy);
        if (shown != expected) revert DisputeCourt_WrongPolicy(shown, expected);
    }

    function _expect(uint256 disputeId, Docket memory docket, State state) internal pure {
        if (docket.state != state) _refuseState(disputeId, docket);
    }

    function _refuseState(uint256 disputeId, Docket memory docket) internal pure {
        revert DisputeCourt_WrongState(disputeId, docket.state);
    }

    function _expectLiable(Case calldata case_) internal view {
        if (msg.sender != case_.liable) revert DisputeCourt_NotLiable(case_.disputeId, msg.sender);
    }

    function _costOf(address arbitrator, bytes memory terms) internal view returns (uint256) {
        return IArbitrator(arbitrator).arbitrationCost(terms);
    }

    function _expectEvidence(bytes32 evidenceHash) internal pure {
        if (evidenceHash == 0) revert DisputeCourt_NoEvidence();
    }

    function _matterKey(bytes32 action, FaultClass faultClass) internal pure returns (bytes32) {
        return keccak256(abi.encode(action, faultClass));
    }

    /// @dev The same claim on evidence that did not convince can not be made again, whoever brought it.
    function _bar(Case calldata case_, Docket memory docket, bytes32 key) private {
        _dismissed[key][case_.evidenceHash] = true;
        if (!docket.has(Dockets.JOINED)) return;
        Join[] storage joins = _joins[case_.disputeId];
        for (uint256 i; i < joins.length; ++i) {
            _dismissed[key][joins[i].evidenceHash] = true;
        }
    }
}
