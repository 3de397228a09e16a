/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/alerts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "audio/base/maths.h"
#include "projects/text/title.h"

#define PAUSE_S 2.0

void alerts_add(Alerts *alerts, const char *text)
{
    if (alerts->count == ALERT_MAX) {
        alerts->lost++;
        return;
    }
    snprintf(alerts->text[alerts->count++], sizeof alerts->text[0], "%s", text);
}

bool alerts_are_due(const Alerts *alerts, bool idle)
{
    return alerts->count > 0 && idle && clock_now_s() - alerts->last_said_s >= PAUSE_S;
}

void alerts_say(Alerts *alerts, LineInput *input)
{
    int more = alerts->count - 1 + alerts->lost;
    lineinput_interrupt(input);
    puts(alerts->text[0]);
    if (more > 0)
        printf("%d more.\n", more);
    fflush(stdout);
    lineinput_prompt(input);
    alerts->count = 0;
    alerts->lost = 0;
    alerts->last_said_s = clock_now_s();
}

void alerts_say_all(Alerts *alerts)
{
    for (int i = 0; i < alerts->count; i++)
        puts(alerts->text[i]);
    if (alerts->lost)
        printf("%d more.\n", alerts->lost);
    alerts->count = 0;
    alerts->lost = 0;
}

/* ---- thresholds ---- */

/* All zero is a meter that has read nothing yet. */
static double of_reading(Session *session, double value)
{
    const MasterReading *reading = session_loudness(session);
    return reading->momentary_lufs == 0 && reading->integrated_lufs == 0 ? (double)NAN : value;
}

static double read_momentary(Session *session, const Strip *strip)
{
    (void)strip;
    return of_reading(session, session_loudness(session)->momentary_lufs);
}

static double read_short(Session *session, const Strip *strip)
{
    (void)strip;
    return of_reading(session, session_loudness(session)->short_term_lufs);
}

static double read_integrated(Session *session, const Strip *strip)
{
    (void)strip;
    return of_reading(session, session_loudness(session)->integrated_lufs);
}

static double read_true_peak(Session *session, const Strip *strip)
{
    (void)strip;
    return of_reading(session, session_loudness(session)->true_peak_max_db);
}

static double read_peak(Session *session, const Strip *strip)
{
    float peak = session_present_peak(session, strip->uid);
    return peak > 0 ? maths_db_from_lin((double)peak) : -INFINITY;
}

static const struct {
    const char *word, *spoken, *what; /* `what` only where there is time for it */
    bool master_only;
    double (*read)(Session *session, const Strip *strip);
} watchables[] = {
    {"lufs-m", "momentary", " loudness", true, read_momentary},
    {"lufs-s", "short-term", " loudness", true, read_short},
    {"lufs-i", "integrated", " loudness", true, read_integrated},
    {"true-peak", "true peak", "", true, read_true_peak},
    {"peak", "peak", "", false, read_peak},
};

static void name_watch(const Watch *watch, bool whole, char *out, size_t size)
{
    char name[100];
    snprintf(out, size, "%s %s%s", title_of_name(name, sizeof name, watch->strip), watchables[watch->what].spoken,
             whole ? watchables[watch->what].what : "");
}

bool watch_add(Watches *watches, Session *session, int count, char *const *words, Speech speech, char *out, size_t size)
{
    const Strip *strip = count > 1 ? model_strip(document_model(session_document(session)), words[1]) : NULL;
    Watch watch = {.what = -1};
    char *end = NULL, level[60], name[200];
    for (int i = 0; count > 2 && i < (int)ARRAY_LEN(watchables); i++)
        if (strcmp(words[2], watchables[i].word) == 0)
            watch.what = i;
    bool comparison = count > 4 && (strcmp(words[3], ">") == 0 || strcmp(words[3], "<") == 0);
    watch.threshold = comparison ? strtod(words[4], &end) : 0;
    if (!strip || watch.what < 0 || !comparison || end == words[4] || watches->count == WATCH_MAX ||
        (watchables[watch.what].master_only && strip->kind != SECTION_MASTER)) {
        snprintf(out, size, "Not watching: say watch STRIP peak > -3, or watch master lufs-s > -13.");
        return false;
    }
    watch.above = words[3][0] == '>';
    snprintf(watch.strip, sizeof watch.strip, "%s", strip->name);
    watches->item[watches->count++] = watch;
    name_watch(&watch, true, name, sizeof name);
    name[0] = (char)(name[0] >= 'A' && name[0] <= 'Z' ? name[0] + 32 : name[0]);
    snprintf(out, size, "Watching %s %s %s.", name, watch.above ? "above" : "below",
             words_level(level, sizeof level, speech, watch.threshold, 1, ""));
    return true;
}

static void tell_crossing(Watch *watch, double value, Session *session, Speech speech, Alerts *alerts)
{
    char name[200], level[60], place[60], text[300];
    EngineState state;
    name_watch(watch, false, name, sizeof name);
    session_engine_state(session, &state);
    words_time(place, sizeof place, speech,
               (double)state.position / document_model(session_document(session))->rate_hz);
    snprintf(text, sizeof text, "Alert. %s %s, at %s.", name, words_level(level, sizeof level, speech, value, 1, ""),
             place);
    alerts_add(alerts, text);
}

static void tell_end(const Watch *watch, Speech speech, Alerts *alerts)
{
    char name[100], level[60], text[300];
    int seconds = (int)(clock_now_s() - watch->began_s + 0.5);
    snprintf(text, sizeof text, "Ended. %s %s %s, after %d second%s.", title_of_name(name, sizeof name, watch->strip),
             watch->above ? "below" : "above", words_level(level, sizeof level, speech, watch->threshold, 1, ""),
             seconds, words_plural(seconds));
    alerts_add(alerts, text);
}

void watch_tick(Watches *watches, Session *session, Speech speech, Alerts *alerts)
{
    if (!session_is_playing(
            session)) /* levels are of what sounds; a crossing under way lasts until it is heard to end */
        return;
    for (int i = 0; i < watches->count; i++) {
        Watch *watch = &watches->item[i];
        const Strip *strip = model_strip(document_model(session_document(session)), watch->strip);
        double value = strip ? watchables[watch->what].read(session, strip) : NAN;
        bool crossed = watch->above ? value > watch->threshold : value < watch->threshold;
        if (crossed && !watch->active) {
            watch->began_s = clock_now_s();
            tell_crossing(watch, value, session, speech, alerts);
        } else if (!crossed && watch->active)
            tell_end(watch, speech, alerts);
        watch->active = crossed;
    }
}
