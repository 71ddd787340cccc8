// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Hashes of recent blocks
library BlockHashes {
    /// @dev Contract of EIP-2935, which serves the last 8,191 blocks where the chain has it.
    address internal constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @notice Hash of a past block: the last 256 from the machine itself, older ones from EIP-2935.
    /// @return hash Zero when neither knows it.
    function find(uint256 number) internal view returns (bytes32 hash) {
        hash = blockhash(number);
        if (hash != 0 || number >= block.number) return hash;
        (bool known, bytes memory answer) = HISTORY.staticcall(abi.encode(number));
        if (known && answer.length == 32) hash = abi.decode(answer, (bytes32));
    }
}
