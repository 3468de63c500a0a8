"""What an examiner's letter says: which claims are rejected under which provision over which references, and
until when to answer.

Plain functions over text, exact to the character: every piece says where in the letter it stands. `reading.
read_office_action` is the door, `contract` the JSON of it. Letters of the JPO, the USPTO, the EPO and the CNIPA,
each in the office's own language (the EPO's in English). What the letter leaves open stays open and is named.
"""
