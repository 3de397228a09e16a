# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: the arrow src -> tui -> projects -> audio, and one .c file for each library's header."""
import re

# What each room may include besides itself: rooms, or single headers of a room.
MAY_INCLUDE = {
    "audio/base": (),
    "audio/dsp": ("audio/base",),
    "audio/measure": ("audio/base", "audio/dsp"),
    "audio/engine": ("audio/base", "audio/dsp", "audio/measure"),
    "audio/io": ("audio/base", "audio/dsp", "audio/measure", "audio/engine"),
    "projects": ("audio/base", "audio/dsp/param.h", "audio/dsp/processor.h"),
    "tui": ("audio/base", "projects", "audio/dsp/param.h", "audio/dsp/processor.h", "audio/dsp/response.h",
            "audio/engine/meter.h"),
    "src": ("audio/base", "audio/dsp", "audio/measure", "audio/engine", "audio/io", "projects", "tui"),
}

# Headers of libraries: the room that may use one, in exactly one .c file. Tests are free.
LIBRARY_HEADERS = {
    "sndfile.h": "audio/io", "portaudio.h": "audio/io", "soxr.h": "audio/io", "ebur128.h": "audio/measure", "fftw3.h": "audio/measure",
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


def home_of(source):
    """The room whose rights a file has: a test has those of the room that it tests, a test of no room all."""
    if not source.is_test:
        return source.room
    for room in MAY_INCLUDE:
        if source.path.startswith("tests/" + room + "/"):
            return room
    return "src"


def may_include(source, header):
    room = home_of(source)
    if header.startswith(room + "/") or (source.is_test and header.startswith("tests/")):
        return True
    return any(header == right or header.startswith(right + "/") for right in MAY_INCLUDE.get(room, ()))


def check_own(tree, source, number, header):
    if header == "config.h":
        return
    if header not in tree.by_path:
        tree.error(source.path, number, 'no file "%s": includes are written from the top of the tree' % header)
    elif not may_include(source, header):
        tree.error(source.path, number, '%s may not include "%s"' % (home_of(source), header))


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
