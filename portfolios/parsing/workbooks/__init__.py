"""Excel workbooks: every sheet's tables as rows under their heads, cells as Excel shows them.

Nothing is computed: formulas give the results stored with them, macros are neither read nor run, and nothing
outside the file is followed.
"""

from portfolios.parsing.workbooks.reading import parse_workbook

__all__ = ["parse_workbook"]
