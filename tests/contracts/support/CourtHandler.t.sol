// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeCourt} from "../../../contracts/court/DisputeCourt.sol";
import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IPanelArbitrator} from "../../../contracts/interfaces/IPanelArbitrator.sol";
import {Ballots} from "../../../contracts/libraries/Ballots.sol";
import {DecayMath} from "../../../contracts/libraries/DecayMath.sol";
import {Basis, Case, Claim, FaultClass, State} from "../../../contracts/types/Dispute.sol";
import {Policy} from "../../../contracts/types/Policy.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Phase} from "../../../contracts/types/Panel.sol";
import {CourtScenario} from "./CourtScenario.sol";
import {Vm} from "./Vm.sol";

/// @notice Claimants, an owner, arbitrators and strangers that do anything to a court; remembers what must not change.
contract CourtHandler is CourtScenario {
    uint256 private constant MOST = 8;

    Case[] private _cases;
    mapping(uint256 disputeId => Policy) private _policies;
    mapping(uint256 disputeId => uint256[]) private _numbers; // of the panel, a round each
    mapping(uint256 disputeId => bytes) private _terms; // of the present round
    mapping(uint256 disputeId => address[]) private _seats; // of the present draw
    mapping(uint256 disputeId => mapping(address seat => bool)) private _sat; // in any draw of any round
    mapping(uint256 disputeId => uint256) private _joined; // deposits
    mapping(uint256 disputeId => uint8) private _finalRulings; // 1 more than the ruling
    mapping(uint256 disputeId => bool) private _executed;
    uint256 public wronglyChanged; // a final ruling, or a dispute that was executed
    uint256 public wronglyRuled; // by somebody else than the arbitrator
    uint256 public wronglySeated; // a second time, or as a party
    uint256 public wronglyPaid; // by anyone but the appellant, or to who lost
    uint256 public standingChanges;
    uint80 public negative; // replayed
    uint256 public period;
    uint64 private _fault;

    constructor() {
        deployCourt();
        enlistMore(13);
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

    /// @notice Somebody joins, sometimes an arbitrator.
    function join(uint256 which, uint8 who, uint96 more) external {
        Case memory case_ = _pick(which);
        address joiner = who % 4 == 0 ? arbitratorAt(who % ARBITRATORS) : address(uint160(0x5000 + who % 16));
        uint256 value = DEPOSIT * 64 + more % 1 ether;
        vm.deal(joiner, joiner.balance + value);
        vm.prank(joiner);
        disputeCourt.join{value: value}(
            case_, _policies[case_.disputeId], keccak256(abi.encode(which, who, more)), ""
        );
        _joined[case_.disputeId] += value;
        _sat[case_.disputeId][joiner] = true;
        _note();
    }

    function respond(uint256 which, bool stranger_) external {
        Case memory case_ = _pick(which);
        vm.recordLogs();
        vm.prank(stranger_ ? stranger : case_.liable);
        disputeCourt.respond(case_, _policies[case_.disputeId], ANSWER, "");
        _asked(case_.disputeId);
        _note();
    }

    /// @notice The loser, a winner or a stranger appeals; whoever does, nobody else pays.
    function appeal(uint256 which, uint8 who) external {
        Case memory case_ = _pick(which);
        uint256 number = _numberOf(case_.disputeId);
        address appellant = [case_.liable, case_.claimant, stranger][who % 3];
        vm.deal(appellant, appellant.balance + REVIEW);
        (uint256 active, uint256 unbonding,,) = vault.bondOf(subject, owner);
        (uint256 escrow, uint256 owed) = (address(disputeCourt).balance, vault.owed());
        vm.recordLogs();
        vm.prank(appellant);
        disputeCourt.appeal{value: REVIEW}(
            case_, _policies[case_.disputeId], number, "grounds", ""
        );
        _asked(case_.disputeId);
        (uint256 active_, uint256 unbonding_,,) = vault.bondOf(subject, owner);
        bool same = active_ + unbonding_ == active + unbonding && address(disputeCourt).balance == escrow;
        if (!same || vault.owed() != owed) ++wronglyPaid;
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
        if (known) setSeed(_numberOf(case_.disputeId), seed);
        _draw(case_.disputeId);
        _note();
    }

    function vote(uint256 which, uint8 seat, uint8 choice) external {
        _commit(_pick(which).disputeId, seat, choice % 3);
    }

    function reveal(uint256 which, uint8 seat, uint8 choice) external {
        uint256 id = _pick(which).disputeId;
        vm.prank(_seats[id][seat % _seats[id].length]);
        panel.reveal(_numberOf(id), choice % 3, REASONS, SALT);
    }

    function reportLeak(uint256 which, uint8 seat, uint8 choice) external {
        uint256 id = _pick(which).disputeId;
        address voter = _seats[id][seat % _seats[id].length];
        vm.prank(stranger);
        panel.reportLeak(_numberOf(id), voter, choice % 3, REASONS, SALT);
    }

    /// @notice The accused agent signs a receipt for a seat, which excuses it.
    function recuse(uint256 which, uint8 seat) external {
        uint256 id = _pick(which).disputeId;
        address lost = _seats[id][seat % _seats[id].length];
        Receipt memory receipt = receiptOf(60);
        receipt.counterparty = bytes32(uint256(uint160(lost)));
        vm.recordLogs();
        panel.recuse(_numberOf(id), disputeCourt, _terms[id], _seats[id], receiptProof(receipt, lost));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        address replacement;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.SeatRecused.selector) continue;
            (replacement,) = abi.decode(logs[i].data, (address, bytes32));
        }
        if (replacement == address(0)) {
            _seats[id][seat % _seats[id].length] = _seats[id][_seats[id].length - 1];
            _seats[id].pop();
        } else {
            if (_sat[id][replacement]) ++wronglySeated;
            _sat[id][replacement] = true;
            _seats[id][seat % _seats[id].length] = replacement;
        }
    }

    /// @notice Draws, has some commit and reveal, and concludes when it may.
    function voteThrough(uint256 which, uint8 choice, uint8 coming) external {
        Case memory case_ = _pick(which);
        uint256 id = case_.disputeId;
        passBlocks(3);
        setSeed(_numberOf(id), choice);
        _draw(id);
        uint256 seats = _seats[id].length;
        uint256 count = coming % (seats + 1);
        for (uint8 i; i < count; ++i) {
            _commit(id, i, choice % 3);
        }
        if (count != seats) pass(_policies[id].commitTime);
        for (uint8 i; i < count; ++i) {
            vm.prank(_seats[id][i]);
            panel.reveal(_numberOf(id), choice % 3, REASONS, SALT);
        }
        _conclude(case_);
        _note();
    }

    function conclude(uint256 which) external {
        Case memory case_ = _pick(which);
        _conclude(case_);
        _note();
    }

    function arbitratorTimeout(uint256 which) external {
        Case memory case_ = _pick(which);
        disputeCourt.arbitratorTimeout(case_, _policies[case_.disputeId], _numberOf(case_.disputeId));
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
        (, State state,,, uint8 round, bool pending,,,, uint64 since) = disputeCourt.docketOf(case_.disputeId);
        if (state == State.Open) {
            _waitUntil(uint256(case_.openedAt) + terms.responseTime);
            if (vm.getBlockNumber() < case_.openedBlock + terms.responseBlocks) passBlocks(terms.responseBlocks);
            disputeCourt.defaultJudgment(case_, terms);
        } else if (state == State.Arbitration) {
            _waitUntil(uint256(since) + terms.arbitrationTime);
            disputeCourt.arbitratorTimeout(case_, terms, pending ? 0 : _numberOf(case_.disputeId));
        } else if (state == State.Provisional) {
            if (round == 1) _waitUntil(uint256(since) + terms.appealTime);
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
            (bytes24 tag, State state,, Basis basis,,, bool spent,,, uint64 since) =
                disputeCourt.docketOf(case_.disputeId);
            assertEq(bytes32(tag), bytes32(bytes24(keccak256(abi.encode(case_)))), "the case never changes");
            assertEq(case_.policyHash, keccak256(abi.encode(_policies[case_.disputeId])), "nor its policy");
            if (state != State.Executed) {
                escrow += case_.deposit + (spent ? 0 : case_.fee) + _joined[case_.disputeId];
                locks += case_.locked;
            }
            for (uint256 j; j < _numbers[case_.disputeId].length; ++j) {
                pay += _unspentPay(_numbers[case_.disputeId][j]);
            }
            Policy memory terms = _policies[case_.disputeId];
            if (basis == Basis.Default && state != State.Provisional) {
                uint256 notice = uint256(terms.responseTime) + terms.appealTime;
                assertAtMost(case_.openedAt + notice, since, "silence ends nothing before its times");
            }
        }
        assertEq(address(disputeCourt).balance, escrow, "the court holds its escrow");
        assertEq(address(panel).balance, pay, "the panel holds the pay of seats not used yet");
        assertEq(vault.lockOf(subject, owner, address(disputeCourt)), locks, "every open dispute has its lock");
        assertEq(address(vault).balance, vault.owed(), "the vault owes what it holds");
        (uint256 active, uint256 unbonding, uint256 locked,) = vault.bondOf(subject, owner);
        assertAtMost(locked, active + unbonding, "locks never exceed the bond");
        assertEq(wronglyChanged, 0, "what is final stays, what is executed too");
        assertEq(wronglyRuled, 0, "only the arbitrator rules");
        assertEq(wronglySeated, 0, "no party sits, and nobody twice");
        assertEq(wronglyPaid, 0, "the appellant alone pays, and who lost gains nothing");
        (uint80 positive, uint80 against, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(positive, 0, "no ruling raises a standing");
        assertEq(count, standingChanges, "one change an executed ruling that punishes");
        uint256 passed = vm.getBlockTimestamp() / 7 days - period;
        assertEq(against, DecayMath.decayNegative(negative, passed), "by exactly its weight");
    }

    function _execute(Case memory case_) private {
        Policy memory terms = _policies[case_.disputeId];
        (,, uint8 ruling, Basis basis,,, bool spent,, bool punishes,) = disputeCourt.docketOf(case_.disputeId);
        uint256 before = vault.creditOf(claimant);
        disputeCourt.execute(case_, terms);
        uint256 gained = vault.creditOf(claimant) - before;
        if (ruling == 2 && basis != Basis.Withdrawal && gained > (spent ? 0 : case_.fee)) ++wronglyPaid;
        if (!punishes) return;
        uint256 now_ = vm.getBlockTimestamp() / 7 days;
        negative = DecayMath.decayNegative(negative, now_ - period) + uint80(terms.weights[uint256(case_.faultClass)]);
        period = now_;
        ++standingChanges;
    }

    /// @dev Notes that the panel was asked.
    function _asked(uint256 id) private {
        (uint256 number, bytes memory terms) = armed();
        _numbers[id].push(number);
        _terms[id] = terms;
        delete _seats[id];
    }

    function _draw(uint256 id) private {
        vm.recordLogs();
        panel.draw(_numberOf(id), IArbitrable(disputeCourt), _terms[id]);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == IPanelArbitrator.PanelDrawn.selector) {
                (address a, address b, address c,,) =
                    abi.decode(logs[i].data, (address, address, address, uint64, uint64));
                _sit(id, listOf(a, b, c));
            } else if (logs[i].topics[0] == IPanelArbitrator.PanelSeated.selector) {
                (, address[] memory seats,,) = abi.decode(logs[i].data, (uint8, address[], uint64, uint64));
                _sit(id, seats);
            }
        }
    }

    function _sit(uint256 id, address[] memory seats) private {
        _seats[id] = seats;
        for (uint256 i; i < seats.length; ++i) {
            if (_sat[id][seats[i]]) ++wronglySeated;
            _sat[id][seats[i]] = true;
        }
    }

    function _commit(uint256 id, uint8 seat, uint8 choice) private {
        uint256 number = _numberOf(id);
        address voter = _seats[id][seat % _seats[id].length];
        (uint8 round,,,,,,) = panel.drawOf(number);
        bytes32 commitment = Ballots.commitment(address(panel), number, round, voter, choice, REASONS, SALT);
        vm.prank(voter);
        panel.commit(number, commitment);
    }

    function _conclude(Case memory case_) private {
        uint256 number = _numberOf(case_.disputeId);
        address[] memory seats = _seats[case_.disputeId];
        uint256 count;
        for (uint256 i; i < seats.length; ++i) {
            if (panel.ballotOf(number, seats[i]) != bytes32(uint256(2))) ++count;
        }
        address[] memory absent = new address[](count);
        for (uint256 i; i < seats.length; ++i) {
            if (panel.ballotOf(number, seats[i]) != bytes32(uint256(2))) absent[--count] = seats[i];
        }
        panel.conclude(number, IArbitrable(disputeCourt), _terms[case_.disputeId], absent);
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

    function _numberOf(uint256 id) private view returns (uint256) {
        return _numbers[id][_numbers[id].length - 1];
    }

    function _unspentPay(uint256 number) private view returns (uint256) {
        (Phase phase,, uint8 reveals,,,) = panel.panelOf(number);
        (, uint8 seats,,,,, uint256 pay) = panel.drawOf(number);
        return phase == Phase.Concluded ? 0 : (seats - reveals) * pay;
    }
}
