/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mix as the engine is told it: plain data made from a document by the session, read by `engine_apply`, then free
 * to die.
 *
 * Everything is by index into `strips`; order of strips is the order of the file and of every sum.  Positions and
 * lengths are frames at the project's rate. Strings are for messages only.
 */
#ifndef TTYMIX_AUDIO_ENGINE_SPEC_H
#define TTYMIX_AUDIO_ENGINE_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/processor.h"
#include "audio/dsp/segment.h"
#include "audio/dsp/words.h"
#include "audio/engine/stream.h"

typedef enum StripKind { STRIP_TRACK, STRIP_BUS, STRIP_RETURN, STRIP_VCA, STRIP_GROUP, STRIP_MASTER } StripKind;

/* A number with its automation; `points` ascend in frame, two at one frame are a step. */
typedef struct ControlSpec {
    double value; /* static, in the unit of its row */
    LaneMode mode;
    const LanePoint *points; /* NULL and 0 without a lane */
    int point_count;
} ControlSpec;

/* True for a value that nothing moves. */
static inline bool control_is_still(const ControlSpec *control, double value)
{
    return control->value == value && control->point_count == 0;
}

/* A clip's samples are stream frames [offset, offset + length), heard from `start`. Overlaps on one track cross-fade
 * over the overlap: where both ends carry no own fade, equal power; a clip inside another replaces it there. */
typedef struct ClipSpec {
    Stream *stream; /* NULL: missing stem, plays silence */
    int64_t start, offset, length;
    double gain_db;
    int64_t fade_in, fade_out; /* frames */
    FadeShape fade_in_shape, fade_out_shape;
} ClipSpec;

typedef struct SendSpec {
    int to; /* strip index */
    Tap tap;
    ControlSpec level_db, pan, mute; /* pan -100..100 */
} SendSpec;

typedef struct ProcessorSpec {
    uint32_t uid;                    /* the same instance in the next spec has the same number */
    const ProcessorKind *kind;       /* NULL: unknown, passed through */
    const double *values;            /* processor_value_count(kind) */
    const ControlSpec *const *lanes; /* per value, NULL entries without automation; or NULL */
    ControlSpec bypass;              /* 0 or 1 */
    ControlSpec bypass_db; /* gain of what passes a bypass: 0, but where a session compares at equal loudness */
    int key;               /* strip index of the key, or -1 */
    Tap key_tap;           /* TAP_PRE (after its chain, before its fader) by default */
    const ProcessorFile *file;
    bool after_fader;
} ProcessorSpec;

typedef struct StripSpec {
    uint32_t uid;
    StripKind kind;
    const char *name;
    int channels; /* of a track's source: 1 or 2; 2 for all others */
    bool polarity_left, polarity_right;
    ControlSpec trim_db, fader_db, pan, pan_left, pan_right, width, mute;
    PanMode pan_mode;
    double pan_law_db; /* 0, -3, -4.5, -6 */
    int64_t offset_frames;
    bool silenced;        /* by somebody else's solo: a listening state */
    bool output_silenced; /* the same, but its sends go on: they feed a soloed return */
    int out;              /* strip index; -1 = none (the master, VCAs) */
    int vca;              /* strip index of a VCA, or -1; VCAs may have VCAs */
    const ClipSpec *clips;
    int clip_count;
    const ProcessorSpec *processors; /* in signal order, those after the fader last */
    int processor_count;
    const SendSpec *sends;
    int send_count;
} StripSpec;

typedef struct TempoPoint {
    int64_t frame;
    double bpm;
} TempoPoint;

typedef struct MixSpec {
    double rate_hz;
    uint64_t revision; /* of the document; meters carry it */
    const StripSpec *strips;
    int strip_count;
    int master; /* index, or -1 */
    const TempoPoint *tempo;
    int tempo_count;
    int64_t end_frame; /* the `end` marker, or the end of the last clip */
} MixSpec;

#endif
