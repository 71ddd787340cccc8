// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PanelArbitrator} from "../../../contracts/court/PanelArbitrator.sol";
import {IArbitrable} from "../../../contracts/interfaces/IArbitrable.sol";
import {IPanelArbitrator} from "../../../contracts/interfaces/IPanelArbitrator.sol";
import {PanelTerms} from "../../../contracts/libraries/PanelTerms.sol";
import {Phase} from "../../../contracts/types/Panel.sol";
import {CourtScenario} from "./CourtScenario.sol";
import {Vm} from "./Vm.sol";

/// @notice Two panels with the same arbitrators, and disputes at both. Seats vote as they should, or commit to what was
/// made for another chain, panel, dispute, draw or voter; everybody tries to open everything that was ever committed.
contract PanelHandler is CourtScenario, IArbitrable {
    /// @dev Where a vote may be opened.
    struct Place {
        uint256 chain;
        PanelArbitrator panel;
        uint256 number;
        uint8 round;
        address voter;
    }

    /// @dev A commitment: what it was made for, and where it lies.
    struct Secret {
        Place made;
        Place lies;
        uint8 vote;
        bytes32 salt;
        bytes32 commitment;
        bool opened;
    }

    struct Hearing {
        PanelArbitrator at;
        uint256 number;
        bytes terms;
        uint8 round;
        uint8 reveals; // in the present draw
        bool over;
        address[] seats;
    }

    uint256 private constant RICH = 40 * MIN_STAKE; // absence never empties a stake
    uint256 private constant CHAIN = 31337;
    uint256 private constant OTHER_CHAIN = 137;

    PanelArbitrator private _twin;
    Hearing[] private _hearings;
    Secret[] private _secrets;
    mapping(bytes32 place => mapping(address seat => bool)) private _sat; // in a dispute, and what it reviews
    mapping(bytes32 place => bytes32) private _reviewed; // place that a review looks at
    mapping(address arbitrator => uint256) private _earned; // wei
    uint256 public wronglyOpened; // for another voter, draw, dispute, panel or chain, or twice
    uint256 public wronglyShut; // what its voter should have opened
    uint256 public wronglySeated; // twice in a dispute, or in what it reviews
    uint256 public opened;
    uint256 public attacks;
    uint256 public ruled;

    constructor() payable {
        deployCourt();
        _twin = PanelArbitrator(
            payable(
                createContract(
                    "PanelArbitrator",
                    abi.encode(vault, witness, address(0), vm.addr(ACCREDITOR_KEY), MIN_STAKE, SEAT_FEE)
                )
            )
        );
        enlistMore(21);
        for (uint256 i; i < 28; ++i) {
            address arbitrator = _arbitrator(i);
            vm.deal(arbitrator, 2 * RICH);
            vm.startPrank(arbitrator);
            vault.deposit{value: RICH}(panel.stakeSubject(), arbitrator);
            vault.deposit{value: RICH}(_twin.stakeSubject(), arbitrator);
            vm.stopPrank();
            _enlistAt(_twin, arbitrator);
        }
        vm.deal(address(this), 1_000_000 ether);
        for (uint256 i; i < 3; ++i) {
            _ask(i, false, 0);
        }
    }

    /// @notice Takes what the panel rules.
    function rule(uint256, uint256) external {
        ++ruled;
    }

    /// @notice Another dispute, sometimes the review of one that was decided.
    function ask(uint256 where, bool review, uint256 which) external {
        _ask(where, review, which);
    }

    /// @notice A seat commits; as it should, or to something made for elsewhere.
    function commit(uint256 which, uint8 seat, uint8 vote, uint8 flaw) external {
        _commit(_voting(which), seat, vote, flaw % 16);
    }

    /// @notice A seat commits to the very words of another, seen in the open.
    function copy(uint256 which, uint8 seat, uint256 of_) external {
        Hearing storage hearing = _voting(which);
        address voter = _uncommitted(hearing, seat);
        Secret memory seen = _secrets[of_ % _secrets.length];
        vm.prank(voter);
        hearing.at.commit(hearing.number, seen.commitment);
        (seen.lies, seen.opened) = (_placeOf(hearing, voter), false);
        _secrets.push(seen);
    }

    /// @notice All seats commit, most of them soundly; then whoever can opens.
    function voteThrough(uint256 which, uint8 coming, uint256 votes) external {
        Hearing storage hearing = _voting(which);
        uint256 most = hearing.seats.length - coming % 2;
        for (uint256 i; i < most; ++i) {
            if (hearing.at.ballotOf(hearing.number, hearing.seats[i]) != bytes32(uint256(1))) continue;
            _commitAs(hearing, hearing.seats[i], uint8(votes >> (2 * i)) % 3, uint8(votes >> (20 + 4 * i)) % 16);
        }
        (,,,, uint64 until,) = hearing.at.panelOf(hearing.number);
        _waitUntil(until);
        for (uint256 i = _secrets.length; i > 0 && i + 14 > _secrets.length; --i) {
            _open(_secrets[i - 1]);
        }
    }

    /// @notice A voter opens what it committed to: that works just once, in time, when it is sound.
    function open(uint256 which) external {
        require(_secrets.length != 0, "no secrets");
        _open(_secrets[which % _secrets.length]);
    }

    /// @notice Anybody opens what anybody committed to, anywhere, with all that there is to know about it.
    function attack(uint256 which, uint256 where, uint8 seat, bool elsewhere) external {
        require(_secrets.length != 0, "no secrets");
        Secret memory secret = _secrets[which % _secrets.length];
        Hearing storage hearing = _hearings[where % _hearings.length];
        address voter = hearing.seats.length == 0 ? stranger : hearing.seats[seat % hearing.seats.length];
        (,,,, uint64 until,) = hearing.at.panelOf(hearing.number);
        if (seat % 2 == 0 && vm.getBlockTimestamp() < until) _waitUntil(until);
        Place memory here = _placeOf(hearing, voter);
        if (elsewhere) here.chain = OTHER_CHAIN;
        require(!_same(here, secret.made), "just where it belongs");
        vm.chainId(here.chain);
        vm.prank(voter);
        try hearing.at.reveal(hearing.number, secret.vote, REASONS, secret.salt) {
            ++wronglyOpened;
        } catch {}
        vm.chainId(CHAIN);
        ++attacks;
    }

    /// @notice Counts a hearing, when it may be: waits for the end of its times.
    function conclude(uint256 which) external {
        Hearing storage hearing = _voting(which);
        (,,,,, uint64 until) = hearing.at.panelOf(hearing.number);
        _waitUntil(until);
        uint256 count;
        for (uint256 i; i < hearing.seats.length; ++i) {
            if (hearing.at.ballotOf(hearing.number, hearing.seats[i]) != bytes32(uint256(2))) ++count;
        }
        address[] memory absent = new address[](count);
        for (uint256 i; i < hearing.seats.length; ++i) {
            bytes32 ballot = hearing.at.ballotOf(hearing.number, hearing.seats[i]);
            if (ballot != bytes32(uint256(2))) absent[--count] = hearing.seats[i];
        }
        hearing.at.conclude(hearing.number, this, hearing.terms, absent);
        (Phase phase,,,,,) = hearing.at.panelOf(hearing.number);
        hearing.over = phase == Phase.Concluded;
        (hearing.round,,,,,,) = hearing.at.drawOf(hearing.number);
        hearing.reveals = 0;
        delete hearing.seats;
    }

    /// @notice Everything that must hold, asked after every step.
    function check() external view {
        assertEq(wronglyOpened, 0, "nothing opens for another voter, draw, dispute, panel or chain, or twice");
        assertEq(wronglyShut, 0, "a sound commitment opens for its voter");
        assertEq(wronglySeated, 0, "panels are disjoint");
        for (uint256 i; i < _hearings.length; ++i) {
            Hearing storage hearing = _hearings[i];
            if (hearing.over) continue;
            (,, uint8 reveals,,,) = hearing.at.panelOf(hearing.number);
            assertEq(reveals, hearing.reveals, "every seat is counted once");
        }
        for (uint256 i; i < 28; ++i) {
            address arbitrator = _arbitrator(i);
            assertEq(vault.creditOf(arbitrator), _earned[arbitrator], "and paid once");
        }
    }

    function _ask(uint256 where, bool review, uint256 which) private {
        // Not too many at a time: steps are to meet in the same dispute.
        uint256 running;
        for (uint256 i; i < _hearings.length; ++i) {
            if (!_hearings[i].over) ++running;
        }
        require(running < 8, "enough of them");
        PanelArbitrator at = where % 2 == 0 ? panel : _twin;
        bytes memory terms = PanelTerms.encode(1 days, 1 days, claimant, listOf(claimant, owner));
        bytes32 before;
        if (review && _hearings.length != 0) {
            Hearing storage earlier = _hearings[which % _hearings.length];
            at = earlier.at;
            terms = abi.encode(
                uint32(1 days),
                uint32(1 days),
                claimant,
                listOf(claimant, owner),
                uint32(0),
                earlier.number,
                keccak256(earlier.terms)
            );
            before = _place(earlier.at, earlier.number);
        }
        uint256 number = at.createDispute{value: at.arbitrationCost(terms)}(2, terms);
        _reviewed[_place(at, number)] = before;
        Hearing storage hearing = _hearings.push();
        (hearing.at, hearing.number, hearing.terms, hearing.round) = (at, number, terms, 1);
    }

    /// @dev A dispute whose seats may vote, drawn or asked for when there is none.
    function _voting(uint256 which) private returns (Hearing storage hearing) {
        uint256 count = _hearings.length;
        for (uint256 i; i < count; ++i) {
            hearing = _hearings[(which % count + i) % count];
            if (!hearing.over) {
                if (hearing.seats.length == 0) _draw(hearing, which);
                return hearing;
            }
        }
        _ask(which, false, 0);
        hearing = _hearings[count];
        _draw(hearing, which);
    }

    function _draw(Hearing storage hearing, uint256 seed) private {
        passBlocks(3);
        (,,, uint64 drawBlock,,) = hearing.at.panelOf(hearing.number);
        vm.setBlockhash(drawBlock, keccak256(abi.encode(seed, hearing.number)));
        vm.recordLogs();
        hearing.at.draw(hearing.number, this, hearing.terms);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] == IPanelArbitrator.PanelDrawn.selector) {
                (address a, address b, address c,,) =
                    abi.decode(logs[i].data, (address, address, address, uint64, uint64));
                hearing.seats = listOf(a, b, c);
            } else if (logs[i].topics[0] == IPanelArbitrator.PanelSeated.selector) {
                (, hearing.seats,,) = abi.decode(logs[i].data, (uint8, address[], uint64, uint64));
            }
        }
        require(hearing.seats.length != 0, "no seats");
        bytes32 place = _place(hearing.at, hearing.number);
        for (uint256 i; i < hearing.seats.length; ++i) {
            address seat = hearing.seats[i];
            if (_sat[place][seat] || _sat[_reviewed[place]][seat]) ++wronglySeated;
            _sat[place][seat] = true;
        }
    }

    function _commit(Hearing storage hearing, uint8 seat, uint8 vote, uint8 flaw) private {
        _commitAs(hearing, _uncommitted(hearing, seat), vote % 3, flaw);
    }

    /// @dev The formula of the interface, written out: the five words of a place, then vote, reasons and salt. Five of
    /// sixteen flaws name another place.
    function _commitAs(Hearing storage hearing, address voter, uint8 vote, uint8 flaw) private {
        Secret memory secret;
        (secret.lies, secret.made) = (_placeOf(hearing, voter), _placeOf(hearing, voter));
        if (flaw == 0) secret.made.chain = OTHER_CHAIN;
        else if (flaw == 1) secret.made.panel = hearing.at == panel ? _twin : panel;
        else if (flaw == 2) secret.made.number += 1;
        else if (flaw == 3) secret.made.round += 1;
        else if (flaw == 4) secret.made.voter = claimant;
        (secret.vote, secret.salt) = (vote, keccak256(abi.encode("salt", _secrets.length)));
        secret.commitment = keccak256(abi.encode(secret.made, vote, REASONS, secret.salt));
        vm.prank(voter);
        hearing.at.commit(hearing.number, secret.commitment);
        _secrets.push(secret);
    }

    function _open(Secret storage secret) private {
        Place memory lies = secret.lies;
        (Phase phase, uint8 commits,,, uint64 commitUntil, uint64 revealUntil) = lies.panel.panelOf(lies.number);
        (uint8 round, uint8 seats,,,,, uint256 pay) = lies.panel.drawOf(lies.number);
        bool due = commits == seats || vm.getBlockTimestamp() >= commitUntil;
        due = due && phase == Phase.Voting && round == lies.round && vm.getBlockTimestamp() < revealUntil;
        bool may = due && _same(lies, secret.made) && !secret.opened;
        vm.prank(lies.voter);
        try lies.panel.reveal(lies.number, secret.vote, REASONS, secret.salt) {
            if (!may) ++wronglyOpened;
            secret.opened = true;
            ++opened;
            _earned[lies.voter] += pay;
            for (uint256 i; i < _hearings.length; ++i) {
                if (_hearings[i].at == lies.panel && _hearings[i].number == lies.number) ++_hearings[i].reveals;
            }
        } catch {
            if (may) ++wronglyShut;
        }
    }

    function _uncommitted(Hearing storage hearing, uint8 seat) private view returns (address) {
        (,,,, uint64 until,) = hearing.at.panelOf(hearing.number);
        require(vm.getBlockTimestamp() < until, "too late to commit");
        for (uint256 i; i < hearing.seats.length; ++i) {
            address voter = hearing.seats[(seat % hearing.seats.length + i) % hearing.seats.length];
            if (hearing.at.ballotOf(hearing.number, voter) == bytes32(uint256(1))) return voter;
        }
        revert("all have committed");
    }

    function _enlistAt(PanelArbitrator at, address arbitrator) private {
        uint64 until = uint64(vm.getBlockTimestamp() + 3650 days);
        for (uint256 i; i < 2; ++i) {
            bytes memory accreditation = accreditAt(address(i == 0 ? at : panel), arbitrator, "document", until);
            vm.prank(arbitrator);
            (i == 0 ? at : panel).register("document", 0, until, accreditation);
        }
    }

    function _waitUntil(uint256 due) private {
        if (vm.getBlockTimestamp() < due) vm.warp(due);
    }

    function _arbitrator(uint256 i) private pure returns (address) {
        return arbitratorAt(i < 7 ? i : 93 + i);
    }

    function _same(Place memory a, Place memory b) private pure returns (bool) {
        return keccak256(abi.encode(a)) == keccak256(abi.encode(b));
    }

    function _placeOf(Hearing storage hearing, address voter) private view returns (Place memory) {
        return Place(CHAIN, hearing.at, hearing.number, hearing.round, voter);
    }

    function _place(PanelArbitrator at, uint256 number) private pure returns (bytes32) {
        return keccak256(abi.encode(at, number));
    }
}
