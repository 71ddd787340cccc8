// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ActionWitness} from "../../../contracts/court/ActionWitness.sol";
import {BondVault} from "../../../contracts/court/BondVault.sol";
import {EffectFaults} from "../../../contracts/court/faults/EffectFaults.sol";
import {HeaderFaults} from "../../../contracts/court/faults/HeaderFaults.sol";
import {OperatorFaults} from "../../../contracts/court/faults/OperatorFaults.sol";
import {PermissionFaults} from "../../../contracts/court/faults/PermissionFaults.sol";
import {ReceiptFaults} from "../../../contracts/court/faults/ReceiptFaults.sol";
import {DisputeCourt} from "../../../contracts/court/DisputeCourt.sol";
import {FaultProver} from "../../../contracts/court/FaultProver.sol";
import {PanelArbitrator} from "../../../contracts/court/PanelArbitrator.sol";
import {Policies} from "../../../contracts/court/Policies.sol";
import {AgentRegistry} from "../../../contracts/identity/AgentRegistry.sol";
import {KeyRing} from "../../../contracts/identity/KeyRing.sol";
import {Mandates} from "../../../contracts/identity/Mandates.sol";
import {Manifests} from "../../../contracts/identity/Manifests.sol";
import {IBondVault} from "../../../contracts/interfaces/IBondVault.sol";
import {IFaultProver} from "../../../contracts/interfaces/IFaultProver.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {ActionLog} from "../../../contracts/log/ActionLog.sol";
import {Audits} from "../../../contracts/reputation/Audits.sol";
import {Availability} from "../../../contracts/log/Availability.sol";
import {Challenges} from "../../../contracts/log/Challenges.sol";
import {Standing} from "../../../contracts/reputation/Standing.sol";
import {KeyGrant, StreamGrant, StreamHead} from "../../../contracts/types/KeyGrants.sol";
import {Policy} from "../../../contracts/types/Policy.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Test} from "./Test.sol";

/// @notice All contracts, deployed in their order, and the people of the stories.
abstract contract Scenario is Test {
    uint256 internal constant MIN_OPERATOR_BOND = 1 ether;
    /// @dev Order of secp256k1.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 internal constant START = 1_790_000_000; // Unix seconds
    uint32 internal constant DIRECT_STREAM = 0;
    uint32 internal constant LOGGED_STREAM = 1;
    bytes32 internal constant HOME_LOG = keccak256("a log");
    uint256 internal constant ACCREDITOR_KEY = 0xACC;
    uint256 internal constant MIN_STAKE = 2 ether;
    uint256 internal constant SEAT_FEE = 0.01 ether;
    uint256 internal constant DEPOSIT = 0.05 ether;
    uint256 internal constant ASSERTION_BOND = 0.5 ether;
    uint256 internal constant CHALLENGE_DEPOSIT = 0.02 ether;
    uint256 internal constant KEY_A = 0xA11CE;
    uint256 internal constant KEY_B = 0xB0B;

    AgentRegistry internal registry;
    KeyRing internal keyRing;
    BondVault internal vault;
    Standing internal standing;
    ActionLog internal actionLog;
    FaultProver internal prover;
    HeaderFaults internal headerFaults;
    ReceiptFaults internal receiptFaults;
    PermissionFaults internal permissionFaults;
    EffectFaults internal effectFaults;
    OperatorFaults internal operatorFaults;
    Challenges internal challenges;
    Availability internal availability;
    Manifests internal manifests;
    Mandates internal mandates;
    Policies internal policies;
    PanelArbitrator internal panel;
    ActionWitness internal witness;
    DisputeCourt internal disputeCourt;
    Audits internal audits;

    address internal owner = address(0xA001);
    address internal buyer = address(0xA002);
    address internal stranger = address(0xA003);
    address internal operator = address(0xA004);

    function deployAll() internal {
        vm.warp(START);
        vm.roll(1_000);
        uint256 nonce = vm.getNonce(address(this));
        // prover, mandates, policies, panel, witness, court, audits, then what checks faults: headers, receipts,
        // permissions, effects, operators, challenges, availability; and manifests
        address[] memory later = new address[](15);
        for (uint256 i; i < later.length; ++i) {
            later[i] = vm.computeCreateAddress(address(this), nonce + 5 + i);
        }
        address vaultAt = vm.computeCreateAddress(address(this), nonce + 2);
        registry = AgentRegistry(createContract("AgentRegistry", ""));
        keyRing = KeyRing(createContract("KeyRing", abi.encode(registry, later[0], vaultAt)));
        vault = BondVault(createContract("BondVault", abi.encode(listOf(later[0], later[3], later[5]))));
        standing = Standing(createContract("Standing", abi.encode(registry, later[6], listOf(later[0], later[5]))));
        actionLog = ActionLog(createContract("ActionLog", abi.encode(keyRing, registry, vault, MIN_OPERATOR_BOND)));
        prover = FaultProver(
            payable(
                createContract(
                    "FaultProver",
                    abi.encode(keyRing, vault, standing, later[5], later[7], later[9], checkers(later))
                )
            )
        );
        mandates = Mandates(createContract("Mandates", abi.encode(registry, keyRing)));
        policies = Policies(
            createContract(
                "Policies", abi.encode(arbitratorsBeside(later[3]), policiesOf(later[3]), vm.addr(ACCREDITOR_KEY))
            )
        );
        address clusters = clustersOf();
        panel = PanelArbitrator(
            payable(
                createContract(
                    "PanelArbitrator",
                    abi.encode(vault, later[4], clusters, vm.addr(ACCREDITOR_KEY), MIN_STAKE, SEAT_FEE)
                )
            )
        );
        witness = ActionWitness(createContract("ActionWitness", abi.encode(registry, keyRing, actionLog)));
        disputeCourt = DisputeCourt(
            createContract("DisputeCourt", abi.encode(registry, keyRing, witness, vault, standing, policies, prover))
        );
        audits = Audits(
            createContract(
                "Audits", abi.encode(registry, keyRing, witness, panel, vault, standing, ASSERTION_BOND)
            )
        );
        assertEq(address(audits), later[6], "so are the audits");
        headerFaults = HeaderFaults(createContract("HeaderFaults", abi.encode(registry, keyRing, actionLog)));
        receiptFaults =
            ReceiptFaults(createContract("ReceiptFaults", abi.encode(registry, keyRing, actionLog, witness)));
        permissionFaults = PermissionFaults(
            createContract("PermissionFaults", abi.encode(registry, keyRing, actionLog, mandates, later[14]))
        );
        effectFaults = EffectFaults(createContract("EffectFaults", abi.encode(registry, keyRing, actionLog)));
        operatorFaults = OperatorFaults(createContract("OperatorFaults", abi.encode(registry, keyRing, actionLog)));
        challenges = Challenges(
            createContract(
                "Challenges", abi.encode(registry, keyRing, actionLog, witness, vault, CHALLENGE_DEPOSIT)
            )
        );
        availability = Availability(createContract("Availability", abi.encode(actionLog, vault, CHALLENGE_DEPOSIT)));
        manifests = Manifests(createContract("Manifests", abi.encode(registry)));
        assertEq(address(prover), later[0], "the fault prover is where it was predicted");
        assertEq(address(vault), vaultAt, "so is the vault");
        assertEq(address(mandates), later[1], "so are the mandates");
        assertEq(address(manifests), later[14], "so is the last one");
        assertEq(address(panel), later[3], "so is the panel");
        assertEq(address(disputeCourt), later[5], "so is the court");
        vm.deal(owner, 1_000 ether);
        vm.deal(buyer, 1_000 ether);
        vm.deal(operator, 1_000 ether);
        vm.deal(stranger, 1_000 ether);
    }

    function checkers(address[] memory later) private pure returns (address[] memory list) {
        list = new address[](5);
        (list[0], list[1], list[2], list[3], list[4]) = (later[8], later[10], later[11], later[12], later[13]);
    }

    /// @notice Arbitrators that policies may name; a test may add its own.
    function arbitratorsBeside(address panelAt) internal view virtual returns (address[] memory) {
        return listOf(panelAt);
    }

    /// @notice Who says what arbitrators act as one: nobody, unless a test does. It must be deployed before all this.
    function clustersOf() internal view virtual returns (address) {
        return address(0);
    }

    /// @notice Policies that are ready at once; a test may choose others.
    function policiesOf(address panelAt) internal view virtual returns (Policy[] memory) {
        return bothPolicies(panelAt);
    }

    /// @notice The policy of whoever never chose, and the fast one for machines.
    function bothPolicies(address arbitrator) internal pure returns (Policy[] memory both) {
        both = new Policy[](2);
        both[0] = Policy({
            arbitrator: arbitrator,
            responseTime: 72 hours,
            responseBlocks: 20,
            commitTime: 24 hours,
            revealTime: 24 hours,
            appealTime: 72 hours,
            arbitrationTime: 7 days,
            claimWindow: 30 days,
            claimBlocks: 216_000,
            deposit: uint96(DEPOSIT),
            sliceBps: [uint16(500), 1_000, 2_000, 4_000],
            weights: [uint32(1_000), 2_000, 4_000, 8_000],
            rules: keccak256("rules")
        });
        both[1] = Policy({
            arbitrator: arbitrator,
            responseTime: 45 minutes,
            responseBlocks: 5,
            commitTime: 45 minutes,
            revealTime: 30 minutes,
            appealTime: 36 hours,
            arbitrationTime: 12 hours,
            claimWindow: 30 days,
            claimBlocks: 216_000,
            deposit: uint96(DEPOSIT),
            sliceBps: [uint16(500), 1_000, 2_000, 4_000],
            weights: [uint32(1_000), 2_000, 4_000, 8_000],
            rules: keccak256("rules")
        });
    }

    function listOf(address one) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = one;
    }

    function listOf(address one, address two) internal pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (one, two);
    }

    function listOf(address one, address two, address three) internal pure returns (address[] memory list) {
        list = new address[](3);
        (list[0], list[1], list[2]) = (one, two, three);
    }

    function registerAgent(address who) internal returns (uint256 agentId) {
        vm.prank(who);
        return registry.register();
    }

    /// @notice An agent of `owner` with an epoch: both keys, a direct and a logged stream.
    function openAgent() internal returns (uint256 agentId) {
        agentId = registerAgent(owner);
        openEpochWith(agentId, owner, KEY_A, KEY_B);
    }

    function openEpochWith(uint256 agentId, address who, uint256 keyA, uint256 keyB) internal returns (uint32) {
        uint32 epoch = keyRing.epochCount(agentId);
        KeyGrant[] memory keys = new KeyGrant[](2);
        keys[0] = grantOf(agentId, epoch, keyA);
        keys[1] = grantOf(agentId, epoch, keyB);
        vm.prank(who);
        return keyRing.openEpoch(agentId, keys, bothStreams());
    }

    function bothStreams() internal pure returns (StreamGrant[] memory streams) {
        streams = new StreamGrant[](2);
        streams[0] = StreamGrant(DIRECT_STREAM, 0);
        streams[1] = StreamGrant(LOGGED_STREAM, HOME_LOG);
    }

    function noHeads() internal pure returns (StreamHead[] memory) {
        return new StreamHead[](0);
    }

    function grantOf(uint256 agentId, uint32 epoch, uint256 privateKey) internal view returns (KeyGrant memory) {
        address key = vm.addr(privateKey);
        bytes32 digest =
            Statements.digest(keyRing.domainSeparator(), Statements.keyBindingHash(agentId, epoch, key));
        return KeyGrant(key, signDigest(privateKey, digest));
    }

    function signDigest(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @notice The other signature that recovers the same key: s in the upper half of the order.
    function signHighS(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    function segmentOf(uint256 agentId, uint32 epoch, uint64 firstSeq, uint32 count, bytes32 root)
        internal
        view
        returns (Segment memory)
    {
        return Segment(keyRing.agentKey(agentId), epoch, LOGGED_STREAM, firstSeq, count, 0, root, uint64(START * 1000));
    }

    function signSegment(uint256 privateKey, Segment memory segment) internal pure returns (bytes memory) {
        return signDigest(privateKey, Statements.digest(Statements.headerOf(segment)));
    }

    function prove(uint256 agentId, Segment memory a, Segment memory b) internal returns (bytes32) {
        bytes memory sigA = signSegment(KEY_A, a);
        bytes memory sigB = signSegment(KEY_A, b);
        return prover.proveEquivocation(agentId, a, sigA, b, sigB);
    }
}
