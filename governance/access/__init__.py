"""Who a person is and what they may do: permissions, labels, identity, and the decision, which the database makes."""
