/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How rows write what a command takes; for files with rows only.
 *
 *     .takes = {TAKE(STRIPS), TAKE(TIME)}                                    STRIPS TIME
 *     .takes = {RANGE, OR, WORDS("none")}                                    FROM TO | none
 *     .takes = {TAKE(STRIPS), PICK(TAKE(VCA), OR, WORDS("none"))}            STRIPS VCA|none
 *     .takes = {CALLED(STRIP, "FROM"), TAKE(STRIPS), AGAIN}                  FROM STRIPS...
 *     .takes = {TAKE(CLIP), WORDS("in|out"), OPTION(OF(&fade_shape_row))}    CLIP in|out [linear|equal-power]
 */
#ifndef TTYMIX_PROJECTS_COMMAND_TAKES_H
#define TTYMIX_PROJECTS_COMMAND_TAKES_H

#include "projects/command/command.h"

/* One of a kind, as its kind is called or by a name of its own. */
#define TAKE(kind_)                                                                                                    \
    {                                                                                                                  \
        .kind = ARG_##kind_                                                                                            \
    }
#define CALLED(kind_, name_)                                                                                           \
    {                                                                                                                  \
        .kind = ARG_##kind_, .name = (name_)                                                                           \
    }
#define WORDS(words_)                                                                                                  \
    {                                                                                                                  \
        .kind = ARG_WORDS, .name = (words_)                                                                            \
    }
/* A value of a row of numbers or words. */
#define OF(row_)                                                                                                       \
    {                                                                                                                  \
        .kind = ARG_VALUE, .param = (row_)                                                                             \
    }
#define CALLED_OF(name_, row_)                                                                                         \
    {                                                                                                                  \
        .kind = ARG_VALUE, .name = (name_), .param = (row_)                                                            \
    }
#define RANGE CALLED(TIME, "FROM"), CALLED(TIME, "TO")
/* Around others. */
#define OPTION(...)                                                                                                    \
    {.kind = ARG_OPTION}, __VA_ARGS__,                                                                                 \
    {                                                                                                                  \
        .kind = ARG_OPTION_END                                                                                         \
    }
#define PICK(...)                                                                                                      \
    {.kind = ARG_PICK}, __VA_ARGS__,                                                                                   \
    {                                                                                                                  \
        .kind = ARG_PICK_END                                                                                           \
    }
#define OR                                                                                                             \
    {                                                                                                                  \
        .kind = ARG_OR                                                                                                 \
    }
#define AGAIN                                                                                                          \
    {                                                                                                                  \
        .kind = ARG_AGAIN                                                                                              \
    }

#endif
