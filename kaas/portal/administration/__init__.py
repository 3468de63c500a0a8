"""What the pages of the administrators are made of: forms, a timeline, and the words for facts, verdicts and changes.

The views are in `kaas.portal.views.administration`. Nothing here decides anything, and nothing here knows a title or a text.
"""
