"""U.S. grants and published applications in the XML of the Red Book (version 4.x), alone or many in one
bulk file.

Nothing is fetched and no entity is expanded: document types are cut off, references to entities become the
characters they stand for in the public ISO and HTML sets, or stay visible as written.
"""

from portfolios.parsing.patentxml.members import parse_patent_xml

__all__ = ["parse_patent_xml"]
