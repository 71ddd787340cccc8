// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IClusters} from "../../../contracts/interfaces/IClusters.sol";

/// @notice Clusters as a test names them; a proof is any list that is not empty.
contract PostedClusters is IClusters {
    mapping(address account => bytes32) private _clusters;

    function put(address account, bytes32 cluster) external {
        _clusters[account] = cluster;
    }

    function isMember(address account, bytes32 cluster, bytes32[] calldata proof) external view returns (bool) {
        return proof.length != 0 && cluster != 0 && _clusters[account] == cluster;
    }
}
