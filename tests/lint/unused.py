# SPDX-License-Identifier: GPL-3.0-or-later
"""A function that other files can see is used by one: else it is static, or gone."""
from symbols import unit_of

# What only tests call, and why the product has it.
FOR_TESTS = {
    "canvas_row_text": "the screen as text, which snapshots are made of",
    "catalogue_add": "for kinds that are found while the program starts; a test brings one that the house does not know",
    "cpu_use_extensions": "every form for a CPU gives the bits of the plain one, and a test compares them",
    "diff_lines": "hunks of lines, by which a test holds diff_sequences to the shortest script",
    "document_undo_title": "of the door to the history, beside its counts",
    "engine_is_running": "of the engine's door: a test counts what a start computes behind silence",
    "engine_is_settled": "of the engine's door: when streams that are gone may be closed",
    "eq_linear_kernel": "the kernel as it was designed, which a test compares with the analogue magnitude",
    "host_bad_lines": "what a desk did not understand, which a test counts",
    "lock_place": "where a lock lies: beside the song, in the state folder, or nowhere",
    "ppm_ii_mark": "BS 5297's marks, beside the needle that they belong to",
    "ppm_read_db": "where the needle stands now; the analysis keeps the highest alone",
    "response_transfer": "of the door to curves, beside response_curve: level out over level in",
    "ride_value": "what is heard of a ride, which a test holds to what is written of it",
    "store_page_bytes": "what the pages take, which a test holds to the budget",
    "vu_read_db": "where the needle stands now; the analysis keeps the highest alone",
}


def users_of(symbols):
    """{name: units that use it beside its own}; a test is "tests"."""
    users = {}
    for path in symbols.items:
        user = "tests" if path.startswith("tests/") else unit_of(path)
        for _, name in symbols.mentions(path):
            users.setdefault(name, set()).add(user)
    return users


def is_used_at_home(symbols, path, own):
    homes = [other for other in symbols.items if unit_of(other) == unit_of(path)]
    return any(own.name in item.names() for home in homes for item in symbols.items[home]
               if item is not own and item.kind != "declaration")


def check(tree, symbols):
    users = users_of(symbols)
    for name, (path, item) in sorted(symbols.functions.items()):
        others = users.get(name, set()) - {unit_of(path)}
        if others - {"tests"} or name == "main" or item.is_static and is_used_at_home(symbols, path, item):
            continue
        if is_used_at_home(symbols, path, item):
            if not others:
                tree.error(path, item.line, "%s() is used in this file only: it is to be static" % name)
        elif others and name not in FOR_TESTS:
            tree.error(path, item.line, "%s() is used by tests only" % name)
        elif not others:
            tree.error(path, item.line, "%s() is used by nobody" % name)
    for name in sorted(set(FOR_TESTS) - set(symbols.functions)):
        if tree.by_path.get("tests/lint/unused.py"):
            tree.error("tests/lint/unused.py", 1, "FOR_TESTS names %s(), which is gone" % name)
