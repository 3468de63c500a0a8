"""The foundation: who a person is, what they may do, and what was done. Imports neither of the rooms above it."""
