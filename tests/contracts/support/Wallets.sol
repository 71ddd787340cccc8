// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondVault} from "../../../contracts/interfaces/IBondVault.sol";
import {IAgentRegistry} from "../../../contracts/interfaces/IAgentRegistry.sol";

/// @notice A smart wallet that consents to one digest (ERC-1271) and takes tokens.
contract ConsentingWallet {
    bytes32 private _consented;

    function consent(bytes32 digest) external {
        _consented = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return digest == _consented ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
    }

    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onERC721Received.selector;
    }
}

/// @notice A contract that cannot take tokens, and registers.
contract Tokenless {
    function register(IAgentRegistry registry) external {
        registry.register();
    }
}

/// @notice A beneficiary that refuses money until told otherwise.
contract RefusingReceiver {
    bool private _willing;

    function accept() external {
        _willing = true;
    }

    function claim(IBondVault vault) external {
        vault.claim();
    }

    receive() external payable {
        require(_willing, "no");
    }
}

/// @notice A claimer that claims again, and withdraws, while it is being paid.
contract GreedyClaimer {
    IBondVault private immutable _vault;
    bytes32 private immutable _subject;
    uint256 public refusals;

    constructor(IBondVault vault, bytes32 subject) {
        _vault = vault;
        _subject = subject;
    }

    function claim() external {
        _vault.claim();
    }

    function unbond(uint256 amount) external {
        _vault.requestUnbond(_subject, amount);
    }

    function withdraw() external {
        _vault.withdraw(_subject);
    }

    receive() external payable {
        try _vault.claim() {} catch { ++refusals; }
        try _vault.withdraw(_subject) {} catch { ++refusals; }
    }
}
