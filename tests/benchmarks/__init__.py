"""Benchmarks on real documents: `make bench`. Each figure stands beside a peer's from the same run, as a ratio."""
