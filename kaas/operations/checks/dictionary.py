"""The dictionary between Japanese and English, which an installation may do without."""

import sqlite3

from kaas.operations.checks.finding import Finding
from portfolios.concepts import dictionary_file

NAME = "dictionary"
WITHOUT = "none: words find only their own language; `make dictionary` makes one"


def check_dictionary() -> Finding:
    """Whether there is a dictionary, and whether it can be read. Without one all is well, and it says so."""
    path = dictionary_file()
    if path is None:
        return Finding(NAME, True, WITHOUT)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            row = connection.execute("select count(*) from japanese").fetchone()
            connection.execute("select word from english limit 1").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return Finding(NAME, False, f"{path} is damaged ({error}); `make dictionary` makes it anew")
    return Finding(NAME, True, f"{row[0]} Japanese words, from JMdict (EDRDG, CC BY-SA 3.0)")
