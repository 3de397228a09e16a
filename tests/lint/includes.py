# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: the arrow src -> tui -> projects -> audio, and one .c file for each library's header."""
import re

import rooms

# Headers of libraries: the room that may use one, in exactly one .c file. Tests are free.
LIBRARY_HEADERS = {
    "sndfile.h": "audio/io", "portaudio.h": "audio/io", "soxr.h": "audio/io", "fftw3.h": "audio/measure",
    "curses.h": "tui", "ncurses.h": "tui", "ncursesw/curses.h": "tui", "term.h": "tui", "ncursesw/term.h": "tui",
    "jansson.h": "src", "readline/readline.h": "src", "readline/history.h": "src",
}
# JSON is written beside whatever it tells of: any file of its room may.
SHARED_IN_ROOM = {"jansson.h"}
SAME_LIBRARY = {"ncurses.h": "curses.h", "ncursesw/curses.h": "curses.h", "term.h": "curses.h", "ncursesw/term.h": "curses.h",
                "readline/history.h": "readline/readline.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes_of(source):
    for number, line in enumerate(source.lines, 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) == '"', match.group(2)


def tested_by(path):
    """What a test has the rights of: the room or the whole house that its folder is named after; None for a test of everything."""
    folder = path[len("tests/"):].rsplit("/", 1)[0]
    return next((place for place in (*rooms.NEAREST, *rooms.HOUSES) if rooms.covers(place, folder)), None)


def may_test(place, header):
    """A test of a house has the rights of all its rooms."""
    if place in (None, "src"):
        return True
    if place in rooms.HOUSES:
        tested = [room for room in rooms.FLOOR if rooms.covers(place, room)]
        return rooms.covers(place, header) or any(rooms.may_include(room, header) for room in tested)
    return rooms.may_include(place, header)


def check_own(tree, source, number, header):
    if header == "config.h":
        return
    if header not in tree.by_path:
        tree.error(source.path, number, 'no file "%s": includes are written from the top of the tree' % header)
        return
    if source.is_test:
        place = tested_by(source.path)
        allowed = header.startswith("tests/") or may_test(place, header)
    else:
        place = rooms.room_of(source.path)
        allowed = place is not None and rooms.may_include(place, header)
    if not allowed:
        tree.error(source.path, number, '%s may not include "%s"' % (place, header))


def check_libraries(tree, users):
    for header, places in sorted(users.items()):
        files = sorted({path for path, _, _ in places})
        for path, number, name in places:
            room = LIBRARY_HEADERS[name]
            if not path.startswith(room + "/"):
                tree.error(path, number, "<%s> belongs to %s" % (name, room))
            elif path.endswith(".h"):
                tree.error(path, number, "<%s> is for one .c file, not for a header" % name)
        if len(files) > 1 and header not in SHARED_IN_ROOM:
            tree.error(files[1], 1, "<%s> is included by more than one file: %s" % (header, ", ".join(files)))


def check(tree):
    users = {}
    for source in tree.c_sources():
        for number, own, header in includes_of(source):
            if own:
                check_own(tree, source, number, header)
            elif header in tree.by_path:
                tree.error(source.path, number, 'own headers stand in quotes: "%s"' % header)
            if header in LIBRARY_HEADERS and not source.is_test:
                users.setdefault(SAME_LIBRARY.get(header, header), []).append((source.path, number, header))
    check_libraries(tree, users)
