"""What an operator starts from: read, compared with one another, and run where the machine can."""
