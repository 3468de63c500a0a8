"""The embedded database: PostgreSQL 18 with pgvector, run from the binaries the environment already holds.

A server of one's own, as private as a file: password authentication on a socket in a folder nobody else may
enter, no TCP, an account of its own when root starts it, and gone when the platform is gone. A real server
takes its place when KAAS_DATABASE_URL names one; the roles are the same and come from the same script,
`bootstrap.sql`.
"""

from kaas.operations.embedded.cluster import Cluster, Status

__all__ = ["Cluster", "Status"]
