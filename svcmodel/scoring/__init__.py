"""From answers to an assessment: levels, scores, requirements, ranking, the design. Pure."""
