// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeCourt} from "../../../contracts/court/DisputeCourt.sol";
import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IPanelArbitrator} from "../../../contracts/interfaces/IPanelArbitrator.sol";
import {DecayMath} from "../../../contracts/libraries/DecayMath.sol";
import {Case, Claim, FaultClass, State} from "../../../contracts/types/Dispute.sol";
import {Policy} from "../../../contracts/types/Policy.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Phase} from "../../../contracts/types/Panel.sol";
import {CourtScenario} from "./CourtScenario.sol";

/// @notice Claimants, an owner, arbitrators and strangers that do anything to a court; remembers what must not change.
contract CourtHandler is CourtScenario {
    uint256 private constant MOST = 8;

    Case[] private _cases;
    mapping(uint256 disputeId => Policy) private _policies;
    mapping(uint256 disputeId => address[3]) private _seats;
    mapping(uint256 disputeId => uint8) private _finalRulings; // 1 more than the ruling
    mapping(uint256 disputeId => bool) private _executed;
    uint256 public wronglyChanged; // a final ruling, or a dispute that was executed
    uint256 public wronglyRuled; // by somebody else than the arbitrator
    uint256 public standingChanges;
    uint80 public negative; // replayed
    uint256 public period;
    uint64 private _fault;

    constructor() {
        deployCourt();
        period = vm.getBlockTimestamp() / 7 days;
        vm.deal(claimant, 1_000_000 ether);
    }

    function openOne(uint8 faultClass, uint8 repeat, uint96 more) external {
        if (_cases.length == MOST) return;
        Policy memory terms = policyInForce();
        Claim memory claim = claimOf(FaultClass(faultClass % 4));
        claim.evidenceHash = keccak256(abi.encode(_cases.length));
        // Sometimes about an action that was disputed before.
        bytes memory proof = receiptProof(receiptOf(repeat % 5), faultClass % 2 == 0 ? injured : address(0));
        Case memory case_ = openWith(claim, proof, terms, DEPOSIT * 64 + FEE + more % 1 ether);
        _cases.push(case_);
        _policies[case_.disputeId] = terms;
    }

    function respond(uint256 which, bool stranger_) external {
        Case memory case_ = _pick(which);
        vm.prank(stranger_ ? stranger : case_.liable);
        disputeCourt.respond(case_, _policies[case_.disputeId], ANSWER, "");
        _note();
    }

    function withdrawClaim(uint256 which, bool stranger_) external {
        Case memory case_ = _pick(which);
        vm.prank(stranger_ ? stranger : case_.claimant);
        disputeCourt.withdrawClaim(case_, _policies[case_.disputeId]);
        _note();
    }

    function concede(uint256 which, bool stranger_) external {
        Case memory case_ = _pick(which);
        vm.prank(stranger_ ? stranger : case_.liable);
        disputeCourt.concede(case_, _policies[case_.disputeId]);
        _note();
    }

    function defaultJudgment(uint256 which) external {
        Case memory case_ = _pick(which);
        disputeCourt.defaultJudgment(case_, _policies[case_.disputeId]);
        _note();
    }

    function draw(uint256 which, uint256 seed, bool known) external {
        Case memory case_ = _pick(which);
        passBlocks(3);
        uint256 number = numberOf(case_);
        if (known) setSeed(number, seed);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), _termsOf(case_));
        _seats[case_.disputeId] = drawnSeats();
        _note();
    }

    function vote(uint256 which, uint8 seat, uint8 choice) external {
        Case memory case_ = _pick(which);
        uint256 number = numberOf(case_);
        address voter = _seats[case_.disputeId][seat % 3];
        bytes32 commitment = commitmentOf(number, voter, choice % 3);
        vm.prank(voter);
        panel.commit(number, commitment);
    }

    function reveal(uint256 which, uint8 seat, uint8 choice) external {
        Case memory case_ = _pick(which);
        uint256 number = numberOf(case_);
        vm.prank(_seats[case_.disputeId][seat % 3]);
        panel.reveal(number, choice % 3, REASONS, SALT);
    }

    /// @notice Draws, has all commit and reveal, and concludes.
    function voteThrough(uint256 which, uint8 choice) external {
        Case memory case_ = _pick(which);
        uint256 number = numberOf(case_);
        passBlocks(3);
        setSeed(number, 0);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), _termsOf(case_));
        address[3] memory seats = drawnSeats();
        choice = choice % 3;
        commitAll(number, seats, [choice, choice, choice]);
        revealAll(number, seats, [choice, choice, choice]);
        panel.conclude(number, IArbitrable(disputeCourt), _termsOf(case_), new address[](0));
        _note();
    }

    function conclude(uint256 which) external {
        Case memory case_ = _pick(which);
        _conclude(case_);
        _note();
    }

    function arbitratorTimeout(uint256 which) external {
        Case memory case_ = _pick(which);
        disputeCourt.arbitratorTimeout(case_, _policies[case_.disputeId], numberOf(case_));
        _note();
    }

    function finalize(uint256 which) external {
        Case memory case_ = _pick(which);
        disputeCourt.finalize(case_, _policies[case_.disputeId]);
        _note();
    }

    function execute(uint256 which) external {
        _execute(_pick(which));
        _note();
    }

    function ruleAsStranger(uint256 which, uint256 number, uint8 ruling) external {
        Case memory case_ = _pick(which);
        (State state, uint8 before) = (stateOf(case_), 0);
        (before,) = rulingOf(case_);
        vm.prank(stranger);
        try disputeCourt.rule(number % 10, ruling) {
            ++wronglyRuled;
        } catch {}
        (uint8 now_,) = rulingOf(case_);
        if (now_ != before || stateOf(case_) != state) ++wronglyRuled;
    }

    function adopt(uint8 policyId) external {
        vm.prank(owner);
        policies.adopt(subject, policyId % 2 + 1);
    }

    function deposit(uint96 amount) external {
        vm.deal(address(this), amount);
        vault.deposit{value: amount}(subject, owner);
    }

    function unbond(uint96 amount) external {
        vm.prank(owner);
        vault.requestUnbond(subject, amount % 1 ether + 1);
    }

    /// @notice An objective fault in the same bond, an epoch of its own each time.
    function equivocate() external {
        uint32 epoch = uint32(++_fault);
        if (keyRing.epochOf(agentId, epoch - 1).closedAt == 0) {
            vm.prank(owner);
            keyRing.closeEpoch(agentId, noHeads());
        }
        uint256 key = 0xFA0000 + _fault;
        openEpochWith(agentId, owner, key, key + (1 << 64));
        Segment memory a = segmentOf(agentId, epoch, 0, 1, "a");
        Segment memory b = segmentOf(agentId, epoch, 0, 1, "b");
        prover.proveEquivocation(agentId, a, signSegment(key, a), b, signSegment(key, b));
    }

    function wait(uint32 time, uint8 blocks) external {
        pass(time % 5 days);
        passBlocks(blocks % 30);
    }

    /// @notice What anybody could do about a dispute that stands still: wait until it may move, and move it.
    function poke(uint256 which) public {
        Case memory case_ = _pick(which);
        Policy memory terms = _policies[case_.disputeId];
        (, State state,,,, bool pending,,,, uint64 since) = disputeCourt.docketOf(case_.disputeId);
        if (state == State.Open) {
            _waitUntil(uint256(case_.openedAt) + terms.responseTime);
            if (vm.getBlockNumber() < case_.openedBlock + terms.responseBlocks) passBlocks(terms.responseBlocks);
            disputeCourt.defaultJudgment(case_, terms);
        } else if (state == State.Arbitration) {
            _waitUntil(uint256(since) + terms.arbitrationTime);
            disputeCourt.arbitratorTimeout(case_, terms, pending ? 0 : numberOf(case_));
        } else if (state == State.Provisional) {
            _waitUntil(uint256(since) + terms.appealTime);
            disputeCourt.finalize(case_, terms);
        } else if (state == State.Final) {
            _execute(case_);
        }
        _note();
    }

    function policyInForce() public view returns (Policy memory) {
        (uint32 id,) = policies.inForce(subject, owner, uint64(vm.getBlockTimestamp()));
        return policies.policyOf(id);
    }

    function court() external view returns (DisputeCourt) {
        return disputeCourt;
    }

    function caseCount() external view returns (uint256) {
        return _cases.length;
    }

    function caseAt(uint256 which) external view returns (Case memory, Policy memory) {
        return (_cases[which], _policies[_cases[which].disputeId]);
    }

    /// @notice Everything that must hold, asked after every step.
    function check() external view {
        uint256 escrow;
        uint256 pay;
        uint256 locks;
        for (uint256 i; i < _cases.length; ++i) {
            Case memory case_ = _cases[i];
            (bytes24 tag, State state,,,,, bool spent,,,) = disputeCourt.docketOf(case_.disputeId);
            assertEq(bytes32(tag), bytes32(bytes24(keccak256(abi.encode(case_)))), "the case never changes");
            assertEq(case_.policyHash, keccak256(abi.encode(_policies[case_.disputeId])), "nor its policy");
            if (state != State.Executed) {
                escrow += case_.deposit + (spent ? 0 : case_.fee);
                locks += case_.locked;
            }
            if (spent) pay += _unspentPay(numberOf(case_));
        }
        assertEq(address(disputeCourt).balance, escrow, "the court holds its escrow");
        assertEq(address(panel).balance, pay, "the panel holds the pay of seats not used yet");
        assertEq(vault.lockOf(subject, owner, address(disputeCourt)), locks, "every open dispute has its lock");
        assertEq(address(vault).balance, vault.owed(), "the vault owes what it holds");
        (uint256 active, uint256 unbonding, uint256 locked,) = vault.bondOf(subject, owner);
        assertAtMost(locked, active + unbonding, "locks never exceed the bond");
        assertEq(wronglyChanged, 0, "what is final stays, what is executed too");
        assertEq(wronglyRuled, 0, "only the arbitrator rules");
        (uint80 positive, uint80 against, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(positive, 0, "no ruling raises a standing");
        assertEq(count, standingChanges, "one change an executed ruling that punishes");
        uint256 passed = vm.getBlockTimestamp() / 7 days - period;
        assertEq(against, DecayMath.decayNegative(negative, passed), "by exactly its weight");
    }

    function _execute(Case memory case_) private {
        Policy memory terms = _policies[case_.disputeId];
        (,,,,,,,, bool punishes,) = disputeCourt.docketOf(case_.disputeId);
        disputeCourt.execute(case_, terms);
        if (!punishes) return;
        uint256 now_ = vm.getBlockTimestamp() / 7 days;
        negative = DecayMath.decayNegative(negative, now_ - period) + uint80(terms.weights[uint256(case_.faultClass)]);
        period = now_;
        ++standingChanges;
    }

    function _conclude(Case memory case_) private {
        uint256 number = numberOf(case_);
        address[3] memory seats = _seats[case_.disputeId];
        uint256 count;
        for (uint256 i; i < 3; ++i) {
            if (panel.ballotOf(number, seats[i]) != bytes32(uint256(2))) ++count;
        }
        address[] memory absent = new address[](count);
        for (uint256 i; i < 3; ++i) {
            if (panel.ballotOf(number, seats[i]) != bytes32(uint256(2))) absent[--count] = seats[i];
        }
        panel.conclude(number, IArbitrable(disputeCourt), _termsOf(case_), absent);
    }

    /// @dev Notes what from now on may not change, and counts what did.
    function _note() private {
        for (uint256 i; i < _cases.length; ++i) {
            uint256 id = _cases[i].disputeId;
            (, State state, uint8 ruling,,,,,,,) = disputeCourt.docketOf(id);
            if (_finalRulings[id] != 0 && (_finalRulings[id] != ruling + 1 || uint256(state) < uint256(State.Final))) {
                ++wronglyChanged;
            }
            if (_executed[id] && state != State.Executed) ++wronglyChanged;
            if (state == State.Final) _finalRulings[id] = ruling + 1;
            if (state == State.Executed) _executed[id] = true;
        }
    }

    function _waitUntil(uint256 due) private {
        if (vm.getBlockTimestamp() < due) vm.warp(due);
    }

    function _pick(uint256 which) private view returns (Case memory) {
        return _cases[which % _cases.length];
    }

    function _termsOf(Case memory case_) private view returns (bytes memory) {
        Policy memory terms = _policies[case_.disputeId];
        (,,,,,,, bool repaid,,) = disputeCourt.docketOf(case_.disputeId);
        address[] memory parties = case_.injured == address(0)
            ? listOf(case_.claimant, case_.liable)
            : listOf(case_.claimant, case_.liable, case_.injured);
        return
            panel.encodeTerms(terms.commitTime, terms.revealTime, repaid ? case_.liable : case_.claimant, parties);
    }

    function _unspentPay(uint256 number) private view returns (uint256) {
        (Phase phase,, uint8 reveals,,,) = panel.panelOf(number);
        return phase == Phase.Concluded ? 0 : (3 - reveals) * SEAT_FEE;
    }
}
