// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAssertions} from "./IAssertions.sol";
import {IClusters} from "./IClusters.sol";

/// @title Credibility of raters by epoch
/// @notice The walk over all ratings that says how credible a rater is cannot be replayed here, so the root of its
/// result is a bonded assertion: whoever recomputes another root challenges it. The old root stands meanwhile, and no
/// contract moves money on any of them. A root is that of a tree of RFC 6962 shape over SHA-256, whose leaf `i` is
/// `abi.encode(keccak256("ombud/credibility/1"), account, credibility)`, in millionths. Beside it stands the root of the
/// clusters that the walk found, sets of accounts that act as one: a tree of sorted pairs over keccak256, whose leaves
/// are hashed twice, `keccak256(bytes.concat(keccak256(abi.encode(account, cluster))))`, as is usual for lists.
interface ICredibilityRoots is IAssertions, IClusters {
    /// @notice An epoch's result.
    struct Epoch {
        bytes32 root;
        bytes32 clusters; // root of the clusters; zero for none
        uint64 size; // leaves of the first
        uint64 asOfBlock; // last block that the walk read
        uint64 acceptedAt; // Unix seconds; 0 while not accepted
        bytes32 formula; // hash of the version of the formula and its parameters
        bytes32 assertion;
    }

    /// @notice Thrown when an epoch is not the next one, or is being asserted already.
    error CredibilityRoots_NotNext(uint32 epoch, uint32 next);

    /// @notice Thrown when a root is that of nothing.
    error CredibilityRoots_Empty(bytes32 root, uint64 size);

    /// @notice Thrown when an epoch reads blocks that are not there, or not later than the epoch before.
    error CredibilityRoots_WrongBlock(uint64 asOfBlock, uint64 after_, uint256 now_);

    /// @notice Emitted when a root is proposed.
    event RootProposed(
        uint32 indexed epoch,
        bytes32 indexed root,
        address indexed proposer,
        bytes32 assertion,
        bytes32 clusters,
        uint64 size,
        uint64 asOfBlock,
        bytes32 formula,
        string uri
    );

    /// @notice Emitted when a root is accepted.
    event RootAccepted(uint32 indexed epoch, bytes32 indexed root);

    /// @notice Emitted when a root is rejected; another may be proposed for the epoch.
    event RootRejected(uint32 indexed epoch, bytes32 indexed root);

    /// @notice Proposes the root of the next epoch, with the bond.
    /// @param epoch Number of the epoch, counted from 1.
    /// @param root Root of the credibilities.
    /// @param clusters Root of the clusters; zero for none.
    /// @param size Leaves of it.
    /// @param asOfBlock Last block that the walk read.
    /// @param formula Hash of the version of the formula and its parameters.
    /// @param uri Where the leaves are.
    /// @return assertion Name of the assertion.
    function propose(
        uint32 epoch,
        bytes32 root,
        bytes32 clusters,
        uint64 size,
        uint64 asOfBlock,
        bytes32 formula,
        string calldata uri
    ) external payable returns (bytes32 assertion);

    /// @notice The newest accepted epoch; zero for none.
    function current() external view returns (uint32 epoch);

    /// @notice An epoch, accepted or proposed.
    function epochOf(uint32 epoch) external view returns (Epoch memory);

    /// @notice Hash of a leaf of the credibilities.
    function leafOf(address account, uint32 credibility) external pure returns (bytes32);

    /// @notice Whether an account has a credibility in an accepted epoch.
    /// @param proof Siblings from the leaf upwards.
    function isIn(uint32 epoch, address account, uint32 credibility, uint64 index, bytes32[] calldata proof)
        external
        view
        returns (bool);
}
