"""From an assessment to a plan of six steps. Pure."""
