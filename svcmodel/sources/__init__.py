"""What is read: YAML with positions, data folders, answer files."""
