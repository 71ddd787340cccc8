// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LogId} from "../types/LogId.sol";
import {MerkleLog} from "./MerkleLog.sol";
import {Signatures} from "./Signatures.sol";
import {Statements} from "./Statements.sol";

/// @title What an operator promised to anchor
/// @notice A promise is signed alone, or together with others under the root of a small tree of headers. A signature
/// of one promise has 65 bytes; of a batch, the place of the header follows: index and size of the batch (8 bytes
/// each, big endian) and the siblings from the header's leaf upwards.
library Acks {
    /// @notice Most headers under one signature.
    uint64 internal constant MOST = 1 << 16;

    uint256 private constant SIGNATURE = 65; // bytes
    uint256 private constant PLACED = 81; // bytes of signature, index and size

    /// @notice Who promised to anchor a header by a time; zero for nobody.
    /// @param anchorBy Unix seconds.
    function promisedBy(LogId log, bytes32 header, uint64 anchorBy, bytes calldata signature)
        internal
        view
        returns (address)
    {
        if (signature.length <= SIGNATURE) {
            bytes32 promised = Statements.ackHash(block.chainid, log, header, anchorBy);
            return Signatures.recover(Statements.digest(promised), signature);
        }
        if (signature.length < PLACED || (signature.length - PLACED) % 32 != 0) return address(0);
        uint64 index = uint64(bytes8(signature[65:73]));
        uint64 size = uint64(bytes8(signature[73:81]));
        if (size > MOST) return address(0);
        bytes32[] calldata path;
        assembly ("memory-safe") {
            path.offset := add(signature.offset, 81)
            path.length := shr(5, sub(signature.length, 81))
        }
        bytes32 root = MerkleLog.rootOfPath(Statements.ackLeaf(header), index, size, path);
        if (root == 0) return address(0);
        bytes32 batch = Statements.ackBatchHash(block.chainid, log, root, anchorBy);
        return Signatures.recover(Statements.digest(batch), signature[:SIGNATURE]);
    }
}
