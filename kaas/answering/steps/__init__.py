"""The steps of an answer. Each takes the draft one step further; none knows another."""
