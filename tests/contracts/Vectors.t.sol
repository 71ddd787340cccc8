// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Acks} from "../../contracts/libraries/Acks.sol";
import {DecayMath} from "../../contracts/libraries/DecayMath.sol";
import {MerkleLog} from "../../contracts/libraries/MerkleLog.sol";
import {Penalties} from "../../contracts/libraries/Penalties.sol";
import {RecordText} from "../../contracts/libraries/RecordText.sol";
import {Signatures} from "../../contracts/libraries/Signatures.sol";
import {Statements} from "../../contracts/libraries/Statements.sol";
import {NeverSold} from "./support/NeverSold.sol";
import {Standing} from "../../contracts/reputation/Standing.sol";
import {AgentKey, toAgentKey} from "../../contracts/types/AgentKey.sol";
import {FaultKind, Finding, Penalty} from "../../contracts/types/Finding.sol";
import {LogId, toLogId} from "../../contracts/types/LogId.sol";
import {Receipt} from "../../contracts/types/Receipt.sol";
import {Segment} from "../../contracts/types/Segment.sol";
import {Test} from "./support/Test.sol";

/// @notice The files that the Python side writes and tests too: both sides agree on every byte.
contract VectorsTest is Test {
    string private statements;
    string private tree;
    string private decay;
    string private faults;

    function setUp() public {
        statements = vm.readFile("tests/vectors/statements.json");
        tree = vm.readFile("tests/vectors/tree.json");
        decay = vm.readFile("tests/vectors/decay.json");
        faults = vm.readFile("tests/vectors/faults.json");
    }

    function ackBy(bytes32 header, uint64 anchorBy, bytes calldata signature) external view returns (address) {
        return Acks.promisedBy(LogId.wrap(vm.parseJsonBytes32(faults, ".log")), header, anchorBy, signature);
    }

    function readRecord(bytes calldata text) external pure returns (RecordText.Fields memory) {
        return RecordText.read(text);
    }

    function idOfRecord(bytes calldata text) external pure returns (bytes32) {
        return RecordText.idOf(text);
    }

    function outOfRecord(bytes32 salt, bytes calldata value) external pure returns (bytes32) {
        return RecordText.outOf(salt, value);
    }

    function recover(bytes32 digest, bytes calldata signature) external pure returns (address) {
        return Signatures.recover(digest, signature);
    }

    function extendsFrom(uint64 m, bytes32 oldRoot, uint64 n, bytes32 newRoot, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return MerkleLog.extends(m, oldRoot, n, newRoot, proof);
    }

    function includesIn(bytes32 leaf, uint64 index, uint64 size, bytes32 root, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        return MerkleLog.includes(leaf, index, size, root, proof);
    }

    function test_Names() public view {
        assertEq(
            Statements.DOMAIN_SEPARATOR, vm.parseJsonBytes32(statements, ".domain_separator"), "domain separator"
        );
        address log = vm.parseJsonAddress(statements, ".action_log");
        LogId id = toLogId(31337, log, "localhost/ombud");
        assertEq(id.unwrap(), vm.parseJsonBytes32(statements, ".log_id"), "log id");
        AgentKey key = toAgentKey(31337, vm.parseJsonAddress(statements, ".registry"), 0);
        assertEq(key.unwrap(), vm.parseJsonBytes32(statements, ".segments[0].agent"), "agent key");
    }

    function test_Segments() public view {
        uint256 i;
        for (; vm.keyExistsJson(statements, _at("segments", i)); ++i) {
            string memory item = _at("segments", i);
            Segment memory segment = Segment(
                AgentKey.wrap(_word(item, "agent")),
                uint32(_number(item, "epoch")),
                uint32(_number(item, "stream")),
                uint64(_number(item, "firstSeq")),
                uint32(_number(item, "count")),
                _word(item, "prevHeader"),
                _word(item, "recordsRoot"),
                uint64(_number(item, "ts"))
            );
            bytes memory signature = vm.parseJsonBytes(statements, string.concat(item, ".signature"));
            bytes32 header = Statements.headerOf(segment);
            assertEq(header, _word(item, "header"), "header");
            assertEq(Statements.digest(header), _word(item, "digest"), "digest");
            assertEq(
                this.recover(Statements.digest(header), signature),
                vm.parseJsonAddress(statements, string.concat(item, ".signer")),
                "signer"
            );
            bytes memory entry = Statements.entryOf(segment, signature);
            assertEq(entry.length, 202, "entry length");
            assertEq(entry, vm.parseJsonBytes(statements, string.concat(item, ".entry")), "entry");
            assertEq(MerkleLog.leafHash(entry), _word(item, "leaf"), "leaf");
        }
        assertTrue(i > 0, "there are segments");
    }

    function test_Acks() public view {
        uint256 i;
        for (; vm.keyExistsJson(statements, _at("acks", i)); ++i) {
            string memory item = _at("acks", i);
            bytes32 hash = Statements.ackHash(
                _number(item, "chain"), LogId.wrap(_word(item, "log")), _word(item, "header"), uint64(_number(item, "anchorBy"))
            );
            assertEq(hash, _word(item, "hash"), "ack hash");
            assertEq(Statements.digest(hash), _word(item, "digest"), "ack digest");
        }
        assertTrue(i > 0, "there are acknowledgements");
    }

    function test_FaultKeys() public view {
        uint256 i;
        for (; vm.keyExistsJson(faults, _at("keys", i)); ++i) {
            string memory item = _at("keys", i);
            Finding memory found;
            found.subject = _in(item, "subject");
            found.kind = FaultKind(_numberIn(item, "kind"));
            (found.epoch, found.stream) = (uint32(_numberIn(item, "epoch")), uint32(_numberIn(item, "stream")));
            found.seq = uint64(_numberIn(item, "seq"));
            bytes32 log = vm.parseJsonBytes32(faults, ".log");
            found.action = keccak256(abi.encode(found.subject, found.epoch, found.stream, found.seq, log));
            assertEq(Penalties.keyOf(found), _in(item, "atPlace"), "at a place");
            assertEq(Penalties.epochKeyOf(found), _in(item, "ofEpoch"), "of an epoch");
            assertEq(Penalties.keyAbout(found, log), _in(item, "about"), "about one thing");
            assertEq(Penalties.matterOf(found), _in(item, "matter"), "matter");
        }
        assertEq(i, 45, "every kind at three places");
    }

    function test_Penalties() public view {
        uint256 i;
        for (; vm.keyExistsJson(faults, _at("penalties", i)); ++i) {
            string memory item = _at("penalties", i);
            Penalty memory cost = Penalties.penaltyOf(FaultKind(_numberIn(item, "kind")));
            assertEq(cost.slashBps, _numberIn(item, "slashBps"), "slash");
            assertEq(cost.closesEpoch ? 1 : 0, _numberIn(item, "closesEpoch"), "epoch");
            assertEq(cost.dimension, _numberIn(item, "dimension"), "dimension");
            assertEq(cost.weight, _numberIn(item, "weight"), "weight");
        }
        assertEq(i, 15, "every kind");
    }

    function test_Commitments() public view {
        address prover = vm.parseJsonAddress(faults, ".prover");
        uint256 i;
        for (; vm.keyExistsJson(faults, _at("commitments", i)); ++i) {
            string memory item = _at("commitments", i);
            bytes memory proof = vm.parseJsonBytes(faults, string.concat(item, ".proof"));
            assertEq(
                keccak256(abi.encode(prover, keccak256(proof), _in(item, "salt"))), _in(item, "commitment"), "commitment"
            );
        }
        assertEq(i, 3, "commitments");
    }

    function test_AckBatches() public {
        vm.chainId(31337);
        uint256 i;
        for (; vm.keyExistsJson(faults, _at("batches", i)); ++i) {
            string memory item = _at("batches", i);
            bytes32[] memory path = vm.parseJsonBytes32Array(faults, string.concat(item, ".path"));
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(0x0FE1, _in(item, "digest"));
            uint64 index = uint64(_numberIn(item, "index"));
            bytes memory signature =
                abi.encodePacked(r, s, v, index, uint64(_numberIn(item, "size")), abi.encodePacked(path));
            bytes32 header = _in(item, "header");
            uint64 anchorBy = uint64(_numberIn(item, "anchorBy"));
            assertEq(this.ackBy(header, anchorBy, signature), vm.addr(0x0FE1), "promised");
            assertTrue(this.ackBy(~header, anchorBy, signature) != vm.addr(0x0FE1), "another header");
            assertTrue(this.ackBy(header, anchorBy + 1, signature) != vm.addr(0x0FE1), "another time");
        }
        assertEq(i, 4, "batches");
    }

    function test_RecordTexts() public view {
        bytes memory text = vm.parseJsonBytes(faults, ".effect.text");
        RecordText.Fields memory said = this.readRecord(text);
        assertEq(this.idOfRecord(text), vm.parseJsonBytes32(faults, ".effect.id"), "id");
        assertEq(
            keccak256(abi.encode(said.session, said.op, said.tool, said.call)),
            vm.parseJsonBytes32(faults, ".effect.call"),
            "call"
        );
        assertEq(said.ts, vm.parseJsonUint(faults, ".effect.ts"), "time");
        assertEq(said.out, vm.parseJsonBytes32(faults, ".effect.out"), "output");
        bytes32 salt = vm.parseJsonBytes32(faults, ".effect.salt");
        assertEq(this.outOfRecord(salt, vm.parseJsonBytes(faults, ".effect.value")), said.out, "opened");
        assertEq(said.outcome, RecordText.SUCCESS, "outcome");
        assertEq(said.phase, RecordText.OUTCOME, "phase");
        // A text that is cut anywhere is no record.
        for (uint256 cut; cut < text.length; cut += 7) {
            bytes memory part = new bytes(cut);
            for (uint256 k; k < cut; ++k) {
                part[k] = text[k];
            }
            (bool read,) = address(this).staticcall(abi.encodeCall(this.readRecord, (part)));
            assertFalse(read, "cut");
        }
    }

    function _in(string memory item, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(faults, string.concat(item, ".", key));
    }

    function _numberIn(string memory item, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(faults, string.concat(item, ".", key));
    }

    function test_Checkpoints() public view {
        uint256 i;
        for (; vm.keyExistsJson(statements, _at("checkpoints", i)); ++i) {
            string memory item = _at("checkpoints", i);
            bytes32 hash = Statements.checkpointHash(
                _number(item, "chain"), LogId.wrap(_word(item, "log")), uint64(_number(item, "size")), _word(item, "root")
            );
            assertEq(hash, _word(item, "hash"), "checkpoint hash");
            assertEq(Statements.digest(hash), _word(item, "digest"), "checkpoint digest");
        }
        assertTrue(i > 0, "there are checkpoints");
    }

    function test_Receipts() public view {
        uint256 i;
        for (; vm.keyExistsJson(statements, _at("receipts", i)); ++i) {
            string memory item = _at("receipts", i);
            Receipt memory receipt;
            receipt.agent = AgentKey.wrap(_word(item, "agent"));
            receipt.epoch = uint32(_number(item, "epoch"));
            receipt.stream = uint32(_number(item, "stream"));
            receipt.seq = uint64(_number(item, "seq"));
            receipt.recordHash = _word(item, "recordHash");
            receipt.counterparty = _word(item, "counterparty");
            receipt.chain = _number(item, "chain");
            receipt.log = LogId.wrap(_word(item, "log"));
            receipt.anchorBy = uint64(_number(item, "anchorBy"));
            receipt.amount = _number(item, "amount");
            receipt.tool = _word(item, "tool");
            receipt.mandate = _word(item, "mandate");
            receipt.runningTotal = _number(item, "runningTotal");
            bytes32 hash = Statements.receiptHash(receipt);
            assertEq(hash, _word(item, "hash"), "receipt hash");
            assertEq(Statements.digest(hash), _word(item, "digest"), "receipt digest");
        }
        assertTrue(i > 0, "there are receipts");
    }

    function test_KeyBindings() public view {
        uint256 i;
        for (; vm.keyExistsJson(statements, _at("key_bindings", i)); ++i) {
            string memory item = _at("key_bindings", i);
            bytes32 separator = Statements.boundDomain(
                _number(item, "chain"), vm.parseJsonAddress(statements, string.concat(item, ".contract"))
            );
            bytes32 hash = Statements.keyBindingHash(
                _number(item, "agentId"),
                uint32(_number(item, "epoch")),
                vm.parseJsonAddress(statements, string.concat(item, ".key"))
            );
            assertEq(Statements.digest(separator, hash), _word(item, "digest"), "key binding digest");
        }
        assertTrue(i > 0, "there are key bindings");
    }

    function test_ConsistencyProofs() public view {
        uint256 i;
        for (; vm.keyExistsJson(tree, _at("consistency", i)); ++i) {
            string memory item = _at("consistency", i);
            uint64 m = uint64(vm.parseJsonUint(tree, string.concat(item, ".m")));
            uint64 n = uint64(vm.parseJsonUint(tree, string.concat(item, ".n")));
            bytes32 oldRoot = vm.parseJsonBytes32(tree, string.concat(item, ".old_root"));
            bytes32 newRoot = vm.parseJsonBytes32(tree, string.concat(item, ".new_root"));
            bytes32[] memory proof = vm.parseJsonBytes32Array(tree, string.concat(item, ".proof"));
            assertTrue(this.extendsFrom(m, oldRoot, n, newRoot, proof), item);
            if (m != 0) assertFalse(this.extendsFrom(m, oldRoot, n, ~newRoot, proof), item);
        }
        assertTrue(i > 0, "there are consistency proofs");
    }

    function test_InclusionProofs() public view {
        uint256 i;
        for (; vm.keyExistsJson(tree, _at("inclusion", i)); ++i) {
            string memory item = _at("inclusion", i);
            uint64 index = uint64(vm.parseJsonUint(tree, string.concat(item, ".index")));
            uint64 size = uint64(vm.parseJsonUint(tree, string.concat(item, ".size")));
            bytes32 leaf = vm.parseJsonBytes32(tree, string.concat(item, ".leaf"));
            bytes32 root = vm.parseJsonBytes32(tree, string.concat(item, ".root"));
            bytes32[] memory proof = vm.parseJsonBytes32Array(tree, string.concat(item, ".proof"));
            assertTrue(this.includesIn(leaf, index, size, root, proof), item);
            assertFalse(this.includesIn(leaf, index, size, ~root, proof), item);
        }
        assertTrue(i > 0, "there are inclusion proofs");
    }

    function test_DecayCases() public view {
        uint256 i;
        for (; vm.keyExistsJson(decay, _at("cases", i)); ++i) {
            string memory item = _at("cases", i);
            uint256 periods = _decayNumber(item, "periods");
            assertEq(
                DecayMath.decayPositive(uint80(_decayNumber(item, "positive")), periods),
                _decayNumber(item, "positive_after"),
                item
            );
            assertEq(
                DecayMath.decayNegative(uint80(_decayNumber(item, "negative")), periods),
                _decayNumber(item, "negative_after"),
                item
            );
        }
        assertTrue(i > 0, "there are decay cases");
    }

    function test_DecayHistories() public {
        address[] memory writers = new address[](1);
        writers[0] = address(this);
        Standing standing = Standing(createContract("Standing", abi.encode(new NeverSold(), address(0), writers)));
        uint256 i;
        for (; vm.keyExistsJson(decay, _at("histories", i)); ++i) {
            string memory item = _at("histories", i);
            string memory steps = string.concat(item, ".steps");
            for (uint256 j; vm.keyExistsJson(decay, _nth(steps, j)); ++j) {
                string memory step = _nth(steps, j);
                vm.warp(_decayNumber(step, "period") * 7 days + j);
                standing.addEvidence(
                    i,
                    0,
                    0,
                    uint80(_decayNumber(step, "add_positive")),
                    uint80(_decayNumber(step, "add_negative")),
                    bytes32(j)
                );
            }
            vm.warp(_decayNumber(item, "period") * 7 days + 6 days);
            (uint80 positive, uint80 negative, uint32 count, uint32 period) = standing.standingOf(i, 0, 0);
            assertEq(positive, _decayNumber(item, "positive"), item);
            assertEq(negative, _decayNumber(item, "negative"), item);
            assertEq(count, _decayNumber(item, "count"), item);
            assertEq(period, _decayNumber(item, "period"), item);
            assertEq(standing.scoreOf(i, 0, 0), _decayNumber(item, "score_ppm"), item);
        }
        assertTrue(i > 0, "there are histories");
    }

    function _at(string memory list, uint256 i) private pure returns (string memory) {
        return _nth(string.concat(".", list), i);
    }

    function _nth(string memory path, uint256 i) private pure returns (string memory) {
        return string.concat(path, "[", vm.toString(i), "]");
    }

    function _word(string memory item, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(statements, string.concat(item, ".", key));
    }

    function _number(string memory item, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(statements, string.concat(item, ".", key));
    }

    function _decayNumber(string memory item, string memory key) private view returns (uint256) {
        return vm.parseJsonUint(decay, string.concat(item, ".", key));
    }
}
