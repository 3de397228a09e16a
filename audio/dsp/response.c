/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/response.h"

#include "audio/base/denormals.h"
#include "audio/base/maths.h"

bool response_curve(const ProcessorKind *kind, const double *values, double rate_hz, double from_hz, double to_hz,
                    int points, double *db)
{
    if (!kind->response_db || points < 2)
        return false;
    double step = maths_log(to_hz / from_hz) / (points - 1);
    for (int i = 0; i < points; i++)
        db[i] = kind->response_db(values, from_hz * maths_exp(step * i), rate_hz);
    return true;
}

bool response_transfer(const ProcessorKind *kind, const double *values, double from_db, double to_db, int points,
                       double *out_db)
{
    if (!kind->transfer_db || points < 2)
        return false;
    for (int i = 0; i < points; i++)
        out_db[i] = kind->transfer_db(values, from_db + (to_db - from_db) * i / (points - 1));
    return true;
}

/* Cell by cell, as the engine would: one stereo instance in the first lanes. */
bool response_run(const ProcessorKind *kind, const double *values, double rate_hz, double tempo_bpm, float *const io[2],
                  int frames)
{
    double clamped[PROCESSOR_VALUES_MAX];
    processor_values_clamp(kind, values, clamped);
    ProcessorSetup setup = {.rate_hz = rate_hz, .tempo_bpm = tempo_bpm, .channels = 2, .values = clamped};
    void *bank = kind->flags & PROCESSOR_FILE ? NULL : kind->bank_new(&setup);
    if (!bank)
        return false;
    unsigned before = denormals_off();
    kind->reset(bank, 0);
    for (int at = 0; at < frames; at += CELL_FRAMES) {
        const float *const key[BANK_LANES] = {NULL};
        float *const lanes[BANK_LANES] = {io[0] + at, io[1] + at};
        if (at == 0)
            kind->update(bank, 0, clamped, tempo_bpm, true);
        kind->process(bank, lanes, key, 0, frames - at < CELL_FRAMES ? frames - at : CELL_FRAMES);
    }
    denormals_restore(before);
    kind->bank_free(bank);
    return true;
}
