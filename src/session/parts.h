/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's insides, shared by its files and by nobody else. */
#ifndef TTYMIX_SRC_SESSION_PARTS_H
#define TTYMIX_SRC_SESSION_PARTS_H

#include <stdatomic.h>
#include <stdio.h>

#include "projects/command/command.h"
#include "projects/disk/lock.h"
#include "projects/journal/journal.h"
#include "projects/journal/recovery.h"
#include "src/mix/compile.h"
#include "src/session/device.h"
#include "src/session/recorder.h"
#include "src/session/session.h"

enum { LISTENER_MAX = 8, SOLO_MAX = 4096, SOLO_TEXT_MAX = 1024, NOTE_MAX = 12, ADDRESS_TEXT_MAX = 256 };

typedef struct Transport {
    bool playing;  /* as last commanded */
    int64_t start; /* where play began: stop returns there */
    bool loop_on;
    int64_t loop_from, loop_to;
    bool locating; /* a locate waits for its pages */
    bool play_when_located;
    int64_t target;
    double patience_s; /* when the locate is done without its pages */
} Transport;

enum { COMPARED_MAX = 65 }; /* every processor of a strip, and a level */

typedef struct Comparison {                     /* session_compare.c */
    char address[ADDRESS_TEXT_MAX];             /* of a processor or a strip; "" = nothing was compared yet */
    bool on, measured;                          /* heard bypassed; level_db is known */
    double level_db;                            /* what it adds to the loudness, and its bypass gets */
    uint64_t revision;                          /* of the document that was measured */
    double due_s;                               /* when to measure again; 0 = not */
    char names[COMPARED_MAX][ADDRESS_TEXT_MAX]; /* of what the engine is told */
} Comparison;

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
    bool read_only;  /* a lock of somebody else, or a newer version: said in read_only_why, without a full stop */
    bool unwritable; /* the file or its folder may not be written: edits are journalled, `write FILE` saves them */
    char read_only_why[300];
    JournalRecovery recovery;
    bool has_recovery;
    bool replaying;  /* the journal's own commands are being run */
    char **replayed; /* what they were resolved to */
    int replayed_count, replayed_room;
    int shared_undo, shared_redo; /* entries of the history that the journal's records made: see session_journal.c */
    int gesture_depth;
    bool gesture_split;        /* a save fell into the gesture: its begin is not among the records */
    char notes[NOTE_MAX][300]; /* what is to be said once somebody listens */
    int note_count;
    SessionListener listeners[LISTENER_MAX];
    int listener_count;
    uint32_t solos[SOLO_MAX]; /* uids */
    int solo_count;
    char solo_text[SOLO_TEXT_MAX];
    char (*heard)[ADDRESS_TEXT_MAX]; /* switches for the ears alone that are on: vox.comp.listen */
    int heard_count, heard_room;
    Comparison compared;
    Recorder *recorder;
    bool riding;           /* the recorder's own edits are being run */
    bool rides_changed;    /* the engine has not been told yet what is ridden */
    int64_t stretch_from;  /* where what is played now without a leap began */
    int64_t last_position; /* of the engine, at the last tick */
    int awaits;            /* ticks to wait at most for a locate to take place */
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
    struct MeasureJob *measure;
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
void session_tell_report(Session *session, const char *text); /* session_report.c */
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
/* Nothing has been measured yet. */
void session_forget_readings(Session *session);

/* session_transport.c, session_listen.c, session_file.c: handlers of commands; `words` are the whole line's. */
typedef struct SessionCommand {
    const char *name;
    void (*run)(Session *session, const CommandWords *words, SessionAnswer *answer);
} SessionCommand;
extern const SessionCommand session_transport_commands[], session_listen_commands[], session_file_commands[],
    session_preset_commands[], session_gainstage_commands[], session_match_commands[];
void session_tick_transport(Session *session);
void session_locate(Session *session, int64_t frame);
void session_play(Session *session);
void session_stop(Session *session, bool stay);
void session_forget_gone_solos(Session *session);

/* session_heard.c: key listen, delta, unity gain and soloed bands */
extern const SessionCommand session_heard_commands[];
/* Fills overrides[session->heard_count]; returns how many. */
int session_list_heard(const Session *session, MixOverride *overrides);
/* Drops what names nothing any more; a strip's new name is followed. */
void session_follow_heard(Session *session, const Change *change);
void session_tell_heard(Session *session);
/* `solo STRIP.PROCESSOR.BAND`; false if the second word is no such address. */
bool session_run_band_solo(Session *session, const CommandWords *words, SessionAnswer *answer);
/* Ends soloed bands (`bands`), or all of them. */
void session_clear_heard(Session *session, bool bands);

/* session_compare.c: bypass at equal loudness */
extern const SessionCommand session_compare_commands[];
/* Fills at most overrides[COMPARED_MAX]; returns how many. Their names hold until it is called again. */
int session_list_compared(Session *session, MixOverride *overrides);
/* After an edit: a new name is followed, what is gone ends, and what is heard is measured again soon. */
void session_follow_compared(Session *session, const Change *change);
void session_tick_compared(Session *session);
void session_tell_compared(Session *session);

/* session_record.c */
extern const SessionCommand session_record_commands[];
/* Makes it, or lets it forget everything: the document or its rate is another one. False without memory. */
bool session_reset_recorder(Session *session);
void session_tick_record(Session *session);
/* The transport is about to begin at, stop, or leave for a place. */
void session_record_play(Session *session, int64_t from);
void session_record_stop(Session *session);
void session_record_locate(Session *session, int64_t to);
/* Gives the document what was moved up to now: before it is written or bounced, or judged whether it has changed. */
void session_write_rides(Session *session);
/* Tells the engine what is ridden, where that has changed. */
void session_settle_rides(Session *session);
/* Around edits: a pass ends before an undo; a move that automation hides says so. */
void session_record_before_edit(Session *session, const char *line);
void session_record_after_edit(Session *session, SessionAnswer *answer);

/* session_edit.c */
void session_edit(Session *session, const char *line, SessionAnswer *answer);

/* session_journal.c */
void session_set_rescue(Journal *journal, Lock *lock); /* what session_rescue takes care of; NULL = nothing */
/* `text "..."`; malloc'd. */
char *session_text_command(const char *text, size_t length);
/* Journals an edit that was done; `undo_before` = document_undo_count before it. */
void session_note_edit(Session *session, const char *resolved, const char *typed, int undo_before);
void session_forget_shared_history(Session *session);
/* Looks for a journal of unsaved edits: fills `recovery` and `has_recovery`. */
NODISCARD Status session_find_journal(Session *session, Error *error);
/* Opens the journal, once the old one is replayed (`continues`) or set aside. */
void session_begin_journal(Session *session, bool continues);
/* Before a save of this text. */
void session_mark_journal(Session *session, const char *text, size_t length);
/* Ends journal, recovery and lock; `clean` removes the journal. */
void session_end_journal(Session *session, bool clean);

/* session_recover.c */
void session_say_recovery(const Session *session, char *out, size_t size);
/* True, with the answer given, while it is undecided what becomes of the edits that were found. */
bool session_refuse_undecided(const Session *session, const char *not_done, SessionAnswer *answer);
void session_run_recover(Session *session, const CommandWords *words, SessionAnswer *answer);
void session_run_discard(Session *session, const CommandWords *words, SessionAnswer *answer);

/* session_open.c: what holds for the project that is open now: lock, rights, stems, journal; said by session_note. */
void session_settle_project(Session *session);
/* Nothing is edited or saved from now on, and why. */
void session_become_read_only(Session *session, const char *why);
/* Opens the journal, or finds edits to be decided about. */
void session_look_for_edits(Session *session);
/* A project's file or a folder of stems; EXIT_DONE or the status to exit with, said on `talk`. */
int session_open_path(const Session *session, Project *project, const char *path, FILE *talk);
/* Says what is wrong with the stems; false without memory. */
bool session_check_stems(Session *session, FILE *talk);
void session_run_edit(Session *session, const CommandWords *words, SessionAnswer *answer);
/* Told at once if somebody listens, else when somebody does. */
void session_note(Session *session, const char *format, ...) PRINTF_LIKE(2, 3);

void answer_say(SessionAnswer *answer, Status status, const char *format, ...) PRINTF_LIKE(3, 4);
double session_now_s(void);

#endif
