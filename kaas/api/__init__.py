"""The same verbs for programs: JSON over HTTP, errors as problems (RFC 9457), answers also as a stream of statements."""
