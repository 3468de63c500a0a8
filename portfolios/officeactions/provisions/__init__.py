"""Provisions of the four laws as letters write them, each in one short form ("29(1)iii", "112(b)", "22.3")."""
