"""What exists: immutable records of the catalogue, the questionnaires, the answers and the results."""
