// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAgentRegistry} from "../interfaces/IAgentRegistry.sol";
import {IERC8004Identity} from "../interfaces/IERC8004Identity.sol";

/// @title Identity registry of agents
/// @notice Minimal and immutable: no administrator, no proxy.
contract AgentRegistry is ERC721URIStorage, EIP712, IAgentRegistry {
    /// @dev An owner epoch.
    struct Ownership {
        // slot 0
        address owner;
        uint64 since; // Unix seconds
        uint32 ownerEpoch;
    }

    bytes32 private constant WALLET_CONSENT_TYPEHASH =
        keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)");
    string private constant WALLET_KEY = "agentWallet";
    bytes32 private constant WALLET_KEY_HASH = keccak256(bytes(WALLET_KEY));
    uint256 private constant MAX_CONSENT_SECONDS = 5 minutes;

    uint256 private _nextAgentId;
    mapping(uint256 agentId => mapping(string metadataKey => bytes)) private _metadata;
    mapping(uint256 agentId => Ownership) private _running;
    mapping(uint256 agentId => mapping(uint32 ownerEpoch => Ownership)) private _ended;

    constructor() ERC721("AgentIdentity", "AGENT") EIP712("ERC8004IdentityRegistry", "1") {}

    /// @inheritdoc IERC8004Identity
    function register() external returns (uint256 agentId) {
        agentId = _mintAgent();
        _announce(agentId, "");
    }

    /// @inheritdoc IERC8004Identity
    function register(string memory agentURI) external returns (uint256 agentId) {
        agentId = _mintAgent();
        _setTokenURI(agentId, agentURI);
        _announce(agentId, agentURI);
    }

    /// @inheritdoc IERC8004Identity
    function register(string memory agentURI, MetadataEntry[] memory metadata) external returns (uint256 agentId) {
        agentId = _mintAgent();
        _setTokenURI(agentId, agentURI);
        _announce(agentId, agentURI);
        for (uint256 i; i < metadata.length; ++i) {
            _writeMetadata(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
    }

    /// @inheritdoc IERC8004Identity
    function setMetadata(uint256 agentId, string memory metadataKey, bytes memory metadataValue) external {
        _requireMayAct(agentId);
        _writeMetadata(agentId, metadataKey, metadataValue);
    }

    /// @inheritdoc IERC8004Identity
    function setAgentURI(uint256 agentId, string calldata newURI) external {
        _requireMayAct(agentId);
        _setTokenURI(agentId, newURI);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    /// @inheritdoc IERC8004Identity
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external {
        address owner = _requireMayAct(agentId);
        require(newWallet != address(0), "bad wallet");
        require(block.timestamp <= deadline, "expired");
        require(deadline <= block.timestamp + MAX_CONSENT_SECONDS, "deadline too far");
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(WALLET_CONSENT_TYPEHASH, agentId, newWallet, owner, deadline)));
        require(_consents(newWallet, digest, signature), "invalid wallet sig");
        _setWallet(agentId, abi.encodePacked(newWallet));
    }

    /// @inheritdoc IERC8004Identity
    function unsetAgentWallet(uint256 agentId) external {
        _requireMayAct(agentId);
        _setWallet(agentId, "");
    }

    /// @inheritdoc IERC8004Identity
    function getMetadata(uint256 agentId, string memory metadataKey) external view returns (bytes memory) {
        return _metadata[agentId][metadataKey];
    }

    /// @inheritdoc IERC8004Identity
    function getAgentWallet(uint256 agentId) external view returns (address) {
        return address(bytes20(_metadata[agentId][WALLET_KEY]));
    }

    /// @inheritdoc IERC8004Identity
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(ownerOf(agentId), spender, agentId);
    }

    /// @inheritdoc IERC8004Identity
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    /// @inheritdoc IAgentRegistry
    function ownership(uint256 agentId) external view returns (address owner, uint32 ownerEpoch, uint64 since) {
        Ownership memory running = _running[agentId];
        if (running.owner == address(0)) revert ERC721NonexistentToken(agentId);
        return (running.owner, running.ownerEpoch, running.since);
    }

    /// @inheritdoc IAgentRegistry
    function ownershipByEpoch(uint256 agentId, uint32 ownerEpoch) external view returns (address owner, uint64 since) {
        Ownership storage asked = _running[agentId];
        uint32 running = asked.ownerEpoch;
        if (ownerEpoch > running) return (address(0), 0);
        if (ownerEpoch < running) asked = _ended[agentId][ownerEpoch];
        return (asked.owner, asked.since);
    }

    /// @inheritdoc ERC721URIStorage
    function tokenURI(uint256 tokenId)
        public
        view
        override(ERC721URIStorage, IERC721Metadata)
        returns (string memory)
    {
        return super.tokenURI(tokenId);
    }

    /// @inheritdoc ERC721URIStorage
    function supportsInterface(bytes4 interfaceId) public view override(ERC721URIStorage, IERC165) returns (bool) {
        return super.supportsInterface(interfaceId);
    }

    /// @dev Clears the wallet before a transfer, so that it never serves an owner it did not consent to, and turns the
    /// owner epoch. The token is never burned.
    function _update(address to, uint256 agentId, address auth) internal override returns (address from) {
        from = _ownerOf(agentId);
        if (from != address(0)) {
            _setWallet(agentId, "");
            Ownership memory ended = _running[agentId];
            _ended[agentId][ended.ownerEpoch] = ended;
            _running[agentId] = Ownership(to, uint64(block.timestamp), ended.ownerEpoch + 1);
        } else {
            _running[agentId] = Ownership(to, uint64(block.timestamp), 0);
        }
        super._update(to, agentId, auth);
    }

    function _mintAgent() private returns (uint256 agentId) {
        agentId = _nextAgentId++;
        _metadata[agentId][WALLET_KEY] = abi.encodePacked(msg.sender);
        _safeMint(msg.sender, agentId);
    }

    function _announce(uint256 agentId, string memory agentURI) private {
        emit Registered(agentId, agentURI, msg.sender);
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, abi.encodePacked(msg.sender));
    }

    function _setWallet(uint256 agentId, bytes memory wallet) private {
        _metadata[agentId][WALLET_KEY] = wallet;
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, wallet);
    }

    function _writeMetadata(uint256 agentId, string memory metadataKey, bytes memory metadataValue) private {
        require(keccak256(bytes(metadataKey)) != WALLET_KEY_HASH, "reserved key");
        _metadata[agentId][metadataKey] = metadataValue;
        emit MetadataSet(agentId, metadataKey, metadataKey, metadataValue);
    }

    function _requireMayAct(uint256 agentId) private view returns (address owner) {
        owner = ownerOf(agentId);
        require(_isAuthorized(owner, msg.sender, agentId), "Not authorized");
    }

    /// @dev A plain key first, so that a delegated account (EIP-7702) signs as one; then the wallet's own answer.
    function _consents(address wallet, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && recovered == wallet) return true;
        (bool answered, bytes memory answer) =
            wallet.staticcall(abi.encodeCall(IERC1271.isValidSignature, (digest, signature)));
        return answered && answer.length >= 32 && abi.decode(answer, (bytes4)) == IERC1271.isValidSignature.selector;
    }
}
