# SPDX-License-Identifier: GPL-3.0-or-later
"""No circle of files by calls: what calls down is never called back.

A file here is a .c with the header of its name.  A call is any mention of a function that another file defines: who hands out its address
means to have it called.  A table of functions, which lists files in order not to be called by them, is excepted by its name.
"""
from symbols import unit_of

# name of the table: why what it lists may call the file that it stands in
TABLES = {}


def calls_between(symbols):
    """{unit: {unit: (function that calls, function that is called)}}, one example each."""
    calls = {}
    for path in sorted(symbols.items):
        if path.startswith("tests/"):
            continue
        for item, name in symbols.mentions(path):
            here, there = unit_of(path), unit_of(symbols.functions[name][0])
            if here != there and not (item.kind == "data" and item.name in TABLES):
                example = (item.name or "?", name)
                calls.setdefault(here, {})
                calls[here][there] = min(calls[here].get(there, example), example)
    return calls


def reachable(calls, begin):
    """Every unit that calls lead to from one, with the unit before it: by the shortest way, in the order of names."""
    before, now = {}, [begin]
    while now:
        following = []
        for unit in now:
            for other in sorted(calls.get(unit, ())):
                if other not in before:
                    before[other] = unit
                    following.append(other)
        now = following
    return before


def way_round(before, begin):
    """The units of the shortest circle through `begin`, from and to it."""
    way = [begin]
    while len(way) == 1 or way[-1] != begin:
        way.append(before[way[-1]])
    return way[::-1]


def told(calls, way):
    steps = []
    for here, there in zip(way, way[1:]):
        steps.append("%s: %s() calls %s()" % (here, *calls[here][there]))
    return "; ".join(steps)


def check(tree, symbols):
    calls = calls_between(symbols)
    for unit in sorted(calls):
        before = reachable(calls, unit)
        if unit in before:
            path = unit + (".c" if unit + ".c" in tree.by_path else ".h")
            tree.error(path, 1, "a circle of calls: " + told(calls, way_round(before, unit)))
