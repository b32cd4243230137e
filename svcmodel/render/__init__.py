"""From results to text: one module per format. Nothing here reads, writes or computes a result."""
