/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk's way to its session: lines of text over one stream socket, in the same process or far away.
 *
 * The desk keeps its own copy of the document (a replica) by applying the changes it is told.  Selection, view and
 * dot-repeat belong to the desk; document, undo, transport, listening states and device belong to the session.  Fields
 * are separated by one blank; a TEXT runs to the end of the line, with \n \r \\ and control bytes escaped as \xNN.  A
 * document's line carries its own line end in its TEXT (`=rate 48000 Hz\n`); only the last may have none.
 * tui/link/wire.h writes and reads all this for both ends.  A change that a command made is sent before the command's
 * answer.
 *
 * desk -> session
 *   SEQ COMMAND...           a line of the command language (projects/command/command.h, DOCUMENT or SESSION scope);
 *                            SEQ counts up from 1
 *   meters FPS FIRST COUNT POINT
 *                            subscribe to meters of COUNT strips from FIRST (file order) and the master; 0 = off.
 *                            POINT: 0 at the input, 1 before the fader, 2 (also when left out) behind it, 3 behind pan
 *                            and mute
 *   look STRIP PROCESSOR     looks closely at a processor (both by index in the order of the file; -1: no more)
 *   text                     asks for the whole document again: the replica lost step
 *   bye                      the desk leaves; the session goes on or ends as it was told
 *   desk 1 RIGHT NAME        the first line of a desk that attaches to a served session: RIGHT is readwrite or
 *                            readonly, NAME what others call it (a TEXT; "" = by number)
 *
 *   wave STEP TILE PATH      asks for 64 columns of STEP frames each of a stem's waveform, from frame TILE * 64 * STEP
 * of the stem on; frames are of the project's rate, PATH (a TEXT) is as the document has it
 *
 *   image POINTS             asks for loudness and image, with so many points of the past; 0 = no more of it
 *   history FIRST COUNT      asks for the titles of COUNT edits from FIRST (0 = the oldest) on
 *
 * session -> desk
 *   hello PROTOCOL NAME      PROTOCOL is 1; NAME is the project's file
 *   include LINES PATH       a file that the document includes follows, LINES lines each as `=TEXT`; PATH is from the
 *                            document's folder.  All of them come before the `text` that includes them
 *   text REVISION LINES      the whole document follows, LINES lines each as `=TEXT`
 *   answer SEQ STATUS TEXT   STATUS 0 = done (enum Status); TEXT for a person
 *   change REVISION SPLICES  a change of the document: SPLICES times `splice AT REMOVED ADDED`, then REMOVED lines
 *                            `-TEXT`, ADDED lines `+TEXT`; a rename is preceded by `renamed OLD NEW`
 *   state KEY VALUE...       one fact of the session: tui/link/facts.h has them all
 *   meters REVISION POSITION ID:PKL:PKR:RMSL:RMSR:GR:OVERS ...
 *                            levels in tenths of dB (integers; -1200 = silence), ID = index of the strip in file order
 *   loud M S I LRA TP CORR   the master: tenths of LUFS/LU/dBTP, correlation in hundredths; -1200 = none yet
 *   wave STEP TILE LENGTH COLUMNS PATH
 *                            LENGTH: of the stem in frames, -1 = not known; COLUMNS: `-` where it is not ready (it may
 *                            be asked for again once `state overviews` says so), else three digits a column: highest
 *                            and lowest sample and root mean square of all channels, each 0 (silence) to 63 (full
 *                            scale), a dB each, in the alphabet A-Z a-z 0-9 + -
 *   parts STRIP GR ...       of the strip looked at: what each processor takes away, tenths of dB
 *   sides STRIP PROCESSOR PKL:PKR:RMSL:RMSR PKL:PKR:RMSL:RMSR
 *                            of the processor looked at: before, after
 *   bands STRIP PROCESSOR PER_OCTAVE FIRST_HZ BEFORE:AFTER ...
 *                            its spectra of now, tenths of dBFS a band; centres FIRST_HZ x 10^(0.3 n / PER_OCTAVE)
 *   loudpoint, dots, spectrum, thirds: tui/link/image.h
 *   history DONE COUNT SAVED FIRST
 *                            edits done, and all; done when it was saved, -1 = out of reach; `past` from FIRST follow
 *   past INDEX TEXT          the title of an edit
 *   notice LEVEL TEXT        LEVEL info, warn or error: something a person should know, unasked
 *   quit STATUS TEXT         the session has ended, or the desk may leave it; why, or nothing
 *   refused TEXT             in the place of hello: the session does not take this desk
 */
#ifndef TTYMIX_TUI_LINK_HOST_H
#define TTYMIX_TUI_LINK_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "projects/document/document.h"
#include "projects/model/recording.h"

enum { HOST_PARTS_MAX = 64, HOST_BANDS_MAX = 256 };
enum { HOST_PROTOCOL = 1, HOST_AUTOS_MAX = 256 };

typedef struct Host Host;

typedef struct HostStrip { /* latest meter of one strip */
    float peak_db[2], rms_db[2], gain_reduction_db;
    uint32_t overs;
    uint64_t serial; /* of the `meters` line that brought it */
} HostStrip;

typedef struct HostLook { /* what was told last of the processor that is looked at; levels in dB */
    int parts_strip, parts;
    float part_db[HOST_PARTS_MAX];     /* >= 0 */
    int strip, processor;              /* of what follows */
    float peak_db[2][2], rms_db[2][2]; /* [before, after][left, right] */
    int bands, per_octave;
    double first_hz;
    float band_db[2][HOST_BANDS_MAX];
} HostLook;

typedef enum HostEventKind {
    HOST_NONE,
    HOST_ANSWER,
    HOST_CHANGE,
    HOST_STATE,
    HOST_METERS,
    HOST_LOUDNESS,
    HOST_LOOK,
    HOST_NOTICE,
    HOST_QUIT,
    HOST_TEXT,
    HOST_WAVE,
    HOST_PAST,
    HOST_IMAGE
} HostEventKind;
typedef struct HostEvent {
    HostEventKind kind;
    uint64_t sequence; /* HOST_ANSWER */
    Status status;     /* HOST_ANSWER */
    int level;         /* HOST_NOTICE: 0 info, 1 warn, 2 error */
    /* of an answer or a notice; of HOST_QUIT why, or "" */
    char text[1024];
} HostEvent;

typedef struct HostAuto { /* tui/link/autos.h */
    char address[256];
    RecordingState state;
    double value; /* NAN: the document's */
} HostAuto;

typedef struct HostState { /* what the session last said */
    bool playing, loop_on, saved, dim, mono, cut;
    int64_t position, loop_from, loop_to;
    int64_t length; /* where the music ends; 0: not told */
    double monitor_db;
    int undo_count, redo_count;
    uint32_t xruns;
    int cpu_percent;
    int bounce_percent;    /* of the bounce that runs; -1 = none */
    int overviews_percent; /* of the waveforms that are being made; -1 = none */
    int overviews_ready;   /* counts up whenever one is there */
    char device[128], solo[1024], heard[1024], compared[300], listen[300], room[200];
    float momentary_lufs, short_lufs, integrated_lufs, range_lu, true_peak_dbtp, correlation; /* below -119: none yet */
    HostAuto autos[HOST_AUTOS_MAX]; /* what is not in read, or glides */
    int auto_count;
} HostState;

/* Takes over the connected socket `fd` (non-blocking is set). */
NODISCARD Status host_new(Host **host, int fd);
void host_free(Host *host);
int host_fd(const Host *host);
/* Queues a command line; returns its sequence number; never blocks. */
uint64_t host_submit(Host *host, const char *command);
void host_subscribe_meters(Host *host, int frames_per_second, int first, int count, int point);
/* Asks for a piece of a waveform (tui/link/waves.h), unless it is here or asked for. */
void host_want_wave(Host *host, const char *path, int64_t step, int64_t tile);
const struct Waves *host_waves(const Host *host);
/* -1, -1: at nothing. */
void host_look(Host *host, int strip, int processor);
const HostLook *host_looked(const Host *host);
/* Asks for loudness and image, with so many points of the past; 0: no more of it. */
void host_want_image(Host *host, int points);
const struct LinkImage *host_image(const Host *host);
/* Asks for the titles of so many edits; what was sent before stays until the answer comes. */
void host_want_past(Host *host, int first, int count);
const struct Past *host_past(const Host *host);
/* Says that the desk leaves. */
void host_say_bye(Host *host);
/* Writes what is queued and reads what has come; then events must be taken one by one until there is none: the replica
 * and the state change as they are taken.  False when the other side is gone, or broke the protocol (host_complaint
 * then has a sentence).  Lines that mean nothing are left out and counted: they never end the connection. */
bool host_pump(Host *host);
bool host_next_event(Host *host, HostEvent *event);
bool host_wants_write(const Host *host);
const char *host_complaint(const Host *host);
/* The project's file as the session called it; "" before `hello`. */
const char *host_project_name(const Host *host);
/* How many lines were not understood. */
unsigned host_bad_lines(const Host *host);

/* The replica; NULL before the first `text`. */
const Document *host_document(const Host *host);
const HostState *host_state(const Host *host);
/* By index of the strip in the file's order; NULL when unknown. Fresh when its serial is host_meters_serial. */
const HostStrip *host_strip(const Host *host, int index);
/* How many `meters` lines have come. */
uint64_t host_meters_serial(const Host *host);

#endif
