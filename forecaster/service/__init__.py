"""The service step, on a mirror: forecasts and alerts are stated beside it, and questions about agents are answered.

It has no key and sends no transaction.
"""
