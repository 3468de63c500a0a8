"""Finding passages. `search()` is the door for people, `find()` for the steps of an answer; both need a scope."""
