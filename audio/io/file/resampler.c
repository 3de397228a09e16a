/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/resampler.h"

#include <soxr.h>
#include <stdlib.h>

enum { WARM_FRAMES = 1024, WARM_ROOM = 4096 };

struct Resampler {
    soxr_t soxr;
    int channels;
    double in_rate_hz;
};

Status resampler_new(Resampler **resampler, double in_rate_hz, double out_rate_hz, int channels,
                     ResamplerQuality quality, Error *error)
{
    if (!(in_rate_hz > 0.0) || !(out_rate_hz > 0.0) || channels < 1)
        return error_set(error, STATUS_BAD_VALUE, "cannot convert from %g Hz to %g Hz", in_rate_hz, out_rate_hz);
    Resampler *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "no memory to convert the sample rate");
    soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    /* soxr's default lets the top of the pass band sag by 0.01 dB (an error of -65 dBFS at 0.9 of the Nyquist
     * frequency), and odd ratios drift. */
    soxr_quality_spec_t how = quality == RESAMPLER_BEST
                                  ? soxr_quality_spec(SOXR_VHQ, SOXR_ROLLOFF_NONE | SOXR_HI_PREC_CLOCK)
                                  : soxr_quality_spec(SOXR_HQ, 0);
    soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    soxr_error_t failed = NULL;
    made->soxr = soxr_create(in_rate_hz, out_rate_hz, (unsigned)channels, &failed, &io, &how, &runtime);
    made->channels = channels;
    made->in_rate_hz = in_rate_hz;
    if (failed || !made->soxr) {
        resampler_free(made);
        return error_set(error, STATUS_UNSUPPORTED, "cannot convert from %g Hz to %g Hz", in_rate_hz, out_rate_hz);
    }
    *resampler = made;
    return STATUS_OK;
}

void resampler_free(Resampler *resampler)
{
    if (!resampler)
        return;
    soxr_delete(resampler->soxr);
    free(resampler);
}

int resampler_process(Resampler *resampler, const float *in, int in_frames, int *used, float *out, int room)
{
    size_t fed = 0, made = 0;
    if (soxr_process(resampler->soxr, in, in ? (size_t)in_frames : 0, &fed, out, (size_t)room, &made))
        return -1;
    *used = (int)fed;
    return (int)made;
}

Status resampler_warm(Resampler *resampler)
{
    float *memory = calloc((WARM_FRAMES + WARM_ROOM) * (size_t)resampler->channels, sizeof *memory);
    if (!memory)
        return STATUS_NO_MEMORY;
    float *out = memory + WARM_FRAMES * (size_t)resampler->channels;
    Status status = STATUS_OK;
    for (double fed = 0.0; fed < resampler->in_rate_hz && status == STATUS_OK; fed += WARM_FRAMES)
        for (int at = 0, used = 0, made = WARM_ROOM; at < WARM_FRAMES || made == WARM_ROOM; at += used) {
            made = resampler_process(resampler, memory, WARM_FRAMES - at, &used, out, WARM_ROOM);
            if (made < 0) {
                status = STATUS_UNSUPPORTED;
                break;
            }
        }
    free(memory);
    return status;
}

const char *resampler_library_version(void)
{
    return soxr_version();
}
