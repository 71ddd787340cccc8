// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {Phase} from "../types/Panel.sol";

/// @title Panels of three accredited arbitrators, and of seven to review them (ERC-792)
/// @notice Seats are drawn by the hash of a block that did not exist when the dispute came in. Votes are committed, then
/// revealed with the hash of their reasons. Whoever reveals is paid the same, whatever the vote; whoever stays away, or
/// shows a vote too soon, loses stake. Two votes of three decide, or four of seven. Without so many, others are drawn
/// once; then, or on a tie, seven others; who stayed away pays them. A review has seven seats, none of which sat before.
/// @dev Stakes are bonds in the vault under `stakeSubject()`, and pay is claimed there. The numbers of the roster never
/// change hands, and a draw only looks at those that existed when the dispute came in. A contract that brings appeals
/// itself, as the court does, asks for a review by another dispute that names the first; any other may leave the terms
/// empty, and appeal here. `PanelTerms` says what terms are; what they ask for a human seat, every draw keeps to.
interface IPanelArbitrator is IArbitrator {
    /// @notice Thrown when an address that receives rights is zero.
    error PanelArbitrator_ZeroAddress();

    /// @notice Thrown when an accreditation is not the accreditor's, or is over; Unix seconds.
    error PanelArbitrator_NotAccredited(address arbitrator, uint64 validUntil);

    /// @notice Thrown when a model registers as a human, or a human as a model, in one account.
    error PanelArbitrator_OtherKind(address arbitrator, bytes32 model);

    /// @notice Thrown when a receipt would take the seat of the only human, and no other can be drawn for it.
    error PanelArbitrator_LastHuman(uint256 disputeId, address arbitrator);

    /// @notice Thrown when an arbitrator registers with too small a stake; wei.
    error PanelArbitrator_StakeTooSmall(uint256 stake, uint256 minimum);

    /// @notice Thrown when someone who is not listed retires.
    error PanelArbitrator_NotListed(address caller);

    /// @notice Thrown when a dispute has another number of choices than two.
    error PanelArbitrator_WrongChoices(uint256 choices);

    /// @notice Thrown when less than the cost is paid; wei.
    error PanelArbitrator_FeeTooSmall(uint256 value, uint256 cost);

    /// @notice Thrown when the terms of a dispute are not within bounds.
    error PanelArbitrator_BadTerms(uint32 commitTime, uint32 revealTime, uint256 parties);

    /// @notice Thrown when the terms shown are not those of the dispute.
    error PanelArbitrator_WrongTerms(uint256 disputeId);

    /// @notice Thrown when a dispute is not in the phase that a call needs.
    error PanelArbitrator_WrongPhase(uint256 disputeId, Phase phase);

    /// @notice Thrown when the seats are drawn before their block is over.
    error PanelArbitrator_TooEarly(uint256 disputeId, uint256 time, uint256 due);

    /// @notice Thrown when a vote comes too late; Unix seconds.
    error PanelArbitrator_TooLate(uint256 disputeId, uint256 time, uint256 due);

    /// @notice Thrown when the caller has no seat, or has used it in this phase.
    error PanelArbitrator_NotSeated(uint256 disputeId, address caller);

    /// @notice Thrown when a commitment is empty.
    error PanelArbitrator_BadCommitment(uint256 disputeId, bytes32 commitment);

    /// @notice Thrown when what is revealed was not committed.
    error PanelArbitrator_WrongReveal(uint256 disputeId, address arbitrator);

    /// @notice Thrown when a vote is revealed without the hash of its reasons.
    error PanelArbitrator_NoReasons(uint256 disputeId);

    /// @notice Thrown when a revealed vote is none of the choices.
    error PanelArbitrator_BadVote(uint8 vote);

    /// @notice Thrown when those named absent are not exactly those who are.
    error PanelArbitrator_WrongAbsentees(uint256 disputeId, uint256 named, uint256 absent);

    /// @notice Thrown when money cannot be burned; wei.
    error PanelArbitrator_NotBurned(uint256 amount);

    /// @notice Thrown when an appeal is asked for.
    error PanelArbitrator_NoAppeal(uint256 disputeId);

    /// @notice Thrown when the dispute to review is not the caller's, or not concluded.
    error PanelArbitrator_NothingToReview(uint256 disputeId);

    /// @notice Thrown when the posted root does not put an account into a cluster.
    error PanelArbitrator_NotInCluster(address account, bytes32 cluster);

    /// @notice Thrown when the seats shown are not those of the present draw.
    error PanelArbitrator_WrongSeats(uint256 disputeId, uint256 shown, uint256 expected);

    /// @notice Thrown when a receipt shows no dealings between a party and a seat that has not committed, or is a second
    /// one by the same party's agents.
    error PanelArbitrator_NoDealings(uint256 disputeId, address signer, address counterparty);

    /// @notice Thrown when somebody else than the vault sends money without a word.
    error PanelArbitrator_NotVault(address caller);

    /// @notice Emitted when an arbitrator is listed, anew or again.
    /// @param arbitrator Who.
    /// @param number Position on the roster, for ever.
    /// @param document Hash of the document that says who the arbitrator is.
    /// @param model Hash of the id of the model that judges; zero for an attested human.
    /// @param validUntil Unix seconds until which it may be drawn.
    /// @param stake Active stake now, wei.
    event ArbitratorListed(
        address indexed arbitrator,
        uint32 indexed number,
        bytes32 document,
        bytes32 model,
        uint64 validUntil,
        uint256 stake
    );

    /// @notice Emitted when an arbitrator asks not to be drawn any more.
    event ArbitratorRetired(address indexed arbitrator, uint32 indexed number);

    /// @notice Emitted when an arbitrator declares or withdraws a conflict with an account.
    event ConflictDeclared(address indexed arbitrator, address indexed party, bool conflicted);

    /// @notice Emitted when a dispute waits for its block.
    /// @param disputeId Number of the dispute.
    /// @param arbitrable Contract to rule on.
    /// @param drawBlock Block whose hash draws the seats.
    /// @param arms How often it was armed, this time included.
    /// @param roster How many numbers of the roster are in the draw.
    /// @param terms What `draw` must be shown.
    event PanelArmed(
        uint256 indexed disputeId,
        address indexed arbitrable,
        uint64 drawBlock,
        uint8 arms,
        uint32 roster,
        bytes terms
    );

    /// @notice Emitted when the first three seats of a dispute are drawn.
    /// @param disputeId Number of the dispute.
    /// @param first First seat.
    /// @param second Second seat.
    /// @param third Third seat.
    /// @param commitUntil Unix seconds.
    /// @param revealUntil Unix seconds.
    event PanelDrawn(
        uint256 indexed disputeId,
        address first,
        address second,
        address third,
        uint64 commitUntil,
        uint64 revealUntil
    );

    /// @notice Emitted when seven seats are drawn, or any later ones of a dispute.
    /// @param disputeId Number of the dispute.
    /// @param round How often its seats were drawn, this time included: what commitments name.
    /// @param seats Three or seven; none of them sat before in this dispute, nor in the one under review.
    /// @param commitUntil Unix seconds.
    /// @param revealUntil Unix seconds.
    event PanelSeated(
        uint256 indexed disputeId, uint8 round, address[] seats, uint64 commitUntil, uint64 revealUntil
    );

    /// @notice Emitted when seats voted, and others must be drawn since too few came, or none of the choices had most
    /// votes. `PanelArmed` follows, and its `arms` begin at 1 again.
    /// @param disputeId Number of the dispute.
    /// @param round Draw that ended so.
    /// @param refused Votes not to rule.
    /// @param upheld Votes for the first choice.
    /// @param dismissed Votes for the second choice.
    /// @param nextSeats Seats of the next draw: as many again, once, or seven.
    /// @param pay What each of them earns: unspent pay and the stake of who stayed away pay it, wei.
    /// @param burned What is left of both, wei; what was taken from stakes beyond need is burned in the vault, not here.
    event PanelUndecided(
        uint256 indexed disputeId,
        uint8 round,
        uint8 refused,
        uint8 upheld,
        uint8 dismissed,
        uint8 nextSeats,
        uint256 pay,
        uint256 burned
    );

    /// @notice Emitted when a receipt between a seat and a party was shown before the seat committed.
    /// @param disputeId Number of the dispute.
    /// @param arbitrator Seat that is lost.
    /// @param party Party that dealt with it.
    /// @param replacement Who sits instead, drawn on by the same seed; zero when nobody could, then the seat's pay goes
    /// back to who paid it.
    /// @param action Action of the receipt.
    event SeatRecused(
        uint256 indexed disputeId,
        address indexed arbitrator,
        address indexed party,
        address replacement,
        bytes32 action
    );

    /// @notice Emitted when a vote was shown before votes may be revealed; it does not count.
    /// @param disputeId Number of the dispute.
    /// @param arbitrator Seat whose vote leaked.
    /// @param reporter Who showed it.
    /// @param vote What was committed to.
    /// @param reasonsHash Hash of the reasons.
    /// @param salt What kept the vote secret.
    /// @param slashed Taken from the stake, wei; half of it is the reporter's.
    event VoteLeaked(
        uint256 indexed disputeId,
        address indexed arbitrator,
        address indexed reporter,
        uint8 vote,
        bytes32 reasonsHash,
        bytes32 salt,
        uint256 slashed
    );

    /// @notice Emitted when an account is shown to belong to a cluster of the posted root.
    event ClusterShown(address indexed account, bytes32 indexed cluster);

    /// @notice Emitted when too few may sit; a ruling under review stands, else the panel refuses to rule.
    /// @param disputeId Number of the dispute.
    /// @param round Draw that failed.
    /// @param seats Seats that were wanted.
    /// @param ruling What the panel says for want of them.
    event SeatsUnfilled(uint256 indexed disputeId, uint8 round, uint8 seats, uint8 ruling);

    /// @notice Emitted when seven seats have reviewed a ruling; they overturned it when the two differ.
    /// @param disputeId Number of the review.
    /// @param earlierId Number of the dispute reviewed; the same for an appeal to this panel itself.
    /// @param earlierRuling What was ruled before.
    /// @param ruling What is ruled now.
    event RulingReviewed(
        uint256 indexed disputeId, uint256 indexed earlierId, uint8 earlierRuling, uint8 ruling
    );

    /// @notice Emitted when a vote is committed.
    /// @param commits Votes committed so far.
    event VoteCommitted(
        uint256 indexed disputeId, address indexed arbitrator, bytes32 commitment, uint8 commits
    );

    /// @notice Emitted when a vote is revealed.
    /// @param reveals Votes revealed so far.
    /// @param paid Credited to the arbitrator in the vault, wei.
    event VoteRevealed(
        uint256 indexed disputeId,
        address indexed arbitrator,
        uint8 vote,
        bytes32 reasonsHash,
        bytes32 salt,
        uint8 reveals,
        uint256 paid
    );

    /// @notice Emitted beside the vote of a model.
    /// @param disputeId Number of the dispute.
    /// @param arbitrator Seat.
    /// @param model Hash of the id of the model that judged, as accredited by then.
    event ModelVoted(uint256 indexed disputeId, address indexed arbitrator, bytes32 indexed model);

    /// @notice Emitted when a seat was not used.
    /// @param slashed Taken from the stake and burned, wei.
    event ArbitratorAbsent(uint256 indexed disputeId, address indexed arbitrator, uint256 slashed);

    /// @notice Emitted when a panel is done.
    /// @param disputeId Number of the dispute.
    /// @param arbitrable Contract ruled on.
    /// @param ruling What it was told.
    /// @param refused Votes not to rule.
    /// @param upheld Votes for the first choice.
    /// @param dismissed Votes for the second choice.
    /// @param returned Pay of empty seats that went back, since there was no quorum, wei.
    /// @param burned Pay of empty seats that was burned, wei.
    event PanelConcluded(
        uint256 indexed disputeId,
        address indexed arbitrable,
        uint8 ruling,
        uint8 refused,
        uint8 upheld,
        uint8 dismissed,
        uint256 returned,
        uint256 burned
    );

    /// @notice Joins the roster; the value sent is added to the caller's stake. Again to renew an accreditation.
    /// @param document Hash of the document that says who the caller is.
    /// @param model Hash of the id of the model that judges; zero for a human. A model may follow another in an account,
    /// and never a human, or the other way round.
    /// @param validUntil Unix seconds until which it may be drawn.
    /// @param accreditation Signature of all three by the accreditor.
    function register(bytes32 document, bytes32 model, uint64 validUntil, bytes calldata accreditation)
        external
        payable;

    /// @notice Leaves the roster; seats already drawn stay. The stake is unbonded in the vault.
    function retire() external;

    /// @notice Says that the caller may not judge a party, or may again. Changes no seat already drawn.
    function declareConflict(address party, bool conflicted) external;

    /// @notice Shows that an account belongs to a cluster; anyone may. Two of one cluster never sit together, and nobody
    /// judges a party of its own. What was shown last holds.
    function showCluster(address account, bytes32 cluster, bytes32[] calldata proof) external;

    /// @notice Draws the seats, once the block that decides is over; arms again when its hash is out of reach or too few
    /// may sit. After the last time what was ruled before stands, else the panel refuses to rule.
    /// @param disputeId Number of the dispute.
    /// @param arbitrable Contract to rule on.
    /// @param terms As in `PanelArmed`.
    function draw(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external;

    /// @notice Commits to a vote. Only a seat, once.
    /// @param commitment keccak256(abi.encode(chain, panel, disputeId, round, arbitrator, vote, reasonsHash, salt)).
    function commit(uint256 disputeId, bytes32 commitment) external;

    /// @notice Takes a seat that has not committed from an arbitrator, by a receipt between it and a party, in the first
    /// half of the time to commit; the seed that drew the seats names another. What the agent of a party signed excuses
    /// one seat for each party, since it could sign any; what the arbitrator's own agent signed always does.
    /// @param disputeId Number of the dispute.
    /// @param arbitrable Contract to rule on.
    /// @param terms As in `PanelArmed`.
    /// @param seats All seats of the present draw, in any order.
    /// @param proof Encoded call of the `ActionWitness` for the receipt, with its counterparty opened.
    function recuse(
        uint256 disputeId,
        IArbitrable arbitrable,
        bytes calldata terms,
        address[] calldata seats,
        bytes calldata proof
    ) external;

    /// @notice Shows what a seat has committed to, while votes may not be revealed yet: whoever let it out loses a fifth of
    /// the least stake, half of it to the caller, and the vote does not count.
    function reportLeak(uint256 disputeId, address arbitrator, uint8 vote, bytes32 reasonsHash, bytes32 salt) external;

    /// @notice Reveals the caller's vote, once all have committed or the time to commit is over; paid at once.
    function reveal(uint256 disputeId, uint8 vote, bytes32 reasonsHash, bytes32 salt) external;

    /// @notice Counts, once all who committed have revealed or the time to reveal is over: rules, or has others drawn.
    /// @param disputeId Number of the dispute.
    /// @param arbitrable Contract to rule on.
    /// @param terms As in `PanelArmed`.
    /// @param absent Exactly the seats that did not reveal.
    function conclude(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms, address[] calldata absent)
        external;

    /// @notice Gives a ruling that could be appealed here, once the time for it is over.
    /// @param terms As in `PanelArmed`.
    function executeRuling(uint256 disputeId, IArbitrable arbitrable, bytes calldata terms) external;

    /// @notice What is known of an arbitrator.
    /// @return number Position on the roster.
    /// @return validUntil Unix seconds; 0 for one never listed.
    /// @return listed False for one never listed, or retired.
    function arbitratorOf(address arbitrator)
        external
        view
        returns (uint32 number, uint64 validUntil, bool listed);

    /// @notice Hash of the id of the model that judges in an account's seats; zero for whoever was listed as a human, and
    /// for strangers.
    function modelOf(address arbitrator) external view returns (bytes32);

    /// @notice First half of the name of the cluster that an account was last shown to belong to; zero for none.
    function clusterOf(address account) external view returns (bytes16);

    /// @notice Whether an arbitrator declared a conflict with an account.
    function isConflicted(address arbitrator, address party) external view returns (bool);

    /// @notice How far a dispute is.
    /// @return phase Where it stands.
    /// @return commits Votes committed.
    /// @return reveals Votes revealed.
    /// @return drawBlock Block that draws the seats, while armed.
    /// @return commitUntil Unix seconds, once drawn; begin of the time to appeal while appealable.
    /// @return revealUntil Unix seconds, once drawn; end of the time to appeal while appealable.
    function panelOf(uint256 disputeId)
        external
        view
        returns (
            Phase phase,
            uint8 commits,
            uint8 reveals,
            uint64 drawBlock,
            uint64 commitUntil,
            uint64 revealUntil
        );

    /// @notice Which draw a dispute is at.
    /// @return round How often seats were drawn, or are to be: what commitments name.
    /// @return seats Seats of this draw.
    /// @return arms How often it was armed.
    /// @return prior Ruling under review.
    /// @return reviews Whether a ruling is under review.
    /// @return redrawn Whether others were drawn for want of a quorum.
    /// @return pay What a seat earns, wei.
    function drawOf(uint256 disputeId)
        external
        view
        returns (uint8 round, uint8 seats, uint8 arms, uint8 prior, bool reviews, bool redrawn, uint256 pay);

    /// @notice What a seat did: 0 no seat, 1 nothing yet, 2 revealed, 3 absent, 4 leaked, 5 recused, else its commitment.
    function ballotOf(uint256 disputeId, address arbitrator) external view returns (bytes32);

    /// @notice Size of the roster, retired numbers included.
    function rosterSize() external view returns (uint32);

    /// @notice Arbitrator that holds a number of the roster.
    function rosterAt(uint32 number) external view returns (address);

    /// @notice Who accredits, and nothing else.
    function accreditor() external view returns (address);

    /// @notice Least stake of an arbitrator, wei.
    function minStake() external view returns (uint256);

    /// @notice Pay of a seat, wei.
    function seatFee() external view returns (uint256);

    /// @notice Subject in the vault under which stakes are bonds.
    function stakeSubject() external view returns (bytes32);
}
