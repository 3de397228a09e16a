# SPDX-License-Identifier: GPL-3.0-or-later
"""What the C files define, and which names each of their parts mentions.

Read by lines, which clang-format makes reliable: whatever stands outside of all braces begins in the first column, a function's body
stands between a `{` and a `}` there.  A *unit* is a .c file and the header of the same name.
"""
import re

NAME = re.compile(r"(?<![\w.])(?<!->)[A-Za-z_]\w*")
ATTRIBUTE = re.compile(r"__attribute__\s*\(\(.*?\)\)|\b[A-Z][A-Z0-9_]+\([^()]*\)", re.S)


class Item:
    """One thing outside of all braces: its kind is "function", "data" (with an initializer), "declaration" or "macro"."""

    def __init__(self, kind, line, head, body):
        self.kind, self.line, self.head, self.body = kind, line, head, body
        self.is_static = False
        self.name = name_of(kind, head)

    def names(self):
        """The names that the item mentions, members of structs left out."""
        return set(NAME.findall(self.head + "\n" + self.body))


def name_of(kind, head):
    """A kernel's name is made by a macro, `void LANES_KERNEL(comp_run)(...)`, and called by the same."""
    made = re.search(r"\b[A-Z][A-Z0-9_]+\((\w+)\)\s*\(", head)
    if made and kind == "function":
        return made.group(1)
    head = ATTRIBUTE.sub(" ", head)
    if kind == "macro":
        match = re.match(r"\s*#\s*define\s+(\w+)", head)
    elif kind == "data":
        match = re.search(r"(\w+)\s*(\[[^=]*)?=", head)
    else:
        match = re.search(r"(\w+)\s*\(", head)
    return match.group(1) if match else None


def end_of_item(lines, begin):
    """The number of the line behind the item that begins at `begin`, and what kind it is."""
    number, depth = begin, 0
    while number < len(lines):
        line = lines[number]
        if line == "{" and depth == 0:
            while number < len(lines) and lines[number] != "}":
                number += 1
            return number + 1, "function"
        depth += sum(line.count(c) for c in "({[") - sum(line.count(c) for c in ")}]")
        number += 1
        if depth <= 0 and line.rstrip().endswith(";"):
            return number, "data" if re.search(r"(?<![=!<>])=(?!=)", "\n".join(lines[begin:number])) else "declaration"
    return number, "declaration"


def items_of(source):
    """The items of a C file in their order; a directive that is no macro is left out."""
    lines, number = source.code, 0
    while number < len(lines):
        begin, line = number, lines[number]
        if line.startswith("#"):
            while lines[number].endswith("\\") and number + 1 < len(lines):
                number += 1
            number += 1
            if re.match(r"#\s*define\b", line):
                yield Item("macro", begin + 1, line, "\n".join(lines[begin + 1:number]))
        elif re.match(r"[A-Za-z_]", line):
            number, kind = end_of_item(lines, begin)
            text = "\n".join(lines[begin:number])
            cut = {"function": "\n{\n", "data": "="}.get(kind)
            head, _, body = text.partition(cut) if cut else (text, "", "")
            yield Item(kind, begin + 1, head + ("=" if kind == "data" else ""), body)
        else:
            number += 1


def unit_of(path):
    return path.rsplit(".", 1)[0]


class Symbols:
    """All functions that more than one file can see, and the items of every file; made once a run."""

    def __init__(self, tree):
        self.items = {source.path: list(items_of(source)) for source in tree.c_sources()}
        self.mark_static()
        self.functions = {}  # name: (path, item) of what the product's files define for others
        for path, items in self.items.items():
            for item in items:
                if item.kind == "function" and not path.startswith("tests/") and (not item.is_static or path.endswith(".h")):
                    self.functions.setdefault(item.name, (path, item))

    def mark_static(self):
        """Some say it by a macro."""
        items = [item for found in self.items.values() for item in found]
        words = {"static"} | {item.name for item in items if item.kind == "macro" and re.search(r"\bstatic\b", item.head + item.body)}
        for item in items:
            item.is_static = item.kind != "macro" and bool(words & set(re.findall(r"\w+", item.head)))

    def mentions(self, path):
        """(item, name) of each function of others that what stands in a file mentions; prototypes mention nothing."""
        own = {item.name for item in self.items[path] if item.kind == "function"}
        for item in self.items[path]:
            if item.kind != "declaration":
                for name in item.names() - own:
                    if name in self.functions:
                        yield item, name
