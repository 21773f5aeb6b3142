"""Words so common that none of them decides whether an article matches, unless it is asked for."""

from __future__ import annotations

from searchnews.analysis import surface

# Articles, prepositions, conjunctions and forms of "to be". No word that is also a name or means something of its own in English news
# (who, us, may, will, no, die, war, los): what is left out of this list costs nothing but a search that is narrower.
_WORDS = """
a an the and or but of in on at by for from to into with without as than that this these those its it is are was were be been
being has have had do does did there their they he she his her we our you your i my if not so such which
le les du et un une aux dans avec pour que qui
der das und dem ein eine zum zur von auf nicht
de del en una por para gli della dei di um uma het een voor
"""
COMMON = frozenset(_WORDS.split())


def is_common(word: str) -> bool:
    """Whether a word, as typed, is one of them."""
    return "".join(surface(word)) in COMMON
