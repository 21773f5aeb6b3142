"""The query language: nodes, a parser that never fails, and an echo. Knows no engine."""
