"""The command line: the only place that prints, asks, writes and exits."""
