"""Suites that run for as long as they are given: `make test-slow SECONDS=n` is a budget that they share."""
