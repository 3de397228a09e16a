/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor is to everybody else: one row of the catalogue (catalogue.h).
 *
 * Values.  An instance's numbers lie in one array of doubles: the kind's own parameters first, then `band_max` slots of
 * `band_param_count` (eq, multiband); a slot is in use where its first band parameter ("type" or "on") says so, and
 * bands are processed in slot order.  `processor_value_count` is its length.
 *
 * `shape`, `latency_frames`, `tail_s`, `bank_new` and `update` are given values within their rows: the engine clamps
 * what it is told.
 *
 * Banks.  An envelope or a biquad alone is bound by its own feedback, so instances of one kind and one *shape* are
 * processed side by side in a bank of `lanes` channels (8, or 2 for kinds that fill the lanes with one instance).  A
 * mono instance takes one lane, a stereo instance two adjacent ones beginning at an even lane.  A bank owns the state
 * of all its lanes; unused lanes carry silence.  A lane alone and a full bank give the same bits.
 *
 * Cells.  Values are read on the grid of 64 frames of the strip's clock.  `update` is called at a cell's first frame
 * when a value changed: the processor moves from what it is to what it shall be by a ramp that is a function of the
 * position in the cell, and stands at the new values at the cell's end (`jump`: at once, after a reset).  `process` is
 * called with runs that never cross a cell, cut anywhere inside it, and gives the same bits however the cell is cut.
 *
 * Bypass and `mix` are done by the engine around the processor (with the dry path delayed by its latency), but for
 * kinds with PROCESSOR_OWN_MIX, whose dry path needs more than a delay (split bands through the same all-pass).
 *
 * Input is finite (the engine cleans a stem's edge); FTZ and DAZ are on; output is finite for every input up to +-1e6.
 */
#ifndef TTYMIX_AUDIO_DSP_PROCESSOR_H
#define TTYMIX_AUDIO_DSP_PROCESSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/attributes.h"
#include "audio/base/status.h"
#include "audio/dsp/param.h"

enum { BANK_LANES = 8, CELL_FRAMES = 64, PROCESSOR_VALUES_MAX = 1024 };

enum {
    PROCESSOR_KEYED = 1 << 0,       /* takes a key (sidechain): `key STRIP` in its line */
    PROCESSOR_FILE = 1 << 1,        /* takes a sound file in quotes (convolve) */
    PROCESSOR_OWN_MIX = 1 << 2,     /* does `mix` itself */
    PROCESSOR_HAS_MIX = 1 << 3,     /* `mix` stands among its parameters (unit %, 0..100) */
    PROCESSOR_AFTER_FADER = 1 << 4, /* `add` without a place puts it after the fader */
    PROCESSOR_TEST = 1 << 5         /* made for tests: hidden from users */
};

/* An impulse response at the project's rate, for PROCESSOR_FILE kinds; owned by the caller of bank_new. */
typedef struct ProcessorFile {
    const float *channel[2]; /* channel[1] may equal channel[0] */
    int64_t frames;
} ProcessorFile;

typedef struct ProcessorSetup {
    double rate_hz;
    double tempo_bpm;          /* at the project's start; `delay` takes note values from `update`'s tempo */
    int channels;              /* 1 or 2, of each instance in the bank */
    const double *values;      /* the structural values are read from here; all instances agree in them */
    const ProcessorFile *file; /* or NULL */
} ProcessorSetup;

typedef enum ProcessorShow {
    SHOWS_NOTHING,
    SHOWS_ECHOES, /* what comes out after an impulse, over time (response_run) */
    SHOWS_HIT     /* what becomes of a hit (response_run) */
} ProcessorShow;

typedef struct ProcessorKind {
    const char *kind;  /* the word in the file: "comp" */
    char letter;       /* on the mixer's chain line: 'C' */
    const char *label; /* "Compressor" */
    const char *help;  /* one sentence */
    int rank;          /* usual place in a chain, where `add` puts it: gain 5, gate 10, eq 20, comp 30, deesser 40,
                          multiband 45, transient 50, saturate 60, clipper 65, imager 70; from 80 on it is a space, and
                          wet alone on a return: delay 80, reverb 90, convolve 95; limiter 100 */
    unsigned flags;
    int lanes; /* 8 or 2: channels a bank holds */
    const ParamInfo *params;
    int param_count;
    const ParamInfo *band_params; /* eq, multiband: one band's row; else NULL */
    int band_param_count;
    int band_max;
    const char *band_edge;          /* key of a band's upper edge, where bands follow one another upwards; or NULL */
    const char *const *added_bands; /* arguments of the bands that `add` writes with a new one, NULL-ended; or NULL */
    const char *spoken;             /* the kind's word as a voice says it, "De-esser"; NULL: as it is written */
    const char *makeup;             /* key of the parameter that sets how loud the output is (`match`); or NULL */
    const char *ceiling;            /* key of the true peak (dBTP) that the output stays below; or NULL */
    const char *ceiling_switch;     /* key of the switch without which `ceiling` is not kept; NULL: it always is */

    /* Main thread.  Equal numbers mean: may share a bank. Depends on structural values and on nothing else. */
    uint64_t (*shape)(const double *values, int channels, double rate_hz);
    /* Frames by which the output lags; exact. NULL = 0. */
    int (*latency_frames)(const double *values, double rate_hz);
    /* Frames of the output that come before what causes them, within the latency (linear phase); NULL = 0. */
    int (*pre_ringing_frames)(const double *values, double rate_hz);
    /* Of an instance with this setup (its tempo is the slowest that it will meet): seconds until silence after silence
     * in, to -120 dB; NULL = 0, INFINITY where it never ends. */
    double (*tail_s)(const ProcessorSetup *setup);
    /* The longest time within its tail for which it may be silent and then sound again: an echo's time. NULL = 0. */
    double (*gap_s)(const ProcessorSetup *setup);
    /* A new bank with all lanes reset, or NULL without memory. Aligned as it needs. */
    void *(*bank_new)(const ProcessorSetup *setup);
    void (*bank_free)(void *bank); /* NULL is safe */

    /* Audio thread, all RT_SAFE. `lane` is an instance's first lane. */
    void (*reset)(void *bank, int lane); /* as fresh from bank_new, before the first update */
    void (*update)(void *bank, int lane, const double *values, double tempo_bpm, bool jump);
    /* In place on planar channels: io[lane], NULL = unused lane; key[lane] is the key signal or NULL = keyed by itself;
     * `offset` is the position in the cell of the first frame, offset + frames <= 64. */
    void (*process)(void *bank, float *const io[BANK_LANES], const float *const key[BANK_LANES], int offset,
                    int frames);
    /* The same keyed by itself on interleaved lanes, x[BANK_LANES * frame + lane], aligned to 32 bytes: how banks of
     * the same lanes hand their sound on (lanes_in, lanes_out). Unused lanes hold silence and may be left with
     * anything.  Gives the bits of `process` but for the sign of zeros.  NULL where a kind has no such form. */
    void (*process_lanes)(void *bank, float *x, int offset, int frames);
    /* A whole cell of two banks of one shape at once, as process_lanes of each: x[2 * BANK_LANES * frame + lane],
     * aligned to 64 bytes, the first bank's lanes first.  False where they must be done one by one: then x is as it
     * was.  Called where lanes_have_pairs() alone; NULL where a kind has no such form. */
    bool (*process_pair)(void *const bank[2], float *x);
    /* Copies an instance's whole state between banks of one shape. */
    void (*move)(void *to, int to_lane, const void *from, int from_lane);
    /* Gain reduction in dB >= 0 now, for meters; NULL where there is none. */
    float (*gain_reduction_db)(const void *bank, int lane);

    /* Main thread, for display: the gain in dB at `hz` of static settings; NULL where there is no curve. */
    double (*response_db)(const double *values, double hz, double rate_hz);
    /* Main thread, for display: output level in dB for an input level in dB; NULL where there is none. */
    double (*transfer_db)(const double *values, double in_db);
    /* The same of one band that is in use; NULL where bands have none. */
    double (*band_transfer_db)(const double *values, int slot, double in_db);
    /* Main thread, for display: the gain in dB at `hz` while the processor takes away the most that it may. */
    double (*reach_db)(const double *values, double hz, double rate_hz);
    /* Main thread, for display: seconds in which what rings at `hz` falls by 60 dB. */
    double (*decay_s)(const double *values, double hz, double rate_hz);
    /* Main thread, for display: the gain of the sides over that of the middle at `hz`, 1 = as they come. */
    double (*width)(const double *values, double hz, double rate_hz);
    ProcessorShow shows; /* what makes its picture, where no function above does */
    /* Main thread, for display: whether a row of a band says anything while the band's values are these: a cut has no
     * gain.  NULL: all do. */
    bool (*band_row_counts)(const double *band, int row);
} ProcessorKind;

int processor_value_count(const ProcessorKind *kind);
/* Index in the values of an own parameter, or of a band's (slot >= 0); -1 if unknown. */
int processor_value_index(const ProcessorKind *kind, int slot, const char *key);
/* The row behind an index. */
const ParamInfo *processor_value_param(const ProcessorKind *kind, int index);
/* Each clamped to its row (param_clamp): what instances are made of and given. */
RT_SAFE void processor_values_clamp(const ProcessorKind *kind, const double *values, double *clamped);
/* Writes every default. */
void processor_values_init(const ProcessorKind *kind, double *values);

#endif
