"""What the company has written and filed: documents read, cut into passages, described for search and kept per portfolio."""
