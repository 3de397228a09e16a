/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said unasked: notices of the session and thresholds that the user watches.
 *
 * Alerts wait for a pause in typing; at most one in two seconds is said, then how many more there are.
 */
#ifndef TTYMIX_SRC_PLAIN_ALERTS_H
#define TTYMIX_SRC_PLAIN_ALERTS_H

#include <stdbool.h>
#include <stddef.h>

#include "src/plain/lineinput.h"
#include "src/session/session.h"
#include "src/speech/words.h"

enum { ALERT_MAX = 32, WATCH_MAX = 16 };

typedef struct Alerts {
    char text[ALERT_MAX][300];
    int count, lost;
    double last_said_s;
} Alerts;

void alerts_add(Alerts *alerts, const char *text);
bool alerts_are_due(const Alerts *alerts, bool idle);
/* Says the oldest, and how many more wait if there are several. */
void alerts_say(Alerts *alerts, LineInput *input);
/* All of them, at once: at the beginning and the end. */
void alerts_say_all(Alerts *alerts);

typedef struct Watch { /* `watch master lufs-s > -13`, `watch vox peak > -3`, `watch vox over` */
    char strip[80];
    int what;
    bool above, active;
    double threshold;
    double began_s;
} Watch;
typedef struct Watches {
    Watch item[WATCH_MAX];
    int count;
} Watches;

/* `words` is the whole line; `out` says what is watched now, or what did not happen (false). */
bool watch_add(Watches *watches, Session *session, int count, char *const *words, Speech speech, char *out,
               size_t size);
/* Compares; crossing a threshold gives an alert, and so does its end. */
void watch_tick(Watches *watches, Session *session, Speech speech, Alerts *alerts);

#endif
