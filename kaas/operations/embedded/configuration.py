"""The server's settings and who may log in. Both files are written anew at every start: the code is the only
place to change them."""

import os
import shutil
from pathlib import Path

from kaas.operations.embedded.home import Home
from kaas.operations.state import write_whole

# One rule: a password, on the socket, for everyone. There is no TCP to make rules for.
LOGINS = "local all all scram-sha-256\n"

KEPT_LOGS = 5

LASTING = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "2GB",
}
# For tests: nothing survives a crash of the machine, and nothing needs to.
PASSING = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
}
GENERAL = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    # What people ask and what documents say never goes into the log: no statements, no row values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "on",
    "log_filename": "postgresql-%Y%m%d-%H%M%S.log",
    "log_file_mode": "0600",
    "log_rotation_size": "10MB",
    "log_rotation_age": "0",
}


def write_configuration(home: Home, *, lasting: bool) -> Path:
    """Write the settings beside the data and return their file; old logs go."""
    settings = GENERAL | (LASTING if lasting else PASSING) | _of_this_place(home)
    if _memory() < 4 * 2**30:
        settings["shared_buffers"] = "128MB"
    lines = [f"{name} = '{_quoted(value)}'\n" for name, value in settings.items()]
    write_whole(home.path / "pg_hba.conf", LOGINS, mode=0o644)
    write_whole(home.path / "postgresql.conf", "".join(lines), mode=0o644)
    for old in sorted(home.log.glob("postgresql-*.log"))[:-KEPT_LOGS]:
        old.unlink(missing_ok=True)
    return home.path / "postgresql.conf"


def _of_this_place(home: Home) -> dict[str, str]:
    return {
        "data_directory": str(home.data),
        "hba_file": str(home.path / "pg_hba.conf"),
        "unix_socket_directories": f'"{home.socket}"',
        "log_directory": str(home.log),
        "dynamic_shared_memory_type": "posix" if _has_roomy_shared_memory() else "mmap",
    }


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _has_roomy_shared_memory() -> bool:
    """Containers often give /dev/shm 64 MB, too little for an index built in parallel."""
    try:
        return shutil.disk_usage("/dev/shm").total >= 2**30  # noqa: S108
    except OSError:
        return False


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
