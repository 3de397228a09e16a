/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions bound to rules: each tells what was measured. For the files of this room. */
#ifndef TTYMIX_SRC_QC_TELL_H
#define TTYMIX_SRC_QC_TELL_H

#include "audio/measure/delivery.h"
#include "projects/lint/lint.h"
#include "src/mix/compile.h"
#include "src/qc/strips.h"
#include "src/qc/tap.h"
#include "src/song/song.h"

typedef struct Audit {
    Lint *lint;
    const Rule *rule; /* that is being told */
    Project *project; /* NULL: a sound file, as the next five */
    const Mix *mix;
    ClipTap **taps; /* by strip, then by clip */
    StripWork *strips;
    int64_t tail_frames; /* rendered behind the end of the song */
    DeliveryReading sound;
    int bits, used_bits; /* of a file of up to 24 bits: stated, and used by some sample; else 0 */
    bool silent_missing; /* missing stems are agreed to */
    Status status;       /* NO_MEMORY: something could not be told */
    Error *error;
} Audit;

typedef struct Teller {
    const char *id;
    void (*tell)(Audit *audit);
    bool before; /* needs no render */
} Teller;

/* Ended by a NULL id. */
extern const Teller stem_tellers[], render_tellers[], output_tellers[];

/* Tells those of `tellers` that the lint looks at, and that need no render, or those that do. */
void audit_tell(Audit *audit, const Teller *tellers, bool before);
/* A meter of what the lint looks at. */
NODISCARD Status audit_new_meter(const Lint *lint, double rate_hz, DeliveryMeter **meter);
/* A measurement of the whole sound. */
void tell_sound(Audit *audit, double value, double at_s);
/* Of any finished sound, a mix's render or a file: dBFS, LU, dB in the worst band, per cent of the time. */
void tell_sound_dc(Audit *audit);
void tell_sound_mono(Audit *audit);
void tell_sound_mono_band(Audit *audit);
void tell_sound_correlation(Audit *audit);

#endif
