// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IActionWitness} from "../interfaces/IActionWitness.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IClusters} from "../interfaces/IClusters.sol";
import {IPanelArbitrator} from "../interfaces/IPanelArbitrator.sol";
import {Authorisations} from "../libraries/Authorisations.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {Listing} from "../types/Panel.sol";

/// @title Who may judge
/// @dev The panel is one contract in four parts: roster, draws, votes, and its face.
abstract contract PanelRoster is IPanelArbitrator, ReentrancyGuardTransient {
    address private constant FIRE = 0x000000000000000000000000000000000000dEaD;

    /// @inheritdoc IPanelArbitrator
    address public immutable accreditor;
    /// @inheritdoc IPanelArbitrator
    uint256 public immutable minStake;
    /// @inheritdoc IPanelArbitrator
    uint256 public immutable seatFee;
    IBondVault internal immutable _vault;
    IActionWitness internal immutable _witness;
    IClusters private immutable _clusters;

    address[] internal _roster;
    mapping(address account => Listing) internal _listings;
    mapping(address arbitrator => bytes32) internal _models; // hash of the model's id; zero for humans
    mapping(address arbitrator => mapping(address party => bool)) internal _conflicts;

    /// @param vault Holds the stakes and the pay.
    /// @param witness Knows whose a receipt is.
    /// @param clusters Knows who acts as one; zero when nobody says so.
    /// @param accreditor_ Signs accreditations, and can do nothing else.
    /// @param minStake_ Least stake of an arbitrator, wei.
    /// @param seatFee_ Pay of a seat, wei.
    constructor(
        IBondVault vault,
        IActionWitness witness,
        IClusters clusters,
        address accreditor_,
        uint256 minStake_,
        uint256 seatFee_
    ) {
        if (accreditor_ == address(0)) revert PanelArbitrator_ZeroAddress();
        (_vault, _witness, _clusters) = (vault, witness, clusters);
        (accreditor, minStake, seatFee) = (accreditor_, minStake_, seatFee_);
    }

    /// @inheritdoc IPanelArbitrator
    function register(bytes32 document, bytes32 model, uint64 validUntil, bytes calldata accreditation)
        external
        payable
        nonReentrant
    {
        bytes32 digest = Authorisations.accreditation(address(this), msg.sender, document, model, validUntil);
        if (validUntil <= block.timestamp || Signatures.recover(digest, accreditation) != accreditor) {
            revert PanelArbitrator_NotAccredited(msg.sender, validUntil);
        }
        Listing memory listing = _listings[msg.sender];
        if (listing.validUntil == 0) {
            (listing.number, listing.human) = (uint32(_roster.length), model == 0);
            _roster.push(msg.sender);
        } else if (listing.human != (model == 0)) {
            // Else a human's seat could be a model's by the time of the vote.
            revert PanelArbitrator_OtherKind(msg.sender, model);
        }
        (listing.validUntil, listing.listed) = (validUntil, true);
        _listings[msg.sender] = listing;
        if (model != 0) _models[msg.sender] = model;
        if (msg.value != 0) _vault.deposit{value: msg.value}(stakeSubject(), msg.sender);
        (uint256 stake,,,) = _vault.bondOf(stakeSubject(), msg.sender);
        if (stake < minStake) revert PanelArbitrator_StakeTooSmall(stake, minStake);
        emit ArbitratorListed(msg.sender, listing.number, document, model, validUntil, stake);
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

    /// @inheritdoc IPanelArbitrator
    function showCluster(address account, bytes32 cluster, bytes32[] calldata proof) external {
        if (address(_clusters) == address(0) || !_clusters.isMember(account, cluster, proof)) {
            revert PanelArbitrator_NotInCluster(account, cluster);
        }
        _listings[account].cluster = bytes16(cluster);
        emit ClusterShown(account, cluster);
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
    function modelOf(address arbitrator) external view returns (bytes32) {
        return _models[arbitrator];
    }

    /// @inheritdoc IPanelArbitrator
    function clusterOf(address account) external view returns (bytes16) {
        return _listings[account].cluster;
    }

    /// @inheritdoc IPanelArbitrator
    function isConflicted(address arbitrator, address party) external view returns (bool) {
        return _conflicts[arbitrator][party];
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
    function stakeSubject() public view returns (bytes32) {
        return bytes32(uint256(uint160(address(this))));
    }

    /// @dev Lets an account claim what a dispute owes it.
    function _credit(uint256 disputeId, address account, uint256 amount) internal {
        if (amount != 0) _vault.credit{value: amount}(account, _causeOf(disputeId));
    }

    function _burn(uint256 amount) internal {
        (bool burned,) = FIRE.call{value: amount}("");
        if (!burned) revert PanelArbitrator_NotBurned(amount);
    }

    function _causeOf(uint256 disputeId) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), disputeId));
    }
}
