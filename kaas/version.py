"""The version of the product; the first heading of CHANGELOG.md says the same, and a test compares them."""

VERSION = "0.1.0"
