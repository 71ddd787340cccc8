// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeCourt} from "../../../contracts/court/DisputeCourt.sol";
import {IActionWitness} from "../../../contracts/interfaces/IActionWitness.sol";
import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IPanelArbitrator} from "../../../contracts/interfaces/IPanelArbitrator.sol";
import {Ballots} from "../../../contracts/libraries/Ballots.sol";
import {DecayMath} from "../../../contracts/libraries/DecayMath.sol";
import {ReceiptRef} from "../../../contracts/types/ActionRefs.sol";
import {Basis, Case, Claim, FaultClass, State} from "../../../contracts/types/Dispute.sol";
import {Policy} from "../../../contracts/types/Policy.sol";
import {Receipt} from "../../../contracts/types/Receipt.sol";
import {Segment} from "../../../contracts/types/Segment.sol";
import {Phase} from "../../../contracts/types/Panel.sol";
import {CourtScenario} from "./CourtScenario.sol";
import {Vm} from "./Vm.sol";

/// @notice Claimants, an owner, arbitrators and strangers that do anything to a court; remembers what must not change.
/// @dev A step that needs a dispute in some state brings one there, so that few steps are in vain.
contract CourtHandler is CourtScenario {
    uint8 private constant EVERYBODY = 255;
    uint256 private immutable _most;

    Case[] private _cases;
    mapping(uint256 disputeId => Policy) private _policies;
    mapping(uint256 disputeId => uint256[]) private _numbers; // of the panel, a round each
    mapping(uint256 disputeId => bytes) private _terms; // of the present round
    mapping(uint256 disputeId => address[]) private _seats; // of the present draw
    mapping(uint256 number => mapping(address seat => uint8)) private _choices; // committed
    mapping(uint256 disputeId => mapping(address seat => bool)) private _sat; // in any draw of any round
    mapping(uint256 disputeId => uint256) private _joined; // deposits
    mapping(uint256 disputeId => uint8) private _finalRulings; // 1 more than the ruling
    mapping(uint256 disputeId => bool) private _executed;
    uint256 public wronglyChanged; // a final ruling, or a dispute that was executed
    uint256 public wronglyRuled; // by somebody else than the arbitrator
    uint256 public wronglySeated; // a second time, or as a party
    uint256 public wronglyPaid; // by anyone but the appellant, or by who won, or to who lost
    uint256 public wronglyLate; // later than the longest time, though somebody moved it on
    uint256 public standingChanges;
    uint80 public negative; // replayed
    uint256 public period;
    uint32 private _epoch; // of the agent, the last
    uint256 private _key = KEY_A; // of that epoch

    /// @param most How many disputes there are at most.
    constructor(uint256 most) {
        _most = most;
        deployCourt();
        enlistMore(13);
        period = vm.getBlockTimestamp() / 7 days;
        vm.deal(claimant, 1_000_000 ether);
    }

    function openOne(uint8 faultClass, uint8 repeat, uint96 more) external {
        _openOne(faultClass, repeat, more);
    }

    /// @notice Somebody joins, sometimes an arbitrator.
    function join(uint256 which, uint8 who, uint96 more) external {
        Case memory case_ = _bring(which, State.Open);
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
        Case memory case_ = _bring(which, State.Open);
        _respond(case_, stranger_ && which % 4 == 0 ? stranger : case_.liable);
        _note();
    }

    /// @notice Silence first, then an answer while there is time.
    function respondLate(uint256 which) external {
        Case memory case_ = _bring(which, State.Open);
        _default(case_);
        _respond(case_, case_.liable);
        _note();
    }

    /// @notice The loser, a winner or a stranger appeals; whoever does, nobody else pays.
    function appeal(uint256 which, uint8 who) external {
        Case memory case_ = _bring(which, State.Provisional);
        uint256 number = _numberOf(case_.disputeId);
        (uint8 ruling,) = rulingOf(case_);
        address appellant =
            who % 4 == 0 ? [case_.liable, case_.claimant, stranger][who / 4 % 3] : ruling == 1 ? case_.liable : claimant;
        vm.deal(appellant, appellant.balance + REVIEW);
        (uint256 active, uint256 unbonding,,) = vault.bondOf(subject, owner);
        (uint256 escrow, uint256 owed) = (address(disputeCourt).balance, vault.owed());
        vm.recordLogs();
        vm.prank(appellant);
        disputeCourt.appeal{value: REVIEW}(case_, _policies[case_.disputeId], number, "grounds", "");
        _asked(case_.disputeId);
        (uint256 active_, uint256 unbonding_,,) = vault.bondOf(subject, owner);
        bool same = active_ + unbonding_ == active + unbonding && address(disputeCourt).balance == escrow;
        if (!same || vault.owed() != owed) ++wronglyPaid;
        _note();
    }

    function withdrawClaim(uint256 which, uint8 who) external {
        Case memory case_ = _bring(which, State.Open);
        vm.prank(who % 4 == 0 ? stranger : case_.claimant);
        disputeCourt.withdrawClaim(case_, _policies[case_.disputeId]);
        _note();
    }

    function concede(uint256 which, uint8 who) external {
        Case memory case_ = _bring(which, State.Open);
        vm.prank(who % 4 == 0 ? stranger : case_.liable);
        disputeCourt.concede(case_, _policies[case_.disputeId]);
        _note();
    }

    function defaultJudgment(uint256 which, bool soon) external {
        Case memory case_ = _bring(which, State.Open);
        if (soon) disputeCourt.defaultJudgment(case_, _policies[case_.disputeId]);
        else _default(case_);
        _note();
    }

    function draw(uint256 which, uint256 seed, bool known) external {
        Case memory case_ = _bring(which, State.Arbitration);
        passBlocks(3);
        if (known) setSeed(_numberOf(case_.disputeId), seed);
        _draw(case_.disputeId);
        _note();
    }

    function vote(uint256 which, uint8 seat, uint8 choice) external {
        _commitAny(_voting(which), seat, choice % 3);
    }

    /// @notice Somebody reveals; sometimes too soon, or another vote.
    function reveal(uint256 which, uint8 seat, uint8 choice) external {
        uint256 id = _voting(which);
        address voter = _committed(id, seat);
        uint256 number = _numberOf(id);
        (, uint8 commits,,, uint64 until,) = panel.panelOf(number);
        (, uint8 seats,,,,,) = panel.drawOf(number);
        if (commits != seats && choice % 4 != 0) _waitUntil(until);
        uint8 told = choice % 16 == 1 ? choice / 16 % 3 : _choices[number][voter];
        vm.prank(voter);
        panel.reveal(number, told, REASONS, SALT);
    }

    function reportLeak(uint256 which, uint8 seat, uint8 choice) external {
        uint256 id = _voting(which);
        address voter = _committed(id, seat);
        uint256 number = _numberOf(id);
        vm.prank(stranger);
        panel.reportLeak(number, voter, choice % 8 == 0 ? choice / 8 % 3 : _choices[number][voter], REASONS, SALT);
    }

    /// @notice The accused agent signs a receipt for a seat, which excuses it.
    function recuse(uint256 which, uint8 seat) external {
        uint256 id = _voting(which);
        address lost = _waiting(id, seat);
        Receipt memory receipt = _receipt(60);
        receipt.counterparty = bytes32(uint256(uint160(lost)));
        vm.recordLogs();
        panel.recuse(_numberOf(id), disputeCourt, _terms[id], _seats[id], _proof(receipt, lost));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        address replacement;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != IPanelArbitrator.SeatRecused.selector) continue;
            (replacement,) = abi.decode(logs[i].data, (address, bytes32));
        }
        uint256 at;
        while (_seats[id][at] != lost) ++at;
        if (replacement == address(0)) {
            _seats[id][at] = _seats[id][_seats[id].length - 1];
            _seats[id].pop();
        } else {
            if (_sat[id][replacement]) ++wronglySeated;
            _sat[id][replacement] = true;
            _seats[id][at] = replacement;
        }
    }

    /// @notice Draws, has some commit and reveal, and concludes when it may.
    function voteThrough(uint256 which, uint8 choice, uint8 coming) external {
        _voteThrough(_bring(which, State.Arbitration), choice, coming);
        _note();
    }

    function conclude(uint256 which, bool soon) external {
        uint256 id = _voting(which);
        (,,,,, uint64 until) = panel.panelOf(_numberOf(id));
        if (!soon) _waitUntil(until);
        _conclude(_caseOf(id));
        _note();
    }

    function arbitratorTimeout(uint256 which, bool soon) external {
        Case memory case_ = _bring(which, State.Arbitration);
        Policy memory terms = _policies[case_.disputeId];
        if (!soon) _waitUntil(_since(case_) + terms.arbitrationTime);
        disputeCourt.arbitratorTimeout(case_, terms, _numberOf(case_.disputeId));
        _note();
    }

    function finalize(uint256 which, bool soon) external {
        Case memory case_ = _bring(which, State.Provisional);
        Policy memory terms = _policies[case_.disputeId];
        if (!soon) _waitUntil(_since(case_) + terms.appealTime);
        disputeCourt.finalize(case_, terms);
        _note();
    }

    function execute(uint256 which) external {
        _execute(_bring(which, State.Final));
        _note();
    }

    /// @notice What was executed is moved on again, in every way there is.
    function again(uint256 which, uint8 way) external {
        Case memory case_ = _bring(which, State.Executed);
        Policy memory terms = _policies[case_.disputeId];
        bytes[8] memory ways = [
            abi.encodeCall(disputeCourt.execute, (case_, terms)),
            abi.encodeCall(disputeCourt.finalize, (case_, terms)),
            abi.encodeCall(disputeCourt.defaultJudgment, (case_, terms)),
            abi.encodeCall(disputeCourt.withdrawClaim, (case_, terms)),
            abi.encodeCall(disputeCourt.concede, (case_, terms)),
            abi.encodeCall(disputeCourt.respond, (case_, terms, ANSWER, "")),
            abi.encodeCall(disputeCourt.startArbitration, (case_, terms)),
            abi.encodeCall(disputeCourt.arbitratorTimeout, (case_, terms, 0))
        ];
        vm.prank(way % 2 == 0 ? case_.claimant : case_.liable);
        (bool done,) = address(disputeCourt).call(ways[way / 2 % 8]);
        if (done) ++wronglyChanged;
        _note();
    }

    function ruleAsStranger(uint256 which, uint256 number, uint8 ruling) external {
        Case memory case_ = _any(which);
        State state = stateOf(case_);
        (uint8 before,) = rulingOf(case_);
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

    /// @notice Somebody queues another policy, which whoever runs a dispute need not care about.
    function queuePolicy(uint32 time) external {
        Policy memory other = policy;
        other.responseTime = uint32(bound(time, 1 hours, 3 days));
        other.sliceBps[0] = 100;
        policies.queue(other);
    }

    function deposit(uint96 amount) external {
        vm.deal(address(this), amount);
        vault.deposit{value: amount}(subject, owner);
    }

    function unbond(uint96 amount) external {
        vm.prank(owner);
        vault.requestUnbond(subject, amount % 1 ether + 1);
    }

    /// @notice An objective fault in the same bond; the agent then goes on in another epoch.
    function equivocate() external {
        Segment memory a = segmentOf(agentId, _epoch, 0, 1, "a");
        Segment memory b = segmentOf(agentId, _epoch, 0, 1, "b");
        prover.proveEquivocation(agentId, a, signSegment(_key, a), b, signSegment(_key, b));
        _key = 0xFA0000 + ++_epoch;
        openEpochWith(agentId, owner, _key, _key + (1 << 64));
    }

    function wait(uint32 time, uint8 blocks) external {
        pass(time % 2 days);
        passBlocks(blocks % 30);
    }

    /// @notice What anybody could do about a dispute that stands still: wait until it may move, and move it.
    function poke(uint256 which) external {
        _poke(_any(which));
    }

    /// @notice A dispute is moved on to its end, from wherever others brought it: that takes no longer than the longest
    /// time of its policy.
    function pokeThrough(uint256 which) external {
        Case memory case_ = _any(which);
        Policy memory terms = _policies[case_.disputeId];
        uint256 begin = vm.getBlockTimestamp();
        for (uint256 i; i < 6 && stateOf(case_) != State.Executed; ++i) {
            _poke(case_);
        }
        uint256 longest =
            uint256(terms.responseTime) + 2 * uint256(terms.arbitrationTime) + 2 * uint256(terms.appealTime);
        if (stateOf(case_) != State.Executed || vm.getBlockTimestamp() - begin > longest) ++wronglyLate;
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
        assertEq(address(vault).balance, vault.owed() + vault.burned(), "the vault owes or burns what it holds");
        (uint256 active, uint256 unbonding, uint256 locked,) = vault.bondOf(subject, owner);
        assertAtMost(locked, active + unbonding, "locks never exceed the bond");
        assertEq(wronglyChanged, 0, "what is final stays, what is executed too");
        assertEq(wronglyRuled, 0, "only the arbitrator rules");
        assertEq(wronglySeated, 0, "no party sits, and nobody twice");
        assertEq(wronglyPaid, 0, "the appellant alone pays; who won keeps all, who lost gains nothing");
        assertEq(wronglyLate, 0, "every dispute ends in time");
        (uint80 positive, uint80 against, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(positive, 0, "no ruling raises a standing");
        assertEq(count, standingChanges, "one change an executed ruling that punishes");
        uint256 passed = vm.getBlockTimestamp() / 7 days - period;
        assertEq(against, DecayMath.decayNegative(negative, passed), "by exactly its weight");
    }

    function _openOne(uint8 faultClass, uint8 repeat, uint96 more) private returns (Case memory case_) {
        require(_cases.length < _most, "enough of them");
        Policy memory terms = policyInForce();
        Claim memory claim = claimOf(FaultClass(faultClass % 4));
        claim.evidenceHash = keccak256(abi.encode(_cases.length));
        // Sometimes about an action that was disputed before.
        Receipt memory receipt = _receipt(repeat % 8 < 3 ? repeat % 8 : 100 + uint64(_cases.length));
        bytes memory proof = _proof(receipt, faultClass % 2 == 0 ? injured : address(0));
        case_ = openWith(claim, proof, terms, DEPOSIT * 64 + FEE + more % 1 ether);
        _cases.push(case_);
        _policies[case_.disputeId] = terms;
    }

    /// @dev A dispute in a state, brought there if there is none.
    function _bring(uint256 which, State wanted) private returns (Case memory case_) {
        uint256 count = _cases.length;
        for (uint256 i; i < count; ++i) {
            case_ = _cases[(which % count + i) % count];
            if (stateOf(case_) == wanted) return case_;
        }
        if (wanted == State.Open) return _openOne(uint8(which), uint8(which >> 8), 0);
        if (wanted == State.Arbitration) {
            case_ = _bring(which, State.Open);
            _respond(case_, case_.liable);
        } else if (wanted == State.Provisional) {
            case_ = _bring(which, State.Arbitration);
            _voteThrough(case_, uint8(which >> 16), EVERYBODY);
        } else if (wanted == State.Final) {
            case_ = _bring(which, State.Provisional);
            _poke(case_);
        } else {
            case_ = _bring(which, State.Final);
            _execute(case_);
        }
        _note();
    }

    /// @dev Any dispute that is not over.
    function _any(uint256 which) private returns (Case memory case_) {
        uint256 count = _cases.length;
        for (uint256 i; i < count; ++i) {
            case_ = _cases[(which % count + i) % count];
            if (stateOf(case_) != State.Executed) return case_;
        }
        return _openOne(uint8(which), uint8(which >> 8), 0);
    }

    /// @dev A dispute whose seats may vote, drawn if there is none.
    function _voting(uint256 which) private returns (uint256 id) {
        uint256 count = _cases.length;
        for (uint256 i; i < count; ++i) {
            id = _cases[(which % count + i) % count].disputeId;
            if (_seats[id].length == 0 || stateOf(_caseOf(id)) != State.Arbitration) continue;
            (Phase phase,,,,, uint64 until) = panel.panelOf(_numberOf(id));
            if (phase == Phase.Voting && vm.getBlockTimestamp() < until) return id;
        }
        id = _bring(which, State.Arbitration).disputeId;
        passBlocks(3);
        setSeed(_numberOf(id), which);
        _draw(id);
    }

    /// @dev A seat that has not committed.
    function _waiting(uint256 id, uint8 seat) private view returns (address voter) {
        uint256 count = _seats[id].length;
        for (uint256 i; i < count; ++i) {
            voter = _seats[id][(seat % count + i) % count];
            if (panel.ballotOf(_numberOf(id), voter) == bytes32(uint256(1))) return voter;
        }
        revert("all have committed");
    }

    /// @dev A seat that has committed and not revealed; one commits if there is none.
    function _committed(uint256 id, uint8 seat) private returns (address voter) {
        uint256 count = _seats[id].length;
        for (uint256 i; i < count; ++i) {
            voter = _seats[id][(seat % count + i) % count];
            if (uint256(panel.ballotOf(_numberOf(id), voter)) > 5) return voter;
        }
        return _commitAny(id, seat, seat % 3);
    }

    function _respond(Case memory case_, address who) private {
        vm.recordLogs();
        vm.prank(who);
        disputeCourt.respond(case_, _policies[case_.disputeId], ANSWER, "");
        _asked(case_.disputeId);
    }

    function _default(Case memory case_) private {
        Policy memory terms = _policies[case_.disputeId];
        _waitUntil(uint256(case_.openedAt) + terms.responseTime);
        if (vm.getBlockNumber() < case_.openedBlock + terms.responseBlocks) passBlocks(terms.responseBlocks);
        disputeCourt.defaultJudgment(case_, terms);
    }

    function _voteThrough(Case memory case_, uint8 choice, uint8 coming) private {
        uint256 id = case_.disputeId;
        uint256 number = _numberOf(id);
        (Phase phase,,,,,) = panel.panelOf(number);
        if (phase == Phase.Armed) {
            passBlocks(3);
            setSeed(number, choice);
            _draw(id);
        }
        uint256 seats = _seats[id].length;
        uint256 count = coming == EVERYBODY ? seats : coming % (seats + 1);
        (,,,, uint64 commitUntil, uint64 revealUntil) = panel.panelOf(number);
        for (uint8 i; i < count; ++i) {
            bool fresh = panel.ballotOf(number, _seats[id][i]) == bytes32(uint256(1));
            if (fresh && vm.getBlockTimestamp() < commitUntil) _commit(id, _seats[id][i], choice % 3);
        }
        _waitUntil(commitUntil);
        for (uint8 i; i < count; ++i) {
            address voter = _seats[id][i];
            if (uint256(panel.ballotOf(number, voter)) <= 5 || vm.getBlockTimestamp() >= revealUntil) continue;
            vm.prank(voter);
            panel.reveal(number, _choices[number][voter], REASONS, SALT);
        }
        _waitUntil(revealUntil);
        _conclude(case_);
    }

    function _poke(Case memory case_) private {
        Policy memory terms = _policies[case_.disputeId];
        (, State state,,, uint8 round, bool pending,,,, uint64 since) = disputeCourt.docketOf(case_.disputeId);
        if (state == State.Open) {
            _default(case_);
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

    function _execute(Case memory case_) private {
        Policy memory terms = _policies[case_.disputeId];
        (,, uint8 ruling, Basis basis,,, bool spent,, bool punishes,) = disputeCourt.docketOf(case_.disputeId);
        (uint256 before, uint256 bond) = (vault.creditOf(claimant), _bond());
        disputeCourt.execute(case_, terms);
        uint256 gained = vault.creditOf(claimant) - before;
        // Who lost gains nothing, whose case is dismissed loses all that it put down, and who won keeps what it had.
        if (ruling == 2 && basis != Basis.Withdrawal && gained > (spent ? 0 : case_.fee)) ++wronglyPaid;
        if (ruling == 1 ? gained < case_.deposit : _bond() != bond) ++wronglyPaid;
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

    function _commitAny(uint256 id, uint8 seat, uint8 choice) private returns (address voter) {
        voter = _waiting(id, seat);
        _commit(id, voter, choice);
    }

    function _commit(uint256 id, address voter, uint8 choice) private {
        uint256 number = _numberOf(id);
        (uint8 round,,,,,,) = panel.drawOf(number);
        bytes32 commitment = Ballots.commitment(address(panel), number, round, voter, choice, REASONS, SALT);
        vm.prank(voter);
        panel.commit(number, commitment);
        _choices[number][voter] = choice;
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

    function _caseOf(uint256 id) private view returns (Case memory case_) {
        for (uint256 i; i < _cases.length; ++i) {
            if (_cases[i].disputeId == id) return _cases[i];
        }
        revert("no such case");
    }

    function _receipt(uint64 seq) private view returns (Receipt memory receipt) {
        receipt = receiptOf(seq);
        receipt.epoch = _epoch;
    }

    function _proof(Receipt memory receipt, address counterparty) private view returns (bytes memory) {
        ReceiptRef memory ref = ReceiptRef(receipt, signReceipt(_key, receipt), counterparty, 0);
        return abi.encodeCall(IActionWitness.onReceipt, (agentId, ref));
    }

    function _since(Case memory case_) private view returns (uint256 since) {
        (,,,,,,,,, since) = disputeCourt.docketOf(case_.disputeId);
    }

    function _bond() private view returns (uint256) {
        (uint256 active, uint256 unbonding,,) = vault.bondOf(subject, owner);
        return active + unbonding;
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
