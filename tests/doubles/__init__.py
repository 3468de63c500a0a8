"""Stand-ins for what the product talks to. They live here and nowhere else."""
