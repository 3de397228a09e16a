/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's insides, shared by its files and by nobody else. */
#ifndef TTYMIX_SRC_SESSION_PARTS_H
#define TTYMIX_SRC_SESSION_PARTS_H

#include <stdatomic.h>

#include "projects/command.h"
#include "projects/journal.h"
#include "projects/lock.h"
#include "projects/recovery.h"
#include "src/compile.h"
#include "src/session.h"
#include "src/sound.h"

enum { LISTENER_MAX = 8, SOLO_MAX = 4096, SOLO_TEXT_MAX = 1024 };

typedef struct Transport {
    bool playing;            /* as last commanded */
    int64_t start;           /* where play began: stop returns there */
    bool loop_on;
    int64_t loop_from, loop_to;
    bool locating;           /* a locate waits for its pages */
    bool play_when_located;
    int64_t target;
    double patience_s;       /* when the locate is done without its pages */
} Transport;

struct Session {
    SessionSetup setup;
    Project project;
    Mix mix;
    Engine *engine;
    Sound *sound;
    _Atomic int64_t in_memory_until; /* with setup.patient: project frame up to which stems are in memory */
    atomic_bool ending;              /* nobody waits any more */
    Journal *journal;
    Lock *lock;
    bool read_only;          /* a lock, a newer version, or an unwritable file: said in read_only_why */
    char read_only_why[300];
    JournalRecovery recovery;
    bool has_recovery;
    bool replaying;          /* the journal's own commands are being run */
    SessionListener listeners[LISTENER_MAX];
    int listener_count;
    uint32_t solos[SOLO_MAX]; /* uids */
    int solo_count;
    char solo_text[SOLO_TEXT_MAX];
    MonitorSpec monitor;
    bool monitor_given;
    Transport transport;
    MasterMeter *loudness;
    MasterReading reading;
    bool reading_is_new;
    const MeterFrame *meters;
    StripTotals *totals;
    int total_count;
    char device_text[256];
    struct BounceJob *bounce;
    bool over, over_discard;
    uint64_t told_revision;
    uint32_t told_xruns;
    double next_second_s;
};

/* session_state.c: telling */
void session_tell_change(Session *session, const Change *change);
void session_tell_replaced(Session *session);
void session_tell_state(Session *session, const char *key, const char *format, ...) PRINTF_LIKE(3, 4);
void session_tell_notice(Session *session, NoticeLevel level, const char *format, ...) PRINTF_LIKE(3, 4);
void session_tell_history(Session *session);
void session_tell_transport(Session *session);

/* session_sound.c: the engine, its spec and the device */
NODISCARD Status session_start_sound(Session *session, Error *error);
void session_stop_sound(Session *session);
/* Compiles the document and gives it to the engine; on failure the engine is as it was. */
NODISCARD Status session_update_engine(Session *session, Error *error);
void session_request_device(Session *session, const char *name);
void session_tick_sound(Session *session);

/* session_totals.c */
void session_add_totals(Session *session, const MeterFrame *frame);
void session_clear_totals(Session *session);

/* session_transport.c, session_listen.c, session_file.c: handlers of commands; `words` are the whole line's. */
typedef struct SessionCommand {
    const char *name;
    void (*run)(Session *session, const CommandWords *words, SessionAnswer *answer);
} SessionCommand;
extern const SessionCommand session_transport_commands[], session_listen_commands[], session_file_commands[];
void session_tick_transport(Session *session);
void session_locate(Session *session, int64_t frame);
void session_play(Session *session);
void session_stop(Session *session, bool stay);
void session_forget_gone_solos(Session *session);

/* session_edit.c */
void session_edit(Session *session, const char *line, SessionAnswer *answer);

/* session.c: opens the journal once the old one is replayed (`continues`) or set aside. */
void session_begin_journal(Session *session, bool continues);

void answer_say(SessionAnswer *answer, Status status, const char *format, ...) PRINTF_LIKE(3, 4);
double session_now_s(void);

#endif
