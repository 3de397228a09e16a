# SPDX-License-Identifier: GPL-3.0-or-later
"""Who enters is told where he is: a room by its README, a file by its header or its first sentence."""
import os
import re

import rooms


def check_files(tree):
    for source in tree.c_sources():
        if source.is_test or not source.path.endswith(".c") or source.path[:-2] + ".h" in tree.by_path:
            continue
        first = next((line for line in source.lines[1:] if line.strip()), "")
        if not re.match(r"/\*\s*\w", first):
            tree.error(source.path, 2, "a .c file without a header begins with a comment that says what it is")


def check_rooms(tree):
    folders = {os.path.dirname(source.path) for source in tree.c_sources() if not source.is_test}
    for folder in sorted(folders):
        if folder not in rooms.FLOOR:
            tree.error(folder, 1, "a folder that tests/lint/rooms.py does not know")
        if folder + "/README.md" not in tree.by_path:
            tree.error(folder + "/README.md", 1, "a room without README")


def check_table(tree):
    """HACKING.md has each room with its floor, in the order of the table."""
    said = re.findall(r"(?m)^\| `([^`]+)` \| (\d+) \|", "\n".join(tree.by_path["HACKING.md"].lines))
    for room, floor, _ in rooms.ROOMS:
        if (room, str(floor)) not in said:
            tree.error("HACKING.md", 1, "no line of %s, floor %d" % (room, floor))
    for room, floor in said:
        if rooms.FLOOR.get(room) != int(floor):
            tree.error("HACKING.md", 1, "%s on floor %s: tests/lint/rooms.py has no such room" % (room, floor))


def check(tree):
    check_files(tree)
    if "tests/lint/rooms.py" in tree.by_path:
        check_rooms(tree)
    if "HACKING.md" in tree.by_path:
        check_table(tree)
