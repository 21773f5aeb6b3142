"""How good the fields and the rankings are, measured against what people said is right."""
