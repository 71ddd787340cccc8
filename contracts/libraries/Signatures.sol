// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Strict recovery of a session key
/// @notice Statements have exactly one valid signature form: 65 bytes r, s, v with s in the lower half of the curve
/// order and v 27 or 28. Contracts are never asked (ERC-1271), so that a key cannot gain code and disown its word.
library Signatures {
    /// @dev Half the order of secp256k1, rounded down.
    uint256 internal constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @notice Recovers the signer of a digest.
    /// @param digest What was signed.
    /// @param signature r, s, v.
    /// @return signer Address of the key; zero when the signature is not of the one valid form or recovers nothing.
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        if (signature.length != 65) return address(0);
        bytes32 r;
        bytes32 s;
        uint8 v;
        assembly ("memory-safe") {
            r := calldataload(signature.offset)
            s := calldataload(add(signature.offset, 32))
            v := byte(0, calldataload(add(signature.offset, 64)))
        }
        if (uint256(s) > HALF_ORDER || v < 27 || v > 28) return address(0);
        return ecrecover(digest, v, r, s);
    }
}
