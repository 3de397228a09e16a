/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other end of a desk's socket: a real document, a made-up transport, and meters that move by formula.  `delay_ms`
 * makes a slow link of it. */
#ifndef TTYMIX_TESTS_TUI_FAKE_SESSION_H
#define TTYMIX_TESTS_TUI_FAKE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

typedef struct FakeSession FakeSession;
typedef struct FakeSessionSetup {
    const char *text; /* NULL: the song of song.h */
    int strips;       /* > 0: a song of so many tracks instead */
    bool moving;      /* plays from the start */
    bool withheld;    /* does not send its document */
    bool mute;        /* tells no meters of its own */
    int delay_ms;
} FakeSessionSetup;

FakeSession *fake_session_new(int fd, const FakeSessionSetup *setup);
void fake_session_free(FakeSession *session);
/* Waits at most `ms` for a line, answers what has come, sends meters that are due. False when the desk is gone or the
 * session has quit. */
bool fake_session_step(FakeSession *session, int ms);
/* Sends a line unasked. */
void fake_session_say(FakeSession *session, const char *line);
/* Lines that came from the desk so far, NUL-ended, each with a newline. */
const char *fake_session_heard(const FakeSession *session);

#endif
