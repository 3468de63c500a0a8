"""The language of claims: a claims section becomes numbered claims, their references and their elements.

Plain functions over text, exact to the character: offsets always point into the text as it was given,
whatever was folded for matching. `reading.read_claims` is the door; `tree`, `multiple` and `contract`
say what follows from the claims read. It knows the claims of the U.S., the EPO (English, German, French),
Japan, China and, for splitting and references, Korea. It describes claims and gives no opinion on them.
"""
