/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session: a project that is open, edited and heard.
 *
 * It owns four small rooms and what stands in them: the board (who is told), the edits (the one door to the document),
 * the player (what is heard) and the jobs (what takes its time), and the parts (parts.h), which know these four and
 * nothing else.  Whoever shows a session (desks, the plain mode, a surface) listens, and runs lines; everything that
 * changes is told to every listener, whoever asked for it.
 *
 * One thread calls everything here, and any number of sessions live in one process.
 */
#ifndef TTYMIX_SRC_SESSION_SESSION_H
#define TTYMIX_SRC_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/measure/overview.h"
#include "projects/command/command.h"
#include "src/session/answer.h"
#include "src/session/board.h"
#include "src/session/player.h"
#include "src/session/transport.h"
#include "src/song/song.h"

typedef struct Session Session;

typedef struct SessionSetup {
    const char *path;   /* a project, or a folder of stems */
    const char *device; /* "" = default; outlives the session */
    int block_frames;
    double monitor_db; /* NAN = -12 on a real device, 0 on the null device */
    bool allow_outside;
    bool patient; /* --play: the source waits for the disk, so that a device faster than real time gets every sample */
    bool silent;  /* no device at all until something plays: scripts */
} SessionSetup;

typedef struct SessionOpening { /* what is to be said about it */
    ProblemList project;        /* what is wrong with the project's text, or with the folder */
    ProblemList stems;          /* what is wrong with its stems */
    int outside;                /* so many stems of a folder lie outside it, and are named by absolute path now */
    Error error;                /* why it came to nothing, where the problems do not say it; "" otherwise */
    bool of_project;            /* the error is the project's, whose path is to be named with it */
} SessionOpening;
/* What is said about stems outside: how many, and " lies" or "s lie". */
#define SESSION_OUTSIDE_FORMAT                                                                                         \
    "note: %d stem%s outside the project's folder, named by absolute path; this user has agreed to that"
/* Safe for a zeroed one. */
void session_opening_clear(SessionOpening *opening);

/* Opens. Fails as project_open and first_mix_of_folder do; REFUSED: the mix cannot be played (a loop of routing). Clear
 * the opening whatever comes back. */
NODISCARD Status session_open(Session **session, const SessionSetup *setup, SessionOpening *opening);
/* Ends what is recorded (unless `discard`), jobs and sound, flushes the journal (removed when everything is saved or
 * `discard`), lets go of the lock. NULL is safe. */
void session_close(Session *session, bool discard);

/* False without memory. */
NODISCARD bool session_listen(Session *session, const SessionListener *listener);
void session_unlisten(Session *session, void *context);
/* Tells one listener every fact, as a newcomer needs it, and, if it takes notices, the warnings that stand. */
void session_tell_all(Session *session, const SessionListener *listener);

/* Whose edits the next lines make, for the history: what the others call him; "" = nobody's in particular. */
void session_set_author(Session *session, const char *name);
/* Who answers `describe` and `what`, which a session has no words for. */
typedef void (*SessionTeller)(Session *session, const CommandWords *words, SessionAnswer *answer);
void session_set_teller(Session *session, SessionTeller teller);
/* A line of the language (projects/command/command.h). */
void session_run(Session *session, const char *line, SessionAnswer *answer);
/* Background work; call it every 20 ms or so while playing, ten times a second otherwise. */
void session_tick(Session *session);
/* How long the caller may sleep before the next tick, in ms. */
int session_patience_ms(const Session *session);
/* True once `quit` was accepted. */
bool session_is_over(const Session *session);
/* True if it ended by `quit!`: unsaved edits are given up. */
bool session_was_discarded(const Session *session);
/* Waits for what runs in the background; OK, or the status of what failed. */
Status session_wait_for_jobs(Session *session);
/* What becomes of unsaved edits, as a sentence for the end; false if they are lost, or may be: the journal could not be
 * written. */
bool session_say_end(Session *session, char *out, size_t size);
/* Ends what is being recorded, and gives it to the document: before it is asked whether it has changed. */
void session_finish_rides(Session *session);

/* ---- what may be asked (asked.c) ---- */

Player *session_player(const Session *session);
Transport *session_transport(const Session *session);
const Document *session_document(const Session *session);
const Project *session_project(const Session *session);
void session_engine_state(const Session *session, EngineState *state);
bool session_is_playing(const Session *session);
const MasterReading *session_loudness(const Session *session);
/* NULL for a strip that has not been metered yet. */
const StripTotals *session_totals(const Session *session, uint32_t strip_uid);
float session_present_peak(const Session *session, uint32_t strip_uid);
double session_gain_reduction(const Session *session, uint32_t strip_uid, int processor);
/* 1 or 2: what the strip's stems have; 2 for everything but tracks. `session` may be NULL. */
int session_strip_channels(const Session *session, const Strip *strip);
/* Where the music ends, in project frames. */
int64_t session_end_frame(const Session *session);
/* Columns of a stem's waveform (overviews_columns in src/session/overviews.h); false while it is not ready. */
bool session_overview(const Session *session, const char *path, int64_t from, int64_t step, int count,
                      OverviewBlock *columns, int64_t *length);
/* Names of the strips soloed now, separated by blanks; "" for none. */
const char *session_solos(const Session *session);
bool session_is_soloed(const Session *session, uint32_t strip_uid);
/* What is heard bypassed at equal loudness, as a sentence. */
void session_say_compared(const Session *session, char *out, size_t size);
/* What the monitor plays, in sentences; true if something but its level is not as usual. */
bool session_say_monitor(const Session *session, char *out, size_t size);
/* "touch", "latch" ...: how an exact address is recorded; NULL in read. */
const char *session_recording_word(const Session *session, const char *address);

/* What is heard of an address, at the position that is heard: recorded, gliding, along its automation, or the
 * document's value. True if automation, or its recording, decides. */
bool session_heard_value(const Session *session, const char *address, double document_value, double *value);

#endif
