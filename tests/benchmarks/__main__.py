"""`python -m tests.benchmarks [NAME [PART]…]…`: every benchmark, or those named, one table after the other.

`quality jaquad jsquad` is of one benchmark only the parts named.
"""

import gc
import os
import sys

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> int:
    """Run the benchmarks whose data are there; say which are not."""
    django.setup()
    gc.freeze()  # as the portal does
    from tests.benchmarks import (
        added_time,
        bm25,
        bm25_million,
        clearances,
        deciding,
        dense,
        hybrid,
        lexical_upkeep,
        looking_up,
        patent_language,
        quality,
        quoting,
    )

    named = {
        "quoting": quoting,
        "added_time": added_time,
        "deciding": deciding,
        "patent_language": patent_language,
        "quality": quality,
        "dense": dense,
        "hybrid": hybrid,
        "lexical_upkeep": lexical_upkeep,
        "bm25": bm25,
        "bm25_million": bm25_million,
        "clearances": clearances,
        "looking_up": looking_up,
    }
    asked: dict[str, list[str]] = {}
    for word in sys.argv[1:] or named:
        if word in named or not asked:
            asked[word] = []
        else:
            asked[next(reversed(asked))].append(word)
    for name, parts in asked.items():
        benchmark = named[name]
        try:
            sys.stdout.write(f"{benchmark.__doc__}\n\n{benchmark.measure(*parts)}\n\n")
        except pytest.skip.Exception as reason:
            sys.stdout.write(f"{benchmark.__doc__}\n  left out: {reason}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
