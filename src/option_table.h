/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options, a row each: from it come parsing, `--help`, the man page and the completions. */
#ifndef TTYMIX_SRC_OPTION_TABLE_H
#define TTYMIX_SRC_OPTION_TABLE_H

#include <stddef.h>

#include "src/options.h"

typedef enum OptionTakes {
    TAKES_MODE,   /* what the program is to do; a value is Options.mode_value */
    TAKES_SWITCH, /* a bool that becomes true */
    TAKES_TEXT,   /* any text */
    TAKES_NAME,   /* a text that is not empty */
    TAKES_NUMBER, /* a whole number from min to max */
    TAKES_OWN     /* what `take` reads */
} OptionTakes;

typedef struct OptionInfo {
    const char *name;
    char letter;          /* or 0 */
    const char *argument; /* NULL = it takes no value */
    const char *group;    /* heading in --help; NULL = not shown */
    const char *help;
    OptionTakes takes;
    RunMode mode;       /* TAKES_MODE */
    size_t place;       /* of the field in Options */
    int min, max;       /* TAKES_NUMBER */
    const char *wanted; /* what a value is that is taken: `--bits: "17" is not ...`; NULL: `take` says it */
    bool (*take)(const char *text, Options *options); /* false: it is not; TAKES_OWN */
} OptionInfo;

/* Headings of what is for one mode alone. */
#define GROUP_MEASURE "Measuring (--analyze)"
#define GROUP_CHECK "Checking (--check)"

/* Ended by a row without a name. */
extern const OptionInfo option_table[];

#endif
