"""A million passages under 500 labels, made once and kept, and the people who read all, a tenth and a hundredth of them.

Beside the 100,000 stand reports whose sentences are drawn from the grants, half of them from one grant, as a report has a
subject. Words grow as they do within the grants: from one part to the next a share of the rare ones is spelt anew, so that
the vocabulary is about that of the grants times (passages / passages of the grants) ** 0.6, as it was measured there.
"""

import hashlib
import random
import re
import sys
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from portfolios.analysis import sentences
from portfolios.analysis.indexing import occurrences
from portfolios.analysis.weights import impact, length_in_pivots
from tests.benchmarks.many_labels import HELD, LABELS, RENUMBER, STATISTICS
from tests.benchmarks.many_passages import DATABASE, kaas
from tests.databases import Server
from tests.verification.logins import Raw
from tests.verification.readers import FIRST, make_labels, make_reader

MILLION = "million"
PARTS, REPORTS, PARAGRAPHS, SENTENCES = 75, 150, 80, 6
RARE, ANEW = (
    10,
    0.21,
)  # a rare word stands in at most so many passages of the grants; this share of them changes in a part
READERS = {
    0: range(FIRST, FIRST + LABELS),
    1: range(FIRST + 4, FIRST + LABELS, 5),
    2: range(FIRST + 24, FIRST + LABELS, 25),
}
GRANTS = """
    select p.document_id, p.text from portfolios_passage p join portfolios_document d on d.id = p.document_id
     where d.portfolio_id = (select id from portfolios_portfolio order by name = 'grants' desc limit 1) order by 1, p.ordinal
"""
MOVE = """
    update index_forward f set label_id = t.label from unnest(%s::uuid[], %s::int[]) t (document, label)
     where f.document_id = t.document
"""
DOCUMENTS = """
    insert into portfolios_document (id, portfolio_id, label_id, original_id, path, member, digest, title, kind, format,
                                     language, publication_number, analyzer, warnings)
    select n.id, d.portfolio_id, n.label, d.original_id, d.path, n.id::text, d.digest, d.title, d.kind, d.format,
           d.language, '', d.analyzer, d.warnings
      from (select * from portfolios_document order by id limit 1) d, unnest(%s::uuid[], %s::int[]) n (id, label)
"""
PASSAGES = """
    copy portfolios_passage (id, document_id, label_id, ordinal, section, locator_kind, locator_value, headings, text,
                             language, digest) from stdin
"""
FORWARD = "copy index_forward (passage_id, document_id, portfolio_id, label_id, tie, impacts) from stdin"
# As merging leaves it (portfolios/migrations/sql/0031_added_up_outside.sql).
POSTINGS = """
    set local work_mem = '1500MB';
    truncate index_posting, index_list, index_statistic, index_withdrawn;
    create unlogged table posted as
      select f.label_id, (s.nth::bigint << 11) + (f.number & 2047) as place, w.lexeme_id, w.impact
        from index_forward f join index_span s on s.label_id = f.label_id and s.span = f.number >> 11
        cross join lateral lexemes_of(f.impacts) w;
    insert into index_list (lexeme, label_id, lexeme_id, df)
      select x.lexeme, p.label_id, x.id, p.df
        from (select lexeme_id, label_id, count(*) as df from posted group by 1, 2) p
        join index_lexeme x on x.id = p.lexeme_id order by 1, 2;
    insert into index_posting (lexeme_id, label_id, block, fresh, entries)
      select w.lexeme_id, w.label_id, w.block, false, substring(w.entries from at for 7200)
        from (select lexeme_id, label_id, (place >> 20)::int as block,
                     string_agg(int4send(((place & 1048575) << 10 | impact)::int), '' order by place) as entries
                from posted group by 1, 2, 3) w, generate_series(1, length(w.entries), 7200) at
       order by w.lexeme_id, w.label_id, w.block, at;
    drop table posted
"""
_WORD = re.compile(r"[A-Za-z]{4,}|\d{2,}")
Sentence = tuple[str, Mapping[str, int], int]


def million(server: Server) -> str:
    """The name of the database, by whoever has many_passages open."""
    with server.superuser("postgres") as root:
        if root.execute(HELD, [MILLION]).fetchone() == (True,):
            kaas(server, "prepare", database=MILLION)
            return MILLION
    name = f"making_{uuid.uuid4().hex[:8]}"
    server.clone(DATABASE, name)
    with server.superuser(name) as root:
        _make(root)
    with server.superuser("postgres") as root:
        root.execute(f'alter database "{name}" rename to {MILLION}')  # type: ignore[arg-type]
    return MILLION


def _make(root: Raw) -> None:
    dice = random.Random(11)  # noqa: S311
    root.execute("set session_replication_role = replica")
    make_labels(root, LABELS)
    for number, labels in READERS.items():
        make_reader(root, number, labels)
    held = [
        row[0] for row in root.execute("select distinct document_id from index_forward order by 1").fetchall()
    ]
    with root.transaction():
        root.execute(MOVE, [held, _labels(dice, len(held))])
    grants = _grants(root)
    rare = _rare(grants)
    for part in range(PARTS):
        sys.stderr.write(f"part {part + 1} of {PARTS}\n")
        _write(root, dice, list(_spelt_anew(grants, rare, part)))
    sys.stderr.write("postings\n")
    with root.transaction():
        for statement in (*RENUMBER.split(";\n"), *POSTINGS.split(";\n"), STATISTICS):
            root.execute(statement)  # type: ignore[arg-type]
    root.execute("drop schema if exists peer cascade")  # of what was there before
    root.execute("vacuum analyze")


def _labels(dice: random.Random, count: int) -> list[int]:
    """One label has two fifths, the others the less the later they come (Zipf), as in many_labels."""
    weights = [0.4, *(0.6 / (place * sum(1 / n for n in range(1, LABELS))) for place in range(1, LABELS))]
    return dice.choices(range(FIRST, FIRST + LABELS), weights, k=count)


def _grants(root: Raw) -> list[list[str]]:
    """The sentences of each grant."""
    found: dict[Any, dict[str, None]] = {}
    for document, text in root.execute(GRANTS).fetchall():
        one = found.setdefault(document, {})
        one.update(dict.fromkeys(" ".join(text[span.start : span.end].split()) for span in sentences(text)))
    kept = ([sentence for sentence in of if 40 < len(sentence) < 400] for of in found.values())
    return [of for of in kept if len(of) > SENTENCES]


def _rare(grants: Sequence[Sequence[str]]) -> list[str]:
    counted = Counter(word for of in grants for sentence in of for word in set(_WORD.findall(sentence)))
    return sorted(word for word, count in counted.items() if count <= RARE)


def _spelt_anew(grants: Sequence[Sequence[str]], rare: Sequence[str], part: int) -> Iterator[list[Sentence]]:
    """The grants with a share of the rare words changed, each sentence with what it is found by."""
    dice = random.Random(part)  # noqa: S311
    ending = "".join("bdgklmprtz"[int(figure)] for figure in f"{part:02}")
    changed = {
        word: word + (str(part) if word.isdigit() else ending)
        for word in rare
        if part and dice.random() < ANEW
    }
    for of in grants:
        yield [
            _counted(_WORD.sub(lambda found: changed.get(found[0], found[0]), sentence)) for sentence in of
        ]


@cache
def _counted(sentence: str) -> Sentence:
    found = occurrences(sentence)
    return sentence, found.frequencies, found.english_words


def _write(root: Raw, dice: random.Random, pool: Sequence[Sequence[Sentence]]) -> None:
    every = [one for of in pool for one in of]
    documents = [uuid.UUID(int=dice.getrandbits(128)) for _ in range(REPORTS)]
    labels = _labels(dice, REPORTS)
    numbers = _numbered(root, sorted({word for one in every for word in one[1]}))
    with root.transaction():
        root.execute(DOCUMENTS, [documents, labels])
        made = []
        for document, label in zip(documents, labels, strict=True):
            subject = dice.choice(pool)
            for ordinal in range(PARAGRAPHS):
                chosen = dice.choices(subject, k=SENTENCES // 2) + dice.choices(
                    every, k=SENTENCES - SENTENCES // 2
                )
                made.append((uuid.UUID(int=dice.getrandbits(128)), document, label, ordinal, chosen))
        with root.cursor() as cursor, cursor.copy(PASSAGES) as rows:
            for passage, document, label, ordinal, chosen in made:
                text = " ".join(one[0] for one in chosen)
                digest = hashlib.sha256(text.encode()).hexdigest()
                rows.write_row(
                    (
                        passage,
                        document,
                        label,
                        ordinal,
                        "",
                        "paragraph",
                        str(ordinal),
                        "{}",
                        text,
                        "en",
                        digest,
                    )
                )
        with root.cursor() as cursor, cursor.copy(FORWARD) as rows:
            for passage, document, label, _, chosen in made:
                rows.write_row(
                    (passage, document, document, label, passage.int >> 72, _vector(chosen, numbers))
                )


def _numbered(root: Raw, words: list[str]) -> dict[str, int]:
    root.execute(
        "insert into index_lexeme (lexeme) select unnest(%s::text[]) on conflict do nothing", [words]
    )
    return dict(
        root.execute("select lexeme, id from index_lexeme where lexeme = any(%s)", [words]).fetchall()
    )


def _vector(chosen: Sequence[Sentence], numbers: Mapping[str, int]) -> str:
    together: Counter[str] = Counter()
    for _, counts, _ in chosen:
        together.update(counts)
    length = sum(words for _, _, words in chosen)
    pairs = (f"{numbers[word]}:{_impact(word[0], count, length)}" for word, count in together.items())
    return f"{{{','.join(pairs)}}}/1000000000"


@cache
def _impact(field: str, count: int, words: int) -> int:
    return impact(field, count, length_in_pivots(words, 0))
