"""What the database may hold that is not behind row security, or that works with rights of its own.

Each list is closed: a table or function that is not named here is a fault, found by `kaas check`, by the server at its
start, and by a test.
"""

from collections.abc import Mapping
from typing import Final

SERVING: Final = "kaas_app"
OWNER: Final = "kaas_owner"
GATE: Final = "kaas_gate"

# Tables without row security, and why they need none. They hold nothing of documents, people or projects.
NOT_WALLED: Final[Mapping[str, str]] = {
    "django_migrations": "names of migrations, the same in every installation",
    "django_content_type": "names of our own models",
    "auth_permission": "Django's permissions, which nothing here uses",
    "auth_group": "Django's groups, which nothing here uses",
    "auth_group_permissions": "Django's groups, which nothing here uses",
    "procrastinate_jobs": "the queue: a job's arguments are ids",
    "procrastinate_events": "the queue: when a job began and ended",
    "procrastinate_periodic_defers": "the queue: when periodic jobs were last queued",
    "procrastinate_workers": "the queue: heartbeats of workers",
}

# Functions that work with the gate's rights instead of the caller's, and what for.
DEFINERS: Final[Mapping[str, str]] = {
    "hmac_sha256(bytea)": "reads the gate's key; internal",
    "identity_seal(uuid)": "binds an identity to its transaction; internal",
    "live_person()": "reads sessions and standing; internal",
    "identify(uuid,bytea)": "names the session a transaction acts for",
    "identified_session()": "the proved session, or an error",
    "identified_person()": "the person of the proved session",
    "has_permission(text)": "whether the person's roles permit an action",
    "held_permissions()": "everything the person's roles permit",
    "permitted_labels()": "what the person may read now",
    "readable_labels(uuid,text[],integer,text,timestamp with time zone,text[])": "the decision about reading; internal",
    "role_permits(uuid,text,timestamp with time zone)": "whether somebody's role permits an action; internal",
    "emergencies_of(uuid,timestamp with time zone)": "what somebody reads in an emergency; internal",
    "propose_change(uuid,jsonb,text,text)": "tries a change of access and puts it forward",
    "agree_to_change(uuid,text)": "an owner's or reviewer's word for a change",
    "decide_change(uuid,text,text,text)": "the only way to make a change of access true; four eyes",
    "open_emergency(uuid,uuid,text,integer,text)": "lets a person read one compartment for hours, never without its event",
    "end_emergency(uuid,text)": "ends that early",
    "describe_markings()": "what markings ask for, to those who look after access",
    "preview_change(jsonb)": "makes a change, counts who reads more and who less, and undoes it",
    "explain_access(uuid,uuid,timestamp with time zone)": "each condition of the decision with its verdict",
    "explain_reading(uuid,uuid,timestamp with time zone)": "the same for the operator, who holds the owner's login",
    "readers_under(uuid,text)": "how many people would read a document under another marking; counts, for the worker",
    "record_withheld(uuid,text)": "tells the trail, and nobody else, why a document is not shown",
    "find_login(text)": "what sign-in needs before anyone is identified",
    "find_directory_login(text)": "the person whom an entry of the directory is",
    "count_sign_in(text,text,boolean)": "how often a name or an address may try",
    "directory_state()": "when the directory was last read",
    "append_event(uuid,text,text,text,jsonb,text)": "the one way into the trail",
    "note_change()": "leaves a stamp when what the decision reads has changed; a trigger",
    "counsel_may_read(uuid)": "whether anybody of counsel may read what a question of one's own rests on",
    "rest_on_more(uuid,uuid[])": "lets one's own unanswered question rest on more documents one may read",
    "is_being_answered(uuid)": "whether a question is one's own and of this hour",
    "rests_on(uuid,uuid)": "whether a question of one's own rests on a document",
    "labels_of_own(uuid)": "the labels of a question of one's own",
    "follow_label()": "gives what was derived from a document its new label; a trigger",
    "search_matches(uuid[],text[])": "which words permitted passages hold",
    "search_places(bigint[],bigint[],uuid,uuid[],integer)": "which places hold permitted passages",
    "search_postings(text[],integer[],integer[],integer[])": "words of permitted passages, to be added up",
    "search_rarity(text[])": "how rare words are among permitted passages",
    "search_vocabulary(text[],integer)": "words of permitted passages that begin alike",
    "search_vectors(halfvec,text,uuid,integer)": "compares permitted passages with a query's vector",
}
SEARCH_PATH: Final = "search_path=pg_catalog, public, pg_temp"
