"""Who or what stands behind which label: "Author: A · Approved: B", "A (chair), B"; and which of two met what."""

import re

from kaas.answering.checking.denial import denies
from kaas.answering.checking.names import names
from kaas.answering.checking.words import clauses

# What people do to a document, in both languages; other labels are compared as they are spelled.
DEEDS = {
    "wrote": re.compile(
        r"(?i)\b(?:author(?:s|ed)?|written|wrote|prepared|drafted|drawn up)\b|作成|著者|執筆|起案"
    ),
    "checked": re.compile(
        r"(?i)\b(?:check(?:ed|s|er)?|review(?:ed|er|s)?|verif\w+)\b|確認|点検|検図|照査|審査"
    ),
    "approved": re.compile(r"(?i)\b(?:approv\w+|released)\b|承認|決裁"),
    "chaired": re.compile(r"(?i)\b(?:chair(?:ed|s|ing|man|woman|person)?|presid\w+)\b|議長|座長|委員長"),
}
LABELLED = re.compile(
    r"(?:^|[·;|\n])\s*(?P<label>[A-Z][a-z]{2,14}(?: [a-z]{2,10})?|[\u3400-\u9fff]{2,6})\s?[:：]\s?"
    r"(?P<value>[^·;|\n:：]{2,60})"
)
IN_BRACKETS = re.compile(
    r"(?P<value>[A-Z][\w.\-]*(?: [A-Z][\w.\-]+){0,2}|[\u3400-\u9fff]{2,4} ?[\u3400-\u9fff]{1,3}) ?"
    r"[(（](?P<label>[a-z]{4,16}|[\u3400-\u9fff]{2,5})[)）]"
)
PERSON = re.compile(r"[A-Z][a-z]{2,}|[\u3400-\u9fff]{2,}")
MOST = 16


def stands_behind_its_label(sentence: str, near: str) -> bool:
    """Whether nobody is told to have done what another one's label says, and no sample to have met what another one did."""
    return not (_has_anothers_label(sentence, near) or _has_anothers_brackets(sentence, near)) and not (
        _is_denied_of_another(sentence, near)
    )


def _deed(label: str) -> str:
    return next((deed for deed, said in DEEDS.items() if said.search(label)), "")


def _has_anothers_label(sentence: str, near: str) -> bool:
    """Whether the only one of those labelled whom a sentence names did, by it, what only others did."""
    if not (":" in near or "：" in near):
        return False
    of = [(_deed(found["label"]), found["value"]) for found in LABELLED.finditer(near)][:MOST]
    known = [(deed, value) for deed, value in of if deed]
    named = {deed for deed, value in known if _is_named(value, sentence)}
    told = {deed for deed, said in DEEDS.items() if said.search(sentence)} & {deed for deed, _ in known}
    return len(named) == 1 and bool(told) and not named & told


def _is_named(value: str, sentence: str) -> bool:
    return any(part in sentence for part in PERSON.findall(value))


def _has_anothers_brackets(sentence: str, near: str) -> bool:
    """Whether what stands in brackets behind one name is said straight behind another name of the same text."""
    found = list(IN_BRACKETS.finditer(near))[:MOST] if "(" in near else []
    for one in found:
        role, last = one["label"], one["value"].split(" ")[-1]
        said = DEEDS.get(_deed(role)) or re.compile(re.escape(role))
        others = {name for name in PERSON.findall(near) if name not in one["value"] and name not in role}
        for match in said.finditer(sentence):
            before = PERSON.findall(sentence[max(match.start() - 24, 0) : match.start()].split(",")[-1])
            if before and before[-1] in others and before[-1] != last:
                return True
    return False


def _is_denied_of_another(sentence: str, near: str) -> bool:
    """Whether of two that bear codes the one met what the other did not, and the sentence has it the other way round."""
    ours = _denied(sentence)
    theirs = _denied(near) if ours else {}
    both = {name for name in ours if name in theirs}
    return len({theirs[name] for name in both}) > 1 and all(ours[name] != theirs[name] for name in both)


def _denied(text: str) -> dict[str, bool]:
    """Whether the clause of each code denies something; of those that stand in one clause only."""
    found: dict[str, bool] = {}
    twice: set[str] = set()
    if len(names(text)) < 2:
        return found
    for clause in clauses(text)[:MOST]:
        of_clause = {min(name.forms) for name in names(clause)}
        twice |= of_clause & set(found)
        if len(of_clause) == 1:
            found[of_clause.pop()] = denies(clause)
    return {name: is_denied for name, is_denied in found.items() if name not in twice}
