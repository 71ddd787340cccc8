"""The chain adapter: the only room that speaks JSON-RPC and imports web3.

rpc          one transport for everything: bounded retries, back-off, errors that name URL and setting
abi          compiled interfaces and code of our contracts
reverts      what a contract refused, in words
deployment   which contract stands where on which chain
node         reading: blocks, logs, views
sender       writing: one transaction at a time for an account
deploy       putting the contracts on a chain
agents, logs what owners of agents and operators of logs do
witness      showing that an action is an agent's
court, panel, mandates, faults   disputes, arbitrators, delegations, and what a proof alone decides
directory    whom a session key serves, for log servers
proofs       one log of one transaction, proved from its block header
dev          time, snapshots and reorganisations of a local node
child, node_process   the local node itself
"""
