/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of a finished sound, of a render or a file. */
#include <math.h>
#include <stdio.h>

#include "audio/base/maths.h"
#include "src/qc/tell.h"

void tell_sound(Audit *audit, double value, double at_s)
{
    lint_tell(audit->lint, audit->rule, &(Measurement){.strip = LINT_NO_STRIP, .value = value, .at_s = at_s});
}

static double seconds_of_frame(const Audit *audit, int64_t frame)
{
    const DeliveryReading *sound = &audit->sound;
    return sound->master.frames ? (double)frame / (double)sound->master.frames * sound->length_s : 0;
}

static int louder(const double levels[2])
{
    return levels[1] > levels[0];
}

static void tell_true_peak(Audit *audit)
{
    const MasterReading *master = &audit->sound.master;
    int c = louder(master->true_peak_db);
    tell_sound(audit, master->true_peak_max_db, seconds_of_frame(audit, master->true_peak_frame[c]));
}

static void tell_loudness(Audit *audit)
{
    tell_sound(audit, audit->sound.master.integrated_lufs, NAN);
}

static void tell_plr(Audit *audit)
{
    if (isfinite(audit->sound.master.integrated_lufs))
        tell_sound(audit, audit->sound.master.plr_db, NAN);
}

static void tell_range(Audit *audit)
{
    tell_sound(audit, audit->sound.master.range_lu, NAN);
}

static void tell_clips(Audit *audit)
{
    const MasterReading *master = &audit->sound.master;
    int64_t first = master->clip_first[0];
    if (first < 0 || (master->clip_first[1] >= 0 && master->clip_first[1] < first))
        first = master->clip_first[1];
    tell_sound(audit, (double)(master->clip_runs[0] + master->clip_runs[1]),
               first < 0 ? NAN : seconds_of_frame(audit, first));
}

void tell_sound_dc(Audit *audit)
{
    const double *dc = audit->sound.master.dc;
    tell_sound(audit, maths_db_from_lin(fmax(fabs(dc[0]), fabs(dc[1]))), NAN);
}

void tell_sound_correlation(Audit *audit)
{
    tell_sound(audit, audit->sound.negative_percent, audit->sound.negative_at_s);
}

void tell_sound_mono(Audit *audit)
{
    tell_sound(audit, audit->sound.mono_loss_lu, NAN);
}

void tell_sound_mono_band(Audit *audit)
{
    char subject[40];
    snprintf(subject, sizeof subject, "%.0f Hz", audit->sound.band_hz);
    lint_tell(audit->lint, audit->rule,
              &(Measurement){.strip = LINT_NO_STRIP,
                             .subject = audit->sound.band_loss_db > 0 ? subject : NULL,
                             .value = audit->sound.band_loss_db,
                             .at_s = NAN});
}

static void tell_low_side(Audit *audit)
{
    tell_sound(audit, audit->sound.low_side_db, NAN);
}

static void tell_hole(Audit *audit)
{
    tell_sound(audit, audit->sound.hole_s, audit->sound.hole_at_s);
}

static void tell_head(Audit *audit)
{
    tell_sound(audit, audit->sound.head_s, 0);
}

/* Behind the end of a song there may be as much as its reverb needs. */
static void tell_tail(Audit *audit)
{
    double tail_s = audit->mix ? (double)audit->tail_frames / audit->mix->spec.rate_hz : 0;
    tell_sound(audit, audit->sound.length_s - tail_s - audit->sound.sound_end_s, audit->sound.sound_end_s);
}

static void tell_sibilance(Audit *audit)
{
    tell_sound(audit, audit->sound.sibilance_db, audit->sound.sibilance_at_s);
}

static void tell_state(Audit *audit, const char *what)
{
    lint_tell(audit->lint, audit->rule,
              &(Measurement){.strip = LINT_NO_STRIP, .subject = what, .value = 1, .at_s = NAN});
}

static void tell_source(Audit *audit)
{
    char words[80];
    snprintf(words, sizeof words, "%d bits, of which %d are used", audit->bits, audit->used_bits);
    if (audit->used_bits > 0 && audit->used_bits < audit->bits)
        tell_state(audit, words);
    if (audit->sound.equal)
        tell_state(audit, "left and right are equal");
}

static void tell_edges(Audit *audit)
{
    bool end = audit->sound.last_peak_db > audit->sound.first_peak_db;
    tell_sound(audit, end ? audit->sound.last_peak_db : audit->sound.first_peak_db, end ? audit->sound.length_s : 0);
}

const Teller output_tellers[] = {
    {"qc/clip", tell_clips, false},
    {"qc/true-peak", tell_true_peak, false},
    {"qc/loudness", tell_loudness, false},
    {"qc/loud-side", tell_loudness, false},
    {"qc/plr", tell_plr, false},
    {"qc/range", tell_range, false},
    {"qc/dc", tell_sound_dc, false},
    {"qc/mono", tell_sound_mono, false},
    {"qc/correlation", tell_sound_correlation, false},
    {"qc/mono-band", tell_sound_mono_band, false},
    {"qc/low-side", tell_low_side, false},
    {"qc/sibilance", tell_sibilance, false},
    {"qc/source", tell_source, false},
    {"qc/silence", tell_hole, false},
    {"qc/head", tell_head, false},
    {"qc/tail", tell_tail, false},
    {"qc/edges", tell_edges, false},
    {NULL, NULL, false},
};
