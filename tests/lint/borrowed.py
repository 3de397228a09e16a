# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing of the model is held over an edit.

An edit may make the model anew, and with it whatever a pointer into it points at.  So a function of the rooms that edit, if it can change
the document (it reaches document_splice or document_refresh by calls), holds indices and copies: no local variable and no parameter of it
is a pointer into the model or to a section, nor is one a word of them, and none is handed to another function that can change.  What is
needed is looked up where it is needed, in functions that only read.  Lines are no matter of this rule: the open log keeps those that go.
"""
import re

ROOMS = ("projects/command/", "projects/edit/")
GRAPH = ROOMS + ("projects/document/",)
CHANGING = ("document_splice", "document_refresh", "document_read_all")
# A call by pointer: whatever a command's handler or an action may be.
BY_POINTER = re.compile(r"\bOnAddress\b|->run\(run\)")
KINDS = r"(?:Strip|Processor|Send|Clip|Lane|LaneModelPoint|Marker|TempoMark|Section)"
TYPES = re.compile(r"\b" + KINDS + r"\s*\*+\s*(?:const\s+)?(\w+)")
WORD = re.compile(r"\bconst\s+char\s*\*\s*(\w+)\s*=[^;]*?\b(?:model(?:->|\.)|sections\[)[^;?]*?"
                  r"(?:\.|->)(?:name|label|note|out|vca|to|key|path|address|file_path|kind_word|members)\b")
COPY = re.compile(r"\b(?:Strip|Processor|Send|Clip|Lane)\s+(\w+)\s*=\s*[^;{]*\bmodel(?:->|\.)")
HANDED = re.compile(r"&\s*[\w>.-]*\b(?:model->|model\.|sections\[)|"
                    r"\b(?:model(?:->|\.)|sections\[)[^,]*(?:\.|->)(?:name|label|note|out|vca|to|key|path|address|file_path|kind_word|members)\b")


def changing_functions(symbols):
    """{(path, name)} of the functions that can change a document, or have one changed."""
    items = {(path, item.name): item for path in symbols.items if path.startswith(GRAPH) for item in symbols.items[path]
             if item.kind == "function"}
    shared = {name: (path, name) for path, name in items if not items[path, name].is_static}
    changing = {key for key, item in items.items()
                if item.names() & set(CHANGING) or item.name in CHANGING or BY_POINTER.search(item.head + item.body)}
    grown = True
    while grown:
        grown = False
        for key, item in items.items():
            called = {(key[0], name) if (key[0], name) in items else shared.get(name) for name in item.names()}
            if key not in changing and called & changing:
                changing.add(key)
                grown = True
    return changing


def arguments_of(text, begin):
    """What stands between the parenthesis before `begin` and its end."""
    depth, end = 1, begin
    while depth and end < len(text):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[begin:end - 1]


def check_function(tree, path, item, changers):
    text = item.head + "\n{\n" + item.body

    def tell(at, what):
        tree.error(path, item.line + text.count("\n", 0, at), what)

    for pattern in (TYPES, WORD, COPY):
        for match in pattern.finditer(text):
            tell(match.start(), "`%s` of %s() points into the model, which %s() may change: hold an index or a copy"
                 % (match.group(1), item.name, item.name))
    for match in re.finditer(r"(?<![\w.>])([a-z_]\w*)\s*\(", item.body):
        if match.group(1) in changers:
            handed = HANDED.search(arguments_of(item.body, match.end()))
            if handed:
                tell(len(item.head) + 3 + match.start(), "%s() is handed a part of the model, which it may change" % match.group(1))


def check(tree, symbols):
    changing = changing_functions(symbols)
    shared = {name for path, name in changing}
    for path in sorted(symbols.items):
        if not path.startswith(ROOMS):
            continue
        own = {item.name for item in symbols.items[path] if item.kind == "function"}
        changers = {name for name in shared if (path, name) in changing or name not in own}
        for item in symbols.items[path]:
            if item.kind == "function" and (path, item.name) in changing:
                check_function(tree, path, item, changers)
