// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IActionWitness} from "../../../contracts/interfaces/IActionWitness.sol";
import {Dimensions} from "../../../contracts/reputation/Dimensions.sol";
import {EvidenceLinks} from "../../../contracts/reputation/EvidenceLinks.sol";
import {FeedbackView} from "../../../contracts/reputation/FeedbackView.sol";
import {ReputationRegistry} from "../../../contracts/reputation/ReputationRegistry.sol";
import {ValidationRegistry} from "../../../contracts/reputation/ValidationRegistry.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {ReceiptRef} from "../../../contracts/types/ActionRefs.sol";
import {Scale} from "../../../contracts/types/Feedback.sol";
import {LogId} from "../../../contracts/types/LogId.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Scenario} from "./Scenario.sol";

/// @notice An agent with session keys, and clients with something to say about it.
abstract contract FeedbackScenario is Scenario {
    ReputationRegistry internal reputation;
    ValidationRegistry internal validation;
    Dimensions internal dimensions;
    EvidenceLinks internal links;
    FeedbackView internal feedbackView;

    address internal client = address(0xC001);
    address internal other = address(0xC002);
    address internal third = address(0xC003);
    uint256 internal agentId;
    address[] internal nobody;

    function deployFeedback() internal {
        deployAll();
        reputation = ReputationRegistry(createContract("ReputationRegistry", abi.encode(registry)));
        validation = ValidationRegistry(createContract("ValidationRegistry", abi.encode(registry)));
        dimensions = Dimensions(createContract("Dimensions", ""));
        links = EvidenceLinks(
            createContract("EvidenceLinks", abi.encode(registry, keyRing, witness, reputation, dimensions))
        );
        feedbackView = FeedbackView(createContract("FeedbackView", abi.encode(reputation, links)));
        agentId = openAgent();
    }

    /// @notice Stars of 0 to 100 with one digit after the point.
    function stars() internal pure returns (Scale memory) {
        return Scale({name: "starred", unit: "", decimals: 1, lessIsBetter: false, least: 0, most: 1_000});
    }

    function give(address who, int128 value, uint8 decimals, string memory tag1, string memory tag2)
        internal
        returns (uint64)
    {
        vm.prank(who);
        reputation.giveFeedback(agentId, value, decimals, tag1, tag2, "", "", 0);
        return reputation.getLastIndex(agentId, who);
    }

    function receiptFor(address counterparty, uint32 epoch, uint64 seq) internal view returns (Receipt memory) {
        return Receipt({
            agent: keyRing.agentKey(agentId),
            epoch: epoch,
            stream: LOGGED_STREAM,
            seq: seq,
            recordHash: keccak256(abi.encode("record", seq)),
            counterparty: bytes32(uint256(uint160(counterparty))),
            chain: block.chainid,
            log: LogId.wrap(HOME_LOG),
            anchorBy: uint64(START + 1 hours),
            amount: 5,
            tool: keccak256("pay"),
            mandate: 0,
            runningTotal: 5
        });
    }

    /// @notice A proof by a receipt that `key` signed. `shown` is whom it is said to name; zero to leave that open.
    function receiptProof(uint256 key, Receipt memory receipt, address shown) internal view returns (bytes memory) {
        bytes memory signature = signDigest(key, Statements.digest(Statements.receiptHash(receipt)));
        return abi.encodeCall(IActionWitness.onReceipt, (agentId, ReceiptRef(receipt, signature, shown, 0)));
    }

    /// @notice A proof that names its client, of action number `seq` in the first epoch.
    function proofFor(address counterparty, uint64 seq) internal view returns (bytes memory) {
        return receiptProof(KEY_A, receiptFor(counterparty, 0, seq), counterparty);
    }
}
