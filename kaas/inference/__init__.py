"""The engine room: prompts become tokens, tokens become replies, and model servers are reached. Plain Python, no Django.

Nothing here knows of people, labels or documents. What a model thought (`analysis`) leaves only inside a `Reply`.
"""
