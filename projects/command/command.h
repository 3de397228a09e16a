/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command language: what can be typed after `:`, scripted, journalled, or bound to a key.
 *
 * A command is a row.  Rows of the document stand in the file of their handler (projects/command); those of the
 * session, of the desk and of plain mode are words only, and whoever runs them has handlers of their names, which
 * commands_check_bound compares when it starts.  A name may have several rows (`loop FROM TO`, `loop on`), each with a
 * runner of its own. */
#ifndef TTYMIX_PROJECTS_COMMAND_COMMAND_H
#define TTYMIX_PROJECTS_COMMAND_COMMAND_H

#include "audio/base/status.h"
#include "projects/document/document.h"

struct Run;

/* A line in words: quotes and escapes undone, comments cut. */
typedef struct CommandWords {
    char *word[64];
    int column[64];
    int count;
    char *storage;
} CommandWords;

/* Who runs a row: bits, since some do the same in two places. */
enum {
    BY_DOCUMENT = 1 << 0, /* changes the document; undoable; journalled */
    BY_SESSION = 1 << 1,  /* transport, listening states, files, bounce */
    BY_DESK = 1 << 2,     /* the desk on the screen */
    BY_PLAIN = 1 << 3,    /* the desk in lines of text */
    BY_COUNT = 4,
    BY_ALL = (1 << BY_COUNT) - 1
};

typedef enum ArgKind {
    ARG_END,

    ARG_OPTION, /* begins what may be left out; options side by side come in any order, and hold no others */
    ARG_OPTION_END,
    ARG_PICK, /* begins several of which one stands there */
    ARG_PICK_END,
    ARG_OR,    /* between alternatives of these, or of all that a command takes */
    ARG_AGAIN, /* what stands before it may be repeated */

    ARG_WORDS,  /* one of `name`, which has | between them */
    ARG_SWITCH, /* on, off, toggle */
    ARG_STRIPS, /* a pattern */
    ARG_STRIP,
    ARG_BUS, /* a bus, a return or the master */
    ARG_VCA,
    ARG_PROCESSOR, /* STRIP.PROCESSOR */
    ARG_BAND,      /* STRIP.PROCESSOR.BAND */
    ARG_CLIP,      /* STRIP.clip@TIME */
    ARG_ADDRESS,
    ARG_LANE,           /* an address that is automated */
    ARG_NEIGHBOUR,      /* a strip, or a processor beside the one that was named */
    ARG_KIND,           /* of processor */
    ARG_PARAMETER,      /* a key of the processor or band that was named: ratio */
    ARG_BAND_PARAMETER, /* a key of the bands of that processor */
    ARG_BAND_TYPE,
    ARG_VALUE, /* of `param`, of the parameter, or of the address that was named */
    ARG_NUMBER,
    ARG_TIME,   /* a time, or a marker in its place */
    ARG_LENGTH, /* a time that is no place */
    ARG_MARKER, /* to the end of the line: labels have blanks */
    ARG_FILE,
    ARG_STEM, /* a file of sound, from the project's folder on */
    ARG_TEXT,
    ARG_NAME,
    ARG_COMMAND,
    ARG_SCREEN,
    ARG_PRESET,
    ARG_DEVICE,
    ARG_RULE, /* of a check: mix/mute */
    ARG_KIND_COUNT
} ArgKind;

typedef struct CommandArg {
    ArgKind kind;
    const char *name;       /* as the usage calls it: "FROM"; NULL = as its kind is called */
    const ParamInfo *param; /* of ARG_VALUE: its row, or NULL */
} CommandArg;

enum { COMMAND_TAKES_MAX = 32, USAGE_MAX = 256 };

typedef struct Command {
    const char *name;  /* "set" */
    const char *alias; /* "w" for write, or NULL */
    unsigned by;
    bool bang;                           /* a ! may stand behind its name: `write!`, `write !` */
    CommandArg takes[COMMAND_TAKES_MAX]; /* ended by ARG_END; written with projects/command/takes.h */
    const char *help;                    /* one sentence */
    const char *example;
    const char *not_done;           /* how an error begins: "Not added"; NULL = "changed" */
    Status (*run)(struct Run *run); /* BY_DOCUMENT: projects/command/run.h */
    /* BY_DOCUMENT, in the place of `run`: what changes the history and not the lines, and stands alone on its line. */
    void (*run_alone)(Document *document, const char *line, const CommandWords *words, Answer *answer);
} Command;

NODISCARD Status command_split(const char *line, CommandWords *words, Error *error);
void command_words_clear(CommandWords *words);

/* --- rows --- */

/* All rows, the document's first: the first for NULL, the next one for another; NULL behind the last. */
const Command *command_next(const Command *row);
/* The first row of a name or alias, or NULL. */
const Command *command_find(const char *word);
/* The row that a line means: of those of the name of its first word that `by` runs, the one whose words it has.  NULL
 * without one. */
const Command *command_choose(const CommandWords *words, unsigned by);
/* "ADDRESS [=|+=|-=] VALUE", into `out`, which is returned. */
const char *command_usage(const Command *command, char out[USAGE_MAX]);

/* --- checks --- */

/* BAD_VALUE, and "say loop on|off" (with a suggestion, which ends in a question mark, for a word near another), when a
 * word stands where the row has no place for it.  What is missing is not judged: whoever runs the command knows how to
 * ask for it. */
NODISCARD Status command_check(const Command *command, const CommandWords *words, Error *error);
/* `on`, `off` or `toggle` at a word, which command_check has seen; without it, what is `now` turns over. */
bool command_switch(const CommandWords *words, int index, bool now);
/* Whoever runs rows asks this as it starts: REFUSED, with a sentence that names it, when a row of `by` has no handler
 * among `names`, or a name no row. Of the document, the rows themselves are looked at. */
NODISCARD Status commands_check_bound(unsigned by, const char *const *names, int count, Error *error);

/* --- completion --- */

typedef struct CommandOffers CommandOffers;
/* Offers a word; it is taken if it begins as what was typed. */
void command_offer(CommandOffers *offers, const char *word);

/* Where a line is typed. */
typedef struct CommandPlace {
    unsigned by; /* whose rows can be typed there */
    /* Offers the words of a kind that only this place knows: ARG_SCREEN, ARG_PRESET, ARG_DEVICE. May be NULL. */
    void (*list)(void *context, ArgKind kind, CommandOffers *offers);
    void *context;
} CommandPlace;

/* Completions of the word that ends at byte `cursor` of `line`: what may stand in the place of all from the last blank
 * before it on.  Sorted; count returned, at most `limit`; each malloc'd. `place` NULL: all rows, nothing listed. */
int command_complete(const Document *document, const CommandPlace *place, const char *line, size_t cursor, char **words,
                     int limit);

#endif
