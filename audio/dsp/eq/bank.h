/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of minimum-phase equalizers of one layout: when bands are designed and what moves in a cell.  eq_kernel.h runs
 * them, eq_lane.h takes a lane from standing to moving and back; only sections that change move.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_BANK_H
#define TTYMIX_AUDIO_DSP_EQ_BANK_H

#include "audio/dsp/eq/kernel.h"

enum { EQ_BAND_MAX = 24, EQ_UNITS_MAX = EQ_BAND_MAX * EQ_UNIT_MAX };

typedef enum EqChannel { EQ_STEREO, EQ_LEFT, EQ_RIGHT, EQ_MID, EQ_SIDE } EqChannel;

/* One band's settings, as the table's rows say them. */
typedef struct EqBandSettings {
    EqBand band;
    EqChannel channel;
    bool on;
    double threshold_db, ratio, attack_ms, release_ms; /* ratio 1: not dynamic */
} EqBandSettings;

typedef struct EqSettings {
    EqBandSettings band[EQ_BAND_MAX]; /* of the slots in use, in order */
    int band_count;
    double output_lin; /* auto gain included */
} EqSettings;

typedef struct EqBankLayout {
    double rate_hz;
    int channels;
    int band_count;
    int units[EQ_BAND_MAX];     /* of each band in use */
    bool mid_side[EQ_BAND_MAX]; /* likewise */
} EqBankLayout;

RT_SAFE bool eq_same_settings(const EqBandSettings *a, const EqBandSettings *b);

typedef struct EqBank EqBank;

/* NULL without memory. Main thread. */
EqBank *eq_bank_new(const EqBankLayout *layout);
void eq_bank_free(EqBank *bank);

RT_SAFE void eq_bank_reset(EqBank *bank, int lane); /* an instance */
RT_SAFE void eq_bank_update(EqBank *bank, int lane, const EqSettings *settings, bool jump);
RT_SAFE void eq_bank_process(EqBank *bank, float *const io[BANK_LANES], int offset, int frames);
RT_SAFE void eq_bank_process_lanes(EqBank *bank, F8 *x, int offset, int frames);
/* A whole cell of two banks of one layout at once; false where it must be done one by one. Where lanes_have_pairs. */
RT_SAFE bool eq_bank_process_pair(EqBank *a, EqBank *b, F16 *x);
RT_SAFE void eq_bank_move(EqBank *to, int to_lane, const EqBank *from, int from_lane);
/* What the dynamic bands take away now, the most of them. */
RT_SAFE float eq_bank_reduction_db(const EqBank *bank, int lane);

#endif
