"""`python -m tests.benchmarks [NAME]…`: every benchmark, or those named, one table after the other."""

import os
import sys

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> int:
    """Run the benchmarks whose data are there; say which are not."""
    django.setup()
    from tests.benchmarks import added_time, deciding, patent_language, quoting

    named = {
        "quoting": quoting,
        "added_time": added_time,
        "deciding": deciding,
        "patent_language": patent_language,
    }
    for benchmark in [named[name] for name in sys.argv[1:]] or named.values():
        try:
            sys.stdout.write(f"{benchmark.__doc__}\n\n{benchmark.measure()}\n\n")
        except pytest.skip.Exception as reason:
            sys.stdout.write(f"{benchmark.__doc__}\n  left out: {reason}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
