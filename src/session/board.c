/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/board.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "src/session/answer.h"

void board_clear(Board *board)
{
    free(board->listeners);
    *board = (Board){0};
}

bool board_join(Board *board, const SessionListener *listener)
{
    if (!array_grow(&board->listeners, board->count, &board->room, sizeof *board->listeners))
        return false;
    board->listeners[board->count++] = *listener;
    return true;
}

void board_leave(Board *board, void *context)
{
    int kept = 0;
    for (int i = 0; i < board->count; i++)
        if (board->listeners[i].context != context)
            board->listeners[kept++] = board->listeners[i];
    board->count = kept;
}

void board_change(Board *board, const Change *change)
{
    for (int i = 0; i < board->count; i++)
        if (board->listeners[i].change)
            board->listeners[i].change(board->listeners[i].context, change);
}

void board_replaced(Board *board)
{
    for (int i = 0; i < board->count; i++)
        if (board->listeners[i].replaced)
            board->listeners[i].replaced(board->listeners[i].context);
}

void board_fact(Board *board, const char *key, const char *format, ...)
{
    char value[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    for (int i = 0; i < board->count; i++)
        if (board->listeners[i].state)
            board->listeners[i].state(board->listeners[i].context, key, value);
}

void board_notice(Board *board, NoticeLevel level, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    answer_make_printable(text, sizeof text);
    for (int i = 0; i < board->count; i++)
        if (board->listeners[i].notice)
            board->listeners[i].notice(board->listeners[i].context, level, text);
}

static void tell_lines(const SessionListener *listener, const char *text)
{
    char line[400];
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        text_escape_for_terminal(line, sizeof line, at, length);
        listener->notice(listener->context, NOTICE_INFO, line);
        at += length + (at[length] == '\n');
    }
}

void board_report(Board *board, const char *text)
{
    for (int i = 0; i < board->count; i++) {
        const SessionListener *listener = &board->listeners[i];
        if (listener->report)
            listener->report(listener->context, text);
        else if (listener->notice)
            tell_lines(listener, text);
    }
}

void board_warn(Board *board, Standing which, NoticeLevel level, const char *format, ...)
{
    StandingWarning *warning = &board->standing[which];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(warning->text, sizeof warning->text, format, arguments);
    va_end(arguments);
    warning->level = level;
    board_notice(board, level, "%s", warning->text);
}

void board_withdraw(Board *board, Standing which)
{
    board->standing[which].text[0] = '\0';
}

void board_tell_warnings(const Board *board, Board *to)
{
    for (int i = 0; i < STANDING_COUNT; i++)
        if (board->standing[i].text[0])
            board_notice(to, board->standing[i].level, "%s", board->standing[i].text);
}
