// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC8004Identity} from "../../contracts/interfaces/IERC8004Identity.sol";
import {Scenario} from "./support/Scenario.sol";
import {ConsentingWallet, Tokenless} from "./support/Wallets.sol";

contract AgentRegistryTest is Scenario {
    uint256 private constant WALLET_KEY = 0xFACE;

    function setUp() public {
        deployAll();
    }

    function test_register_CountsFromZero() public {
        assertEq(registerAgent(owner), 0, "first");
        assertEq(registerAgent(buyer), 1, "second");
        assertEq(registry.ownerOf(0), owner, "owner");
        assertEq(registry.getAgentWallet(0), owner, "wallet");
        assertEq(registry.getMetadata(0, "agentWallet"), abi.encodePacked(owner), "wallet bytes");
        assertEq(registry.tokenURI(0), "", "no file");
        assertEq(registry.name(), "AgentIdentity", "name");
        assertEq(registry.symbol(), "AGENT", "symbol");
    }

    function test_register_EmitsBothEvents() public {
        vm.expectEmit(address(registry));
        emit IERC8004Identity.Registered(0, "ipfs://a", owner);
        vm.expectEmit(address(registry));
        emit IERC8004Identity.MetadataSet(0, "agentWallet", "agentWallet", abi.encodePacked(owner));
        vm.prank(owner);
        registry.register("ipfs://a");
    }

    function test_register_StoresFileAndValues() public {
        IERC8004Identity.MetadataEntry[] memory values = new IERC8004Identity.MetadataEntry[](2);
        values[0] = IERC8004Identity.MetadataEntry("model", hex"01");
        values[1] = IERC8004Identity.MetadataEntry("", "");
        vm.prank(owner);
        uint256 agentId = registry.register("ipfs://b", values);
        assertEq(registry.tokenURI(agentId), "ipfs://b", "file");
        assertEq(registry.getMetadata(agentId, "model"), hex"01", "value");
    }

    function test_RevertWhen_RegisteringAReservedName() public {
        IERC8004Identity.MetadataEntry[] memory values = new IERC8004Identity.MetadataEntry[](1);
        values[0] = IERC8004Identity.MetadataEntry("agentWallet", abi.encodePacked(stranger));
        vm.expectRevert(bytes("reserved key"));
        vm.prank(owner);
        registry.register("", values);
    }

    function test_RevertWhen_RegistrantTakesNoTokens() public {
        Tokenless tokenless = new Tokenless();
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(tokenless)));
        tokenless.register(registry);
    }

    function test_RevertWhen_StrangerActs() public {
        uint256 agentId = registerAgent(owner);
        vm.startPrank(stranger);
        vm.expectRevert(bytes("Not authorized"));
        registry.setMetadata(agentId, "model", "x");
        vm.expectRevert(bytes("Not authorized"));
        registry.setAgentURI(agentId, "ipfs://x");
        vm.expectRevert(bytes("Not authorized"));
        registry.setAgentWallet(agentId, stranger, vm.getBlockTimestamp(), "");
        vm.expectRevert(bytes("Not authorized"));
        registry.unsetAgentWallet(agentId);
        vm.stopPrank();
        assertFalse(registry.isAuthorizedOrOwner(stranger, agentId), "stranger");
    }

    function test_ApprovedAccountsMayAct() public {
        uint256 agentId = registerAgent(owner);
        vm.prank(owner);
        registry.approve(operator, agentId);
        vm.prank(operator);
        registry.setMetadata(agentId, "model", "one");
        assertEq(registry.getMetadata(agentId, "model"), "one", "by approval for the token");
        vm.prank(owner);
        registry.setApprovalForAll(buyer, true);
        vm.prank(buyer);
        registry.unsetAgentWallet(agentId);
        assertEq(registry.getAgentWallet(agentId), address(0), "by approval for all");
        assertTrue(registry.isAuthorizedOrOwner(owner, agentId), "owner");
        assertTrue(registry.isAuthorizedOrOwner(operator, agentId), "approved");
        assertTrue(registry.isAuthorizedOrOwner(buyer, agentId), "approved for all");
    }

    function test_RevertWhen_AgentDoesNotExist() public {
        bytes memory missing = abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, 7);
        vm.expectRevert(missing);
        registry.setMetadata(7, "model", "x");
        vm.expectRevert(missing);
        registry.setAgentURI(7, "x");
        vm.expectRevert(missing);
        registry.setAgentWallet(7, stranger, vm.getBlockTimestamp(), "");
        vm.expectRevert(missing);
        registry.unsetAgentWallet(7);
        vm.expectRevert(missing);
        registry.isAuthorizedOrOwner(owner, 7);
        vm.expectRevert(missing);
        registry.ownership(7);
        vm.expectRevert(missing);
        registry.tokenURI(7);
    }

    function test_RevertWhen_SettingAReservedName() public {
        uint256 agentId = registerAgent(owner);
        vm.prank(owner);
        vm.expectRevert(bytes("reserved key"));
        registry.setMetadata(agentId, "agentWallet", abi.encodePacked(stranger));
    }

    function test_setAgentURI_AcceptsAnEmptyOne() public {
        vm.prank(owner);
        uint256 agentId = registry.register("ipfs://a");
        vm.expectEmit(address(registry));
        emit IERC8004Identity.URIUpdated(agentId, "", owner);
        vm.prank(owner);
        registry.setAgentURI(agentId, "");
        assertEq(registry.tokenURI(agentId), "", "emptied");
    }

    function test_RevertWhen_WalletIsZero() public {
        _expectWalletRevert("bad wallet", address(0), vm.getBlockTimestamp(), "");
    }

    function test_RevertWhen_ConsentExpired() public {
        _expectWalletRevert("expired", stranger, vm.getBlockTimestamp() - 1, "");
    }

    function test_RevertWhen_ConsentIsTooFarAhead() public {
        _expectWalletRevert("deadline too far", stranger, vm.getBlockTimestamp() + 301, "");
    }

    function test_RevertWhen_WalletDidNotConsent() public {
        address wallet = vm.addr(WALLET_KEY);
        uint256 deadline = vm.getBlockTimestamp() + 300;
        bytes32 digest = _consent(0, wallet, owner, deadline);
        _expectWalletRevert("invalid wallet sig", wallet, deadline, signDigest(KEY_A, digest));
        _expectWalletRevert("invalid wallet sig", wallet, deadline, signHighS(WALLET_KEY, digest));
        _expectWalletRevert("invalid wallet sig", address(new ConsentingWallet()), deadline, "");
        _expectWalletRevert("invalid wallet sig", address(new Tokenless()), deadline, "");
    }

    function test_setAgentWallet_AcceptsTheConsentOfAKey() public {
        uint256 agentId = registerAgent(owner);
        address wallet = vm.addr(WALLET_KEY);
        uint256 deadline = vm.getBlockTimestamp() + 300;
        bytes memory signature = signDigest(WALLET_KEY, _consent(agentId, wallet, owner, deadline));
        vm.prank(owner);
        registry.setAgentWallet(agentId, wallet, deadline, signature);
        assertEq(registry.getAgentWallet(agentId), wallet, "wallet");
    }

    function test_setAgentWallet_AcceptsTheConsentOfAContract() public {
        uint256 agentId = registerAgent(owner);
        ConsentingWallet wallet = new ConsentingWallet();
        wallet.consent(_consent(agentId, address(wallet), owner, vm.getBlockTimestamp()));
        vm.prank(owner);
        registry.setAgentWallet(agentId, address(wallet), vm.getBlockTimestamp(), hex"00");
        assertEq(registry.getAgentWallet(agentId), address(wallet), "wallet");
    }

    /// @dev A delegated account (EIP-7702) has code that may answer otherwise, and still signs as a key.
    function test_setAgentWallet_AcceptsTheKeyOfAnAccountWithCode() public {
        uint256 agentId = registerAgent(owner);
        address wallet = vm.addr(WALLET_KEY);
        vm.etch(wallet, address(new ConsentingWallet()).code);
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signature = signDigest(WALLET_KEY, _consent(agentId, wallet, owner, deadline));
        vm.prank(owner);
        registry.setAgentWallet(agentId, wallet, deadline, signature);
        assertEq(registry.getAgentWallet(agentId), wallet, "wallet");
    }

    function test_setAgentWallet_TakesOperatorsAndNamesTheOwnerInTheConsent() public {
        uint256 agentId = registerAgent(owner);
        vm.prank(owner);
        registry.approve(operator, agentId);
        address wallet = vm.addr(WALLET_KEY);
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory named = signDigest(WALLET_KEY, _consent(agentId, wallet, operator, deadline));
        vm.expectRevert(bytes("invalid wallet sig"));
        vm.prank(operator);
        registry.setAgentWallet(agentId, wallet, deadline, named);
        bytes memory signature = signDigest(WALLET_KEY, _consent(agentId, wallet, owner, deadline));
        vm.expectEmit(address(registry));
        emit IERC8004Identity.MetadataSet(agentId, "agentWallet", "agentWallet", abi.encodePacked(wallet));
        vm.prank(operator);
        registry.setAgentWallet(agentId, wallet, deadline, signature);
        assertEq(registry.getMetadata(agentId, "agentWallet"), abi.encodePacked(wallet), "as a value");
    }

    function test_unsetAgentWallet_EmitsAnEmptyValue() public {
        uint256 agentId = registerAgent(owner);
        vm.expectEmit(address(registry));
        emit IERC8004Identity.MetadataSet(agentId, "agentWallet", "agentWallet", "");
        vm.prank(owner);
        registry.unsetAgentWallet(agentId);
        assertEq(registry.getMetadata(agentId, "agentWallet"), "", "no value");
        vm.prank(owner);
        registry.unsetAgentWallet(agentId);
        assertEq(registry.getAgentWallet(agentId), address(0), "again");
    }

    function test_transfer_EndsApprovals() public {
        uint256 agentId = registerAgent(owner);
        vm.startPrank(owner);
        registry.approve(operator, agentId);
        registry.setApprovalForAll(operator, true);
        vm.stopPrank();
        vm.expectEmit(address(registry));
        emit IERC8004Identity.MetadataSet(agentId, "agentWallet", "agentWallet", "");
        vm.prank(operator);
        registry.safeTransferFrom(owner, buyer, agentId);
        assertFalse(registry.isAuthorizedOrOwner(operator, agentId), "approved");
        assertFalse(registry.isAuthorizedOrOwner(owner, agentId), "past owner");
        vm.expectRevert(bytes("Not authorized"));
        vm.prank(operator);
        registry.setAgentURI(agentId, "ipfs://x");
    }

    function test_transfer_ClearsTheWalletAndTurnsTheOwnerEpoch() public {
        uint256 agentId = registerAgent(owner);
        vm.warp(START + 100);
        vm.prank(owner);
        registry.transferFrom(owner, buyer, agentId);
        assertEq(registry.getAgentWallet(agentId), address(0), "wallet");
        (address now_, uint32 epoch, uint64 since) = registry.ownership(agentId);
        assertEq(now_, buyer, "owner");
        assertEq(epoch, 1, "owner epoch");
        assertEq(since, START + 100, "since");
        vm.warp(START + 200);
        vm.prank(buyer);
        registry.transferFrom(buyer, buyer, agentId);
        (, epoch,) = registry.ownership(agentId);
        assertEq(epoch, 2, "a transfer to oneself counts");
        _expectOwnerAt(agentId, 0, owner, START);
        _expectOwnerAt(agentId, 1, buyer, START + 100);
        _expectOwnerAt(agentId, 2, buyer, START + 200);
        _expectOwnerAt(agentId, 3, address(0), 0);
        _expectOwnerAt(agentId + 1, 0, address(0), 0);
    }

    function test_Views() public view {
        assertTrue(registry.supportsInterface(0x01ffc9a7), "ERC-165");
        assertTrue(registry.supportsInterface(0x80ac58cd), "ERC-721");
        assertTrue(registry.supportsInterface(0x5b5e139f), "ERC-721 metadata");
        assertTrue(registry.supportsInterface(0x49064906), "ERC-4906");
        assertFalse(registry.supportsInterface(0xffffffff), "nothing");
        assertEq(registry.getVersion(), "2.0.0", "version");
        assertEq(registry.getMetadata(9, "x"), "", "value never set");
    }

    function _expectWalletRevert(string memory why, address wallet, uint256 deadline, bytes memory signature) private {
        if (registry.balanceOf(owner) == 0) registerAgent(owner);
        vm.expectRevert(bytes(why));
        vm.prank(owner);
        registry.setAgentWallet(0, wallet, deadline, signature);
    }

    function _expectOwnerAt(uint256 agentId, uint32 epoch, address who, uint256 since) private view {
        (address then_, uint64 began) = registry.ownershipByEpoch(agentId, epoch);
        assertEq(then_, who, "owner then");
        assertEq(began, since, "since then");
    }

    function _consent(uint256 agentId, address wallet, address by, uint256 deadline) private view returns (bytes32) {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 hash = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                wallet,
                by,
                deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", separator, hash));
    }
}
