/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the document's commands: the rows themselves stand beside their handlers. */
#include "projects/command/complete.h"
#include "projects/command/execute.h"

/* One a line, in the order in which they are listed.  COMMANDS_OF_TESTS are those of a test that compiles this file. */
#ifndef COMMANDS_OF_TESTS
#define COMMANDS_OF_TESTS(ROW)
#endif
#define DOCUMENT_COMMANDS(ROW)                                                                                         \
    ROW(set)                                                                                                           \
    ROW(reset)                                                                                                         \
    ROW(toggle)                                                                                                        \
    ROW(add_processor)                                                                                                 \
    ROW(add_track)                                                                                                     \
    ROW(add_strip)                                                                                                     \
    ROW(add_clip)                                                                                                      \
    ROW(add_send)                                                                                                      \
    ROW(add_marker)                                                                                                    \
    ROW(add_band)                                                                                                      \
    ROW(delete)                                                                                                        \
    ROW(move)                                                                                                          \
    ROW(rename)                                                                                                        \
    ROW(mute)                                                                                                          \
    ROW(unmute)                                                                                                        \
    ROW(solo_safe)                                                                                                     \
    ROW(bypass)                                                                                                        \
    ROW(polarity)                                                                                                      \
    ROW(send)                                                                                                          \
    ROW(out)                                                                                                           \
    ROW(vca)                                                                                                           \
    ROW(label)                                                                                                         \
    ROW(note)                                                                                                          \
    ROW(waive)                                                                                                         \
    ROW(unwaive)                                                                                                       \
    ROW(version)                                                                                                       \
    ROW(unversion)                                                                                                     \
    ROW(chain)                                                                                                         \
    ROW(copy_chain)                                                                                                    \
    ROW(template)                                                                                                      \
    ROW(point)                                                                                                         \
    ROW(unpoint)                                                                                                       \
    ROW(clear)                                                                                                         \
    ROW(move_points)                                                                                                   \
    ROW(copy_points)                                                                                                   \
    ROW(shift_points)                                                                                                  \
    ROW(scale_points)                                                                                                  \
    ROW(lift_points)                                                                                                   \
    ROW(thin_points)                                                                                                   \
    ROW(put_points)                                                                                                    \
    ROW(mode)                                                                                                          \
    ROW(crop)                                                                                                          \
    ROW(move_clips)                                                                                                    \
    ROW(copy_clips)                                                                                                    \
    ROW(delete_clips)                                                                                                  \
    ROW(fade_clips)                                                                                                    \
    ROW(crossfade)                                                                                                     \
    ROW(keep)                                                                                                          \
    ROW(erase)                                                                                                         \
    ROW(copy_range)                                                                                                    \
    ROW(split_clip)                                                                                                    \
    ROW(trim_clip)                                                                                                     \
    ROW(move_clip)                                                                                                     \
    ROW(fade)                                                                                                          \
    ROW(marker)                                                                                                        \
    ROW(tempo)                                                                                                         \
    ROW(loop)                                                                                                          \
    ROW(end_marker)                                                                                                    \
    ROW(text)                                                                                                          \
    ROW(begin)                                                                                                         \
    ROW(end)                                                                                                           \
    ROW(join)                                                                                                          \
    ROW(undo)                                                                                                          \
    ROW(undo_mine)                                                                                                     \
    ROW(redo)                                                                                                          \
    COMMANDS_OF_TESTS(ROW)

#define DECLARE(name) extern const Command command_##name;
DOCUMENT_COMMANDS(DECLARE)

#define POINT_TO(name) &command_##name,
static const Command *const document_rows[] = {DOCUMENT_COMMANDS(POINT_TO) NULL};

static const CommandTable commands = {document_rows, {session_rows, desk_rows, plain_rows}};

const Command *command_next(const Command *row)
{
    return rows_after(&commands, row);
}

const Command *command_find(const char *word)
{
    return rows_find(&commands, word);
}

const Command *command_choose(const CommandWords *words, unsigned by)
{
    return rows_choose(&commands, words, by);
}

Status commands_check_bound(unsigned by, const char *const *names, int count, Error *error)
{
    return rows_check_bound(&commands, by, names, count, error);
}

int command_complete(const Document *document, const CommandPlace *place, const char *line, size_t cursor, char **words,
                     int limit)
{
    return complete_line(&commands, document, place, line, cursor, words, limit);
}

void document_execute(Document *document, const char *line, Answer *answer)
{
    execute_line(&commands, document, line, answer);
}
