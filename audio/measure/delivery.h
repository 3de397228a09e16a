/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that a check asks of a finished stereo signal: all that a bounce reports, and what is lost in mono, where
 * the channels cancel, what the sides have below 150 Hz, where it is silent, how it begins and ends.
 *
 * Fed like `mastermeter`, and as independent of how the signal is cut.  Heap object of a fixed size; one thread at a
 * time; delivery_new and delivery_read where FFTW may plan (spectrum.h). */
#ifndef TTYMIX_AUDIO_MEASURE_DELIVERY_H
#define TTYMIX_AUDIO_MEASURE_DELIVERY_H

#include "audio/measure/mastermeter.h"

typedef struct DeliveryMeter DeliveryMeter;

typedef struct DeliveryReading {
    MasterReading master;
    double mono_loss_lu; /* integrated loudness of the signal less that of (left + right)/2 on both channels; 0 where
                            either is silent, INFINITY where the mono sum alone is */
    double band_loss_db, band_hz; /* the third-octave that loses most in mono, of those within 30 dB of the loudest */
    double negative_percent;      /* of the 400 ms windows (every 100 ms, above -60 dBFS RMS): those whose correlation
                                     is below 0 */
    double negative_at_s;         /* where the first of them begins; NAN without one */
    double low_side_db;  /* side against mid below 150 Hz; -INFINITY unless measured, or where the side there is 40 dB
                            below the whole or more, 0 without mid */
    double sibilance_db; /* loudest 10 ms of the middle at 6 to 12 kHz against its loudest 10 ms at 0.3 to 3 kHz;
                            -INFINITY unless measured, or without either */
    double sibilance_at_s;
    bool equal;                 /* left and right are the same, and not silent */
    double hole_s, hole_at_s;   /* longest run of zeros in both channels between two samples that are none */
    double head_s, sound_end_s; /* up to the first sample above -90 dBFS; behind the last; both the length in silence */
    double length_s;
    double first_peak_db;             /* of the first 10 ms */
    double last_peak_db, end_peak_db; /* of the last 10 ms, and of the last 20 */
} DeliveryReading;

typedef struct DeliverySetup {
    double rate_hz;
    bool low_side, sibilance; /* measure these, too: each takes as long as all the rest */
} DeliverySetup;

NODISCARD Status delivery_new(DeliveryMeter **meter, const DeliverySetup *setup);
void delivery_free(DeliveryMeter *meter); /* NULL is safe */
void delivery_add(DeliveryMeter *meter, const float *const channels[2], int frames);
/* After the last block; add nothing after it. */
void delivery_read(DeliveryMeter *meter, DeliveryReading *reading);

#endif
