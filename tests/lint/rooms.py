# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms: where each stands in its house, and what it may include.

Houses stand in the order of the arrow, src -> tui -> projects -> audio. A room is a folder, or a part of one that has a floor of its own.
Within a house a room may include what stands on a lower floor; rooms on the same floor know nothing of each other. Of other houses it may
include what its line names: a house, a room, or a single header.
"""
DSP_TABLES = "audio/dsp/catalogue.h audio/dsp/param.h audio/dsp/processor.h audio/dsp/segment.h audio/dsp/words.h"

# room, floor, what it may include of other houses
ROOMS = (
    ("audio/base", 1, ""),
    ("audio/dsp", 1, "audio/base"),
    ("audio/dsp/math", 2, "audio/base"),
    ("audio/dsp/dynamics", 3, "audio/base"),
    ("audio/dsp/eq", 3, "audio/base"),
    ("audio/dsp/limiter", 3, "audio/base"),
    ("audio/dsp/shape", 3, "audio/base"),
    ("audio/dsp/space", 3, "audio/base"),
    ("audio/measure", 1, "audio/base audio/dsp"),
    ("audio/engine", 1, "audio/base audio/dsp"),
    ("audio/engine/step", 2, "audio/base audio/dsp"),
    ("audio/engine/plan", 3, "audio/base audio/dsp"),
    ("audio/engine/offline", 4, "audio/base audio/dsp"),
    ("audio/engine/live", 5, "audio/base audio/dsp"),
    ("audio/engine/engine.c", 6, "audio/base"),
    ("audio/io/file", 1, "audio/base audio/dsp audio/measure"),
    ("audio/io/stream", 2, "audio/base audio/engine/stream.h"),
    ("audio/io/device", 3, "audio/base"),
    ("projects/disk", 1, "audio/base"),
    ("projects/text", 1, "audio/base audio/dsp/param.h"),
    ("projects/journal", 2, "audio/base"),
    ("projects/merge", 2, "audio/base"),
    ("projects/model", 2, "audio/base " + DSP_TABLES),
    ("projects/lines", 3, "audio/base"),
    ("projects/lint", 3, "audio/base audio/dsp/processor.h audio/dsp/words.h"),
    ("projects/read", 4, "audio/base audio/dsp/catalogue.h"),
    ("projects/document", 5, "audio/base"),
    ("projects/edit", 6, "audio/base"),
    ("projects/command", 7, "audio/base " + DSP_TABLES),
    ("tui/canvas", 1, "audio/base"),
    ("tui/keys", 2, "audio/base"),
    ("tui/link", 2, "audio/base projects"),
    ("tui/widget", 2, "audio/base projects"),
    ("tui/view", 3, "audio/base projects " + DSP_TABLES),
    ("tui/panel", 4, "audio/base projects audio/dsp/response.h"),
    ("tui/screen", 5, "audio/base projects audio/dsp/catalogue.h"),
    ("tui/state", 5, "audio/base projects"),
    ("tui/action", 6, "audio/base projects"),
    ("tui/desk", 7, "audio/base projects"),
    ("src/base", 1, "audio/base"),
    ("src/song", 3, "audio projects"),
    ("src/mix", 4, "audio projects"),
    ("src/render", 5, "audio projects"),
    ("src/qc", 6, "audio projects"),
    ("src/session", 6, "audio projects tui/link/facts.h"),
    ("src/serve", 7, "audio projects tui"),
    ("src/speech", 7, "audio projects"),
    ("src/options.h", 8, "audio projects"),
    ("src/mode", 9, "audio projects tui"),
    ("src/plain", 9, "audio projects tui"),
    ("src/manual", 10, "audio projects tui"),
    ("src", 10, "audio projects tui"),
)
HOUSES = ("audio/base", "audio/dsp", "audio/measure", "audio/engine", "audio/io", "projects", "tui", "src")

FLOOR = {room: floor for room, floor, _ in ROOMS}
RIGHTS = {room: tuple(others.split()) for room, _, others in ROOMS}
NEAREST = sorted(FLOOR, key=len, reverse=True)


def covers(place, path):
    return path == place or path.startswith(place + "/")


def room_of(path):
    """The room that a file stands in: the longest line of the table that is its path or begins it; None outside of all."""
    return next((room for room in NEAREST if covers(room, path)), None)


def house_of(path):
    return next((house for house in HOUSES if covers(house, path)), None)


def may_include(room, header):
    """Whether a file of a room may include a header of the tree."""
    other = room_of(header)
    if other is None:
        return False
    if house_of(other) == house_of(room):
        return room == other or FLOOR[other] < FLOOR[room]
    return any(covers(right, header) for right in RIGHTS[room])
