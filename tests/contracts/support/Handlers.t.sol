// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondVault} from "../../../contracts/court/BondVault.sol";
import {FaultProver} from "../../../contracts/court/FaultProver.sol";
import {KeyRing} from "../../../contracts/identity/KeyRing.sol";
import {DecayMath} from "../../../contracts/libraries/DecayMath.sol";
import {Statements} from "../../../contracts/libraries/Statements.sol";
import {ActionLog} from "../../../contracts/log/ActionLog.sol";
import {Standing} from "../../../contracts/reputation/Standing.sol";
import {KeyGrant, StreamGrant, StreamHead} from "../../../contracts/types/KeyGrants.sol";
import {LogId} from "../../../contracts/types/LogId.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Settlement} from "../../../contracts/types/Settlement.sol";
import {Test} from "./Test.sol";
import {Tree} from "./Tree.sol";

/// @notice Depositors, beneficiaries and two courts that do anything to a vault; counts what came in and went out, and
/// remembers when each part of a bond was asked for.
contract VaultHandler is Test {
    /// @dev The claim window and the longest dispute, written out: what a bond must outlast.
    uint256 private constant LIABLE = 30 days + 66 days;

    BondVault public immutable vault;
    uint256 public received;
    uint256 public paid;
    uint256 public thrown; // into the fire
    uint256 public wronglyPaid;
    address[2] public people = [address(0xB001), address(0xB002)];
    bytes32[2] public subjects = [keccak256("agent"), keccak256("log")];
    mapping(address who => mapping(bytes32 what => uint256)) private _askedAt; // Unix seconds, the last time

    constructor() {
        address[] memory courts = new address[](1);
        courts[0] = address(0xC001);
        vault = BondVault(createContract("BondVault", abi.encode(courts)));
        // The first step meets bonds already.
        for (uint256 i; i < 4; ++i) {
            deposit(i, i >> 1, uint96(1 ether + i));
        }
    }

    function deposit(uint256 who, uint256 what, uint96 amount) public {
        if (amount == 0) amount = 1;
        vm.deal(address(this), amount);
        vault.deposit{value: amount}(subjects[what % 2], people[who % 2]);
        received += amount;
    }

    function requestUnbond(uint256 who, uint256 what, uint256 amount) external {
        (uint256 active,,,) = vault.bondOf(subjects[what % 2], people[who % 2]);
        _unbond(who, what, amount % 16 == 0 ? active + 1 : bound(amount, 1, active / 2 + 1));
    }

    function wait(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 60 days, 200 days));
    }

    /// @notice Asks for a bond that is unbonding, or begins with that; sometimes too soon.
    function withdraw(uint256 who, uint256 what, uint8 soon) external {
        (address owner, bytes32 subject) = (people[who % 2], subjects[what % 2]);
        uint256 before = owner.balance;
        (uint256 active, uint256 unbonding, uint256 locked, uint64 releaseAt) = vault.bondOf(subject, owner);
        if (unbonding == 0) {
            _unbond(who, what, active);
            (active, unbonding, locked, releaseAt) = vault.bondOf(subject, owner);
        }
        if (soon % 4 != 0 && vm.getBlockTimestamp() < releaseAt) vm.warp(releaseAt);
        vm.prank(owner);
        vault.withdraw(subject);
        uint256 gone = owner.balance - before;
        paid += gone;
        (uint256 stillActive, uint256 left, uint256 stillLocked,) = vault.bondOf(subject, owner);
        if (stillLocked != locked || stillActive != active || left + gone != unbonding) ++wronglyPaid;
        if (vm.getBlockTimestamp() < _askedAt[owner][subject] + LIABLE) ++wronglyPaid;
    }

    function optIn(uint256 who, uint256 what) external {
        vm.prank(people[who % 2]);
        vault.optIn(subjects[what % 2], address(0xC002));
    }

    function lock(uint256 court, uint256 who, uint256 what, uint256 amount) external {
        (uint256 active, uint256 unbonding, uint256 locked,) = vault.bondOf(subjects[what % 2], people[who % 2]);
        uint256 free = active + unbonding - locked;
        vm.prank(_court(court));
        vault.lock(
            subjects[what % 2], people[who % 2], amount % 16 == 0 ? free + 1 : bound(amount, 1, free / 2 + 1)
        );
    }

    function unlock(uint256 court, uint256 who, uint256 what, uint256 amount) external {
        (uint256 active, uint256 unbonding, uint256 locked,) = vault.bondOf(subjects[what % 2], people[who % 2]);
        uint256 own = vault.lockOf(subjects[what % 2], people[who % 2], _court(court));
        if (own == 0 && active + unbonding > locked) {
            own = active + unbonding - locked;
            vm.prank(_court(court));
            vault.lock(subjects[what % 2], people[who % 2], own);
        }
        vm.prank(_court(court));
        vault.unlock(subjects[what % 2], people[who % 2], bound(amount, 1, own + own / 8 + 1));
    }

    function slash(uint256 court, uint256 who, uint256 what, uint256 amount, uint256 rewarded, uint16 bps) external {
        (uint256 active, uint256 unbonding,,) = vault.bondOf(subjects[what % 2], people[who % 2]);
        vm.prank(_court(court));
        vault.slash(
            subjects[what % 2],
            people[who % 2],
            bound(amount, 0, 2 * (active + unbonding)),
            "cause",
            people[rewarded % 2],
            bps % 5_001
        );
    }

    /// @notice The court ends a dispute: lifts a lock, takes fee and slice, pays out what it held.
    function settle(uint256 who, uint256 what, uint96 value, uint256 lifted, uint96 fee, uint96 slice, uint16 bps)
        external
    {
        Settlement memory s;
        (s.subject, s.beneficiary, s.cause) = (subjects[what % 2], people[who % 2], "cause");
        s.locked = bound(lifted, 0, vault.lockOf(s.subject, s.beneficiary, _court(0)));
        (s.fee, s.slice, s.claimant, s.claimantBps) = (fee, slice, people[1 - who % 2], bps % 2_501);
        (s.injured, s.injuredBps) = (bps % 2 == 0 ? s.beneficiary : address(0), 2_500);
        vm.deal(_court(0), value);
        vm.prank(_court(0));
        vault.settle{value: value}(s);
        received += value;
    }

    function credit(uint256 who, uint96 amount) external {
        if (amount == 0) amount = 1;
        vm.deal(address(this), amount);
        vault.credit{value: amount}(people[who % 2], "cause");
        received += amount;
    }

    function burn() external {
        uint256 before = address(vault).balance;
        vault.burn();
        thrown += before - address(vault).balance;
        if (thrown != vault.burned()) ++wronglyPaid;
    }

    function claim(uint256 who) external {
        uint256 before = people[who % 2].balance;
        vm.prank(people[who % 2]);
        vault.claim();
        paid += people[who % 2].balance - before;
    }

    function _unbond(uint256 who, uint256 what, uint256 amount) private {
        (address owner, bytes32 subject) = (people[who % 2], subjects[what % 2]);
        vm.prank(owner);
        vault.requestUnbond(subject, amount);
        _askedAt[owner][subject] = vm.getBlockTimestamp();
    }

    function _court(uint256 which) private pure returns (address) {
        return which % 4 != 3 ? address(0xC001) : address(0xC002);
    }
}

/// @notice An operator that grows its tree honestly and also tries to shrink, fork and reorder it.
contract LogHandler is Test {
    uint64 private constant MOST = 200;
    ActionLog public immutable log;
    LogId public immutable logId;
    uint64 public size;
    uint64 public anchors;
    uint256 public wronglyTaken;

    constructor(ActionLog log_) payable {
        log = log_;
        logId = log_.registerLog{value: msg.value}("log.example/ombud", address(this), "key", "");
    }

    function grow(uint64 by) external {
        uint64 next = size + by % 20;
        require(next <= MOST, "full");
        bytes32[] memory proof = size == 0 ? new bytes32[](0) : Tree.consistency(size, next);
        log.anchor(logId, next, Tree.root(0, next), proof);
        if (next != size) ++anchors;
        size = next;
    }

    function shrink(uint64 to) external {
        require(size != 0, "empty");
        to = to % size;
        _expectRefusal(to, Tree.root(0, to), to == 0 ? new bytes32[](0) : Tree.consistency(to, size));
    }

    function fork(uint64 by, uint256 from) external {
        uint64 next = size + by % 20;
        require(size != 0 && next <= MOST, "empty or full");
        from = bound(from, 1, 1_000);
        // The same shape over other leaves, with the proof of either history.
        _expectRefusal(next, Tree.root(from, from + next), Tree.consistency(size, next));
        _expectRefusal(next, Tree.root(from, from + next), Tree.consistencyFrom(from, size, next));
    }

    function misprove(uint64 by, bytes32[] calldata proof) external {
        uint64 next = size + 1 + by % 20;
        require(size != 0 && next <= MOST, "empty or full");
        _expectRefusal(next, ~Tree.root(0, next), proof);
    }

    function _expectRefusal(uint64 to, bytes32 root, bytes32[] memory proof) private {
        try log.anchor(logId, to, root, proof) {
            ++wronglyTaken;
        } catch {}
    }
}

/// @notice An agent whose honest key signs each number once, a thief who mutates, and strangers who try anything.
contract FaultHandler is Test {
    uint32 private constant STREAM = 1;
    KeyRing private immutable _keyRing;
    FaultProver private immutable _prover;
    Standing private immutable _standing;
    address private immutable _owner;
    uint256 public immutable agentId;

    Segment[] private _signed; // of the running epoch
    uint32 public epoch;
    bool public guilty; // in the running epoch
    uint256 public faults;
    uint256 public wronglyProved;
    uint256 public wronglyRefused;
    uint256 public wronglyWritten;
    uint80 public negative; // replayed
    uint256 public period;

    constructor(KeyRing keyRing, FaultProver prover, Standing standing, address owner, uint256 agentId_) {
        (_keyRing, _prover, _standing, _owner, agentId) = (keyRing, prover, standing, owner, agentId_);
        period = vm.getBlockTimestamp() / 7 days;
    }

    /// @notice Opens the first epoch; a call of its own, because this contract must exist before.
    function open() external {
        if (_keyRing.epochCount(agentId) == 0) _open();
    }

    function sign(uint32 count, bytes32 root) external {
        if (_signed.length == 0) {
            _signed.push(_segment(0, count % 100 + 1, 0, root));
            return;
        }
        Segment memory last = _signed[_signed.length - 1];
        _signed.push(_segment(last.firstSeq + last.count, count % 100 + 1, Statements.headerOf(last), root));
    }

    function accuseHonestly(uint256 i, uint256 j) external {
        require(_signed.length != 0, "nothing signed");
        (bool proved,) = _prove(_signed[i % _signed.length], _signed[j % _signed.length]);
        if (proved) ++wronglyProved;
    }

    function mutate(uint256 i, bytes32 root) external {
        require(_signed.length != 0, "nothing signed");
        Segment memory a = _signed[i % _signed.length];
        require(root != a.recordsRoot, "the same");
        Segment memory b = _segment(a.firstSeq + a.count - 1, 1, a.prevHeader, root);
        (bool proved,) = _prove(a, b);
        if (proved == guilty) ++wronglyRefused; // exactly the first proof of an epoch is taken
        if (!proved) return;
        guilty = true;
        ++faults;
        uint256 now_ = vm.getBlockTimestamp() / 7 days;
        negative = DecayMath.decayNegative(negative, now_ - period) + 10_000;
        period = now_;
    }

    function reopen() external {
        if (_keyRing.epochOf(agentId, epoch).closedAt == 0) {
            vm.prank(_owner);
            _keyRing.closeEpoch(agentId, new StreamHead[](0));
        }
        ++epoch;
        _open();
    }

    function write(address who, uint80 positive, uint80 against) external {
        require(!_standing.isWriter(who), "the court or the prover");
        vm.prank(who);
        try _standing.addEvidence(agentId, 0, 0, positive, against, "forged") {
            ++wronglyWritten;
        } catch {}
    }

    function wait(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + time % 30 days);
    }

    function _open() private {
        delete _signed;
        guilty = false;
        address key = vm.addr(_key());
        bytes32 digest =
            Statements.digest(_keyRing.domainSeparator(), Statements.keyBindingHash(agentId, epoch, key));
        KeyGrant[] memory keys = new KeyGrant[](1);
        keys[0] = KeyGrant(key, _sign(digest));
        vm.prank(_owner);
        _keyRing.openEpoch(agentId, keys, new StreamGrant[](0));
    }

    function _prove(Segment memory a, Segment memory b) private returns (bool proved, bytes memory answer) {
        bytes memory sigA = _sign(Statements.digest(Statements.headerOf(a)));
        bytes memory sigB = _sign(Statements.digest(Statements.headerOf(b)));
        // A guilty epoch is closed; after the grace its key can state nothing, and the proof is refused all the same.
        return address(_prover).call(abi.encodeCall(_prover.proveEquivocation, (agentId, a, sigA, b, sigB)));
    }

    function _segment(uint64 firstSeq, uint32 count, bytes32 prevHeader, bytes32 root)
        private
        view
        returns (Segment memory)
    {
        return Segment(_keyRing.agentKey(agentId), epoch, STREAM, firstSeq, count, prevHeader, root, 0);
    }

    function _key() private view returns (uint256) {
        return uint256(keccak256(abi.encode("key", epoch))) >> 1;
    }

    function _sign(bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(), digest);
        return abi.encodePacked(r, s, v);
    }
}
