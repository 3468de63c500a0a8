"""How each office writes its objections: which claims, under which provisions, over which documents."""
