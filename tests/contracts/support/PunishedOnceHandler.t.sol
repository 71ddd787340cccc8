// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Case, Claim, FaultClass, State} from "../../../contracts/types/Dispute.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {BreachScenario} from "./BreachScenario.sol";

/// @notice Anyone proves, disputes, rules, concedes, executes and ends by proof, about four actions in two classes, in any
/// order; remembers what each matter has cost, and the most that one punishment of it could.
contract PunishedOnceHandler is BreachScenario {
    uint256 private constant MOST = 16; // disputes
    uint256 private constant UNIT = 10_000;

    Case[] private _cases;
    mapping(uint256 disputeId => uint8) private _actions;
    bytes32[] public matters;
    mapping(bytes32 matter => bool) private _known;
    mapping(bytes32 matter => uint256) public taken; // wei, by proofs and rulings
    mapping(bytes32 matter => uint256) public most; // wei, by the dearest single punishment
    mapping(bytes32 matter => uint256) public marks;
    uint256 public proofs;
    uint256 public rulings; // that took something
    uint256 public wronglyRefused; // proofs of what nobody had punished

    constructor() {
        deployBreaches();
        vm.deal(claimant, 1_000_000 ether);
        vm.deal(owner, 1_000_000 ether);
    }

    function open(uint8 which, bool deception) external {
        if (_cases.length == MOST) return;
        FaultClass faultClass = deception ? FaultClass.Deception : FaultClass.Breach;
        bytes32 evidence = keccak256(abi.encode(_cases.length));
        vm.deal(claimant, 1_000_000 ether);
        // More than any number of reopenings here asks for.
        Case memory case_ = openWith(
            Claim(agentId, faultClass, evidence), receiptProof(breachAt(1 + which % 4), injured), policy, 64 * DEPOSIT + FEE
        );
        _cases.push(case_);
        _actions[case_.disputeId] = which % 4;
    }

    function prove(uint8 which, uint8 kind) external {
        Receipt memory receipt = breachAt(1 + which % 4);
        kind = kind % 5 == 0 ? 3 : kind % 2 == 0 ? 2 : 9; // what closes the epoch seldom
        bytes32 matter = matterOf(receipt, _classOf(kind));
        uint256 before = lost();
        uint256 marked = _marks();
        (bool upheld,,, bool conceded) = disputeCourt.matterOf(_actionOf(receipt), _classOf(kind));
        bool punished = prover.isProved(keyOf(receipt, kind)) || upheld || conceded;
        try this.proveAs(receipt, kind) {
            ++proofs;
            uint256 whole = (_bonded() + lost() - before) * (kind == 3 ? 5_000 : 2_500) / UNIT;
            _note(matter, lost() - before, whole, _marks() - marked);
        } catch {
            if (!punished && _mayState()) ++wronglyRefused;
        }
    }

    /// @notice An answer, and a panel that votes alike.
    function rule(uint256 which, uint8 vote) external {
        Case memory case_ = _pick(which);
        if (stateOf(case_) == State.Open) ruleBy(case_, vote % 4 == 0 ? 2 : 1);
    }

    function concede(uint256 which) external {
        Case memory case_ = _pickIn(which, State.Open);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
    }

    function byDefault(uint256 which) external {
        Case memory case_ = _pick(which);
        if (stateOf(case_) != State.Open) return;
        pass(policy.responseTime);
        passBlocks(policy.responseBlocks);
        disputeCourt.defaultJudgment(case_, policy);
    }

    function finalize(uint256 which) external {
        Case memory case_ = _pickIn(which, State.Provisional);
        if (stateOf(case_) != State.Provisional) return;
        pass(policy.appealTime);
        disputeCourt.finalize(case_, policy);
    }

    /// @notice When no fault of a running dispute is proved yet, one is.
    function endByProof(uint256 which) external {
        Case memory case_ = _pickProved(which);
        if (!_isProved(case_)) this.prove(_actions[case_.disputeId], case_.faultClass == FaultClass.Deception ? 0 : 2);
        disputeCourt.endByProof(case_, policy);
    }

    function execute(uint256 which) external {
        Case memory case_ = _pickIn(which, State.Final);
        uint256 before = lost();
        uint256 marked = _marks();
        (,, uint8 ruling,,,, bool spent, bool repaid,,) = disputeCourt.docketOf(case_.disputeId);
        disputeCourt.execute(case_, policy);
        uint256 fee = ruling == 1 && spent && !repaid ? case_.fee : 0;
        uint256 whole = lost() - before;
        uint256 slice = whole > fee ? whole - fee : 0;
        if (slice != 0) ++rulings;
        _note(keccak256(abi.encode(case_.action, case_.faultClass)), slice, case_.slice, _marks() - marked);
    }

    /// @notice The owner makes good what was lost, or a part of it.
    function deposit(uint8 part) external {
        uint256 amount = lost() * (part % 4) / 4;
        if (amount == 0) return;
        vm.prank(owner);
        vault.deposit{value: amount}(subject, owner);
    }

    function proveAs(Receipt calldata receipt, uint8 kind) external {
        proveKind(receipt, kind);
    }

    /// @notice That every matter cost one punishment at most, and has one mark at most.
    function check() external view {
        for (uint256 i; i < matters.length; ++i) {
            bytes32 matter = matters[i];
            assertAtMost(taken[matter], most[matter], "one punishment a matter");
            assertAtMost(marks[matter], 1, "one mark a matter");
        }
        assertEq(wronglyRefused, 0, "what nobody has punished can be proved");
    }

    function count() external view returns (uint256) {
        return _cases.length;
    }

    function _note(bytes32 matter, uint256 amount, uint256 whole, uint256 marked) private {
        if (!_known[matter]) {
            _known[matter] = true;
            matters.push(matter);
        }
        taken[matter] += amount;
        marks[matter] += marked;
        if (amount != 0 && whole > most[matter]) most[matter] = whole;
    }

    function _pick(uint256 which) private view returns (Case memory) {
        return _cases[which % _cases.length];
    }

    /// @dev The next case in that state, else any: so that few steps come too early or too late.
    function _pickIn(uint256 which, State state) private view returns (Case memory) {
        for (uint256 i; i < _cases.length; ++i) {
            Case memory case_ = _pick(which % MOST + i);
            if (stateOf(case_) == state) return case_;
        }
        return _pick(which);
    }

    /// @dev The next case that a proof may end, else one that runs, else any.
    function _pickProved(uint256 which) private view returns (Case memory running) {
        running = _pick(which);
        for (uint256 i; i < _cases.length; ++i) {
            Case memory case_ = _pick(which % MOST + i);
            if (stateOf(case_) >= State.Final) continue;
            if (_isProved(case_)) return case_;
            running = case_;
        }
    }

    function _isProved(Case memory case_) private view returns (bool) {
        return prover.punishedBy(keccak256(abi.encode(case_.action, case_.faultClass))) != 0;
    }

    function _marks() private view returns (uint256) {
        return uint256(marksOf(0)) + marksOf(1);
    }

    function _bonded() private view returns (uint256 active) {
        (active,,,) = vault.bondOf(subject, owner);
    }

    function _mayState() private view returns (bool) {
        return keyRing.mayState(vm.addr(KEY_A), agentId, 0);
    }

    function _actionOf(Receipt memory receipt) private view returns (bytes32) {
        return keccak256(abi.encode(subject, receipt.epoch, receipt.stream, receipt.seq, receipt.recordHash));
    }

    function _classOf(uint8 kind) private pure returns (FaultClass) {
        return kind == 3 ? FaultClass.Deception : FaultClass.Breach;
    }
}
