"""Operations: what it takes to run the platform on a machine.

The state folder with its secrets, the embedded database, the supervisor behind `kaas run`, and the commands
that need the engine. Nothing imports this room but the command line; it decides nothing about answers,
documents or access.
"""
