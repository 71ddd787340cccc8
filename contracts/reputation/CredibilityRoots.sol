// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IBondVault} from "../interfaces/IBondVault.sol";
import {IClusters} from "../interfaces/IClusters.sol";
import {ICredibilityRoots} from "../interfaces/ICredibilityRoots.sol";
import {MerkleLog} from "../libraries/MerkleLog.sol";
import {Assertions} from "./Assertions.sol";

/// @title Credibility of raters by epoch
contract CredibilityRoots is ICredibilityRoots, Assertions {
    bytes32 private constant LEAF_TAG = keccak256("ombud/credibility/1");

    uint32 private _current;
    bytes32 private _pending; // assertion about the next epoch
    uint64 private _tries; // tells proposals of the same root apart
    mapping(uint32 epoch => Epoch) private _epochs;

    /// @param arbitrator Rules on challenges: it recomputes.
    /// @param vault Keeps what accounts may claim.
    /// @param bond Wei that a proposal costs, and a challenge.
    constructor(IArbitrator arbitrator, IBondVault vault, uint256 bond) Assertions(arbitrator, vault, bond) {}

    /// @inheritdoc ICredibilityRoots
    function propose(
        uint32 epoch,
        bytes32 root,
        bytes32 clusters,
        uint64 size,
        uint64 asOfBlock,
        bytes32 formula,
        string calldata uri
    ) external payable returns (bytes32 assertion) {
        if (_pending != 0 || epoch != _current + 1) revert CredibilityRoots_NotNext(epoch, _current + 1);
        if (root == 0 || size == 0) revert CredibilityRoots_Empty(root, size);
        uint64 read = _epochs[_current].asOfBlock;
        if (asOfBlock <= read || asOfBlock >= block.number) {
            revert CredibilityRoots_WrongBlock(asOfBlock, read, block.number);
        }
        assertion = keccak256(abi.encode(block.chainid, address(this), epoch, root, clusters, ++_tries));
        _pending = assertion;
        _epochs[epoch] = Epoch(root, clusters, size, asOfBlock, 0, formula, assertion);
        _assert(assertion);
        emit RootProposed(epoch, root, msg.sender, assertion, clusters, size, asOfBlock, formula, uri);
    }

    /// @inheritdoc ICredibilityRoots
    function current() external view returns (uint32) {
        return _current;
    }

    /// @inheritdoc ICredibilityRoots
    function epochOf(uint32 epoch) external view returns (Epoch memory) {
        return _epochs[epoch];
    }

    /// @inheritdoc ICredibilityRoots
    function isIn(uint32 epoch, address account, uint32 credibility, uint64 index, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        Epoch storage asked = _epochs[epoch];
        if (asked.acceptedAt == 0) return false;
        return MerkleLog.includes(leafOf(account, credibility), index, asked.size, asked.root, proof);
    }

    /// @inheritdoc IClusters
    function isMember(address account, bytes32 cluster, bytes32[] calldata proof) external view returns (bool) {
        bytes32 root = _epochs[_current].clusters;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account, cluster))));
        return root != 0 && MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc ICredibilityRoots
    function leafOf(address account, uint32 credibility) public pure returns (bytes32) {
        return MerkleLog.leafHash(abi.encode(LEAF_TAG, account, credibility));
    }

    /// @inheritdoc Assertions
    function _ended(bytes32 assertion, bool accepted) internal override {
        assert(assertion == _pending); // one at a time
        _pending = 0;
        uint32 epoch = _current + 1;
        bytes32 root = _epochs[epoch].root;
        if (accepted) {
            _current = epoch;
            _epochs[epoch].acceptedAt = uint64(block.timestamp);
            emit RootAccepted(epoch, root);
        } else {
            delete _epochs[epoch];
            emit RootRejected(epoch, root);
        }
    }
}
