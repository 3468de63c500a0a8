"""The administrators' pages: people, lists, simulation, changes, emergencies; and everybody's own API keys."""
