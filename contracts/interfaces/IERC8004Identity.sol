// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The ERC-8004 identity registry, version 2.0.0
/// @notice The functions and events of the standard's reference as its clients know them, with the same indexing.
/// Failures revert with the reference's strings, which clients match on.
/// @dev Source: erc-8004/erc-8004-contracts at b9e466c, ERCS/erc-8004.md.
interface IERC8004Identity {
    /// @notice A named value stored with an agent.
    struct MetadataEntry {
        string metadataKey;
        bytes metadataValue;
    }

    /// @notice Emitted when an agent is registered.
    /// @param agentId Token number of the agent, counted from 0.
    /// @param agentURI Where the registration file is; may be empty.
    /// @param owner Account the token was minted to.
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);

    /// @notice Emitted when a named value of an agent is set, and when its wallet is set or cleared.
    /// @param agentId Agent that the value belongs to.
    /// @param indexedMetadataKey Name of the value; as a topic it is a hash.
    /// @param metadataKey Name of the value, readable.
    /// @param metadataValue The value; empty when cleared.
    event MetadataSet(
        uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue
    );

    /// @notice Emitted when an agent's registration file moves.
    /// @param agentId Agent whose file moved.
    /// @param newURI Where the file is now.
    /// @param updatedBy Owner or operator that moved it.
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    /// @notice Registers an agent without a registration file; the caller owns it and is its wallet.
    /// @return agentId Token number given.
    function register() external returns (uint256 agentId);

    /// @notice Registers an agent; the caller owns it and is its wallet.
    /// @param agentURI Where the registration file is.
    /// @return agentId Token number given.
    function register(string memory agentURI) external returns (uint256 agentId);

    /// @notice Registers an agent with named values; the caller owns it and is its wallet.
    /// @param agentURI Where the registration file is.
    /// @param metadata Values to set; reverts "reserved key" on the name "agentWallet".
    /// @return agentId Token number given.
    function register(string memory agentURI, MetadataEntry[] memory metadata) external returns (uint256 agentId);

    /// @notice Sets a named value; reverts "Not authorized" or "reserved key".
    /// @param agentId Agent the value belongs to.
    /// @param metadataKey Name of the value; not "agentWallet".
    /// @param metadataValue Value to store.
    function setMetadata(uint256 agentId, string memory metadataKey, bytes memory metadataValue) external;

    /// @notice Moves the registration file; reverts "Not authorized".
    /// @param agentId Agent whose file moves.
    /// @param newURI Where the file is now.
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice Sets the wallet of an agent with the consent of the wallet.
    /// @dev Reverts "Not authorized", "bad wallet", "expired", "deadline too far" or "invalid wallet sig". The consent
    /// is AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline) under the domain
    /// ERC8004IdentityRegistry, version 1; ERC-1271 wallets answer for themselves.
    /// @param agentId Agent whose wallet is set.
    /// @param newWallet The wallet; not zero.
    /// @param deadline Unix seconds, at most five minutes ahead.
    /// @param signature Consent of the wallet.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    /// @notice Clears the wallet of an agent; reverts "Not authorized".
    /// @param agentId Agent whose wallet is cleared.
    function unsetAgentWallet(uint256 agentId) external;

    /// @notice A named value of an agent; empty when never set.
    function getMetadata(uint256 agentId, string memory metadataKey) external view returns (bytes memory);

    /// @notice The wallet of an agent; zero when cleared.
    function getAgentWallet(uint256 agentId) external view returns (address);

    /// @notice Whether an account owns an agent or may act for its owner; reverts for an agent that does not exist.
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);

    /// @notice Version of the standard's reference that this face follows.
    function getVersion() external pure returns (string memory);
}
