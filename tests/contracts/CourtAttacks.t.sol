// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "../../contracts/interfaces/IArbitrable.sol";
import {Basis, Case, Claim, FaultClass} from "../../contracts/types/Dispute.sol";
import {CourtScenario} from "./support/CourtScenario.sol";

/// @notice Ways to use the court for oneself that a hostile review found, each replayed; and what bounds its costs.
contract CourtAttacksTest is CourtScenario {
    address private puppet = address(0x9E7);

    function setUp() public {
        deployCourt();
        vm.deal(puppet, 100 ether);
    }

    /// @dev The owner has a puppet claim, as the injured one too, and concedes: to be punished cheaply by itself and to
    /// bar whoever was harmed. Half of what is taken burns, and the true claimant comes all the same.
    function test_Attack_APuppetClaimsAndTheOwnerConcedes() public {
        uint256 before = _wealth();
        bytes memory proof = receiptProof(receiptOf(900), injured);
        Case memory case_ = _openAs(puppet, "made up", proof);
        vm.prank(owner);
        disputeCourt.concede(case_, policy);
        finish(case_);
        uint256 slice = case_.slice * 3 / 4;
        assertEq(before - _wealth(), slice - slice / 5 - slice * 3 / 10, "what burns is lost to owner and puppet");
        assertTrue(before - _wealth() >= slice / 2, "half of the slice");
        Case memory true_ = _openAs(claimant, "true", proof);
        ruleBy(true_, 1);
        finish(true_);
        assertRuling(true_, 1, Basis.Merits);
    }

    /// @dev A puppet occupies an action by a claim that it never pursues. Others claim beside it.
    function test_Attack_OccupyingAnActionShieldsNobody() public {
        bytes memory proof = receiptProof(receiptOf(901), injured);
        Case memory shield = _openAs(puppet, "weak", proof);
        Case memory true_ = _openAs(claimant, "true", proof);
        vm.prank(puppet);
        disputeCourt.withdrawClaim(shield, policy);
        disputeCourt.execute(shield, policy);
        ruleBy(true_, 1);
        finish(true_);
        (uint256 active,,,) = vault.bondOf(subject, owner);
        assertEq(active, BOND - true_.slice - true_.fee, "punished, and the fee is its own to bear");
    }

    /// @dev A puppet brings a weak claim to be dismissed. Only the same evidence is barred.
    function test_Attack_ADismissalOfAPuppetShieldsNobody() public {
        bytes memory proof = receiptProof(receiptOf(902), injured);
        Case memory weak = _openAs(puppet, "weak", proof);
        ruleBy(weak, 2);
        finish(weak);
        uint256 deposit_ = disputeCourt.depositFor(policy, 1);
        vm.recordLogs();
        vm.prank(claimant);
        disputeCourt.open{value: deposit_ + FEE}(Claim(agentId, FaultClass.Harm, "true"), proof, policy, "");
        Case memory true_ = lastCase();
        ruleBy(true_, 1);
        finish(true_);
        (,, uint32 count,) = standing.standingOf(agentId, 0, 1);
        assertEq(count, 1, "the dismissal raised nothing, the ruling counts");
    }

    /// @dev Whoever knows the dispute fills the roster with friends before the seats are drawn.
    function testFuzz_Attack_JoiningTheRosterOnceTheDisputeIsKnown(uint256 seed) public {
        Case memory case_ = openFresh(FaultClass.Harm);
        respondTo(case_);
        enlistMore(9);
        uint256 number = numberOf(case_);
        passBlocks(3);
        setSeed(number, seed);
        vm.recordLogs();
        panel.draw(number, IArbitrable(disputeCourt), termsOf(case_));
        address[3] memory seats = drawnSeats();
        for (uint256 i; i < 3; ++i) {
            (uint32 place,,) = panel.arbitratorOf(seats[i]);
            assertTrue(seats[i] != address(0) && place < ARBITRATORS, "of the roster as it was");
        }
    }

    /// @dev Claims are spammed to make an agent pay for its defence. Whoever loses them pays more, at any price of gas:
    /// also when a panel errs first and the agent appeals.
    function testFuzz_Attack_SpamCostsMoreThanTheDefence(uint64 price, bool appealed) public {
        uint256 fee = bound(price, 1, 100_000 gwei);
        vm.fee(fee);
        vm.deal(claimant, 100_000 ether);
        uint256 before = claimant.balance;
        Case memory case_ = openWith(
            claimOf(FaultClass.Harm), freshProof(), policy, disputeCourt.depositFor(policy, 0) + FEE
        );
        (uint256 used, uint256 paid) = _defend(case_, appealed);
        disputeCourt.finalize(case_, policy);
        disputeCourt.execute(case_, policy);
        assertRuling(case_, 2, Basis.Merits);
        uint256 lost = before - claimant.balance - vault.creditOf(claimant);
        uint256 defence = used * fee + paid;
        assertAtMost(defence, lost + vault.creditOf(owner), "the defence, less what it is given for it");
        if (!appealed) assertAtMost(defence, lost, "or all of it, without an appeal");
    }

    /// @dev No step loops over what grows: it costs the same after many disputes, rulings and arbitrators.
    function test_StepsCostTheSameAtAnyHistory() public {
        this.steps();
        uint256[7] memory early = this.steps();
        enlistMore(20);
        for (uint256 i; i < 20; ++i) {
            this.steps();
        }
        uint256[7] memory late = this.steps();
        for (uint256 i; i < 7; ++i) {
            assertAtMost(late[i], early[i] + 500, "no step grows");
        }
    }

    /// @notice A whole dispute; tells the gas of its steps. A call of its own, so that the memory of the test is not counted.
    function steps() external returns (uint256[7] memory used) {
        bytes memory proof = freshProof();
        Claim memory claim = claimOf(FaultClass.Negligence);
        vm.recordLogs();
        vm.prank(claimant);
        used[0] = gasleft();
        disputeCourt.open{value: DEPOSIT + FEE}(claim, proof, policy, "ipfs://evidence");
        used[0] -= gasleft();
        Case memory case_ = lastCase();
        vm.prank(owner);
        used[1] = gasleft();
        disputeCourt.respond(case_, policy, ANSWER, "ipfs://answer");
        used[1] -= gasleft();
        uint256 number = numberOf(case_);
        address[3] memory seats = drawSeats(case_, number);
        bytes32 commitment = commitmentOf(number, seats[0], 0);
        vm.prank(seats[0]);
        used[2] = gasleft();
        panel.commit(number, commitment);
        used[2] -= gasleft();
        for (uint256 i = 1; i < 3; ++i) {
            commitment = commitmentOf(number, seats[i], 0);
            vm.prank(seats[i]);
            panel.commit(number, commitment);
        }
        for (uint256 i; i < 3; ++i) {
            vm.prank(seats[i]);
            used[3] = gasleft();
            panel.reveal(number, 0, REASONS, SALT);
            used[3] -= gasleft();
        }
        bytes memory terms = termsOf(case_);
        used[4] = gasleft();
        panel.conclude(number, IArbitrable(disputeCourt), terms, new address[](0));
        used[4] -= gasleft();
        pass(policy.appealTime);
        used[5] = gasleft();
        disputeCourt.finalize(case_, policy);
        used[5] -= gasleft();
        used[6] = gasleft();
        disputeCourt.execute(case_, policy);
        used[6] -= gasleft();
    }

    /// @dev Answers, and appeals if the panel errs; tells the gas of that, and what else it cost, wei.
    function _defend(Case memory case_, bool appealed) private returns (uint256 used, uint256 paid) {
        used = gasleft();
        respondTo(case_);
        used -= gasleft();
        decide(case_, appealed ? 1 : 2);
        if (!appealed) {
            pass(policy.appealTime);
            return (used, 0);
        }
        enlistMore(12);
        uint256 left = gasleft();
        (uint256 number, bytes memory terms) = appealAs(owner, case_, "grounds");
        used += left - gasleft();
        paid = REVIEW;
        decideReview(number, terms, 2);
    }

    function _openAs(address who, bytes32 evidence, bytes memory proof) private returns (Case memory) {
        vm.recordLogs();
        vm.prank(who);
        disputeCourt.open{value: 4 * DEPOSIT + FEE}(
            Claim(agentId, FaultClass.Harm, evidence), proof, policy, "ipfs://evidence"
        );
        return lastCase();
    }

    /// @dev What owner and puppet have together, the puppet being the counterparty of its receipt too.
    function _wealth() private view returns (uint256) {
        (uint256 active, uint256 unbonding,,) = vault.bondOf(subject, owner);
        return active + unbonding + vault.creditOf(owner) + puppet.balance + vault.creditOf(puppet)
            + vault.creditOf(injured);
    }
}
