"""The portal: the web pages a person meets first.

Ask, read the answer with its citations, open the passage in its document, search, look back at one's own
questions, and for counsel the events of a day. Pages are rendered on the server and work without JavaScript;
small modules make them pleasant. Nothing here decides who may see what and nothing here touches a table:
every view calls one verb of another room.
"""
