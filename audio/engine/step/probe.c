/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/probe.h"

#include <string.h>

static bool has_voice(const PlanBank *bank, int voice)
{
    for (int i = 0; i < bank->count; i++)
        if (bank->voice[i] == voice)
            return true;
    return false;
}

bool probes_touch(const Run *run, const PlanBank *bank)
{
    for (int p = 0; run->probes && p < PROBES; p++)
        if (run->probes[p].voice >= 0 && has_voice(bank, run->probes[p].voice))
            return true;
    return false;
}

/* The channel of the strip that a voice works on, from frame `at` of the run. */
static const float *channel_of(const Plan *plan, const Run *run, const PlanBank *bank, int voice, int channel, int at)
{
    int signal = plan->strips[plan->voices[voice].strip].signal;
    return signal_channel(plan, signal, run, bank->channels == 2 ? channel : 0) + at;
}

void probes_keep(const Plan *plan, const Run *run, const PlanBank *bank, int at, int frames, ProbeCopy *copy)
{
    for (int p = 0; p < PROBES; p++) {
        int voice = run->probes[p].voice;
        for (int c = 0; c < 2 && voice >= 0 && has_voice(bank, voice); c++)
            memcpy(copy->x[p][c], channel_of(plan, run, bank, voice, c, at), (size_t)frames * sizeof(float));
    }
}

void probes_put(const Plan *plan, const Run *run, const PlanBank *bank, int at, int frames, const ProbeCopy *copy)
{
    for (int p = 0; p < PROBES; p++) {
        int voice = run->probes[p].voice;
        if (voice < 0 || !has_voice(bank, voice))
            continue;
        const float *left = channel_of(plan, run, bank, voice, 0, at),
                    *right = channel_of(plan, run, bank, voice, 1, at);
        for (int i = 0; i < frames; i++)
            ring_push(run->probes[p].ring, &(ProbeFrame){{copy->x[p][0][i], copy->x[p][1][i]}, {left[i], right[i]}});
    }
}
