/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/text/escape.h"
#include "src/session/parts.h"

/* A listener that shows no long texts gets them line by line. */
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

void session_tell_report(Session *session, const char *text)
{
    for (int i = 0; i < session->listener_count; i++) {
        const SessionListener *listener = &session->listeners[i];
        if (listener->report)
            listener->report(listener->context, text);
        else if (listener->notice)
            tell_lines(listener, text);
    }
}
