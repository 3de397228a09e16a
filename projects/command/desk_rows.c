/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desk runs, on the screen and in lines of text, in words; tui/action and src/plain have the handlers. */
#include "projects/command/rows.h"
#include "projects/command/takes.h"

const Command desk_rows[] = {
    {.name = "help",
     .by = BY_DESK | BY_PLAIN,
     .takes = {OPTION(TAKE(COMMAND))},
     .help = "Explains a command.",
     .example = "help set"},
    {.name = "select", .by = BY_DESK, .takes = {TAKE(STRIP)}, .help = "Selects a strip.", .example = "select drums"},
    {.name = "screen", .by = BY_DESK, .takes = {TAKE(SCREEN)}, .help = "Shows a screen.", .example = "screen mixer"},
    {.name = "history",
     .by = BY_DESK | BY_PLAIN,
     .takes = {OPTION(CALLED(NUMBER, "COUNT"))},
     .help = "Shows the edits that can be undone or done again, and what is saved; in lines of text the last COUNT of "
             "them (20).",
     .example = "history"},
    {.name = "meters",
     .by = BY_DESK,
     .takes = {WORDS("peak|rms|k-12|k-14|k-20|vu|ppm-1|ppm-2"), OPTION(WORDS("input|pre|post|output"))},
     .help =
         "Chooses what the meters show, and where in a strip; 0 on their scale is full scale, -12, -14 or -20 dBFS, or "
         "the line-up level of VU and PPM.",
     .example = "meters k-20"},
    {.name = "narrow",
     .by = BY_DESK,
     .takes = {OPTION(WORDS("on|off"))},
     .help = "Draws narrow strips.",
     .example = "narrow"},
    {.name = NULL},
};

const Command plain_rows[] = {
    {.name = "describe",
     .by = BY_PLAIN,
     .takes = {OPTION(PICK(TAKE(STRIP), OR, TAKE(PROCESSOR), OR, TAKE(BAND))), OPTION(WORDS("brief|normal|full")), OR,
               WORDS("curve"), TAKE(PROCESSOR), OR, WORDS("timeline"), OPTION(TAKE(STRIP)), OR, WORDS("lane"),
               TAKE(LANE)},
     .help = "Tells a strip in words, or the project, every parameter of a processor or band, what a processor's "
             "curve does, the timeline of the song or of a strip, or the points of a lane.",
     .example = "describe vox"},
    {.name = "what",
     .by = BY_PLAIN,
     .takes = {WORDS("is"), WORDS("soloed|muted|over|playing|compared|heard"), OR, WORDS("is"), WORDS("not"),
               WORDS("default"), OPTION(TAKE(STRIP))},
     .help = "Answers a question about the mix.",
     .example = "what is soloed"},
    {.name = "watch",
     .by = BY_PLAIN,
     .takes = {TAKE(STRIP), WORDS("peak|true-peak|lufs-m|lufs-s|lufs-i"), WORDS(">|<"), CALLED(NUMBER, "VALUE")},
     .help = "Tells when a meter passes a level.",
     .example = "watch master lufs-s > -13"},
    {.name = "unwatch", .by = BY_PLAIN, .help = "Watches nothing any more.", .example = "unwatch"},
    {.name = "wait",
     .by = BY_PLAIN,
     .takes = {OPTION(CALLED(NUMBER, "SECONDS"))},
     .help = "Goes on for a while before the next line of a script; alone, to the end of play.",
     .example = "wait 2"},
    {.name = "keys", .by = BY_PLAIN, .help = "Switches plain mode to keys.", .example = "keys"},
    {.name = "speech",
     .by = BY_PLAIN,
     .takes = {WORDS("words|symbols")},
     .help = "Says numbers in words or symbols.",
     .example = "speech words"},
    {.name = "verbosity",
     .by = BY_PLAIN,
     .takes = {WORDS("brief|normal|full")},
     .help = "Says less or more.",
     .example = "verbosity brief"},
    {.name = NULL},
};
