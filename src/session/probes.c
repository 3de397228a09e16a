/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/probes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"

enum { READ_FRAMES = 1024 };
#define READING_S 0.045 /* of sound to a reading: as often as a desk draws */

typedef struct Probed {
    bool taken;
    Spectrum *spectrum[2];
    float peak[2][2];
    double square[2][2];
    int64_t frames; /* since the reading */
    ProbeReading reading;
} Probed;

struct Probes {
    double rate_hz;
    uint32_t uid[ENGINE_PROBES];
    Probed probe[ENGINE_PROBES];
};

Probes *probes_new(void)
{
    return calloc(1, sizeof(Probes));
}

static void forget(Probed *probe)
{
    bool taken = probe->taken;
    for (int side = 0; side < 2; side++)
        spectrum_free(probe->spectrum[side]);
    *probe = (Probed){.taken = taken};
}

void probes_free(Probes *probes)
{
    for (int p = 0; probes && p < ENGINE_PROBES; p++)
        forget(&probes->probe[p]);
    free(probes);
}

int probes_open(Probes *probes)
{
    for (int p = 0; p < ENGINE_PROBES; p++)
        if (!probes->probe[p].taken) {
            probes->probe[p].taken = true;
            return p;
        }
    return -1;
}

void probes_set(Probes *probes, Engine *engine, int probe, uint32_t processor_uid)
{
    if (probes->uid[probe] == processor_uid)
        return;
    probes->uid[probe] = processor_uid;
    forget(&probes->probe[probe]);
    if (engine)
        engine_set_probes(engine, probes->uid);
}

void probes_close(Probes *probes, Engine *engine, int probe)
{
    probes_set(probes, engine, probe, 0);
    probes->probe[probe].taken = false;
}

void probes_begin(Probes *probes, Engine *engine, double rate_hz)
{
    probes->rate_hz = rate_hz;
    for (int p = 0; p < ENGINE_PROBES; p++)
        forget(&probes->probe[p]);
    engine_set_probes(engine, probes->uid);
}

/* Without memory for a spectrum the levels are there all the same. */
static void add_side(const Probes *probes, Probed *probe, int side, const float *quadruples, int frames)
{
    float left[READ_FRAMES], right[READ_FRAMES];
    const float *const planar[2] = {left, right};
    for (int i = 0; i < frames; i++) {
        left[i] = quadruples[4 * i + 2 * side];
        right[i] = quadruples[4 * i + 2 * side + 1];
    }
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < frames; i++) {
            float magnitude = fabsf(planar[c][i]);
            probe->peak[side][c] = magnitude > probe->peak[side][c] ? magnitude : probe->peak[side][c];
            probe->square[side][c] += (double)planar[c][i] * (double)planar[c][i];
        }
    if (!probe->spectrum[side] && spectrum_new_live(&probe->spectrum[side], probes->rate_hz, 2) != STATUS_OK)
        return;
    spectrum_add(probe->spectrum[side], planar, frames);
}

static double db_of(double lin)
{
    return lin > 1e-6 ? maths_db_from_lin(lin) : -INFINITY;
}

static void make_reading(Probed *probe)
{
    ProbeReading *reading = &probe->reading;
    reading->serial++;
    for (int side = 0; side < 2; side++) {
        for (int c = 0; c < 2; c++) {
            reading->peak_db[side][c] = db_of((double)probe->peak[side][c]);
            reading->rms_db[side][c] = db_of(sqrt(2 * probe->square[side][c] / (double)probe->frames));
        }
        if (probe->spectrum[side])
            spectrum_read(probe->spectrum[side], PROBE_BANDS_PER_OCTAVE, 0, &reading->bands[side]);
    }
    memset(probe->peak, 0, sizeof probe->peak);
    memset(probe->square, 0, sizeof probe->square);
    probe->frames = 0;
}

void probes_tick(Probes *probes, Engine *engine)
{
    float quadruples[4 * READ_FRAMES];
    for (int p = 0; p < ENGINE_PROBES; p++) {
        Probed *probe = &probes->probe[p];
        int frames;
        while (probes->uid[p] && (frames = engine_probe_read(engine, p, quadruples, READ_FRAMES)) > 0) {
            for (int side = 0; side < 2; side++)
                add_side(probes, probe, side, quadruples, frames);
            probe->frames += frames;
        }
        if ((double)probe->frames >= READING_S * probes->rate_hz)
            make_reading(probe);
    }
}

const ProbeReading *probes_read(const Probes *probes, int probe)
{
    return &probes->probe[probe].reading;
}
