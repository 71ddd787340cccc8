/** Written by ./scripts/client out of the OpenAPI document of the API. Not edited by hand. */

export interface paths {
    "/v1/access/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Challenge
         * @description Ask for a message to sign in with; it is good for five minutes, once.
         */
        post: operations["make_challenge_v1_access_challenge_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Identity
         * @description Whom this request is taken for.
         */
        get: operations["get_identity_v1_access_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report Reads
         * @description How many reads of authorities there were, with noise that hides whom they were about.
         */
        get: operations["report_reads_v1_access_reads_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Session
         * @description Begin a session of a quarter of an hour with a signed challenge.
         */
        post: operations["open_session_v1_access_session_post"];
        /**
         * Close Session
         * @description End the session whose token is sent; to end one twice is no error.
         */
        delete: operations["close_session_v1_access_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agents
         * @description All agents, by number.
         */
        get: operations["list_agents_v1_agents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Agent
         * @description One agent: owners, epochs, keys, streams, bonds, scores.
         */
        get: operations["get_agent_v1_agents__agent__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audits
         * @description The audits of an agent's actions: the one way for it to gain standing.
         */
        get: operations["list_audits_v1_agents__agent__audits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/badge.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Agent Badge
         * @description The same as a picture.
         */
        get: operations["agent_badge_v1_agents__agent__badge_svg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check Agent
         * @description Yes, no or insufficient: whether an agent's score reaches a threshold, with the reasons.
         */
        get: operations["check_agent_v1_agents__agent__check_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Claims
         * @description What an agent claims to be capable of, in all versions, and what rulings refuted.
         */
        get: operations["list_claims_v1_agents__agent__claims_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agent Feedback
         * @description What clients said of an agent, oldest first, and what each saying stands on.
         */
        get: operations["list_agent_feedback_v1_agents__agent__feedback_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/feedback/{client}/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Feedback
         * @description One feedback.
         */
        get: operations["get_feedback_v1_agents__agent__feedback__client___index__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/feedback/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Summary
         * @description What it comes to, one summary a dimension and owner; unlike units are never averaged.
         */
        get: operations["get_summary_v1_agents__agent__feedback_summary_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Forecast
         * @description The newest forecast about an agent: the probability of an upheld fault within its next acts.
         *
         *     `insufficient` where the history is too short; `reorged` where the block it is as of was taken back.
         */
        get: operations["get_forecast_v1_agents__agent__forecast_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description What changed about an agent: owners, keys, versions, bonds, mandates, manifests, claims, suspensions.
         *
         *     With `around` or `dispute` also how it stood before, at and after the incident, where that differs.
         */
        get: operations["get_history_v1_agents__agent__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Mandates
         * @description The mandates of an agent, oldest first.
         */
        get: operations["list_mandates_v1_agents__agent__mandates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/manifests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Manifests
         * @description What an owner said that the agent may do, with its whole history.
         */
        get: operations["list_manifests_v1_agents__agent__manifests_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/omissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agent Omissions
         * @description The omissions of one agent; its cursors serve `/v1/omissions?agent=` too.
         */
        get: operations["list_agent_omissions_v1_agents__agent__omissions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/oversight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Oversight
         * @description What people approved, overrode, stopped or escalated of an agent's acts, and how long that took.
         *
         *     With `threshold` also the acts over that amount, as receipts show them, and which of these nobody had approved.
         */
        get: operations["get_oversight_v1_agents__agent__oversight_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Permissions
         * @description What permitted each action of an agent, in the order of its records.
         */
        get: operations["list_permissions_v1_agents__agent__permissions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Reads
         * @description How often authorities read about an agent: for its owner, who signed in with the wallet that holds it.
         */
        get: operations["count_reads_v1_agents__agent__reads_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Records
         * @description An agent's records in the order in which the chain witnessed them, each with its proof.
         *
         *     `completeness` says of each stream what it claims and what is held: a gap shows as a range. An action is
         *     `unconfirmed` until the other party counter-signs the receipt that it was given for it.
         */
        get: operations["list_records_v1_agents__agent__records_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Standing
         * @description An agent's score with every change that led to it, and the reason of each.
         */
        get: operations["get_standing_v1_agents__agent__standing_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agent}/validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agent Validations
         * @description What validators were asked about an agent, and every answer.
         */
        get: operations["list_agent_validations_v1_agents__agent__validations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Alerts
         * @description Alerts of the newest forecast, by agent, each with its reasons and the records behind them.
         *
         *     An alert asks people to look. It changes nothing on chain.
         */
        get: operations["list_alerts_v1_alerts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Chains
         * @description Sendings that several agents bring about together, of the newest forecast, the newest first.
         *
         *     Each agent's own step may be harmless. It asks people to look, and changes nothing on chain.
         */
        get: operations["list_chains_v1_alerts_chains_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/arbitrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Arbitrators
         * @description Arbitrators by their numbers: who may be drawn, what they declared, and what they did with their seats.
         */
        get: operations["list_arbitrators_v1_arbitrators_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assertions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Assertions
         * @description Audits and credibility roots that somebody bonded on, whether they stand, and who challenged them.
         */
        get: operations["list_assertions_v1_assertions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/assertions/{assertion}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Assertion
         * @description One assertion.
         */
        get: operations["get_assertion_v1_assertions__assertion__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Authorities
         * @description Who may suspend agents: every change of it, queued in the open and made after a delay.
         */
        get: operations["list_authorities_v1_authorities_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/capabilities/{capability}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Capable
         * @description Who claims a capability now: what was withdrawn, replaced or refuted is not among them.
         */
        get: operations["list_capable_v1_capabilities__capability__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/challenges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Challenges
         * @description What agents, operators and custodians were asked to show, by when, and whether they did.
         */
        get: operations["list_challenges_v1_challenges_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/challenges/{challenge}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Challenge
         * @description One challenge.
         */
        get: operations["get_challenge_v1_challenges__challenge__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credibility-roots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roots
         * @description Results of the walk over all ratings, by epoch: which stand, and which were proposed or rejected.
         */
        get: operations["list_roots_v1_credibility_roots_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/custody/{evidence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Custody
         * @description Who said that it keeps an evidence, and who did not show it when asked.
         */
        get: operations["get_custody_v1_custody__evidence__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deadlines
         * @description Running disputes by what is due, the most urgent first: what comes next, who must act, and by when.
         *
         *     Beside them, in `challenges`, what someone was asked to show and can still show in time.
         */
        get: operations["list_deadlines_v1_deadlines_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dimensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dimensions
         * @description What feedback can measure: names, units, bounds.
         */
        get: operations["list_dimensions_v1_dimensions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Disputes
         * @description Disputes in the order of their opening, by agent, state, or what they wait for.
         */
        get: operations["list_disputes_v1_disputes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Case
         * @description The case file: parties, action, what happened when, evidence, votes, ruling, what it cost, what comes next.
         *
         *     Every entry names its event, which a node confirms. `completeness` says whether chain and model agree.
         */
        get: operations["get_case_v1_disputes__dispute__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Case Bundle
         * @description A dispute with everything that proves how it went: a file for `ombud verify`, which needs no network.
         */
        get: operations["get_case_bundle_v1_disputes__dispute__bundle_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/precedents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Precedents
         * @description The earlier rulings that a dispute is most like, and rulings on like facts that differ.
         *
         *     Compared are rule (fault class, policy) and behaviour (operation, tool, phase, outcome of the disputed record).
         */
        get: operations["get_precedents_v1_disputes__dispute__precedents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Room
         * @description The sealed files that a dispute rests on, and who can open each.
         */
        get: operations["get_room_v1_disputes__dispute__room_get"];
        put?: never;
        /**
         * Add Sealed
         * @description Bring a sealed file, as party or arbitrator. It is of the room once its hash was given to the court.
         */
        post: operations["add_sealed_v1_disputes__dispute__room_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/room/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Sealed
         * @description A sealed file, as it lies there: whoever has a grant opens it on their own machine.
         */
        get: operations["get_sealed_v1_disputes__dispute__room__sha256__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/room/{sha256}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Grant
         * @description The caller's own grant of a sealed file.
         */
        get: operations["get_grant_v1_disputes__dispute__room__sha256__grant_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/room/{sha256}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring Grant
         * @description Grant a sealed file to an account, for the reading key that it brought. Parties and arbitrators may.
         */
        post: operations["bring_grant_v1_disputes__dispute__room__sha256__grants_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{dispute}/room/{sha256}/grants/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Grant
         * @description Take a grant back: whoever gave the file to the court may, and its reader. What was read stays read.
         */
        delete: operations["revoke_grant_v1_disputes__dispute__room__sha256__grants__account__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Evidence
         * @description All files in the order of their hashes, and whether each can be had: present, missing, or withheld.
         */
        get: operations["list_evidence_v1_evidence_get"];
        put?: never;
        /**
         * Add Evidence
         * @description Submit a file. It is named by its SHA-256; the same bytes again change nothing, but may be kept longer.
         */
        post: operations["add_evidence_v1_evidence_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Evidence
         * @description A file's bytes, hashed before they are sent. Always a download; active types lose their meaning.
         */
        get: operations["get_evidence_v1_evidence__sha256__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence/{sha256}/meta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Evidence Meta
         * @description What is known about a file: size, media type, submitter, how long it is kept, whether it can be had.
         */
        get: operations["get_evidence_meta_v1_evidence__sha256__meta_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Export
         * @description Records, disputes and verdicts with a signed manifest, as a tar of files that `ombud verify` checks offline.
         *
         *     What fails on the way breaks the connection: an export without its manifest and signature is none.
         */
        get: operations["get_export_v1_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Counts
         * @description How many faults of each kind were proved, against agents and against operators of logs.
         */
        get: operations["get_counts_v1_faults_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Feed
         * @description What comes next for a subscriber: each message once, in order, and what a fork took back.
         *
         *     Keep `cursor` of a message together with what it made you do: who sends it back goes on behind it.
         */
        get: operations["read_feed_v1_feed_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Feed
         * @description The feed as server-sent events: `event` is the topic, `id` the place behind it, `data` the message.
         *
         *     The first event, `hello`, has a place too. Who comes back with `Last-Event-ID` goes on behind it. While the
         *     mirror cannot vouch for anything, one event `problem` says why.
         */
        get: operations["stream_feed_v1_feed_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Feedback
         * @description All feedback about all agents, oldest first; only what is backed weighs anything.
         */
        get: operations["list_feedback_v1_feedback_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Feedback
         * @description Feedback as lines of JSON (NDJSON) with the names of an ERC-8004 feedback file.
         */
        get: operations["export_feedback_v1_feedback_export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feedback/imported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Imported
         * @description Feedback that was brought from other registries: kept, unverified, weightless.
         */
        get: operations["list_imported_v1_feedback_imported_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecast-book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rounds
         * @description Forecasts that were committed on chain before the outcome, with Brier score and skill so far.
         */
        get: operations["list_rounds_v1_forecast_book_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecast-book/{forecaster}/{epoch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Round
         * @description One round: what was revealed of it, which disputes were upheld, and how it did.
         */
        get: operations["get_round_v1_forecast_book__forecaster___epoch__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Incidents
         * @description The serious-incident clock: what is to be reported by when, and what was.
         *
         *     `entries` are the salted hashes of what was noted, each with the anchored record that shows since when.
         */
        get: operations["list_incidents_v1_incidents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Integrity
         * @description What is held of what streams claim, how late entries were anchored, what was asked for, proved, erased.
         */
        get: operations["get_integrity_v1_integrity_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Logs
         * @description All logs in order of registration; `completeness` names those that wait.
         */
        get: operations["list_logs_v1_logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logs/{log_id}/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Anchors
         * @description A log, its anchored states, oldest first, and its newest rejected entries.
         */
        get: operations["list_anchors_v1_logs__log_id__anchors_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{mandate_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Mandate
         * @description One mandate: who let which agent do what, until when, and whether it is in force.
         */
        get: operations["get_mandate_v1_mandates__mandate_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{mandate_id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Mandate Tree
         * @description A mandate and all that was passed on from it, with what each agent may still spend.
         */
        get: operations["get_mandate_tree_v1_mandates__mandate_id__tree_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metrics
         * @description What this process answered since it began, for Prometheus. Each process counts for itself.
         */
        get: operations["get_metrics_v1_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/omissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Omissions
         * @description Records that agents promised in receipts and did not log in time, each with the receipt as its proof.
         *
         *     A receipt shows up here once its holder counter-signs it in a record of its own. Nobody is accused while
         *     the log has an anchor from within the promised time that could not be read: `completeness` names that log.
         */
        get: operations["list_omissions_v1_omissions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/omissions/{omission_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Omission
         * @description One omission by the EIP-712 hash of its receipt.
         */
        get: operations["get_omission_v1_omissions__omission_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator-faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Operator Faults
         * @description Faults proved against the operators of logs, oldest first.
         */
        get: operations["list_operator_faults_v1_operator_faults_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operator-faults/{fault_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Operator Fault
         * @description One fault of an operator, and what became of the reward of its proof.
         */
        get: operations["get_operator_fault_v1_operator_faults__fault_key__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/owners/{account}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Owned
         * @description The agents that an account owns or owned, by owner epoch. No answer about one of them names the others.
         */
        get: operations["list_owned_v1_owners__account__agents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description Policies by number: the times, deposits and weights that disputes are decided under.
         */
        get: operations["list_policies_v1_policies_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reading-keys/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Reading Key
         * @description The key for which evidence is granted to an account; check its signature before you wrap anything.
         */
        get: operations["get_reading_key_v1_reading_keys__account__get"];
        /**
         * Bring Reading Key
         * @description Bring the reading key of the account that signed in; it takes the place of an earlier one.
         */
        put: operations["bring_reading_key_v1_reading_keys__account__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/recidivists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Recidivists
         * @description Agents, owners, operators of logs or principals against whom faults were held more than once, most first.
         */
        get: operations["list_recidivists_v1_recidivists_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{record_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Record
         * @description One record by its id (the leaf hash of its canonical bytes), with its proof.
         */
        get: operations["get_record_v1_records__record_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{record_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Record Bundle
         * @description One record with everything that proves it: a file for `ombud verify`, which needs no network.
         *
         *     The header `ombud-life` says how the agent stood when the chain first saw it, such as `suspended`.
         */
        get: operations["get_record_bundle_v1_records__record_id__bundle_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{record_id}/permission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Permission
         * @description What permitted a record when the chain first saw it: court policy, manifest, mandate, and by whom.
         *
         *     `state` is within, outside, unstated or unknown. Whatever came later does not change it.
         */
        get: operations["get_permission_v1_records__record_id__permission_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{record_id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Trace
         * @description What led to a record and what it led to, across agents and logs, causes first.
         */
        get: operations["get_trace_v1_records__record_id__trace_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/{record_id}/trace/prov": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Trace Provenance
         * @description The trace of a record as W3C PROV-JSON: activities, agents, what each used and made, on whose behalf.
         */
        get: operations["get_trace_provenance_v1_records__record_id__trace_prov_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/responsibilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Responsibilities
         * @description Who answers for what, by ruling: cause, class, share, slash, mandate in force then, and who had approved.
         */
        get: operations["list_responsibilities_v1_responsibilities_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{agent}/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Session
         * @description The records of one session of an agent.
         */
        get: operations["list_session_v1_sessions__agent___session__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{agent}/{session}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session Bundle
         * @description All records of one session with everything that proves them, in one file.
         */
        get: operations["get_session_bundle_v1_sessions__agent___session__bundle_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Status
         * @description Where the mirror stands, how far it is behind the chain, and which logs wait.
         */
        get: operations["get_status_v1_status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/systemic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Systemic
         * @description How disputes end and faults spread over periods, classes, owners and log operators.
         */
        get: operations["get_systemic_v1_systemic_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/validations/{request}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Validation
         * @description One request for validation, with its answers.
         */
        get: operations["get_validation_v1_validations__request__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/validators/{account}/validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Validator Requests
         * @description What a validator was asked, and every answer that it gave.
         */
        get: operations["list_validator_requests_v1_validators__account__validations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Verdicts
         * @description Faults proved on chain, oldest first; of one agent with `agent=`.
         */
        get: operations["list_verdicts_v1_verdicts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verdicts/{fault_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Verdict
         * @description One verdict, and what it did to bond, standing and epoch.
         */
        get: operations["get_verdict_v1_verdicts__fault_key__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify Record
         * @description Whose a record is, since when, under which key, what contradicts it, what was held against it, erased or not.
         *
         *     Nothing is kept of what is sent. `ombud verify` does what needs no server: it verifies bundles.
         */
        post: operations["verify_record_v1_verify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ActionPermission
         * @description What permitted one action when the chain first saw it (`witnessed`).
         *
         *     `state` is within, outside, unstated or unknown, and `reasons` say why (none for within). `stated` is None for a
         *     record made on chain, of which only the hash is public. `policy`, `manifest` and `mandate` are None where there was
         *     none. `conflicting_principals` names all principals where it has several that cannot be one.
         */
        ActionPermission: {
            /** Agent */
            agent: string;
            /** Conflicting Principals */
            conflicting_principals: components["schemas"]["PrincipalView"][];
            /** Epoch */
            epoch: number;
            /** Home */
            home: string;
            mandate: components["schemas"]["MandateThen"] | null;
            manifest: components["schemas"]["ManifestThen"] | null;
            policy: components["schemas"]["PolicyThen"] | null;
            /** Reasons */
            reasons: components["schemas"]["Why"][];
            /** Record Id */
            record_id: string;
            /** Seq */
            seq: number;
            /**
             * State
             * @enum {string}
             */
            state: "within" | "outside" | "unstated" | "unknown";
            stated: components["schemas"]["Stated"] | null;
            /** Stream */
            stream: number;
            witnessed: components["schemas"]["Seen"];
        };
        /**
         * ActionRef
         * @description An action that was ruled on, and its record and receipt where they are known.
         */
        ActionRef: {
            /** Action */
            action: string;
            /** Receipt */
            receipt: string | null;
            /** Record Id */
            record_id: string | null;
        };
        /**
         * ActionView
         * @description An action.
         *
         *     `action` is the court's name for it, `shown_as` how it was shown to be the agent's. Which record it was is read
         *     from the data of the opening transaction, which must give that very name; where that cannot be had, the fields
         *     are None and `unknown` says why. `record` is that record with its proof, None if no log holds it (yet).
         */
        ActionView: {
            /** Action */
            action: string;
            /** Anchor */
            anchor: number | null;
            /** Epoch */
            epoch: number | null;
            /** Log */
            log: string | null;
            receipt: components["schemas"]["ReceiptView"] | null;
            record: components["schemas"]["RecordView"] | null;
            /** Record Id */
            record_id: string | null;
            /** Says */
            says: string;
            /** Seq */
            seq: number | null;
            /** Shown As */
            shown_as: string;
            /** Stream */
            stream: number | null;
            /** Unknown */
            unknown: string | null;
        };
        /**
         * AgainstIt
         * @description A challenge: `dispute` is the arbitrator's own number, `ruling` what it decided, None while it has not.
         */
        AgainstIt: {
            /** Challenger */
            challenger: string;
            /** Dispute */
            dispute: string;
            /** Evidence */
            evidence: string;
            /** Ruling */
            ruling: string | null;
            seen: components["schemas"]["Seen"];
            /** Uri */
            uri: string;
        };
        /**
         * AgentHistory
         * @description Changes of an agent, oldest first; `more`: there are others after the time of the last one that is shown.
         */
        AgentHistory: {
            /** Absent */
            absent: {
                [key: string]: string;
            };
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            around: components["schemas"]["Around"] | null;
            /** Changes */
            changes: components["schemas"]["ledger__queries__histories__Change"][];
            /** More */
            more: boolean;
        };
        /**
         * AgentSummary
         * @description One agent in a list. `epoch` is its open epoch, if it has one.
         */
        AgentSummary: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Epoch */
            epoch: number | null;
            /** Epochs */
            epochs: number;
            /** Owner */
            owner: string;
            registered: components["schemas"]["Seen"];
            /** Uri */
            uri: string;
        };
        /**
         * AgentView
         * @description One agent. `life` says whether it is active, suspended, retired or banned.
         *
         *     `actions` counts its records in logs by operation and outcome, and by tool; None when asked as of a block,
         *     because it is kept for the newest state alone.
         */
        AgentView: {
            /** Actions */
            actions: {
                [key: string]: number;
            } | null;
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Agent Key */
            agent_key: string;
            /** Bonds */
            bonds: components["schemas"]["BondView"][];
            disputes: components["schemas"]["DisputeCounts"];
            /** Epochs */
            epochs: components["schemas"]["EpochView"][];
            life: components["schemas"]["LifeView"];
            /** Metadata */
            metadata: {
                [key: string]: string;
            };
            /** Owner */
            owner: string;
            /** Owners */
            owners: components["schemas"]["OwnerView"][];
            /** Records */
            records: number;
            registered: components["schemas"]["Seen"];
            /** Scores */
            scores: components["schemas"]["Score"][];
            /** Uri */
            uri: string;
            /** Verdicts */
            verdicts: number;
        };
        /**
         * AlertOutcomes
         * @description Agents with an alert that fired, as the newest run tells, and for how many of them a fault was held after that.
         *
         *     `stated_block` is where the mirror stood when that run was first written: alerts that fired before are no proof.
         */
        AlertOutcomes: {
            /** Fired */
            fired: number;
            /** Firing */
            firing: number;
            /** Held After */
            held_after: number;
            /** Stated Block */
            stated_block: number;
        };
        /**
         * AlertView
         * @description One alert: `state` since the block `since`; `fired` is the block at which it last fired.
         *
         *     `probability` is of an upheld fault within the next `horizon` acts.
         */
        AlertView: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Caution */
            caution: string;
            /** Fired */
            fired: number | null;
            /** Horizon */
            horizon: number;
            /** Probability */
            probability: number | null;
            /** Reasons */
            reasons: components["schemas"]["ledger__queries__forecasts__Reason"][];
            /** Score */
            score: number | null;
            /** Since */
            since: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "firing" | "resolved";
            statement: components["schemas"]["Statement"];
        };
        /**
         * AnchorProof
         * @description The event that put that root on chain: the log's anchor number `index`.
         */
        AnchorProof: {
            /** Index */
            index: number;
            /** Log */
            log: string;
            seen: components["schemas"]["Seen"];
        };
        /**
         * AnchorsPage
         * @description A log, one page of its anchors, oldest first, and its newest rejected leaves (at most 50).
         */
        AnchorsPage: {
            anchors: components["schemas"]["Page_AnchorView_"];
            log: components["schemas"]["LogSummary"];
            /** Rejections */
            rejections: components["schemas"]["Rejection"][];
        };
        /**
         * AnchorView
         * @description One anchored state: `size` entries under `root`, accepted by the contract with its consistency proof.
         */
        AnchorView: {
            /** Index */
            index: number;
            /** Root */
            root: string;
            seen: components["schemas"]["Seen"];
            /** Size */
            size: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_AgentHistory_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["AgentHistory"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_AgentView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["AgentView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_AnchorsPage_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["AnchorsPage"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_BondedAssertion_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["BondedAssertion"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_CaseFile_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["CaseFile"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_ChallengeView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["ChallengeView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Check_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Check"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Custody_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Custody"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Deadlines_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Deadlines"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_FaultCounts_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["FaultCounts"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_FeedbackItem_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["FeedbackItem"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_FeedbackSummary_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["FeedbackSummary"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_FeedPage_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["FeedPage"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_ForecastView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["ForecastView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_FoundRecord_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["FoundRecord"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Incidents_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Incidents"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Integrity_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Integrity"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_MandateTree_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["MandateTree"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_MandateView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["MandateView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Manifests_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Manifests"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_OmissionView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["OmissionView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_OperatorFaultCase_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["OperatorFaultCase"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Oversight_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Oversight"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ActionPermission__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ActionPermission_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_AgentSummary__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_AgentSummary_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_AlertView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_AlertView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ArbitratorView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ArbitratorView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_AuthorityStep__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_AuthorityStep_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_BondedAssertion__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_BondedAssertion_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ChainView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ChainView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ChallengeView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ChallengeView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ClaimView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ClaimView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_DimensionView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_DimensionView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_DisputeSummary__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_DisputeSummary_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_FeedbackItem__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_FeedbackItem_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_LogSummary__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_LogSummary_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_MandateView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_MandateView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_OmissionView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_OmissionView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_OperatorFault__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_OperatorFault_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_OwnedAgent__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_OwnedAgent_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_PolicyView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_PolicyView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_RecordView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_RecordView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_RoundView__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_RoundView_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_RuledResponsibility__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_RuledResponsibility_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_ValidationItem__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_ValidationItem_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Page_Verdict__: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Page_Verdict_"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Precedents_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Precedents"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Recidivists_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Recidivists"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_RecordPermission_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["RecordPermission"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Roots_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Roots"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_RoundCase_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["RoundCase"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_StandingView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["StandingView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Systemic_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Systemic"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_TraceView_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["TraceView"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_ValidationItem_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["ValidationItem"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_VerdictCase_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["VerdictCase"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * Answer
         * @description One answer: `data` as of a block of one chain, mirrored from the world of one registry (`contract`).
         */
        Answer_Verification_: {
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            completeness: components["schemas"]["Completeness"];
            /** Contract */
            contract: string;
            data: components["schemas"]["Verification"];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Schema Version */
            schema_version: number;
        };
        /**
         * AnswerItem
         * @description One answer: 0 (failed) to 100 (passed). `hash` is of the reasons at `uri`.
         */
        AnswerItem: {
            /** Hash */
            hash: string;
            /** Response */
            response: number;
            seen: components["schemas"]["Seen"];
            /** Tag */
            tag: string;
            /** Uri */
            uri: string;
        };
        /**
         * Approval
         * @description A record of the same agent that led to the disputed one and tells of a person's part.
         *
         *     `principal` is who it says authorised, as the agent wrote it; who stands behind that is not here. `ts` in Unix s.
         */
        Approval: {
            /** Op */
            op: string;
            /** Outcome */
            outcome: string | null;
            /** Phase */
            phase: string;
            /** Principal */
            principal: string | null;
            /** Record Id */
            record_id: string;
            /** Ts */
            ts: number;
        };
        /**
         * ArbitratorView
         * @description One arbitrator, under its `number` on the roster.
         *
         *     `document` is the hash of what says who it is. It is attested to be `human`, or a `model` judges, named by the hash
         *     of its id. It may be drawn while it is `listed`, accredited
         *     until `valid_until` (Unix seconds), and has enough of its `stake` left (wei, bonds in the vault). `votes` counts
         *     those revealed, `conflicts` are the accounts that it declared it may not judge. `cluster` is what it was shown to
         *     belong to; nobody sits beside its own. Dissent costs nothing, and `record` says how its rulings fared.
         */
        ArbitratorView: {
            /** Accredited */
            accredited: boolean;
            /** Arbitrator */
            arbitrator: string;
            /** Cluster */
            cluster: string | null;
            /** Conflicts */
            conflicts: string[];
            /** Document */
            document: string;
            /** Human */
            human: boolean;
            /** Listed */
            listed: boolean;
            /** Model */
            model: string | null;
            /** Number */
            number: number;
            record: components["schemas"]["TrackRecord"];
            seats: components["schemas"]["SeatCounts"];
            since: components["schemas"]["Seen"];
            stake: components["schemas"]["BondView"] | null;
            /** Valid Until */
            valid_until: number;
            /** Votes */
            votes: {
                [key: string]: number;
            };
        };
        /**
         * Around
         * @description How the agent stood at `begin`, at the incident `at`, and at `end` (Unix seconds), where these differ.
         *
         *     `dispute_id` is the dispute about the incident, if one was named; then `at` is when the chain first saw the
         *     disputed record, or, where it is not known which that is, the dispute's opening: `rests_on` says which.
         */
        Around: {
            /** At */
            at: number;
            /** Begin */
            begin: number;
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Dispute Id */
            dispute_id: number | null;
            /** End */
            end: number;
            /** Rests On */
            rests_on: string;
        };
        /**
         * AsOf
         * @description The block an answer is about: everything up to it, nothing after it.
         */
        AsOf: {
            /** Hash */
            hash: string;
            /** Number */
            number: number;
            /** Time */
            time: number;
        };
        /**
         * AuditClaim
         * @description What an audit asserts: that an action of an agent was in order. `weight` and `gained` in milli-units.
         *
         *     `gained` is what the agent gained once the audit was counted; None before.
         */
        AuditClaim: {
            /** Action */
            action: string;
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Context */
            context: string;
            /** Dimension */
            dimension: number;
            /** Gained */
            gained: string | null;
            /** Report */
            report: string;
            /** Uri */
            uri: string;
            /** Weight */
            weight: string;
        };
        /**
         * AuthorityStep
         * @description One step: `authority` was queued, or took the place of the one `before`.
         *
         *     Who is queued may take the place from `ready_at` (Unix seconds) on.
         */
        AuthorityStep: {
            /** Authority */
            authority: string;
            /** Before */
            before: string | null;
            /** Ready At */
            ready_at: number | null;
            seen: components["schemas"]["Seen"];
            /**
             * Step
             * @enum {string}
             */
            step: "queued" | "changed";
        };
        /**
         * Availability
         * @description Whether the bytes can be had: `present`, `missing` (not where they should be), or `withheld` since (Unix s).
         */
        Availability: {
            /** Reason */
            reason?: string | null;
            /** Since */
            since?: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "present" | "missing" | "withheld";
        };
        /**
         * Bin
         * @description Forecasts revealed between two probabilities, in ppm: how many, what they said on average, how many came true.
         *
         *     For each, a fault that was upheld against the agent within the horizon makes it come true.
         */
        Bin: {
            /** Came True Ppm */
            came_true_ppm: number;
            /** Count */
            count: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Stated Ppm */
            stated_ppm: number;
        };
        /**
         * BondCover
         * @description Bonds of agents, in wei.
         *
         *     `agents` were looked at (of more, if `more`), `bonded` of them have an active bond. `asked` is the most that rulings
         *     on running disputes take, each a share of a bond, `locked` what was set aside for them and for fees. `uncovered`
         *     counts running disputes in which nothing can be taken, since nothing was bonded.
         */
        BondCover: {
            /** Active */
            active: string;
            /** Agents */
            agents: number;
            /** Asked */
            asked: string;
            /** Bonded */
            bonded: number;
            /** Locked */
            locked: string;
            /** More */
            more: boolean;
            /** Running */
            running: number;
            /** Unbonding */
            unbonding: string;
            /** Uncovered */
            uncovered: number;
        };
        /**
         * BondedAssertion
         * @description One assertion, of `kind` root or audit.
         *
         *     `standpoint`: open to challenge, challenged, accepted, or rejected. It can be ended from `due` on (Unix seconds), or
         *     as soon as the arbitrator has ruled: `may_conclude` says that anyone can do so as of the answer's block.
         */
        BondedAssertion: {
            asserted: components["schemas"]["Seen"];
            /** Asserter */
            asserter: string;
            /** Assertion */
            assertion: string;
            audit: components["schemas"]["AuditClaim"] | null;
            /** Bond */
            bond: string;
            challenge: components["schemas"]["AgainstIt"] | null;
            /** Contract */
            contract: string;
            /** Due */
            due: number;
            ended: components["schemas"]["HowItEnded"] | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "root" | "audit";
            /** May Conclude */
            may_conclude: boolean;
            root: components["schemas"]["RootClaim"] | null;
            /**
             * Standpoint
             * @enum {string}
             */
            standpoint: "open" | "challenged" | "accepted" | "rejected";
        };
        /**
         * BondView
         * @description One bond, in wei as decimal text: `unbonding` may be withdrawn from `release_at` (Unix s) unless locked.
         */
        BondView: {
            /**
             * Active
             * @default 0
             */
            active: string;
            /** Beneficiary */
            beneficiary: string;
            /**
             * Locked
             * @default 0
             */
            locked: string;
            /** Release At */
            release_at?: number | null;
            /**
             * Unbonding
             * @default 0
             */
            unbonding: string;
        };
        /**
         * BroughtGrant
         * @description A file's key, wrapped for a reader.
         */
        BroughtGrant: {
            /** Public */
            public: string;
            /** Reader */
            reader: string;
            /** Wrapped */
            wrapped: string;
        };
        /**
         * BroughtKey
         * @description A reading key (X25519) and the account's signature of it.
         */
        BroughtKey: {
            /** Chain Id */
            chain_id: number;
            /** Public */
            public: string;
            /** Signature */
            signature: string;
        };
        /**
         * Calibration
         * @description Forecasters, the most rounds first; all their revealed forecasts of final rounds in ten bins; alerts, if any.
         */
        Calibration: {
            alerts: components["schemas"]["AlertOutcomes"] | null;
            /** Bins */
            bins: components["schemas"]["Bin"][];
            /** Forecasters */
            forecasters: components["schemas"]["ForecasterScore"][];
            /** More */
            more: boolean;
        };
        /**
         * CaseFile
         * @description One dispute.
         *
         *     `ruling` is the one so far, upon `basis`; None before there is one. `tag` is what the court keeps of the case.
         *     `panel` is the last one; the one whose ruling was appealed is among `earlier_panels`. `next_steps` can be done
         *     next, `deadline` is the first of them that must. `forecast_before` is the newest forecast about the agent that
         *     came before the opening; advice, which nothing here rests on.
         */
        CaseFile: {
            action: components["schemas"]["ActionView"];
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Basis */
            basis: string | null;
            bond: components["schemas"]["BondView"] | null;
            deadline: components["schemas"]["Deadline"] | null;
            /** Dispute */
            dispute: string;
            /** Dispute Id */
            dispute_id: number;
            /** Earlier Panels */
            earlier_panels: components["schemas"]["PanelView"][];
            effects: components["schemas"]["ledger__queries__effects__Effects"];
            /** Evidence */
            evidence: components["schemas"]["Exhibit"][];
            /** Fault Class */
            fault_class: string;
            forecast_before: components["schemas"]["ForecastView"] | null;
            matter: components["schemas"]["MatterView"];
            /** Next Steps */
            next_steps: components["schemas"]["NextStep"][];
            panel: components["schemas"]["PanelView"] | null;
            /** Parties */
            parties: components["schemas"]["Party"][];
            policy: components["schemas"]["PolicyView"];
            /** Round */
            round: number;
            /** Ruling */
            ruling: string | null;
            ruling_record: components["schemas"]["RulingRecord"] | null;
            /** Since */
            since: number;
            stakes: components["schemas"]["Stakes"];
            /** State */
            state: string;
            /** Tag */
            tag: string;
            /** Timeline */
            timeline: components["schemas"]["TimelineEntry"][];
        };
        /**
         * ChainView
         * @description One sending that several agents lead to.
         *
         *     `record` is the sending and `block` that of its anchor; `score` is in 0..1, higher is worse. `agents` took part, and
         *     `records` are those on the way, the sending first and its causes after it.
         */
        ChainView: {
            /** Agent Ids */
            agent_ids: number[];
            /** Agents */
            agents: string[];
            /** Block */
            block: number;
            /** Caution */
            caution: string;
            /** Record */
            record: string;
            /** Records */
            records: string[];
            /** Score */
            score: number;
            statement: components["schemas"]["Statement"];
        };
        /**
         * Challenge
         * @description What to sign (EIP-4361), as a personal message.
         */
        Challenge: {
            /** Message */
            message: string;
        };
        /**
         * ChallengeAsked
         * @description Who wants to sign in.
         */
        ChallengeAsked: {
            /** Account */
            account: string;
        };
        /**
         * ChallengeView
         * @description One challenge.
         *
         *     `kind` is the fault that silence proves, or `evidence`, whose custodian loses the point. `subject` is the agent key,
         *     log or evidence that is asked; `agent_id` is set for an agent, `custodian` for evidence; `about` what is asked for.
         *     `state`: open until `answer_by` (Unix seconds), unanswered after it, late if it was shown to have come too late, or
         *     answered. `seconds_left` is as of the answer's block; `returned` says that the challenger has its deposit back.
         */
        ChallengeView: {
            /** About */
            about: string;
            /** Agent Id */
            agent_id: number | null;
            /** Answer By */
            answer_by: number;
            answered: components["schemas"]["Seen"] | null;
            /** Answerer */
            answerer: string | null;
            /** Challenge */
            challenge: string;
            /** Challenger */
            challenger: string;
            /** Contract */
            contract: string;
            /** Custodian */
            custodian: string | null;
            /** Kind */
            kind: string;
            opened: components["schemas"]["Seen"];
            /** Returned */
            returned: boolean;
            /** Seconds Left */
            seconds_left: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "unanswered" | "late" | "answered";
            /** Subject */
            subject: string;
        };
        /**
         * Check
         * @description The answer.
         *
         *     `verdict`: `yes` if the score reaches the threshold, `no` if it does not, `insufficient` if the evidence is thinner
         *     than `least_evidence` (milli-units). `low` and `high` are the 95 % interval; all scores are in parts per million.
         *     `n` counts changes. `reasons` are the latest ones, newest first.
         */
        Check: {
            /** Agent */
            agent: string;
            /** Because */
            because: string;
            /** Context */
            context: string;
            /** Dimension */
            dimension: number;
            /** Formula */
            formula: string;
            /** High Ppm */
            high_ppm: number;
            /** Least Evidence */
            least_evidence: number;
            /** Low Ppm */
            low_ppm: number;
            /** N */
            n: number;
            /** Negative */
            negative: number;
            /** Positive */
            positive: number;
            /** Reasons */
            reasons: components["schemas"]["ledger__queries__check__Reason"][];
            /** Score Ppm */
            score_ppm: number;
            /** Threshold Ppm */
            threshold_ppm: number;
            /**
             * Verdict
             * @enum {string}
             */
            verdict: "yes" | "no" | "insufficient";
        };
        /**
         * ClaimView
         * @description One version of a claim. `capability` is the hash of its name, `document` that of what is claimed, at `uri`.
         *
         *     `standpoint`: made, replaced by a later version, withdrawn, or refuted by the ruling on `refuted_by`. It is
         *     `in_force` if it is the newest, neither withdrawn nor refuted, and made by the present owner's side. `contested_by`
         *     are the disputes that were said to be about it.
         */
        ClaimView: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Capability */
            capability: string;
            /** Contested By */
            contested_by: number[];
            /** Document */
            document: string;
            /** In Force */
            in_force: boolean;
            made: components["schemas"]["Seen"];
            /** Refuted By */
            refuted_by: number | null;
            /**
             * Standpoint
             * @enum {string}
             */
            standpoint: "made" | "replaced" | "withdrawn" | "refuted";
            /** Uri */
            uri: string;
            /** Version */
            version: number;
        };
        /**
         * Clusters
         * @description The credibility root that stands: `clusters` is the root over accounts that act as one, zeros for none.
         */
        Clusters: {
            /** As Of Block */
            as_of_block: number;
            /** Clusters */
            clusters: string;
            /** Epoch */
            epoch: number;
            /** Uri */
            uri: string;
        };
        /**
         * Completeness
         * @description Whether anything is known to be missing, and on which counters that rests (`basis`).
         */
        Completeness: {
            /** Basis */
            basis: string;
            /** Complete */
            complete: boolean;
            /** Streams */
            streams: components["schemas"]["StreamCoverage"][];
            /** Waiting Logs */
            waiting_logs: components["schemas"]["WaitingLog"][];
        };
        /**
         * Concentration
         * @description How many faults were held against one owner or operator, and the share of all, in ppm.
         */
        Concentration: {
            /** Faults */
            faults: number;
            /** Name */
            name: string;
            /** Share Ppm */
            share_ppm: number;
        };
        /**
         * Countersigned
         * @description One counter-signature: the record `record_id` of `agent` carries the receipt, named by its EIP-712 hash.
         *
         *     `outcome` is how that record says that it ended; `witnessed` where the chain first saw it.
         */
        Countersigned: {
            /** Agent */
            agent: string;
            /** Outcome */
            outcome: string;
            /** Receipt */
            receipt: string;
            /** Record Id */
            record_id: string;
            witnessed: components["schemas"]["Seen"];
        };
        /**
         * Custodian
         * @description Who said that it keeps evidence, and the challenges that it did not answer in time.
         */
        Custodian: {
            /** Custodian */
            custodian: string;
            /** Defaulted */
            defaulted: string[];
            kept: components["schemas"]["Seen"];
        };
        /**
         * Custody
         * @description A page of the custodians of one evidence, in the order in which they said that they keep it.
         */
        Custody: {
            /** Custodians */
            custodians: components["schemas"]["Custodian"][];
            /** Evidence */
            evidence: string;
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Deadline
         * @description What the dispute waits for now: who must do what, by when (Unix seconds).
         *
         *     `stalled`: anyone could move it on now, and nobody has. `seconds_left` is negative once the time is over.
         */
        Deadline: {
            /** Accounts */
            accounts: string[];
            /** Act */
            act: string;
            /** Due */
            due: number;
            /** Due Block */
            due_block: number | null;
            /** Says */
            says: string;
            /** Seconds Left */
            seconds_left: number;
            /** Stalled */
            stalled: boolean;
            /** Who */
            who: string;
        };
        /**
         * Deadlines
         * @description A page of running disputes by what is due, and beside it the challenges that can still be answered.
         *
         *     `more_challenges`: there are more than the limit lets be here; `GET /v1/challenges?state=open` lists all.
         */
        Deadlines: {
            /** Challenges */
            challenges: components["schemas"]["ChallengeView"][];
            /** Items */
            items: components["schemas"]["RunningDispute"][];
            /** More */
            more: boolean;
            /** More Challenges */
            more_challenges: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Difference
         * @description A name whose value is not the same at three times: before the incident, at it, and after it.
         */
        Difference: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /** Name */
            name: string;
            /** Then */
            then: string | null;
            /** Topic */
            topic: string;
        };
        /**
         * DimensionSummary
         * @description The backed feedback of one dimension, given under one owner.
         *
         *     `clients` counts who gave it, `named` how many feedbacks are of clients that the agent's own receipts name.
         *     `total`, `mean`, `lowest` and `highest` are decimal text in the scale's unit; the mean is rounded half to even.
         */
        DimensionSummary: {
            /** Clients */
            clients: number;
            /** Count */
            count: number;
            /** Highest */
            highest: string;
            /** Lowest */
            lowest: string;
            /** Mean */
            mean: string;
            /** Named */
            named: number;
            /** Owner */
            owner: string;
            /** Owner Epoch */
            owner_epoch: number;
            scale: components["schemas"]["Scale"];
            /** Total */
            total: string;
        };
        /**
         * DimensionView
         * @description One dimension and when it was declared; its id is the hash of its scale, so it never changes.
         */
        DimensionView: {
            declared: components["schemas"]["Seen"];
            scale: components["schemas"]["Scale"];
        };
        /**
         * DisputeCounts
         * @description How many disputes were opened about an agent, and how many of them still run.
         */
        DisputeCounts: {
            /** Opened */
            opened: number;
            /** Running */
            running: number;
        };
        /**
         * DisputeSummary
         * @description One dispute in a list. `slice` is the most that a ruling takes from the bond, in wei; `deadline` is the next.
         *
         *     `round` is 1, or 2 after an appeal.
         */
        DisputeSummary: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Basis */
            basis: string | null;
            /** Claimant */
            claimant: string;
            deadline: components["schemas"]["Deadline"] | null;
            /** Dispute Id */
            dispute_id: number;
            /** Fault Class */
            fault_class: string;
            /** Injured */
            injured: string | null;
            /** Liable */
            liable: string;
            opened: components["schemas"]["Seen"];
            /** Policy Id */
            policy_id: number;
            /** Round */
            round: number;
            /** Ruling */
            ruling: string | null;
            /** Since */
            since: number;
            /** Slice */
            slice: string;
            /** State */
            state: string;
        };
        /**
         * EntryMark
         * @description The hash of an entry, and the desk's anchored record that carries it as its `call`; None while there is none.
         */
        EntryMark: {
            /** Entry */
            entry: string;
            /** Record Id */
            record_id: string | null;
            witnessed: components["schemas"]["Seen"] | null;
        };
        /**
         * EpochView
         * @description One epoch: its owner, keys, streams. `ended_by` is owner, fault, unbonding or transfer; `cause` a fault key.
         */
        EpochView: {
            /** Cause */
            cause: string | null;
            closed: components["schemas"]["Seen"] | null;
            /** Ended By */
            ended_by: string | null;
            /** Epoch */
            epoch: number;
            /** Keys */
            keys: components["schemas"]["KeyView"][];
            opened: components["schemas"]["Seen"];
            /** Owner */
            owner: string;
            /** Owner Epoch */
            owner_epoch: number;
            /** Streams */
            streams: components["schemas"]["StreamView"][];
        };
        /**
         * Evidence
         * @description What is known about one file; times are Unix seconds.
         *
         *     `retention` is the class that keeps it longest, `keep_until` how long at least; `holds` names the cases that
         *     forbid its removal until they are lifted.
         */
        Evidence: {
            availability: components["schemas"]["Availability"];
            /** First Seen */
            first_seen: number;
            /** Holds */
            holds: string[];
            /** Keep Until */
            keep_until: number;
            /** Media Type */
            media_type: string;
            /** Retention */
            retention: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
            /** Submitter */
            submitter: string;
        };
        /**
         * Exhibit
         * @description One piece of evidence.
         *
         *     `role` is claim, response, addition or appeal. `availability` is about now and this store, not about a block:
         *     present, missing, withheld, damaged, unknown (never submitted here), or `not asked` where no store is at hand. If
         *     the file is a list, `files` are those that it names, and `statement` is what its submitter says they show.
         */
        Exhibit: {
            /** Availability */
            availability: string;
            /** Files */
            files: components["schemas"]["ExhibitFile"][];
            /** Media Type */
            media_type: string | null;
            /** Party */
            party: string;
            /** Role */
            role: string;
            seen: components["schemas"]["Seen"];
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number | null;
            /** Statement */
            statement: string | null;
            /** Uri */
            uri: string | null;
        };
        /**
         * ExhibitFile
         * @description One file that a list of evidence names; names and types are what the submitter says.
         */
        ExhibitFile: {
            /** Availability */
            availability: string;
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /**
         * FaultCounts
         * @description How many faults of each kind were proved, against agents and against operators.
         */
        FaultCounts: {
            /** Agents */
            agents: {
                [key: string]: number;
            };
            /** Operators */
            operators: {
                [key: string]: number;
            };
        };
        /**
         * FeedbackCounts
         * @description How much feedback there is about an agent, by what it is worth; only `backed` weighs anything.
         */
        FeedbackCounts: {
            /** Backed */
            backed: number;
            /** Given */
            given: number;
            /** Own Side */
            own_side: number;
            /** Revoked */
            revoked: number;
            /** Unverified */
            unverified: number;
        };
        /**
         * FeedbackItem
         * @description One feedback of a client about an agent.
         *
         *     `index` counts the client's feedback about this agent from 1; `value` is decimal text. `state` is backed,
         *     unverified, own_side or revoked, and only backed feedback `weighs` anything. `own_side` says how the client belongs
         *     to the agent's own side. `owner_epoch` is the one that ran when it was given. `hash` is of the file at `uri`.
         */
        FeedbackItem: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Client */
            client: string;
            /** Decimals */
            decimals: number;
            /** Endpoint */
            endpoint: string;
            given: components["schemas"]["Seen"];
            /** Hash */
            hash: string;
            /** Index */
            index: number;
            link: components["schemas"]["LinkItem"] | null;
            /** Own Side */
            own_side: ("owner" | "past_owner" | "operator" | "wallet" | "session_key") | null;
            /** Owner Epoch */
            owner_epoch: number;
            /** Responses */
            responses: components["schemas"]["ResponseItem"][];
            revoked: components["schemas"]["Seen"] | null;
            /**
             * State
             * @enum {string}
             */
            state: "revoked" | "own_side" | "unverified" | "backed";
            /** Tag1 */
            tag1: string;
            /** Tag2 */
            tag2: string;
            /** Uri */
            uri: string;
            /** Value */
            value: string;
            /** Weighs */
            weighs: boolean;
        };
        /**
         * FeedbackSummary
         * @description What is said of an agent, by dimension, in the order of the first link; `rule` says what counts.
         */
        FeedbackSummary: {
            /** Agent */
            agent: string;
            counts: components["schemas"]["FeedbackCounts"];
            /** Dimensions */
            dimensions: components["schemas"]["DimensionSummary"][];
            /** Rule */
            rule: string;
        };
        /**
         * FeedPage
         * @description Messages in their order; `next_cursor` goes on behind them. `more`: there are more now.
         */
        FeedPage: {
            /** Items */
            items: components["schemas"]["Item"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string;
        };
        /**
         * ForecasterScore
         * @description One forecaster over its rounds that are final: mean Brier score and skill, in millionths, by population.
         *
         *     `skill` is 1 - brier / reference, None where nothing was upheld, or everything. What was not revealed counts at its
         *     worst. `running` rounds are not counted.
         */
        ForecasterScore: {
            /** Brier */
            brier: number | null;
            /** Forecaster */
            forecaster: string;
            /** Population */
            population: number;
            /** Revealed */
            revealed: number;
            /** Rounds */
            rounds: number;
            /** Running */
            running: number;
            /** Skill */
            skill: number | null;
            /** Upheld */
            upheld: number;
        };
        /**
         * ForecastView
         * @description What is forecast about one agent.
         *
         *     `state` is `insufficient` if the history was too short for any answer: then there is no probability. It is
         *     `reorged` if the forecast's block was taken back. `acts` had been begun by then; `inputs` digests the history. `by`
         *     is the probability by the end of each equal stretch of the horizon, never falling; empty where nobody learnt when.
         */
        ForecastView: {
            /** Acts */
            acts: number;
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Alert */
            alert: ("pending" | "firing" | "resolved") | null;
            /** By */
            by: number[];
            /** Caution */
            caution: string;
            /** Fired */
            fired: number | null;
            /** Horizon */
            horizon: number;
            /** Inputs */
            inputs: string;
            /** Probability */
            probability: number | null;
            /** Reasons */
            reasons: components["schemas"]["ledger__queries__forecasts__Reason"][];
            /** Score */
            score: number | null;
            /** Since */
            since: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "ok" | "insufficient" | "reorged";
            statement: components["schemas"]["Statement"];
        };
        /**
         * FoundRecord
         * @description A record by its id. `on_chain` are the places where the same id was recorded on chain, by whomever.
         */
        FoundRecord: {
            /** On Chain */
            on_chain: components["schemas"]["RecordView"][];
            record: components["schemas"]["RecordView"];
        };
        /**
         * Gap
         * @description Records `[first, end)` of a stream that its headers claim and that are not held.
         */
        Gap: {
            /** Agent Id */
            agent_id: number;
            /** End */
            end: number;
            /** Epoch */
            epoch: number;
            /** First */
            first: number;
            /** Home */
            home: string;
            /** Stream */
            stream: number;
        };
        /**
         * GivenGrant
         * @description A file's key, wrapped for its reader.
         */
        GivenGrant: {
            /** Evidence */
            evidence: string;
            /** Public */
            public: string;
            /** Reader */
            reader: string;
            /** Wrapped */
            wrapped: string;
        };
        /**
         * HeldView
         * @description What stands at the promised place: the record, its log (or `chain`), and where the chain first saw it.
         */
        HeldView: {
            /** Home */
            home: string;
            /** Record Id */
            record_id: string;
            witnessed: components["schemas"]["Seen"];
        };
        /**
         * Holdings
         * @description Evidence files of this store, now: how many, by availability and by class, and how many each case holds.
         */
        Holdings: {
            /** By Class */
            by_class: {
                [key: string]: number;
            };
            /** By State */
            by_state: {
                [key: string]: number;
            };
            /** Files */
            files: number;
            /** Holds */
            holds: {
                [key: string]: number;
            };
            /** More */
            more: boolean;
        };
        /**
         * HowItEnded
         * @description What became of the bonds, in wei.
         */
        HowItEnded: {
            /** Burned */
            burned: string;
            seen: components["schemas"]["Seen"];
            /** To Asserter */
            to_asserter: string;
            /** To Challenger */
            to_challenger: string;
        };
        /**
         * Identity
         * @description Whom we take a caller for. What part an account has in a case, the case says.
         */
        Identity: {
            /** Account */
            account: string | null;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
        };
        /**
         * ImportedFeedback
         * @description What was imported about one agent, up to the limit asked for, and of which agents there is any.
         */
        ImportedFeedback: {
            /** Agents */
            agents: string[];
            /** Items */
            items: components["schemas"]["ImportedItem"][];
            /** Total */
            total: number;
        };
        /**
         * ImportedItem
         * @description One feedback brought from another registry: kept, unverified, weightless. Times in Unix seconds.
         */
        ImportedItem: {
            /** Agent */
            agent: string;
            /** Client */
            client: string;
            /** Created At */
            created_at: number | null;
            /** Decimals */
            decimals: number;
            /** Endpoint */
            endpoint: string;
            /** Hash */
            hash: string;
            /** Index */
            index: number;
            /** Revoked */
            revoked: boolean;
            /**
             * State
             * @enum {string}
             */
            state: "revoked" | "own_side" | "unverified" | "backed";
            /** Tag1 */
            tag1: string;
            /** Tag2 */
            tag2: string;
            /** Uri */
            uri: string;
            /** Value */
            value: string;
            /** Weighs */
            weighs: boolean;
        };
        /**
         * Incidents
         * @description All incidents, those still to be reported first, by when.
         */
        Incidents: {
            /** Items */
            items: components["schemas"]["IncidentView"][];
        };
        /**
         * IncidentView
         * @description One serious incident; times are Unix seconds.
         *
         *     `due` follows from awareness, class and jurisdiction by `rule`. `hold` is the case name under which evidence is held
         *     for its sake. `head` is the hash of the newest entry of its book, in which each entry names the one before;
         *     `entries` are all of them, oldest first.
         */
        IncidentView: {
            /** Agents */
            agents: number[];
            /** Aware At */
            aware_at: number;
            /** Causal Link At */
            causal_link_at: number | null;
            /** Disputes */
            disputes: components["schemas"]["LinkedDispute"][];
            /** Due */
            due: number;
            /** Entries */
            entries: components["schemas"]["EntryMark"][];
            /** Head */
            head: string;
            /** Holds */
            holds: string[];
            /** Incident */
            incident: string;
            /** Jurisdiction */
            jurisdiction: string;
            /** Kind */
            kind: string;
            /** Member States */
            member_states: string[];
            /** Reports */
            reports: components["schemas"]["ReportView"][];
            /** Rule */
            rule: string;
            /** Seconds Left */
            seconds_left: number;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "reported_in_part" | "reported" | "overdue" | "closed";
            /** Summary */
            summary: string;
        };
        /**
         * Inconsistency
         * @description Rulings on the merits upon like facts that differ: which disputes were upheld, and which dismissed.
         */
        Inconsistency: {
            /** Dismissed */
            dismissed: number[];
            /** Says */
            says: string;
            /** Upheld */
            upheld: number[];
        };
        /**
         * Integrity
         * @description The report. `asked` counts challenges by what was asked for and how that ended; `proved` faults by kind.
         *
         *     `receipts` say how the promises stand that agents signed and others wrote down, of all logs: each that is broken is
         *     in `/v1/omissions`. `erasures` counts records that tell of payloads erased, None as of a past block; `holdings` are
         *     None where no store is at hand. `forks` were taken back by this mirror; up to `finalised_block` no fork reaches.
         */
        Integrity: {
            /** Absent */
            absent: {
                [key: string]: string;
            };
            /** Asked */
            asked: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Equivocations */
            equivocations: number;
            /** Erasures */
            erasures: number | null;
            /** Finalised Block */
            finalised_block: number;
            /** Forks */
            forks: number;
            holdings: components["schemas"]["Holdings"] | null;
            /** Late After */
            late_after: number;
            /** Logs */
            logs: components["schemas"]["LogIntegrity"][];
            /** More */
            more: boolean;
            /** Proved */
            proved: {
                [key: string]: number;
            };
            receipts: components["schemas"]["OmissionCounts"];
            streams: components["schemas"]["StreamsHeld"];
        };
        /**
         * Item
         * @description One message, and the cursor of who has heard it.
         */
        Item: {
            /** Cursor */
            cursor: string;
            message: components["schemas"]["Message"];
        };
        /**
         * JoinView
         * @description A claimant that joined: its deposit and evidence, and what became of the deposit; None before that. In wei.
         */
        JoinView: {
            /** Burned */
            burned: string | null;
            /** Claimant */
            claimant: string;
            /** Deposit */
            deposit: string;
            /** Evidence */
            evidence: string;
            /** To Claimant */
            to_claimant: string | null;
            /** To Liable */
            to_liable: string | null;
        };
        /**
         * KeyProof
         * @description The key that signed, and the event that bound it to the agent's epoch.
         */
        KeyProof: {
            /** Epoch */
            epoch: number;
            seen: components["schemas"]["Seen"];
            /** Signer */
            signer: string;
        };
        /**
         * KeyView
         * @description One session key and when it was bound and revoked.
         */
        KeyView: {
            /** Address */
            address: string;
            registered: components["schemas"]["Seen"];
            revoked: components["schemas"]["Seen"] | null;
        };
        /**
         * KnownKey
         * @description The reading key of an account, with the signature by which anyone can check it.
         */
        KnownKey: {
            /** Account */
            account: string;
            /** Chain Id */
            chain_id: number;
            /** Public */
            public: string;
            /** Signature */
            signature: string;
        };
        /**
         * LargeAct
         * @description An act whose receipt is over the threshold. `amount` in the unit of the mandate, `tool` by its hash.
         *
         *     `held`: the record is among those of the agent that were looked at; only then is it known what led to it.
         *     `approved`: an approval that succeeded is among its causes; `approvals` are those records.
         */
        LargeAct: {
            /** Amount */
            amount: string;
            /** Approvals */
            approvals: string[];
            /** Approved */
            approved: boolean;
            /** Held */
            held: boolean;
            /** Mandate */
            mandate: string;
            /** Record Id */
            record_id: string;
            /** Tool */
            tool: string;
        };
        /**
         * LargeActs
         * @description Acts over a threshold, the largest first, of `receipts` that others counter-signed; `more`: not all were read.
         */
        LargeActs: {
            /** Items */
            items: components["schemas"]["LargeAct"][];
            /** More */
            more: boolean;
            /** Receipts */
            receipts: number;
            /** Threshold */
            threshold: string;
            /** Without Approval */
            without_approval: number;
        };
        /**
         * Reason
         * @description One change that the score rests on: what it added, why, and the chain's place that shows it.
         */
        ledger__queries__check__Reason: {
            /** Added Negative */
            added_negative: number;
            /** Added Positive */
            added_positive: number;
            /** Cause */
            cause: string;
            /** Dispute Id */
            dispute_id: number | null;
            /** Reason */
            reason: string;
            /** Score Ppm After */
            score_ppm_after: number;
            seen: components["schemas"]["Seen"];
        };
        /**
         * Effects
         * @description What the dispute moved. `payout` is None until it is executed; `joins` are the deposits of who joined.
         */
        ledger__queries__effects__Effects: {
            /** Joins */
            joins: components["schemas"]["JoinView"][];
            payout: components["schemas"]["PayoutView"] | null;
            /** Standing */
            standing: components["schemas"]["ledger__queries__standing__Change"][];
            /** Vault */
            vault: components["schemas"]["VaultMove"][];
        };
        /**
         * Reason
         * @description One reason in plain words, with the ids of the records that carry it, the heaviest first.
         *
         *     `push` is what the score falls by if the value were typical, after the reasons before this one.
         */
        ledger__queries__forecasts__Reason: {
            /** Feature */
            feature: string;
            /** Push */
            push: number;
            /** Records */
            records: string[];
            /** Says */
            says: string;
            /** Typical */
            typical: number;
            /** Value */
            value: number;
        };
        /**
         * Change
         * @description One change: `name`, of a `topic`, had the value `before` (None: none) and has the value `after` from `at` on.
         *
         *     `seen` is the event that changed it, None for what ended by itself at a time that was said before.
         */
        ledger__queries__histories__Change: {
            /** After */
            after: string | null;
            /** At */
            at: number;
            /** Before */
            before: string | null;
            /** Name */
            name: string;
            seen: components["schemas"]["Seen"] | null;
            /** Topic */
            topic: string;
        };
        /**
         * Change
         * @description One change of standing: what was added, the stored values before (decayed to the change) and after, and why.
         *
         *     `reason` is `fault` with `cause` naming the verdict's fault key, `ruling` with the `dispute_id`, or `evidence`.
         */
        ledger__queries__standing__Change: {
            /** Added Negative */
            added_negative: number;
            /** Added Positive */
            added_positive: number;
            /** After */
            after: [
                number,
                number
            ];
            /** Before */
            before: [
                number,
                number
            ];
            /** Cause */
            cause: string;
            /** Context */
            context: string;
            /** Dimension */
            dimension: number;
            /** Dispute Id */
            dispute_id: number | null;
            /** Period */
            period: number;
            /** Reason */
            reason: string;
            /** Score Ppm After */
            score_ppm_after: number;
            seen: components["schemas"]["Seen"];
        };
        /**
         * Effects
         * @description What the verdict did in its transaction, all in wei or milli-units: bond, reward, burned; evidence added.
         */
        ledger__queries__verdicts__Effects: {
            /** Bond After */
            bond_after: string | null;
            /** Burned */
            burned: string;
            /** Epoch Closed */
            epoch_closed: boolean;
            /** Liable */
            liable: string | null;
            /** Negative Added */
            negative_added: number;
            /** Reward */
            reward: string;
            /** Score Ppm After */
            score_ppm_after: number | null;
            /** Slashed */
            slashed: string;
        };
        /**
         * LifeStep
         * @description One step: suspended, prolonged, lifted, retired or banned; or sentenced, by a ruling or a proof.
         *
         *     `until` (Unix seconds) is when a suspension ends by itself, or ended; `cause` and `evidence` are hashes that the
         *     authority names, or the cause is the ruling's or the fault's; `dispute_id` is the dispute that prolongs a
         *     suspension, or that banned.
         */
        LifeStep: {
            /** By */
            by: string | null;
            /** Cause */
            cause: string | null;
            /** Dispute Id */
            dispute_id: number | null;
            /** Evidence */
            evidence: string | null;
            seen: components["schemas"]["Seen"];
            /** Step */
            step: string;
            /** Until */
            until: number | null;
        };
        /**
         * LifeView
         * @description How an agent stands as of the answer's block, `until` when (Unix seconds) if that ends by itself, and why.
         */
        LifeView: {
            /**
             * State
             * @enum {string}
             */
            state: "active" | "suspended" | "retired" | "banned";
            /** Steps */
            steps: components["schemas"]["LifeStep"][];
            /** Until */
            until: number | null;
        };
        /**
         * Link
         * @description An account that an agent shares with another: what it is to the one (`here`) and to the other (`there`).
         *
         *     owner, past_owner, wallet, approved or session_key. No session key is ever bound to two agents, so a key that is
         *     used again shows as that of one and as owner, wallet or approved of another.
         */
        Link: {
            /** Account */
            account: string;
            /** Agent Id */
            agent_id: number;
            /** Here */
            here: string;
            /** There */
            there: string;
        };
        /**
         * LinkedDispute
         * @description A dispute that an incident names, and how it stands; None if there is no such dispute.
         */
        LinkedDispute: {
            /** Dispute */
            dispute: string;
            /** Dispute Id */
            dispute_id: number;
            /** State */
            state: string | null;
        };
        /**
         * LinkItem
         * @description What a feedback stands on: an `action` of the agent, as disputes name it, in a dimension with a unit.
         *
         *     `value` is written in `unit`. `named` says whether the agent's own receipt names the client.
         */
        LinkItem: {
            /** Action */
            action: string;
            /** Dimension */
            dimension: string;
            /** Name */
            name: string;
            /** Named */
            named: boolean;
            seen: components["schemas"]["Seen"];
            /** Unit */
            unit: string;
            /** Value */
            value: string;
        };
        /**
         * LogIntegrity
         * @description One log.
         *
         *     `lateness` are seconds from when an agent signed an entry, by its own clock, to the anchor that witnessed it;
         *     `late` counts those over the limit that was asked for, `ahead` those that were signed "after" their anchor.
         *     `intervals` are seconds between anchors. `rejected` counts the newest entries that failed a check, by check.
         */
        LogIntegrity: {
            /** Ahead */
            ahead: number;
            intervals: components["schemas"]["Spread"] | null;
            /** Late */
            late: number;
            lateness: components["schemas"]["Spread"] | null;
            log: components["schemas"]["LogSummary"];
            /** Operator Faults */
            operator_faults: {
                [key: string]: number;
            };
            /** Rejected */
            rejected: {
                [key: string]: number;
            };
            waiting: components["schemas"]["WaitingLog"] | null;
        };
        /**
         * LogProof
         * @description A segment's entry in its log: the path from the leaf to the root of the first `size` leaves.
         *
         *     `path` is None when the log does not serve its tiles now; `problem` says why. Nothing else rests on it.
         */
        LogProof: {
            /** Leaf Index */
            leaf_index: number;
            /** Log */
            log: string;
            /** Path */
            path: string[] | null;
            /** Problem */
            problem: string | null;
            /** Root */
            root: string;
            /** Size */
            size: number;
        };
        /**
         * LogSummary
         * @description One log. `held_size` entries are in the mirror, of which `rejected` failed a check (see `rejections`).
         */
        LogSummary: {
            /** Anchored Root */
            anchored_root: string | null;
            /** Anchored Size */
            anchored_size: number;
            /** Anchors */
            anchors: number;
            /** Bonds */
            bonds: components["schemas"]["BondView"][];
            /** Checkpoint Key */
            checkpoint_key: string;
            /** Held Size */
            held_size: number;
            /** Log */
            log: string;
            /** Operator */
            operator: string;
            /** Origin */
            origin: string;
            registered: components["schemas"]["Seen"];
            /** Rejected */
            rejected: number;
            /** Url */
            url: string;
        };
        /**
         * MandateThen
         * @description The mandate that the record names, as it stood. `live` if it was granted to this agent and had not ended.
         *
         *     `ended_at` (Unix seconds), `ended_by` and `ended` are of what ended it by then, before its expiry.
         */
        MandateThen: {
            /** Cap */
            cap: string;
            ended: components["schemas"]["Seen"] | null;
            /** Ended At */
            ended_at: number | null;
            /** Ended By */
            ended_by: ("revoked" | "ancestor_revoked" | "owner_changed") | null;
            /** Expiry */
            expiry: number;
            granted: components["schemas"]["Seen"];
            /** Live */
            live: boolean;
            /** Mandate Id */
            mandate_id: string;
            /** Principal */
            principal: string;
            /** Tools */
            tools: string;
        };
        /**
         * MandateTree
         * @description A mandate and all that was passed on from it, each node before its children.
         *
         *     `cap` is what the root's principal gave; `left` is the sum of what all agents shown may spend, which is the same
         *     whenever the whole tree of a root is shown. `more`: the tree has more nodes than are shown.
         */
        MandateTree: {
            /** Cap */
            cap: string;
            /** Left */
            left: string;
            /** More */
            more: boolean;
            /** Nodes */
            nodes: components["schemas"]["TreeNode"][];
            /** Root */
            root: string;
        };
        /**
         * MandateView
         * @description One mandate, or what was passed on of one.
         *
         *     `state` as of the answer's block: in_force, expired, or revoked: ended before its expiry, at `ended_at` (Unix
         *     seconds), by its own revocation, an ancestor's, or a change of owner on the way to its root (`ended_by`).
         *     `cap` in the unit of receipts, in all and at once, is what was given; `left` what the agent may spend itself, after
         *     what it passed on. `expiry` in Unix seconds; `tools` is the hash of the list of allowed tools. `parent`, `context`
         *     and `by` are of what was passed on; `hops` says how often it may be passed on still.
         */
        MandateView: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** By */
            by: string | null;
            /** Cap */
            cap: string;
            /** Context */
            context: string | null;
            /** Ended At */
            ended_at: number | null;
            /** Ended By */
            ended_by: ("revoked" | "ancestor_revoked" | "owner_changed") | null;
            /** Expiry */
            expiry: number;
            granted: components["schemas"]["Seen"];
            /** Hops */
            hops: number;
            /** Left */
            left: string;
            /** Mandate Id */
            mandate_id: string;
            /** Parent */
            parent: string | null;
            /** Passed On */
            passed_on: number;
            /** Principal */
            principal: string;
            revoked: components["schemas"]["Seen"] | null;
            /** Root */
            root: string;
            /** Salt */
            salt: string;
            /** State */
            state: string;
            /** Tools */
            tools: string;
        };
        /**
         * Manifests
         * @description A page of the manifests of an agent, oldest first. `count` is how many there are.
         */
        Manifests: {
            /** Agent */
            agent: string;
            /** Count */
            count: number;
            /** Manifests */
            manifests: components["schemas"]["ManifestView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ManifestThen
         * @description The manifest that was in force: SHA-256 of agent-permissions.json, hash of the tools that it lists.
         */
        ManifestThen: {
            declared: components["schemas"]["Seen"];
            /** Document */
            document: string;
            /** Index */
            index: number;
            /** Tools */
            tools: string;
        };
        /**
         * ManifestView
         * @description One manifest: SHA-256 of its document, hash of the tools it lists. In force until the next one, or now.
         */
        ManifestView: {
            declared: components["schemas"]["Seen"];
            /** Document */
            document: string;
            /** In Force */
            in_force: boolean;
            /** Index */
            index: number;
            /** Tools */
            tools: string;
        };
        /**
         * MatterView
         * @description The action under its fault class: how earlier and later disputes about it ended, `disputes` in that order.
         *
         *     It can be disputed until `open_until` (Unix seconds) at least; each of the `reopenings` doubled the deposit. What
         *     was `conceded` can still be disputed, and is not punished again.
         */
        MatterView: {
            /** Conceded */
            conceded: boolean;
            /** Disputes */
            disputes: number[];
            /** Matter */
            matter: string;
            /** Open Until */
            open_until: number;
            /** Reopenings */
            reopenings: number;
            /** Upheld */
            upheld: boolean;
        };
        /**
         * Message
         * @description One message.
         *
         *     `key` names what it is about: the same fact of the same block has the same key. `block`, `block_hash` and `time`
         *     (Unix seconds) are of the event; of a deadline or a retraction, of the newest block when it was told. A message with
         *     topic `retraction` takes back all earlier ones whose `block_hash` is the `block_hash` in its `data`. `tx` and
         *     `log_index` are the place of an event, which a node confirms. `data` differs with `event`.
         */
        Message: {
            /** Block */
            block: number;
            /** Block Hash */
            block_hash: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Event */
            event: string;
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Key */
            key: string;
            /** Log Index */
            log_index: number | null;
            /** Says */
            says: string;
            /** Time */
            time: number;
            /**
             * Topic
             * @enum {string}
             */
            topic: "dispute" | "verdict" | "challenge" | "lifecycle" | "deadline" | "alert" | "retraction";
            /** Tx */
            tx: string | null;
        };
        /**
         * ModelCard
         * @description Which model spoke: the digest of its file, and what its card says of it.
         *
         *     `horizon` is in acts; `false_alarm_bound` is the stated share of benign agents that ever fire.
         */
        ModelCard: {
            /** Base Rate */
            base_rate: number;
            /** Calibration */
            calibration: string;
            /** Caution */
            caution: string;
            /** Detector */
            detector: string;
            /** Digest */
            digest: string;
            /** False Alarm Bound */
            false_alarm_bound: number;
            /** Feature Schema */
            feature_schema: string;
            /** Horizon */
            horizon: number;
            /** Schema */
            schema: string;
            /** Seed */
            seed: number;
            /** Threshold */
            threshold: number;
            /** Trained On */
            trained_on: string;
        };
        /**
         * NamedFaults
         * @description How many of the faults that were looked at name which model, agent version, tool; whose log holds the record.
         *
         *     `unknown` are faults whose record is not among the newest of its agent that logs hold. The 20 most of each.
         */
        NamedFaults: {
            /** By Log Operator */
            by_log_operator: {
                [key: string]: number;
            };
            /** By Model */
            by_model: {
                [key: string]: number;
            };
            /** By Tool */
            by_tool: {
                [key: string]: number;
            };
            /** By Version */
            by_version: {
                [key: string]: number;
            };
            /** Looked At */
            looked_at: number;
            /** Unknown */
            unknown: number;
        };
        /**
         * NextStep
         * @description One thing that can be done next.
         *
         *     `act` is the call; `who` may make it: liable, losers, seats, arbitrator or anyone, and `accounts` names them. It
         *     may be made from `not_before` (Unix seconds) and in blocks from `not_before_block` on, until `until`; None: no
         *     limit.
         */
        NextStep: {
            /** Accounts */
            accounts: string[];
            /** Act */
            act: string;
            /** Not Before */
            not_before: number | null;
            /** Not Before Block */
            not_before_block: number | null;
            /** Says */
            says: string;
            /** Until */
            until: number | null;
            /** Who */
            who: string;
        };
        /**
         * OmissionCounts
         * @description How the receipts stand that others counter-signed: kept, not due yet, waiting for a log, or broken by kind.
         */
        OmissionCounts: {
            /** Contradicted */
            contradicted: number;
            /** Hidden */
            hidden: number;
            /** Kept */
            kept: number;
            /** Late */
            late: number;
            /** Not Due */
            not_due: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * OmissionView
         * @description One omission: `agent` promised the record `record_id` at a place of its stream by `anchor_by`.
         *
         *     `kind`: hidden (nothing is there), late (it came after `due`, which is `anchor_by` and a grace), contradicted
         *     (another record is there: `held`). `since` is when that was known first; it never changes. Times are Unix seconds.
         *     `receipt` is the proof, a document `ombud/receipt/1` that `signer`, a key of the agent, signed; `shown_by` is the
         *     record of whoever received it, `omission` the receipt's EIP-712 hash.
         */
        OmissionView: {
            /** Agent */
            agent: string;
            /** Anchor By */
            anchor_by: number;
            /** Due */
            due: number;
            /** Epoch */
            epoch: number;
            held: components["schemas"]["HeldView"] | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "hidden" | "late" | "contradicted";
            /** Log */
            log: string;
            /** Omission */
            omission: string;
            /** Receipt */
            receipt: {
                [key: string]: unknown;
            };
            /** Record Id */
            record_id: string;
            /** Seq */
            seq: number;
            shown_by: components["schemas"]["Countersigned"];
            /** Signer */
            signer: string;
            /** Since */
            since: number;
            /** Stream */
            stream: number;
        };
        /**
         * OpenedSession
         * @description A session: the token is said once. `expires` in Unix seconds.
         */
        OpenedSession: {
            /** Account */
            account: string;
            /** Expires */
            expires: number;
            /** Token */
            token: string;
        };
        /**
         * OperatorFault
         * @description One fault of a log's operator; `slashed` in wei. The statements are what convicts, by their hashes.
         */
        OperatorFault: {
            /** Fault Key */
            fault_key: string;
            /** Kind */
            kind: string;
            /** Log */
            log: string;
            /** Operator */
            operator: string;
            /** Prover */
            prover: string;
            seen: components["schemas"]["Seen"];
            /** Slashed */
            slashed: string;
            /** Statement A */
            statement_a: string;
            /** Statement B */
            statement_b: string;
        };
        /**
         * OperatorFaultCase
         * @description One fault of an operator, and what happened to the reward of its proof.
         */
        OperatorFaultCase: {
            fault: components["schemas"]["OperatorFault"];
            /** Reward */
            reward: components["schemas"]["RewardMove"][];
        };
        /**
         * Oversight
         * @description The newest acts of oversight among the `read` records that were looked at, and counts over all of these.
         *
         *     `answer_times` is the median time from intent to outcome of an act of oversight, in seconds, by operation.
         *     `large` are acts over the threshold that was asked for, and whether a person had approved each. `with_principal`
         *     counts outcomes that name who authorised them. `more`: the agent has more records than were read.
         */
        Oversight: {
            /** Absent */
            absent: {
                [key: string]: string;
            };
            /** Acts */
            acts: components["schemas"]["OversightAct"][];
            /** Agent */
            agent: string;
            /** Answer Times */
            answer_times: {
                [key: string]: number;
            };
            /** By Op */
            by_op: {
                [key: string]: number;
            };
            large: components["schemas"]["LargeActs"] | null;
            /** More */
            more: boolean;
            /** Not Carried Out */
            not_carried_out: {
                [key: string]: number;
            };
            /** Outcomes */
            outcomes: number;
            /** Read */
            read: number;
            /** With Principal */
            with_principal: number;
        };
        /**
         * OversightAct
         * @description One record that tells of a person's part; `ts` in Unix seconds, as the agent's clock had it.
         */
        OversightAct: {
            /** Op */
            op: string;
            /** Outcome */
            outcome: string | null;
            /** Phase */
            phase: string;
            /** Principal */
            principal: string | null;
            /** Record Id */
            record_id: string;
            /** Session */
            session: string;
            /** Ts */
            ts: number;
        };
        /**
         * OwnedAgent
         * @description One agent for as long as an account owned it: one owner epoch.
         *
         *     `until` is where it went to somebody else; None while the account owns it. `accepted` says whether the account took
         *     it with its history, without which it opens no epoch. `epochs` are those that it answers for, `faults` how many were
         *     proved in them, `bond` (wei) is what it has put up for the agent. `life` is how the agent stands now.
         */
        OwnedAgent: {
            /** Accepted */
            accepted: boolean;
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            bond: components["schemas"]["BondView"] | null;
            /** Epochs */
            epochs: number[];
            /** Faults */
            faults: number;
            /**
             * Life
             * @enum {string}
             */
            life: "active" | "suspended" | "retired" | "banned";
            /** Owner Epoch */
            owner_epoch: number;
            since: components["schemas"]["Seen"];
            until: components["schemas"]["Seen"] | null;
            /** Uri */
            uri: string;
        };
        /**
         * OwnerView
         * @description One owner epoch: a new owner may open epochs only after accepting the agent with its history.
         */
        OwnerView: {
            /** Accepted */
            accepted: boolean;
            /** Owner */
            owner: string;
            /** Owner Epoch */
            owner_epoch: number;
            since: components["schemas"]["Seen"];
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ActionPermission_: {
            /** Items */
            items: components["schemas"]["ActionPermission"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_AgentSummary_: {
            /** Items */
            items: components["schemas"]["AgentSummary"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_AlertView_: {
            /** Items */
            items: components["schemas"]["AlertView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_AnchorView_: {
            /** Items */
            items: components["schemas"]["AnchorView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ArbitratorView_: {
            /** Items */
            items: components["schemas"]["ArbitratorView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_AuthorityStep_: {
            /** Items */
            items: components["schemas"]["AuthorityStep"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_BondedAssertion_: {
            /** Items */
            items: components["schemas"]["BondedAssertion"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ChainView_: {
            /** Items */
            items: components["schemas"]["ChainView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ChallengeView_: {
            /** Items */
            items: components["schemas"]["ChallengeView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ClaimView_: {
            /** Items */
            items: components["schemas"]["ClaimView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_DimensionView_: {
            /** Items */
            items: components["schemas"]["DimensionView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_DisputeSummary_: {
            /** Items */
            items: components["schemas"]["DisputeSummary"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_Evidence_: {
            /** Items */
            items: components["schemas"]["Evidence"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_FeedbackItem_: {
            /** Items */
            items: components["schemas"]["FeedbackItem"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_LogSummary_: {
            /** Items */
            items: components["schemas"]["LogSummary"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_MandateView_: {
            /** Items */
            items: components["schemas"]["MandateView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_OmissionView_: {
            /** Items */
            items: components["schemas"]["OmissionView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_OperatorFault_: {
            /** Items */
            items: components["schemas"]["OperatorFault"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_OwnedAgent_: {
            /** Items */
            items: components["schemas"]["OwnedAgent"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_PolicyView_: {
            /** Items */
            items: components["schemas"]["PolicyView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_RecordView_: {
            /** Items */
            items: components["schemas"]["RecordView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_RoundView_: {
            /** Items */
            items: components["schemas"]["RoundView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_RuledResponsibility_: {
            /** Items */
            items: components["schemas"]["RuledResponsibility"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_ValidationItem_: {
            /** Items */
            items: components["schemas"]["ValidationItem"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Page
         * @description One page of a list in a fixed order.
         *
         *     `next_cursor` continues after the last item, also later, when more has come; `more` says whether more is
         *     there now.
         */
        Page_Verdict_: {
            /** Items */
            items: components["schemas"]["Verdict"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PanelView
         * @description A panel by its own number. Times in Unix seconds; 0 before the seats are drawn.
         *
         *     `draw_block` is the block whose hash draws; `arms` how often one was named for this draw, of at most three. `round`
         *     counts the draws: others are drawn when nobody decided. `returned` and `burned` are the pay of empty seats, in wei.
         *     A panel of seven that `reviews` says whether the `earlier_ruling` stands. `votes` are those of the last draw.
         */
        PanelView: {
            /** Arbitrator */
            arbitrator: string;
            /** Arms */
            arms: number;
            /** Burned */
            burned: string;
            /** Commit Until */
            commit_until: number;
            /** Draw Block */
            draw_block: number;
            /** Earlier Ruling */
            earlier_ruling: string | null;
            /** Number */
            number: number;
            /** Phase */
            phase: string;
            quorum: components["schemas"]["Quorum"];
            /** Returned */
            returned: string;
            /** Reveal Until */
            reveal_until: number;
            /** Reviews */
            reviews: boolean;
            /** Roster */
            roster: number;
            /** Round */
            round: number;
            /** Ruling */
            ruling: string | null;
            /** Seats */
            seats: components["schemas"]["SeatView"][];
            /** Votes */
            votes: {
                [key: string]: number;
            };
        };
        /**
         * PanelVote
         * @description One vote. `document` is the hash of what says who the arbitrator is, person or model; None if it is not known.
         */
        PanelVote: {
            /** Arbitrator */
            arbitrator: string;
            /** Document */
            document: string | null;
            /** Reasons Hash */
            reasons_hash: string | null;
            /** Vote */
            vote: string | null;
        };
        /**
         * Party
         * @description Someone with a part in a dispute: claimant, liable, injured, appellant or arbitrator.
         */
        Party: {
            /** Account */
            account: string;
            /** Role */
            role: string;
        };
        /**
         * PayoutView
         * @description What executing the ruling moved, in wei. `escrow` and `slashed` together are the sum of the other four.
         *
         *     `escrow` is the first claimant's; what others deposited is told beside it.
         */
        PayoutView: {
            /** Burned */
            burned: string;
            /** Escrow */
            escrow: string;
            /** Slashed */
            slashed: string;
            /** To Claimant */
            to_claimant: string;
            /** To Injured */
            to_injured: string;
            /** To Liable */
            to_liable: string;
        };
        /**
         * Period
         * @description What happened in one period that began at `start` (Unix seconds). `time_to_ruling` is the median, in seconds.
         */
        Period: {
            /** Default Rate Ppm */
            default_rate_ppm: number | null;
            /** Dismissed */
            dismissed: number;
            /** Faults By Kind */
            faults_by_kind: {
                [key: string]: number;
            };
            /** Opened */
            opened: number;
            /** Refused */
            refused: number;
            /** Slashed */
            slashed: string;
            /** Start */
            start: number;
            /** Time To Ruling */
            time_to_ruling: number | null;
            /** Upheld */
            upheld: number;
        };
        /**
         * PolicyThen
         * @description The court policy of the liable owner's bond then: what a dispute about the action is decided by.
         *
         *     `rules` is keccak256 of the text that arbitrators rule by, `texts` where anyone had said by then that it is.
         *     `adopted` is where the owner chose it; None where the owner never chose, so that the first policy counts.
         */
        PolicyThen: {
            adopted: components["schemas"]["Seen"] | null;
            /** Hash */
            hash: string;
            /** Liable */
            liable: string;
            /** Policy Id */
            policy_id: number;
            queued: components["schemas"]["Seen"];
            /** Rules */
            rules: string;
            /** Texts */
            texts: string[];
        };
        /**
         * PolicyTimes
         * @description How long each part of a dispute takes, in seconds; a response also needs `response_blocks` blocks.
         *
         *     `longest` is from the opening to the last transition.
         */
        PolicyTimes: {
            /** Appeal */
            appeal: number;
            /** Arbitration */
            arbitration: number;
            /** Claim Blocks */
            claim_blocks: number;
            /** Claim Window */
            claim_window: number;
            /** Commit */
            commit: number;
            /** Longest */
            longest: number;
            /** Response */
            response: number;
            /** Response Blocks */
            response_blocks: number;
            /** Reveal */
            reveal: number;
        };
        /**
         * PolicyView
         * @description One policy. It never changes, and a case names its `hash`.
         *
         *     `rules` is the keccak256 of the text that arbitrators rule by, `texts` where anyone said it is. `deposit` in wei;
         *     `slice_bps` and `weights` (milli-units of evidence) by fault class. It may be chosen from `ready_at` (Unix s).
         */
        PolicyView: {
            /** Arbitrator */
            arbitrator: string;
            /** Deposit */
            deposit: string;
            /** Hash */
            hash: string;
            /** Policy Id */
            policy_id: number;
            /** Proposer */
            proposer: string;
            queued: components["schemas"]["Seen"];
            /** Ready At */
            ready_at: number;
            /** Rules */
            rules: string;
            /** Slice Bps */
            slice_bps: number[];
            /** Texts */
            texts: string[];
            times: components["schemas"]["PolicyTimes"];
            /** Weights */
            weights: number[];
        };
        /**
         * Precedent
         * @description An earlier dispute: how it ended, what it shares, and `likeness`, the share of all weight that it has, in ppm.
         *
         *     `like_facts`: the same rule and the same behaviour. `inconsistent`: like facts, and yet another ruling.
         */
        Precedent: {
            /** Agent Id */
            agent_id: number;
            /** Basis */
            basis: string;
            /** Dispute */
            dispute: string;
            /** Dispute Id */
            dispute_id: number;
            /** Inconsistent */
            inconsistent: boolean;
            /** Like Facts */
            like_facts: boolean;
            /** Likeness */
            likeness: number;
            /** On Merits */
            on_merits: boolean;
            /** Round */
            round: number;
            /** Ruled At */
            ruled_at: number;
            /** Ruling */
            ruling: string;
            /** Shared */
            shared: components["schemas"]["Shared"][];
        };
        /**
         * Precedents
         * @description The features of a dispute, the earlier ones most like it, and rulings on like facts that do not agree.
         *
         *     `looked_at` earlier disputes were compared, of `of` in the same class of faults.
         */
        Precedents: {
            /** Dispute Id */
            dispute_id: number;
            /** Features */
            features: {
                [key: string]: string;
            };
            /** Inconsistencies */
            inconsistencies: components["schemas"]["Inconsistency"][];
            /** Items */
            items: components["schemas"]["Precedent"][];
            /** Looked At */
            looked_at: number;
            /** Of */
            of: number;
        };
        /**
         * PrincipalView
         * @description One of several principals: its name, and who names it; `ref` is the mandate, or the causing record.
         */
        PrincipalView: {
            /**
             * By
             * @enum {string}
             */
            by: "stated" | "mandate" | "cause";
            /** Name */
            name: string;
            /** Ref */
            ref: string | null;
        };
        /**
         * Problem
         * @description A problem document. `code` is stable; `hint` says how to go on; further members name values.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Quorum
         * @description How many votes are needed for a ruling, and how many there are.
         */
        Quorum: {
            /** Got */
            got: number;
            /** Need */
            need: number;
        };
        /**
         * Rate
         * @description How often something happened among `of` cases: parts per million, and the bounds of its interval.
         *
         *     All three are None without any case.
         */
        Rate: {
            /** Count */
            count: number;
            /** High Ppm */
            high_ppm: number | null;
            /** Low Ppm */
            low_ppm: number | null;
            /** Of */
            of: number;
            /** Ppm */
            ppm: number | null;
        };
        /**
         * ReadCounts
         * @description How often authorities read about an agent, as far as it may be told by now.
         */
        ReadCounts: {
            /** Agent Id */
            agent_id: number;
            /** Periods */
            periods: components["schemas"]["ReadPeriod"][];
            /** Reads */
            reads: number;
            /** Says */
            says: string;
        };
        /**
         * ReadPeriod
         * @description How often the agent was read about from `begin` to `end` (Unix s); `session` is that of the desk's records.
         */
        ReadPeriod: {
            /** Begin */
            begin: number;
            /** End */
            end: number;
            /** Reads */
            reads: number;
            /** Session */
            session: string;
        };
        /**
         * ReadReport
         * @description What the public is told about reads of authorities: each period once, when it is over.
         */
        ReadReport: {
            /** Periods */
            periods: components["schemas"]["ReportedPeriod"][];
        };
        /**
         * ReceiptView
         * @description A receipt: the agent's signed promise to a counterparty. `amount` and `running_total` as the mandate counts.
         */
        ReceiptView: {
            /** Amount */
            amount: string;
            /** Anchor By */
            anchor_by: number;
            /** Counterparty */
            counterparty: string;
            /** Hash */
            hash: string;
            /** Log */
            log: string;
            /** Mandate */
            mandate: string;
            /** Running Total */
            running_total: string;
            /** Tool */
            tool: string;
        };
        /**
         * Recidivist
         * @description One agent, owner, operator or principal; times are Unix seconds, `slashed` is in wei.
         *
         *     `agents` are those with faults, `linked` the other agents of the same owner, `links` (the first 100) all others that
         *     share an account with them, now or once; none of these for operators, of whom `logs` are those with faults.
         *     `between` is the median time between faults and `shortest` the least, None with one alone. `probability` is the
         *     newest forecast about the worst of the agents, None without one; how well such forecasts do, the systemic view says.
         */
        Recidivist: {
            /** Agents */
            agents: number[];
            /** Between */
            between: number | null;
            /** By Kind */
            by_kind: {
                [key: string]: number;
            };
            /** Faults */
            faults: number;
            /** First */
            first: number;
            /** Last */
            last: number;
            /** Linked */
            linked: number[];
            /** Links */
            links: components["schemas"]["Link"][];
            /** Logs */
            logs: string[];
            /** Name */
            name: string;
            /** Probability */
            probability: number | null;
            /** Refs */
            refs: string[];
            /** Shortest */
            shortest: number | null;
            /** Slashed */
            slashed: string;
        };
        /**
         * Recidivists
         * @description Those with at least `least` faults between `since` and `until` (Unix seconds), most first; at most 100.
         */
        Recidivists: {
            /** Items */
            items: components["schemas"]["Recidivist"][];
            /** Least */
            least: number;
            /** More */
            more: boolean;
            /** Since */
            since: number;
            /** Until */
            until: number;
        };
        /**
         * RecordPermission
         * @description What permitted a record, once for each place where it stands: its log, and on chain.
         */
        RecordPermission: {
            /** Actions */
            actions: components["schemas"]["ActionPermission"][];
            /** Record Id */
            record_id: string;
        };
        /**
         * RecordProof
         * @description Four steps to the chain; a record made on chain has only `event`, which names its content hash.
         */
        RecordProof: {
            anchor: components["schemas"]["AnchorProof"] | null;
            event: components["schemas"]["Seen"] | null;
            key: components["schemas"]["KeyProof"] | null;
            log: components["schemas"]["LogProof"] | null;
            segment: components["schemas"]["SegmentProof"] | null;
        };
        /**
         * RecordView
         * @description One record of an agent.
         *
         *     `home` is the log that holds it, or `chain`. `text` are its canonical bytes (UTF-8) and `content` the same
         *     as JSON; both are None for a record made on chain, of which only the hash is public, with `kind`, `task`
         *     and `parents` as recorded. `witnessed` is the event that put it on chain: its time is the earliest that is
         *     proved. `life` says how the agent stood then: what it records while it is suspended is kept, and marked by this.
         *     `context` says whether it commits to what its agent saw, and why not if it says so; None where that is not public.
         *     `effect` is unconfirmed until the other party says in a record of its own how it ended: `countersigned`.
         *     `proof` is None when proofs were not asked for.
         */
        RecordView: {
            /** Agent */
            agent: string;
            /** Content */
            content: {
                [key: string]: unknown;
            } | null;
            context: components["schemas"]["SeenContext"] | null;
            countersigned: components["schemas"]["Countersigned"] | null;
            /**
             * Effect
             * @enum {string}
             */
            effect: "unconfirmed" | "confirmed" | "contradicted";
            /** Epoch */
            epoch: number;
            /** Home */
            home: string;
            /** Kind */
            kind: string;
            /**
             * Life
             * @enum {string}
             */
            life: "active" | "suspended" | "retired" | "banned";
            /** Parents */
            parents: string[];
            proof: components["schemas"]["RecordProof"] | null;
            /** Record Id */
            record_id: string;
            /** Seq */
            seq: number;
            /** Stream */
            stream: number;
            /** Task */
            task: string | null;
            /** Text */
            text: string | null;
            witnessed: components["schemas"]["Seen"];
        };
        /**
         * Rejection
         * @description A leaf whose records are nobody's, and the check that it failed.
         */
        Rejection: {
            /** Check */
            check: string;
            /** Leaf */
            leaf: number;
        };
        /**
         * ReportedPeriod
         * @description Reads of all authorities from `begin` to `end` (Unix s), with noise.
         *
         *     Each agent counts `clamp` times at most, and the sum has discrete Laplace noise for `epsilon`; 19 times in 20 it is
         *     within `margin`. It may be negative.
         */
        ReportedPeriod: {
            /** Begin */
            begin: number;
            /** Clamp */
            clamp: number;
            /** End */
            end: number;
            /** Epsilon */
            epsilon: number;
            /** Margin */
            margin: number;
            /** Reads */
            reads: number;
        };
        /**
         * ReportView
         * @description One report that was sent, at `at` (Unix seconds): its version, hash, to whom, and whether it was complete.
         */
        ReportView: {
            /** At */
            at: number;
            /** Complete */
            complete: boolean;
            /** Sha256 */
            sha256: string;
            /** To */
            to: string;
            /** Version */
            version: number;
        };
        /**
         * ResponseItem
         * @description One response to a feedback; anyone may respond. `own_side`: how the responder belongs to the agent's side.
         */
        ResponseItem: {
            /** Hash */
            hash: string;
            /** Own Side */
            own_side: ("owner" | "past_owner" | "operator" | "wallet" | "session_key") | null;
            /** Responder */
            responder: string;
            seen: components["schemas"]["Seen"];
            /** Uri */
            uri: string;
        };
        /**
         * Responsibility
         * @description Who answers, and for which share, in percent.
         */
        Responsibility: {
            /** Party */
            party: string;
            /** Share */
            share: number;
        };
        /**
         * RewardMove
         * @description One change: `displaced` by a prover who had committed in block `committed_at`, or `released`, `amount` in wei.
         */
        RewardMove: {
            /** Amount */
            amount: string | null;
            /** Committed At */
            committed_at: number | null;
            /** Displaced */
            displaced: string | null;
            /**
             * Event
             * @enum {string}
             */
            event: "displaced" | "released";
            /** Prover */
            prover: string;
            seen: components["schemas"]["Seen"];
        };
        /**
         * RoomView
         * @description The sealed files of a dispute, and what part the caller has in it.
         */
        RoomView: {
            /** Dispute Id */
            dispute_id: number;
            /** Files */
            files: components["schemas"]["SealedExhibit"][];
            /** Part */
            part: string[];
        };
        /**
         * RootClaim
         * @description What a credibility root asserts: the result of the walk over all ratings up to a block (`CredibilityRoots`).
         */
        RootClaim: {
            /** As Of Block */
            as_of_block: number;
            /** Clusters */
            clusters: string;
            /** Epoch */
            epoch: number;
            /** Formula */
            formula: string;
            /** Root */
            root: string;
            /** Size */
            size: number;
            /** Uri */
            uri: string;
        };
        /**
         * Roots
         * @description A page of proposals, oldest first. `standing` is the epoch whose root stands, 0 before the first.
         */
        Roots: {
            /** Items */
            items: components["schemas"]["RootView"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
            /** Standing */
            standing: number;
        };
        /**
         * RootView
         * @description One proposal: `size` leaves under `root`, from ratings up to `as_of_block`, by the `formula` of that hash.
         *
         *     `clusters` is the root over accounts that act as one, zeros for none. `assertion` names the bond behind it.
         */
        RootView: {
            /** As Of Block */
            as_of_block: number;
            /** Assertion */
            assertion: string;
            /** Clusters */
            clusters: string;
            ended: components["schemas"]["Seen"] | null;
            /** Epoch */
            epoch: number;
            /** Formula */
            formula: string;
            proposed: components["schemas"]["Seen"];
            /** Proposer */
            proposer: string;
            /** Root */
            root: string;
            /** Size */
            size: number;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "accepted" | "rejected";
            /** Uri */
            uri: string;
        };
        /**
         * RoundCase
         * @description One round, and a page of what was revealed of it and shown to be upheld, in the order of the chain.
         */
        RoundCase: {
            /** Items */
            items: components["schemas"]["RoundStep"][];
            /** More */
            more: boolean;
            /** Next Cursor */
            next_cursor: string | null;
            round: components["schemas"]["RoundView"];
        };
        /**
         * RoundStep
         * @description A forecast that was revealed, in parts per million, or (`dispute_id`) a dispute that was shown to be upheld.
         */
        RoundStep: {
            /** Agent Id */
            agent_id: number;
            /** Dispute Id */
            dispute_id: number | null;
            /** Ppm */
            ppm: number | null;
            /** Salt */
            salt: string | null;
            seen: components["schemas"]["Seen"];
            /**
             * Step
             * @enum {string}
             */
            step: "revealed" | "upheld";
        };
        /**
         * RoundView
         * @description One commitment of a forecaster: `root` over one forecast for each agent below `population`.
         *
         *     It was committed `committed` and is about disputes opened until `until` (Unix seconds): running before, over after.
         *     `revealed` forecasts have squared errors of `squares` in all (squared millionths), against `upheld` agents a fault
         *     was upheld. `model` is the hash of what made the forecasts.
         *
         *     `brier` is the mean squared error, `reference` that of whoever says the base rate, `skill` is 1 - brier / reference;
         *     all in millionths, and as of the answer's block. `skill` is None while nothing was upheld, or everything. What is
         *     not revealed counts at its worst, so the score of a running round says little; it is `final` 75 days after its end.
         */
        RoundView: {
            /** Brier */
            brier: number;
            committed: components["schemas"]["Seen"];
            /** Epoch */
            epoch: number;
            /** Final */
            final: boolean;
            /** Forecaster */
            forecaster: string;
            /** Model */
            model: string;
            /** Population */
            population: number;
            /** Reference */
            reference: number;
            /** Revealed */
            revealed: number;
            /** Root */
            root: string;
            /** Skill */
            skill: number | null;
            /** Squares */
            squares: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "over";
            /** Until */
            until: number;
            /** Upheld */
            upheld: number;
        };
        /**
         * RuledResponsibility
         * @description Who answers for one action, by the ruling so far on one dispute about it.
         *
         *     `liable` owned the agent when it acted. `shares` are in percent, empty unless the ruling punishes: the liable
         *     account answers alone, since no ruling shares blame. `at_stake` and `slashed` in wei, `slashed` None before the
         *     ruling is executed. `serious` faults are judged only where a human has a seat. `record_id` is None, and
         *     `permission` and `approvals` with it, where `unknown` says why.
         */
        RuledResponsibility: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Approvals */
            approvals: components["schemas"]["Approval"][];
            /** At Stake */
            at_stake: string;
            /** Cause */
            cause: string;
            /** Dispute Id */
            dispute_id: number;
            /** Fault Class */
            fault_class: string;
            /** Final */
            final: boolean;
            /** Liable */
            liable: string;
            permission: components["schemas"]["ActionPermission"] | null;
            /** Principal */
            principal: string | null;
            /** Record Id */
            record_id: string | null;
            /** Round */
            round: number;
            ruled: components["schemas"]["Seen"];
            /** Ruling */
            ruling: string;
            /** Ruling Id */
            ruling_id: string;
            /** Serious */
            serious: boolean;
            /** Shares */
            shares: components["schemas"]["Responsibility"][];
            /** Slashed */
            slashed: string | null;
            /** Unknown */
            unknown: string | null;
        };
        /**
         * RulingEffects
         * @description What the ruling cost, in wei, and did to the standing, in milli-units of evidence; None before it is executed.
         */
        RulingEffects: {
            /** Reputation Delta */
            reputation_delta: number;
            /** Restitution */
            restitution: string;
            /** Slash */
            slash: string;
        };
        /**
         * RulingRecord
         * @description One ruling.
         *
         *     `cause` is panel, refusal, default, timeout, concession, objective or withdrawal. `rules` is the keccak256 of the
         *     text that was ruled by, `evidence_root` the hash that the claim rests on, `evidence` all that was given, in order.
         *     `dissent` are arbitrators whose vote was another than their panel's ruling. The ruling can change until
         *     `appeal_deadline` (Unix seconds, None once it is final or was itself an appeal's). `anchors` are the events on chain
         *     that make it what it is. A ruling of round 2 stands in the place of another, which stays on record: `supersedes` is
         *     its id. `ledger.domain.case.ruling` makes all of it again from the case's bundle.
         */
        RulingRecord: {
            /** Action Refs */
            action_refs: components["schemas"]["ActionRef"][];
            /** Anchors */
            anchors: components["schemas"]["Seen"][];
            /** Appeal Deadline */
            appeal_deadline: number | null;
            /** Cause */
            cause: string;
            /** Chain Id */
            chain_id: number;
            /** Contract */
            contract: string;
            /** Dispute Id */
            dispute_id: number;
            /** Dissent */
            dissent: string[];
            /** Earlier Ruling */
            earlier_ruling: string | null;
            effects: components["schemas"]["RulingEffects"] | null;
            /** Evidence */
            evidence: string[];
            /** Evidence Root */
            evidence_root: string;
            /** Executed Tx */
            executed_tx: string | null;
            /** Fault Class */
            fault_class: string;
            /** Final At */
            final_at: number | null;
            /** Panel */
            panel: components["schemas"]["PanelVote"][];
            /** Policy Hash */
            policy_hash: string;
            /** Policy Id */
            policy_id: number;
            /** Principal */
            principal: string;
            quorum: components["schemas"]["Quorum"] | null;
            /** Responsibilities */
            responsibilities: components["schemas"]["Responsibility"][];
            /** Round */
            round: number;
            /** Rules */
            rules: string;
            /** Ruling */
            ruling: string;
            /** Ruling Id */
            ruling_id: string;
            /** Subject Agent */
            subject_agent: string;
            /** Supersedes */
            supersedes: string | null;
        };
        /**
         * RunningDispute
         * @description One running dispute in the order of what is due. `seconds_left` and `stalled` are as of the answer's block.
         */
        RunningDispute: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            deadline: components["schemas"]["Deadline"];
            /** Dispute Id */
            dispute_id: number;
            /** Fault Class */
            fault_class: string;
            /** Slice */
            slice: string;
            /** State */
            state: string;
        };
        /**
         * Scale
         * @description What a dimension measures; `least` and `most` are decimal text in `unit`, `decimals` the digits of a value.
         */
        Scale: {
            /** Decimals */
            decimals: number;
            /** Dimension */
            dimension: string;
            /** Least */
            least: string;
            /** Less Is Better */
            less_is_better: boolean;
            /** Most */
            most: string;
            /** Name */
            name: string;
            /** Unit */
            unit: string;
        };
        /**
         * Score
         * @description Evidence in one context and dimension as of the answer's block, in milli-units, and the score in ppm.
         */
        Score: {
            /** Context */
            context: string;
            /** Count */
            count: number;
            /** Dimension */
            dimension: number;
            /** Dimension Name */
            dimension_name: string;
            /** Negative */
            negative: number;
            /** Period */
            period: number;
            /** Positive */
            positive: number;
            /** Score Ppm */
            score_ppm: number;
        };
        /**
         * SealedExhibit
         * @description One sealed file of a dispute: the parties that gave it to the court, and the accounts that it is granted to.
         */
        SealedExhibit: {
            /** Availability */
            availability: string;
            /** Given By */
            given_by: string[];
            /** Readers */
            readers: string[];
            /** Sha256 */
            sha256: string;
            /** Size */
            size: number;
        };
        /**
         * SeatCounts
         * @description What an arbitrator did with the seats it was drawn for. Of these `voting` are still open.
         *
         *     A seat was `recused` when a receipt showed that it dealt with a party; a vote `leaked` when it was shown too early.
         */
        SeatCounts: {
            /** Absent */
            absent: number;
            /** Committed */
            committed: number;
            /** Drawn */
            drawn: number;
            /** Leaked */
            leaked: number;
            /** Recused */
            recused: number;
            /** Revealed */
            revealed: number;
            /** Voting */
            voting: number;
        };
        /**
         * SeatView
         * @description One seat of draw `round`: what it did, and when. `matches` says whether the vote is the one committed to.
         *
         *     `model` is the hash of the id of the model that voted, none for a human.
         *     `paid` was credited for the reveal, `slashed` taken from the stake for an absence or a leak, both in wei.
         */
        SeatView: {
            /** Arbitrator */
            arbitrator: string;
            /** Commitment */
            commitment: string | null;
            committed: components["schemas"]["Seen"] | null;
            /** Did */
            did: string;
            /** Matches */
            matches: boolean | null;
            /** Model */
            model: string | null;
            /** Paid */
            paid: string;
            /** Reasons Hash */
            reasons_hash: string | null;
            revealed: components["schemas"]["Seen"] | null;
            /** Round */
            round: number;
            /** Salt */
            salt: string | null;
            /** Slashed */
            slashed: string;
            /** Vote */
            vote: string | null;
        };
        /**
         * Seen
         * @description Where the chain saw something: the event's block, transaction and log index. A node can confirm it.
         */
        Seen: {
            /** Block */
            block: number;
            /** Block Hash */
            block_hash: string;
            /** Log Index */
            log_index: number;
            /** Time */
            time: number;
            /** Tx */
            tx: string;
        };
        /**
         * SeenContext
         * @description What a record says of what its agent saw; `reason` where it says why it is absent.
         */
        SeenContext: {
            /** Reason */
            reason?: ("not_given" | "capture_off" | "not_in_source" | "nothing_seen") | null;
            /**
             * State
             * @enum {string}
             */
            state: "committed" | "absent" | "missing" | "not_required";
        };
        /**
         * SegmentProof
         * @description A record in its segment: the signed header (`entry`, 202 bytes) and the path to its records root.
         */
        SegmentProof: {
            /** Count */
            count: number;
            /** Entry */
            entry: string;
            /** Header */
            header: string;
            /** Path */
            path: string[];
            /** Position */
            position: number;
            /** Records Root */
            records_root: string;
        };
        /**
         * Shared
         * @description One feature that two disputes share, and what it weighs, in thousandths.
         */
        Shared: {
            /** Feature */
            feature: string;
            /** Value */
            value: string;
            /** Weight */
            weight: number;
        };
        /**
         * SignedChallenge
         * @description The message of a challenge and its signature, 65 bytes in hex.
         */
        SignedChallenge: {
            /** Message */
            message: string;
            /** Signature */
            signature: string;
        };
        /**
         * Spread
         * @description Of `count` values, in the unit of the values; at least a share of them is no larger than its quantile.
         */
        Spread: {
            /** Count */
            count: number;
            /** Least */
            least: number;
            /** Most */
            most: number;
            /** P50 */
            p50: number;
            /** P90 */
            p90: number;
            /** P99 */
            p99: number;
        };
        /**
         * Stakes
         * @description What is at stake, in wei: deposit and fee of the claimant, and the part of the bond.
         *
         *     `slice` is the most that a ruling takes; `locked` was free when the dispute was opened; `escrow` is what the court
         *     holds now.
         */
        Stakes: {
            /** Deposit */
            deposit: string;
            /** Escrow */
            escrow: string;
            /** Fee */
            fee: string;
            /** Locked */
            locked: string;
            /** Slice */
            slice: string;
        };
        /**
         * StandingView
         * @description An agent's standing: scores now, every change that led to them, oldest first, and the formula.
         */
        StandingView: {
            /** Agent */
            agent: string;
            /** Changes */
            changes: components["schemas"]["ledger__queries__standing__Change"][];
            /** Formula */
            formula: string;
            /** Scores */
            scores: components["schemas"]["Score"][];
        };
        /**
         * Stated
         * @description What the record itself states: its own date (Unix seconds), tool, principal, mandate and policy.
         */
        Stated: {
            /** At */
            at: number;
            /** Mandate */
            mandate: string | null;
            /** Policy */
            policy: string | null;
            /** Principal */
            principal: string | null;
            /** Tool */
            tool: string | null;
        };
        /**
         * Statement
         * @description As of which block something was stated, and when.
         *
         *     `reorged`: the chain has another block there now. `stated_block` is where the mirror stood when exactly this was
         *     first written, and `stated_at` (Unix seconds) the forecaster's own clock; nothing on chain proves either.
         *     `inputs` digests every history that was read. `confidence` (0..1) is lower the more features have `drifted` from
         *     those of the agents that the model learnt from; None where there were too few agents to compare. `retrain` asks for
         *     another training.
         */
        Statement: {
            /** Agents */
            agents: number;
            as_of: components["schemas"]["AsOf"];
            /** Confidence */
            confidence: number | null;
            /** Drifted */
            drifted: string[];
            /**
             * Finality
             * @enum {string}
             */
            finality: "provisional" | "confirmed" | "finalised";
            /** Inputs */
            inputs: string;
            model: components["schemas"]["ModelCard"];
            /** Reorged */
            reorged: boolean;
            /** Retrain */
            retrain: boolean;
            /** Stated At */
            stated_at: number;
            /** Stated Block */
            stated_block: number;
        };
        /**
         * Status
         * @description The mirror's own account of itself.
         *
         *     `ready` is False when it would answer 503; `problem` says why. `lag_blocks` and `silent_s` are against the
         *     chain's head as the indexer last saw it. `finalised_block` can no more be taken back; `forks` were.
         */
        Status: {
            /** Agents */
            agents: number;
            as_of: components["schemas"]["AsOf"];
            /** Chain Id */
            chain_id: number;
            /** Contract */
            contract: string;
            /** Contracts */
            contracts: {
                [key: string]: string;
            };
            /** Finalised Block */
            finalised_block: number;
            /** Forks */
            forks: number;
            /** Generation */
            generation: number;
            /** Head */
            head: number;
            /** Lag Blocks */
            lag_blocks: number;
            /** Logs */
            logs: number;
            /** Problem */
            problem: string | null;
            /** Ready */
            ready: boolean;
            /** Schema Version */
            schema_version: number;
            /** Silent S */
            silent_s: number;
            /** Verdicts */
            verdicts: number;
            /** Waiting Logs */
            waiting_logs: components["schemas"]["WaitingLog"][];
        };
        /**
         * StreamCoverage
         * @description What is held of one stream.
         *
         *     `rows` records are held of the `next_seq` that the stream claims; `gaps` are ranges [first, end) that are
         *     not held. `home` is a log id, or `chain` for records made on chain. `head` is the last header. When the
         *     owner has closed the epoch, `closed_at_seq` is the end he committed to, if he did.
         */
        StreamCoverage: {
            /** Closed At Seq */
            closed_at_seq: number | null;
            /** Complete */
            complete: boolean;
            /** Epoch */
            epoch: number;
            /** Gaps */
            gaps: [
                number,
                number
            ][];
            /** Head */
            head: string | null;
            /** Home */
            home: string;
            /** Next Seq */
            next_seq: number;
            /** Rows */
            rows: number;
            /** Stream */
            stream: number;
        };
        /**
         * StreamsHeld
         * @description Streams of all agents: `claimed` records by their headers, `held` of them here; the first 100 gaps.
         */
        StreamsHeld: {
            /** Agents */
            agents: number;
            /** Claimed */
            claimed: number;
            /** Complete */
            complete: number;
            /** Gaps */
            gaps: components["schemas"]["Gap"][];
            /** Held */
            held: number;
            /** Streams */
            streams: number;
        };
        /**
         * StreamView
         * @description One stream and its home: a log id, or `chain`.
         */
        StreamView: {
            /** Home */
            home: string;
            /** Stream */
            stream: number;
        };
        /**
         * Systemic
         * @description Periods in order; who answers for most faults; faults of log operators by kind; what is not here, and why.
         *
         *     `named` counts faults by model, version, tool and log operator; `bonds` say how far running disputes are covered;
         *     `forecasts` how forecasters did, and what followed on alerts; `clusters` is None before any root stands.
         */
        Systemic: {
            /** Absent */
            absent: {
                [key: string]: string;
            };
            bonds: components["schemas"]["BondCover"];
            clusters: components["schemas"]["Clusters"] | null;
            /** Days */
            days: number;
            forecasts: components["schemas"]["Calibration"];
            /** Liable */
            liable: components["schemas"]["Concentration"][];
            named: components["schemas"]["NamedFaults"];
            /** Operator Faults By Kind */
            operator_faults_by_kind: {
                [key: string]: number;
            };
            /** Operators */
            operators: components["schemas"]["Concentration"][];
            /** Periods */
            periods: components["schemas"]["Period"][];
        };
        /**
         * TimelineEntry
         * @description One event, what it means, and how the dispute stood after it. `seen` is its place, which a node confirms.
         */
        TimelineEntry: {
            /** Event */
            event: string;
            /** Says */
            says: string;
            seen: components["schemas"]["Seen"];
            /** State */
            state: string;
        };
        /**
         * TracedFault
         * @description What was held against one record: by `ref`, a dispute or a verdict.
         *
         *     `state` is proved, upheld, dismissed, refused, or running while there is no final ruling.
         */
        TracedFault: {
            /** Kind */
            kind: string;
            /** Record Id */
            record_id: string;
            /** Ref */
            ref: string;
            /** State */
            state: string;
        };
        /**
         * TracedRecord
         * @description A record of the trace. `home` is its log, or `chain`; of one made on chain not all fields are known.
         *
         *     `place` is epoch, stream and sequence number; `receipt_of` the record whose receipt this one carries.
         */
        TracedRecord: {
            /** Agent */
            agent: string;
            /** Home */
            home: string;
            /** Op */
            op: string | null;
            /** Outcome */
            outcome?: string | null;
            /** Parents */
            parents: string[];
            /** Phase */
            phase: string | null;
            /** Place */
            place?: [
                number,
                number,
                number
            ] | null;
            /** Principal */
            principal?: string | null;
            /** Receipt Of */
            receipt_of?: string | null;
            /** Record Id */
            record_id: string;
            /** Session */
            session: string | null;
            /** Tool */
            tool: string | null;
            /** Ts */
            ts: number | null;
        };
        /**
         * TraceEdge
         * @description A cause and its effect. `crosses`: they are of two agents.
         *
         *     Then `receipt` is `carried` if a record of the effect's agent in this trace carries a receipt for the cause, which
         *     the cause's agent signed, or else `missing`. None within one agent.
         */
        TraceEdge: {
            /** Cause */
            cause: string;
            /** Crosses */
            crosses: boolean;
            /** Effect */
            effect: string;
            /** Receipt */
            receipt: string | null;
        };
        /**
         * TraceView
         * @description The trace of `record`: causes before effects. `unknown` are ids that are named as causes and held nowhere.
         *
         *     `faults` are what was held against records of the trace, in their order; `first_fault` is the first of these records
         *     with a fault that was upheld or proved, `first_failure` the first that says itself that it failed.
         */
        TraceView: {
            /** Ancestors */
            ancestors: components["schemas"]["TracedRecord"][];
            /** Descendants */
            descendants: components["schemas"]["TracedRecord"][];
            /** Edges */
            edges?: components["schemas"]["TraceEdge"][];
            /** Faults */
            faults?: components["schemas"]["TracedFault"][];
            /** First Failure */
            first_failure?: string | null;
            /** First Fault */
            first_fault?: string | null;
            record: components["schemas"]["TracedRecord"];
            /** Unknown */
            unknown: string[];
        };
        /**
         * TrackRecord
         * @description `overturned`: rulings that the arbitrator voted for, of those that a larger panel reviewed.
         *
         *     `agreed`: votes that were the panel's ruling too, of the last ones that it revealed.
         */
        TrackRecord: {
            agreed: components["schemas"]["Rate"];
            overturned: components["schemas"]["Rate"];
        };
        /**
         * TreeNode
         * @description A node of a tree, `depth` hops below the root.
         */
        TreeNode: {
            /** Depth */
            depth: number;
            mandate: components["schemas"]["MandateView"];
        };
        /**
         * ValidationItem
         * @description One request to one validator about an agent's work.
         *
         *     `state`: requested, answered, or revised when the validator answered again. The first answer is what was asked
         *     for; all are kept. `own_side` says how the validator belongs to the agent's own side, None if it does not.
         */
        ValidationItem: {
            /** Agent */
            agent: string;
            /** Agent Id */
            agent_id: number;
            /** Answers */
            answers: components["schemas"]["AnswerItem"][];
            /** Own Side */
            own_side: ("owner" | "past_owner" | "operator" | "wallet" | "session_key") | null;
            /** Owner Epoch */
            owner_epoch: number;
            /** Request */
            request: string;
            requested: components["schemas"]["Seen"];
            /**
             * State
             * @enum {string}
             */
            state: "requested" | "answered" | "revised";
            /** Uri */
            uri: string;
            /** Validator */
            validator: string;
        };
        /**
         * VaultMove
         * @description One event of the vault that this dispute caused: its name, whose bond or credit it moved, and by how much (wei).
         *
         *     `by` is court or panel.
         */
        VaultMove: {
            /** Account */
            account: string;
            /** Amount */
            amount: string;
            /** By */
            by: string;
            /** Event */
            event: string;
            seen: components["schemas"]["Seen"];
        };
        /**
         * Verdict
         * @description One proved fault; `slashed` in wei.
         *
         *     `statement_a` and `statement_b` are what convicts, by their hashes. An equivocation shows two headers, and `seq` is
         *     the first number that both claim; so do a broken chain and a wrong time. A breach shows the `receipt` of the action
         *     `seq`, and the `mandate` it was acted under. What was not shown is None.
         */
        Verdict: {
            /** Agent */
            agent: string;
            /** Epoch */
            epoch: number;
            /** Fault Key */
            fault_key: string;
            /** Header A */
            header_a: string | null;
            /** Header B */
            header_b: string | null;
            /** Kind */
            kind: string;
            /** Mandate */
            mandate: string | null;
            /** Prover */
            prover: string;
            /** Receipt */
            receipt: string | null;
            seen: components["schemas"]["Seen"];
            /** Seq */
            seq: number;
            /** Slashed */
            slashed: string;
            /** Statement A */
            statement_a: string;
            /** Statement B */
            statement_b: string;
            /** Stream */
            stream: number;
        };
        /**
         * VerdictCase
         * @description One verdict with its effects, and what happened to the reward of its proof.
         */
        VerdictCase: {
            effects: components["schemas"]["ledger__queries__verdicts__Effects"];
            /** Reward */
            reward: components["schemas"]["RewardMove"][];
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * Verification
         * @description What is known about one record.
         *
         *     `standing`: anchored (in a log, accepted), on_chain (made there; only its hash is public), rejected (in a log, and
         *     not its agent's by the check `rejected_by`), or unknown. `record` comes with its proof; `key` is the session key
         *     that signed it. `contradicted_by` are other records for the same place: of the agent's stream, or signed by it and
         *     refused as a fork. `erased_by` are the agent's records that say that its payloads were erased.
         */
        Verification: {
            /** Contradicted By */
            contradicted_by: string[];
            /** Erased By */
            erased_by: string[];
            /** Held Against */
            held_against: components["schemas"]["TracedFault"][];
            /** Key */
            key: string | null;
            record: components["schemas"]["RecordView"] | null;
            /** Record Id */
            record_id: string;
            /** Rejected By */
            rejected_by: string | null;
            /**
             * Standing
             * @enum {string}
             */
            standing: "anchored" | "on_chain" | "rejected" | "unknown";
        };
        /**
         * WaitingLog
         * @description A log with anchored entries that the mirror does not hold yet.
         *
         *     `condition`: `reading` (on its way), `unreachable`, `withheld` (its records are not served), `unreadable`,
         *     or `contradicted` (it serves another history than it anchored).
         */
        WaitingLog: {
            /** Anchored Size */
            anchored_size: number;
            /** Attempts */
            attempts: number;
            /** Condition */
            condition: string;
            /** Held Size */
            held_size: number;
            /** Log */
            log: string;
            /** Reason */
            reason: string;
            /** Since */
            since: number | null;
        };
        /**
         * Why
         * @description One reason: its code, and what it says.
         */
        Why: {
            /** Code */
            code: string;
            /** Says */
            says: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    make_challenge_v1_access_challenge_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChallengeAsked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Challenge"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_identity_v1_access_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Identity"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_reads_v1_access_reads_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadReport"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_session_v1_access_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedChallenge"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedSession"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_session_v1_access_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agents_v1_agents_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_AgentSummary__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_agent_v1_agents__agent__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_AgentView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audits_v1_agents__agent__audits_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_BondedAssertion__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    agent_badge_v1_agents__agent__badge_svg_get: {
        parameters: {
            query?: {
                /** @description Context, 32 bytes in hex; else the general one. */
                context?: string | null;
                /** @description 0 integrity, 1 conduct. */
                dimension?: number;
                /** @description The least score, in parts per million. */
                threshold?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_agent_v1_agents__agent__check_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Context, 32 bytes in hex; else the general one. */
                context?: string | null;
                /** @description 0 integrity, 1 conduct. */
                dimension?: number;
                /** @description The least score, in parts per million. */
                threshold?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Check_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_claims_v1_agents__agent__claims_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ClaimView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agent_feedback_v1_agents__agent__feedback_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only what is in this state: backed, unverified, own_side, revoked. A page may be short and have more behind it. */
                state?: string | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_FeedbackItem__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_feedback_v1_agents__agent__feedback__client___index__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
                /** @description An account: 0x and 40 hex digits. */
                client: string;
                /** @description Number of the feedback, counted from 1. */
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_FeedbackItem_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_summary_v1_agents__agent__feedback_summary_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_FeedbackSummary_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_forecast_v1_agents__agent__forecast_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_ForecastView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_history_v1_agents__agent__history_get: {
        parameters: {
            query?: {
                /** @description Unix seconds. */
                after?: number;
                /** @description Time of an incident, Unix seconds. */
                around?: number | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Days that are looked at before and after it. */
                days?: number;
                /** @description Or a dispute about it: number or global id. */
                dispute?: string | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_AgentHistory_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_mandates_v1_agents__agent__mandates_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_MandateView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_manifests_v1_agents__agent__manifests_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Manifests_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agent_omissions_v1_agents__agent__omissions_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_OmissionView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_oversight_v1_agents__agent__oversight_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Amount over which acts are to be approved, as receipts count. */
                threshold?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Oversight_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_permissions_v1_agents__agent__permissions_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Only those under conflicting principals. */
                conflicting?: boolean;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those within, outside, unstated, unknown. A page may be short and have more behind it. */
                state?: string | null;
                /** @description All tools that a mandate or manifest lists, with commas between them. A list counts where it hashes to what the chain has; without it, whether it holds a tool is not known. */
                tools?: string[];
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ActionPermission__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_reads_v1_agents__agent__reads_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadCounts"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_records_v1_agents__agent__records_get: {
        parameters: {
            query?: {
                /** @description Only what the chain first saw after this block; with `as_of` a window. */
                after?: number | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Only those whose effect is unconfirmed, confirmed, contradicted. A page may be short and have more behind it. */
                effect?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Whether each record comes with its proof. */
                proofs?: boolean;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_RecordView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_standing_v1_agents__agent__standing_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_StandingView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agent_validations_v1_agents__agent__validations_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ValidationItem__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_alerts_v1_alerts_get: {
        parameters: {
            query?: {
                /** @description Only this agent's: number or global id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only `pending`, `firing` or `resolved` ones. */
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_AlertView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_chains_v1_alerts_chains_get: {
        parameters: {
            query?: {
                /** @description Only those this agent took part in: number or id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ChainView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_arbitrators_v1_arbitrators_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ArbitratorView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_assertions_v1_assertions_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those that are open, challenged, accepted, rejected. A page may be short and have more behind it. */
                standpoint?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_BondedAssertion__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_assertion_v1_assertions__assertion__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                assertion: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_BondedAssertion_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_authorities_v1_authorities_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_AuthorityStep__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_capable_v1_capabilities__capability__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                capability: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ClaimView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_challenges_v1_challenges_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those in this state: open, unanswered, late, answered. A page may be short and have more behind it. */
                state?: string | null;
                /** @description Only those to this agent key, log, or hash of evidence, 64 hex digits. */
                subject?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ChallengeView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_challenge_v1_challenges__challenge__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                challenge: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_ChallengeView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_roots_v1_credibility_roots_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Roots_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_custody_v1_custody__evidence__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                evidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Custody_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deadlines_v1_deadlines_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Deadlines_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dimensions_v1_dimensions_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_DimensionView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_disputes_v1_disputes_get: {
        parameters: {
            query?: {
                /** @description Only those about it: number or global id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Only those that wait for something due before this, in Unix seconds. */
                due_before?: number | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those in this state: open, arbitration, provisional, final, executed, running. */
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_DisputeSummary__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_case_v1_disputes__dispute__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_CaseFile_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_case_bundle_v1_disputes__dispute__bundle_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_precedents_v1_disputes__dispute__precedents_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Precedents_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_room_v1_disputes__dispute__room_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomView"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_sealed_v1_disputes__dispute__room_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
            };
            cookie?: never;
        };
        /** @description The file itself, at most 16 MiB; `Content-Type` says what it is. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description These bytes were here before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the limit of 16 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sealed_v1_disputes__dispute__room__sha256__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
                /** @description SHA-256 of the sealed file: 64 hex digits. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_grant_v1_disputes__dispute__room__sha256__grant_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
                /** @description SHA-256 of the sealed file: 64 hex digits. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenGrant"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bring_grant_v1_disputes__dispute__room__sha256__grants_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
                /** @description SHA-256 of the sealed file: 64 hex digits. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BroughtGrant"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenGrant"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The reader has a grant already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The file has as many readers as may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_grant_v1_disputes__dispute__room__sha256__grants__account__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An account: 0x and 40 hex digits. */
                account: string;
                /** @description Dispute number, or global id `eip155:<chain>:<court>/<number>`. */
                dispute: string;
                /** @description SHA-256 of the sealed file: 64 hex digits. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_evidence_v1_evidence_get: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Evidence_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_evidence_v1_evidence_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description How long it is kept: ordinary, export-manifest. */
                "X-Ombud-Retention"?: string;
                /** @description Who submits it. Said, not proved. */
                "X-Ombud-Submitter"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The file itself, at most 16 MiB; `Content-Type` says what it is. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description These bytes were here before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A web page of another origin asked. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Over the limit of 16 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_evidence_v1_evidence__sha256__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the file: 64 hex digits, with or without 0x. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is withheld, or sealed for the panel of its dispute. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its bytes are not the ones submitted. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_evidence_meta_v1_evidence__sha256__meta_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the file: 64 hex digits, with or without 0x. */
                sha256: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Evidence"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_export_v1_export_get: {
        parameters: {
            query?: {
                /** @description Only of this agent; several. */
                agent?: string[] | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Most records. */
                most?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_counts_v1_faults_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_FaultCounts_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_feed_v1_feed_get: {
        parameters: {
            query?: {
                /** @description `next_cursor`, or the id of the last event heard; `start` for everything; else what comes next. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description dispute, verdict, challenge, lifecycle, deadline, alert, with commas between. */
                topics?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_FeedPage_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_feed_v1_feed_stream_get: {
        parameters: {
            query?: {
                /** @description `next_cursor`, or the id of the last event heard; `start` for everything; else what comes next. */
                cursor?: string | null;
                /** @description dispute, verdict, challenge, lifecycle, deadline, alert, with commas between. */
                topics?: string | null;
            };
            header?: {
                /** @description The id of the last event heard, as browsers send it. */
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Messages as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_feedback_v1_feedback_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Only that of this client. */
                client?: string | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only what is in this state: backed, unverified, own_side, revoked. A page may be short and have more behind it. */
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_FeedbackItem__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_feedback_v1_feedback_export_get: {
        parameters: {
            query?: {
                /** @description About this agent: number or global id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_imported_v1_feedback_imported_get: {
        parameters: {
            query?: {
                /** @description About this agent: number or global id. */
                agent?: string | null;
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedFeedback"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rounds_v1_forecast_book_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description Only those of this account. */
                forecaster?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_RoundView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_round_v1_forecast_book__forecaster___epoch__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Week of Unix time in which it was committed. */
                epoch: number;
                /** @description Who committed. */
                forecaster: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_RoundCase_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_incidents_v1_incidents_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Incidents_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_integrity_v1_integrity_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description After how many seconds an entry counts as late. */
                late_after?: number;
                /** @description Only this log, by its id. */
                log?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Integrity_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_logs_v1_logs_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_LogSummary__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_anchors_v1_logs__log_id__anchors_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                log_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_AnchorsPage_"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mandate_v1_mandates__mandate_id__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                mandate_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_MandateView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mandate_tree_v1_mandates__mandate_id__tree_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                mandate_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_MandateTree_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics_v1_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_omissions_v1_omissions_get: {
        parameters: {
            query?: {
                /** @description Only those of this agent: number or global id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_OmissionView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_omission_v1_omissions__omission_id__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                omission_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_OmissionView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_operator_faults_v1_operator_faults_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only those of this log, 64 hex digits. */
                log?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_OperatorFault__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_operator_fault_v1_operator_faults__fault_key__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                fault_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_OperatorFaultCase_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_owned_v1_owners__account__agents_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Address of the owner. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_OwnedAgent__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policies_v1_policies_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_PolicyView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_reading_key_v1_reading_keys__account__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An account: 0x and 40 hex digits. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownKey"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bring_reading_key_v1_reading_keys__account__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description An account: 0x and 40 hex digits. */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BroughtKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnownKey"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is named who asks; send `Authorization: Bearer` and a key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks has none of the roles that this needs. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_recidivists_v1_recidivists_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Whose faults are counted together. */
                by?: string;
                /** @description How many faults at least. */
                least?: number;
                /** @description Unix seconds. */
                since?: number;
                /** @description Unix seconds; now if not given. */
                until?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Recidivists_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_record_v1_records__record_id__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_FoundRecord_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_record_bundle_v1_records__record_id__bundle_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_permission_v1_records__record_id__permission_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description All tools that a mandate or manifest lists, with commas between them. A list counts where it hashes to what the chain has; without it, whether it holds a tool is not known. */
                tools?: string[];
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_RecordPermission_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trace_v1_records__record_id__trace_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_TraceView_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_trace_provenance_v1_records__record_id__trace_prov_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                record_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A document of W3C PROV-JSON. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_responsibilities_v1_responsibilities_get: {
        parameters: {
            query?: {
                /** @description Only this agent, by number or global id. */
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Only where this account is liable, or the agent acted in its name. */
                party?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_RuledResponsibility__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_session_v1_sessions__agent___session__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
                /** @description Whether each record comes with its proof. */
                proofs?: boolean;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
                /** @description The session's name, as its records have it. */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_RecordView__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session_bundle_v1_sessions__agent___session__bundle_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description Agent number, or global id `eip155:<chain>:<registry>/<number>`. */
                agent: string;
                /** @description The session's name, as its records have it. */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_status_v1_status_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_systemic_v1_systemic_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description Length of a period. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Systemic_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_validation_v1_validations__request__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                request: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_ValidationItem_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_validator_requests_v1_validators__account__validations_get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description An account: 0x and 40 hex digits. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_ValidationItem__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_verdicts_v1_verdicts_get: {
        parameters: {
            query?: {
                agent?: string | null;
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
                /** @description `next_cursor` of the page before; leave it out for the first page. */
                cursor?: string | null;
                /** @description `ndjson` or `csv`: the whole list from the cursor on, in one stream. `Accept` says the same. */
                format?: "json" | "ndjson" | "csv";
                /** @description Most items on the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Page_Verdict__"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_verdict_v1_verdicts__fault_key__get: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path: {
                /** @description 64 hex digits, with or without 0x. */
                fault_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_VerdictCase_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_record_v1_verify_post: {
        parameters: {
            query?: {
                /** @description Answer as a question at this block would have been answered. */
                as_of?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The canonical bytes of a record, or its id (64 hex digits); at most 16 KiB. */
        requestBody: {
            content: {
                "*/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer_Verification_"];
                };
            };
            /** @description An argument can never be accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key or session sent along is unknown, over or revoked. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not known as of the block asked about. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The cursor belongs to a history that a fork took back. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is longer than any record. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests; `Retry-After` says when to ask again. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The mirror cannot vouch for an answer now; `Retry-After` says when to ask. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
