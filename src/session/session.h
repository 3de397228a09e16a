/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: it owns an open project, its journal and lock, the engine and the device, and keeps the engine equal to
 * the document.
 *
 * One thread (the session's) calls everything here.  Whoever shows the session (desks, the plain mode) listens.
 * Commands of DOCUMENT and SESSION scope are run by session_run; everything that changes is told to every listener,
 * whoever asked for it.
 */
#ifndef TTYMIX_SRC_SESSION_SESSION_H
#define TTYMIX_SRC_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/engine/engine.h"
#include "audio/io/device/device.h"
#include "audio/measure/mastermeter.h"
#include "projects/document/document.h"
#include "src/song/song.h"

typedef struct Session Session;

typedef struct SessionSetup {
    const char *path;   /* a project, or a folder of stems */
    const char *device; /* "" = default */
    int block_frames;
    double monitor_db; /* NAN = -12 on a real device, 0 on the null device */
    bool allow_outside;
    bool take_over; /* open for editing although a lock says no */
    bool patient; /* --play: the source waits for the disk, so that a device faster than real time gets every sample */
    bool silent;  /* no device at all until asked for: scripts */
    bool interactive; /* a recovery is offered; otherwise it is only told of */
} SessionSetup;

typedef enum NoticeLevel { NOTICE_INFO, NOTICE_WARN, NOTICE_ERROR } NoticeLevel;

typedef struct SessionListener { /* any function may be NULL */
    void *context;
    void (*change)(void *context, const Change *change);
    void (*replaced)(void *context);                                  /* the whole document is another one */
    void (*state)(void *context, const char *key, const char *value); /* as in tui/link/host.h */
    void (*notice)(void *context, NoticeLevel level, const char *text);
    void (*report)(void *context,
                   const char *text); /* tables: lines, each ended by \n; without it they come as notices */
} SessionListener;

typedef struct SessionAnswer {
    Status status;
    char text[1024]; /* for a person, safe to print; may be "" */
} SessionAnswer;

/* Opens; talks on stderr. EXIT_DONE, or the status to exit with. */
int session_open(Session **session, const SessionSetup *setup);
/* Stops sound, flushes the journal (removed when everything is saved or `discard`), lets go of the lock. */
void session_close(Session *session, bool discard);

/* At most 8; false when there are more. */
bool session_listen(Session *session, const SessionListener *listener);
void session_unlisten(Session *session, void *context);
/* Tells one listener every fact of the state, as a newcomer needs it. */
void session_tell_all(Session *session, const SessionListener *listener);

void session_run(Session *session, const char *line, SessionAnswer *answer);
/* Background work; call it every 20 ms or so while playing, ten times a second otherwise. */
void session_tick(Session *session);
/* True once `quit` was accepted. */
bool session_is_over(const Session *session);
/* True if it ended by `quit!`: unsaved edits are given up. */
bool session_was_discarded(const Session *session);
/* How long the caller may sleep before the next tick, in ms. */
int session_patience_ms(const Session *session);

const Document *session_document(const Session *session);
const Project *session_project(const Session *session);
void session_engine_state(const Session *session, EngineState *state);
/* Latest meters, or NULL when nothing is new; valid until the next tick. */
const MeterFrame *session_meters(Session *session);
const MasterReading *session_loudness(const Session *session);

typedef struct StripTotals { /* since the last `clear clips` */
    uint32_t uid;
    float peak;         /* post-fader, linear, the louder channel */
    int64_t peak_frame; /* project frame, to about 20 ms */
    uint32_t overs;
    int64_t first_over_frame; /* as peak_frame; of the first of `overs` */
    float present_peak;       /* of the last meter frame */
    float gain_reduction_db[METER_GR_MAX];
} StripTotals;
/* NULL for a strip that has not been metered yet. */
const StripTotals *session_totals(const Session *session, uint32_t strip_uid);
float session_present_peak(const Session *session, uint32_t strip_uid);
double session_gain_reduction(const Session *session, uint32_t strip_uid, int processor);
/* 1 or 2: what the strip's stems have; 2 for everything but tracks. `session` may be NULL. */
int session_strip_channels(const Session *session, const Strip *strip);
/* Where the music ends, in project frames. */
int64_t session_end_frame(const Session *session);
/* With `patient`: looks how far ahead the stems are in memory. Call it every millisecond or so. */
void session_look_ahead(Session *session);
bool session_is_playing(const Session *session);
/* Waits for a bounce or a measurement that runs in the background; its exit status, EXIT_DONE without one. */
int session_settle_bounce(Session *session);
/* "Vox", "Kick" of the strips soloed now, separated by blanks; "" for none. */
const char *session_solos(const Session *session);
bool session_is_soloed(const Session *session, uint32_t strip_uid);
/* The strip or processor that is heard bypassed at equal loudness, and its level; NULL for none. */
const char *session_compared(const Session *session, double *level_db);
/* The same as a sentence. */
void session_say_compared(const Session *session, char *out, size_t size);
/* "touch", "latch" ...: how an exact address is recorded; NULL in read. */
const char *session_recording_word(const Session *session, const char *address);
/* Ends what is being recorded, and gives it to the document: before the session is closed. */
void session_finish_rides(Session *session);
const char *session_device_text(const Session *session);
bool session_has_recovery(const Session *session);
/* Async-signal-safe: what waits for the journal goes to the kernel. */
void session_rescue(void);

#endif
