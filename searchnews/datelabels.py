"""What stands around a date: the words that say what happened then, and those that mean nothing beside one."""

from __future__ import annotations

import re
from typing import Literal

from searchnews.datewords import WEEKDAYS, fold

Label = Literal["", "published", "updated"]

_UPDATED = re.compile(
    r"updated?(?!s)|modified|revised|edited|aktualis|actuali[sz]|mis[e]? à jour|modifi[ée]"
    r"|atualizado|aggiornat|güncelle|son güncel|bijgewerkt"
    r"|uppdatera|oppdatert|opdateret|zaktualiz|обновлен|оновлен|تحديث|更新|수정|עודכן|अपडेट"
    r"|diperbarui|last changed|stand:",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publish|posted|created|issued|release[d]?|first seen|publi[ée]"
    r"|veröffentlicht|erstellt|publicado|pubblicat|creado|giriş|yayın|gepubliceerd"
    r"|publicerad|publisert|udgivet|julkaistu|opublikowan|опубликован"
    r"|дата публикации|פורסם|प्रकाशित|diterbitkan|نشر|发布|发表|公開|등록|입력|terbit|dipublikasikan|\bdate\b|datum",
    re.IGNORECASE,
)
_MOST_LABELS = 12  # words in a line of nothing but dates and their labels, at most: a longer one is prose
_FILLER = frozenset(
    [
        "on",
        "at",
        "the",
        "last",
        "first",
        "le",
        "am",
        "el",
        "il",
        "om",
        "um",
        "à",
        "de",
        "of",
        "uhr",
        "date",
        "datum",
        "fecha",
        "time",
        "local",
        "tarihi",
        "saat",
        "ora",
        "klockan",
        "kl",
        "den",
        "and",
        "ist",
        "du",
        "em",
        "dia",
        "ngày",
    ]
)
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"\d")
_READING = re.compile(
    r"\b\d{1,3}[\s-]?min(?:ute)?s?\b\.?(?:\s(?:read|de lecture|de lectura|de leitura|di lettura|lesezeit|leestijd))?",
    re.IGNORECASE,
)
_AGO = re.compile(r"\b(?:an?|\d{1,3})\s(?:second|minute|min|hour|day|week|month|year)s?\sago\b", re.IGNORECASE)


def label_of(before: str) -> Label:
    """What the words before a date call it: the last word counts."""
    updated = max((found.end() for found in _UPDATED.finditer(before)), default=0)
    published = max((found.end() for found in _PUBLISHED.finditer(before)), default=0)
    if updated or published:
        return "updated" if updated > published else "published"
    return ""


def leftover(text: str, *, labels: bool) -> bool:
    """Whether something remains beside weekdays and fillers, and beside labels and "a month ago" where allowed."""
    if labels and len(text.split()) > _MOST_LABELS:
        return True
    if labels:
        text = _READING.sub(" ", _AGO.sub(" ", text))
        text = _PUBLISHED.sub(" ", _UPDATED.sub(" ", text))
    if _NUMBERS.search(text):
        return True
    words = [fold(word) for word in re.split(r"[\s,.;:|/()·•・–—-]+", text) if _LETTERS.search(word)]
    allowed = 3 if labels else 0  # letters of an ending such as "aktualis|iert"
    return any(word not in WEEKDAYS and word not in _FILLER and len(word) > allowed for word in words)
