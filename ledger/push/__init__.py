"""Signed webhooks: the feed, sent to addresses that someone subscribed, each message once for whoever counts them.

What is being sent is on disk before it is sent, with its number, and is sent again word for word until it is taken. A
receiver that keeps the last number with what it does, and passes over numbers that it knows, so has each message once
and in order, whoever crashes and whatever the chain takes back meanwhile.
"""
