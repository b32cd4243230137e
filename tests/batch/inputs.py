"""Small inputs of batches."""

from __future__ import annotations

from pathlib import Path


def sheet(subject: str, *answers: str) -> str:
    """An answer file of a company, in YAML."""
    said = "".join(f"  {answer}\n" for answer in answers)
    head = f"format: svcmodel/answers/1\nsubject: {subject}\ndate: '2026-01-15'\n"
    return head + (f"answers:\n{said}" if said else "")


def named(file: Path, subject: str = "") -> None:
    """Write the answer file of a company that is called as the file."""
    file.write_text(sheet(f'"{subject or file.stem}"', "res_crm: 3"), encoding="utf-8")
