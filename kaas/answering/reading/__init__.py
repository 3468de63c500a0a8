"""What a question asks for, told from its words alone, before anything is looked for. Plain Python."""
