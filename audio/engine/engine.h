/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one engine: what the sound card plays and what a bounce writes both come out of `engine_process`.
 *
 * Two threads: the *control* thread makes and feeds the engine, the *audio* thread (or the bounce) calls
 * engine_process. Same spec, same bytes out: independent of block sizes, of `jobs`, of SIMD level.
 */
#ifndef TTYMIX_AUDIO_ENGINE_ENGINE_H
#define TTYMIX_AUDIO_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/engine/meter.h"
#include "audio/engine/monitorspec.h"
#include "audio/engine/spec.h"

typedef struct Engine Engine;

typedef struct EngineSetup {
    double rate_hz;
    bool offline; /* a bounce: streams are waited for, live smoothing is off, the transport runs from the first call */
    int jobs;     /* threads of a bounce, 1..64; 1 in playback */
    bool meters;  /* fill meter frames */
    bool work;    /* offline, with meters: fill what they say of gain reduction */
} EngineSetup;

/* Control thread.  NULL and `error` when the spec has a routing loop (error.text names the strips along it), too many
 * things, or memory is short. */
NODISCARD Status engine_new(Engine **engine, const EngineSetup *setup, const MixSpec *spec, Error *error);
/* After the audio thread has stopped calling. NULL is safe. */
void engine_free(Engine *engine);

/* Makes the engine equal to `spec`: messages where only values differ, a new plan otherwise. On failure nothing changed
 * (STATUS_BUSY: the spec can be played, but the audio thread has not taken earlier changes yet, try again;
 * STATUS_UNSUPPORTED: offline). Streams of
 * clips that are gone may be closed once engine_is_settled. */
NODISCARD Status engine_apply(Engine *engine, const MixSpec *spec, Error *error);
/* Frees plans that came back, collects events. Call it at least ten times a second while playing. Control thread. */
void engine_poll(Engine *engine);
/* After engine_poll: true when every change has arrived and nothing of an older spec is in use any more. Control
 * thread. */
bool engine_is_settled(const Engine *engine);

/* Transport, control thread; nothing offline. None is lost however many are sent before the audio thread takes one:
 * what finds no room waits, the newest of each kind, and goes out with engine_poll. A locate while playing fades out,
 * jumps and fades in (5 ms each) without a gap but for what the plan's delay takes to fill beyond 512 frames and three
 * blocks a call.  Play begins with every processor reset; it fades in over 5 ms unless it begins at frame 0, where the
 * song itself begins, so that what is played from there equals the bounce.  A stop fades the tracks out over 5 ms
 * (behind the plan's delay); tails ring on until the output has been below -120 dBFS for a second, then nothing is
 * computed. */
void engine_play(Engine *engine);
void engine_stop(Engine *engine);
void engine_locate(Engine *engine, int64_t frame);
void engine_set_loop(Engine *engine, bool on, int64_t from, int64_t to);

/* Glides there within 20 ms; what is heard through another filter is cross-faded. */
void engine_set_monitor(Engine *engine, const MonitorSpec *monitor);

typedef struct EngineState { /* a consistent snapshot; any thread */
    int64_t position;        /* project frame that the next frame out will be */
    bool playing;
    int latency_frames; /* of the whole plan, already taken off */
    uint64_t processed; /* frames given out since the start */
    uint32_t underruns;
} EngineState;
void engine_state(const Engine *engine, EngineState *state);

/* False while a start or a locate still fills the plan's delays behind silence (a bounded piece each call), and while
 * idle. Any thread. */
bool engine_is_running(const Engine *engine);

/* Audio thread: true when nothing sounds until the engine is told something, and nothing that it was told waits. */
RT_SAFE bool engine_rests(const Engine *engine);

/* Latest meters since the last call; false when nothing is new. `frame` points into the engine until the next call.
 * Control thread. */
bool engine_meters(Engine *engine, const MeterFrame **frame);
/* Takes up to `frames` interleaved stereo frames of the master as played, oldest first, for measurement. One reader
 * thread. */
int engine_tap_read(Engine *engine, float *interleaved, int frames);

/* The sound on both sides of processors, while it plays, for display: each probe by the uid of a ProcessorSpec, 0 for
 * none.  Changes no bit of the output; what is not read in time is lost.  Control thread; nothing offline. */
void engine_set_probes(Engine *engine, const uint32_t processor_uid[ENGINE_PROBES]);
/* Takes up to `frames` frames of four numbers, oldest first: before left, right, behind it left, right. One reader
 * thread. */
int engine_probe_read(Engine *engine, int probe, float *quadruples, int frames);

/* Latency in frames that the strip itself adds, in the plan last applied; -1 if unknown. Control thread. */
int engine_strip_latency(const Engine *engine, uint32_t strip_uid);

/* Renders the next `frames` frames of the master into out[0], out[1].  Audio thread; RT_SAFE unless `offline`. */
RT_SAFE void engine_process(Engine *engine, float *const out[2], int frames);
/* Offline only: as engine_process, and also every strip's contribution to the master's input (post-fader, post-pan),
 * planar: strip_out[2 * i + channel] for strip i of the spec where its output is the master, NULL = not wanted (others
 * become silence). In time with `out`: the master's own delay is taken off. Use it from the first block on, with the
 * same places wanted. */
void engine_process_stems(Engine *engine, float *const out[2], float *const *strip_out, int frames);
/* True when no clip is left at the present position and every processor has rung out. Control thread, as the next two.
 */
bool engine_is_silent(const Engine *engine);
/* True when nothing can sound any more: engine_is_silent, or the output has been below -120 dBFS for `quiet_frames` and
 * nothing is held that could come later (an echo's time, a response's pause), nor does automation bring forth more. */
bool engine_is_over(const Engine *engine, int64_t quiet_frames);
/* How long the output must be quiet before nothing is held that could still come: at least a second. */
int64_t engine_gap_frames(const Engine *engine);

#endif
