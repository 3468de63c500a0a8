"""`python -m tests.benchmarks`: every benchmark, one table after the other."""

import os
import sys

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> int:
    """Run the benchmarks whose data are there; say which are not."""
    django.setup()
    from tests.benchmarks import quoting

    try:
        sys.stdout.write(f"{quoting.__doc__}\n\n{quoting.measure()}\n")
    except pytest.skip.Exception as reason:
        sys.stdout.write(f"{quoting.__doc__}\n  left out: {reason}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
