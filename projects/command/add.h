/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of `add` share.  For these only. */
#ifndef TTYMIX_PROJECTS_COMMAND_ADD_H
#define TTYMIX_PROJECTS_COMMAND_ADD_H

#include "projects/command/run.h"

/* What a clip's line takes behind its file; an option of rows. */
#define CLIP_VALUES                                                                                                    \
    OPTION(WORDS("at|offset|length"), TAKE(TIME), OR, WORDS("gain"), OF(&clip_gain_row), OR,                           \
           WORDS("fade-in|fade-out"), TAKE(LENGTH)),                                                                   \
        AGAIN

/* The words `first` up to `end`, as they were typed. */
void add_append_words(const Run *run, Buffer *out, int first, int end);
/* The words of a field that a reader found, as they were typed, two blanks before them if it is not the first. */
void add_append_field(const Run *run, Buffer *out, const Field *field);
/* Reads the clip that the words from the next on say, for its problems; the text of its line goes to `out`. */
NODISCARD Status add_take_clip(Run *run, Buffer *out);

#endif
