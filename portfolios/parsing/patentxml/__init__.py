"""Patents in the XML of their offices, alone or many in one bulk file: U.S. grants and published applications
(Red Book, version 4.x), European ones (ST.36), Japanese gazettes (ST.36 and ST.96).

Nothing is fetched and no entity is expanded: document types are cut off, references to entities become the
characters they stand for in the public ISO and HTML sets, or stay visible as written.
"""

from portfolios.parsing.patentxml.members import parse_patent_xml

__all__ = ["parse_patent_xml"]
