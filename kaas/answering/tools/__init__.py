"""What a model may do while it answers: look things up, as the asker could. Nothing else exists for it."""
