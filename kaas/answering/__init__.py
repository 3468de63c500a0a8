"""From a question to an answer in which every statement rests on a quoted passage; `STEPS` reads as what happens."""
