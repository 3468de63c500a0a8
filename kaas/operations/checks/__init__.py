"""What an installation must be like to serve, looked at as the role that serves.

`closed_lists` says what there may be, `walls` and the others look whether it is so, `installation` goes through all of them.
"""
