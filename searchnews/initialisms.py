"""Initialisms whose letters are also a word: US beside "us", IT beside "it".

Both fold to the same term, so that a search finds either. Where one is written as an initialism, a *marker* stands
beside its term in the index, which lets a ranking tell them apart (query/expansion.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "^"  # ends a marker; no term holds it

# Short words of large languages (two to five letters, as _CAPITALS takes), which initialisms are or may become. One
# that is missing costs nothing but the order of what is found. A change of them is one of an index's format.
_WORDS = """
aan aber able act add ag age aged aid aids aim air al all als also am amp an and ant any ao aos ape app apt arch are
area arm arms army art as ash ask asp at ate att au auf aunt aus aux av back bad ban bank bar base bat be been bei ben
best bid big bij bin bis bit boa bob bond book boss both but by cab call camp can cap car card care case cash cast cat
ce cell ces che chi chip ci cite cod cog con cop cope core cost cow crop cube cui cup cut da dab dad dai dal dam dan
dans dare das dat data date day de deal dear deed dei del dem den der des det dew di did die dig dim din dip dir dish
dit do doe dog done door dos dose dot down drag draw drop dry du due ear east eat ebb eco ed edge een ego ein el ela ele
elf elm em en end er era eran err es esa ese eso est et ett eu eve even ever ex eye fa face fact fair fall fan far farm
fast fat fate fax feat fed fee feed few fick file fill fin find fine fir fire firm fish fit fix flag flap flat flow fly
foe fog foi food foot for form fox free from fue full fun fund fur gag gain game gap gas gate gear get give gli go goal
good got great grid guide gum gut guy ha haar had hall ham han hand hans har harm has hat have haz he head heal hear
heat heb help hen her here hero het hex high hij him hip his hit ho hoe hold home hon hope hos host hot how hur hut hvad
ice ich icing icon id idea if ihm ihr ik ikke il ill im imp in ink io ion ire iris is isso ist isto it item its ja jag
jam jar je jet job joy just kan keep keg key kid kin kind kit know la lab lad lake lamp land lap las last late law lax
lay le lead leap led left leg les let leur lhe lid lie life link lip list lit live lo loan log look lord los loss lot
low luz ma maar mad made mail main mais make man map mar mars mas mass mat may me med meet men mes met meu mi mid mig
min mint mir miss mit mix mob mode mon mop more moss most mot much mud mum must muy my na naar nach nao nap nas ne near
need nei net new next ni nice nie niet nil no nog non none nor nos nose not note notre now nu nun nur nut oak oar oath
ob och odd of off og oil old om on once one only ons ook op open opt opus or ore oro os ou our out over own pa pace pact
pad page paid pain pais pan par park part pas pass past pat path paw pay paz pea peace peak pela pelo pen per pero pet
pie pig pile pin pins pip pit piu plan play plot plus ply pod poi poll pool pop pops por port post pot pour prism pro
pub put qua que qui quit race rag raid rail rain ram ran rank rap rare rat rate raw ray read real red rep rest rib rice
rid ride rig ring rip rise risk road rob rod role roll rope rose rot row rub rug rule run rush rut sa sad safe sag saga
sage sail sal salt same sand sans sap sat save saw say scan scar se sea seal seat see seed seek sei self sell sem send
ser ses set seu she ship shop show shy si sia side sie sig sign sim sin sind sip sit site six size skal sky slam smart
snap so soap sob sol som some son sop sort spa span spar spin spy sta star start stem step stop su sua sub such sue suit
sul sum sun sur sure sus swan swat swift ta tab tag take talk tall tan tap tar task tat tax te tea team tem ten term tes
test text than that the them then they this ti tide tie tied til till time tin tip tips to toe told ton too tool top
tops tour town toy tra trap tre tree tres trip trips true try tu tube turn two uit um uma un una und une unit uno uns up
upon us use ut va vai van var vast vat ve ved veel vem ver vera very vest vez vi via view vil visa voi vom von voor vor
vos vote vow voz wage wait wake walk wall want war warn was wasp wat wave wax way ways we web wed weg wel well went wer
were west wet what when who why wide wie wij wild will win wind wing wir wise wish wit with wolf won word work ya year
yes yet you zij zip zo zone zu zum zur
"""
WORDS = frozenset(_WORDS.split())

_POSSESSIVE = re.compile(r"['\u2019\u02bc\uff07][sS]\Z")
_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]\.?")
_CAPITALS = re.compile("[A-Z]{2,5}")
_NOT_CAPITALS = re.compile(r"[^\W\d_A-Z]{2}")


def marker(token: str) -> tuple[str, bool] | None:
    """What stands beside a token that is written as one of them, and whether its dots alone say so; None for any other.

    Without dots, what is written in capitals is one only in a text that is not (`is_mixed`).
    """
    if not "A" <= token[0] <= "Z":
        return None
    bare = _POSSESSIVE.sub("", token)
    dotted = "." in bare
    if not (_DOTTED if dotted else _CAPITALS).fullmatch(bare):
        return None
    word = bare.replace(".", "").lower()
    return (word + MARK, dotted) if word in WORDS else None


class _Markers(dict[str, "tuple[str, bool] | None"]):
    """Token → `marker`, remembered."""

    def __missing__(self, token: str) -> tuple[str, bool] | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[token] = marker(token)
        return found


_REMEMBERED = 500_000
_markers = _Markers()


def markers(tokens: list[str], text: str) -> list[tuple[int, str]]:
    """The markers beside the tokens of a text: the position of each, and the term."""
    found = [(place, beside) for place, beside in enumerate(map(_markers.__getitem__, tokens)) if beside]
    if found and not all(dotted for _, (_, dotted) in found) and not is_mixed(text):
        found = [(place, beside) for place, beside in found if beside[1]]
    return [(place, term) for place, (term, _) in found]


def is_mixed(text: str) -> bool:
    """Whether a text is not all in capitals: two other letters stand next to each other."""
    return bool(_NOT_CAPITALS.search(text))


def are_mixed(texts: Iterable[str]) -> list[bool]:
    """`is_mixed` of many."""
    return [found is not None for found in map(_NOT_CAPITALS.search, texts)]
