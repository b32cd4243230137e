"""The interview: which question comes next, what a change does, and when one may stop. Pure."""
