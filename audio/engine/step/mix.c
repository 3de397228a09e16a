/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where signals meet: the sums of buses, and what leaves a strip. */
#include <string.h>

#include "audio/engine/step/meters.h"
#include "audio/engine/step/path.h"
#include "audio/engine/step/step.h"

void step_part(const Plan *plan, int index, const Run *run)
{
    double *sum[2] = {part_channel(plan, index, run, 0), part_channel(plan, index, run, 1)};
    mix_part(plan, index, run, sum, NULL);
}

static bool is_heard_after(const Run *run, int index)
{
    bool heard = false;
    for (int k = 0; run->listen && k < LISTEN_PLACES; k++)
        heard |= run->listen[k].strip == index && run->listen[k].after;
    return heard;
}

static void give_to_listeners(const Run *run, int index, float *const *post)
{
    for (int k = 0; k < LISTEN_PLACES; k++)
        for (int c = 0; c < 2 && run->listen[k].strip == index && run->listen[k].after; c++)
            memcpy(run->listen[k].out[c], post[c], (size_t)run->frames * sizeof(float));
}

/* The strip behind its fader and its pan, as keys take it, and who listens to it. */
static void make_post(const Plan *plan, const PlanStrip *strip, int index, const Run *run)
{
    bool keyed = strip->post_key >= 0, heard = is_heard_after(run, index);
    if (!keyed && !heard)
        return;
    float *out[2];
    double steady[PAN_GAINS];
    for (int c = 0; c < 2; c++)
        out[c] = keyed ? signal_channel(plan, strip->post_key, run, c) : run->space->clip[c];
    GainKind kind = path_gains(&strip->post, strip->post_state, strip->ahead_out, run, steady);
    path_signal(plan, strip, run, kind, steady, out);
    if (heard)
        give_to_listeners(run, index, out);
}

void step_finish(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    make_post(plan, strip, index, run);
    if (plan->meters)
        meters_measure_output(plan, index, run);
}

void step_output(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    double steady[PAN_GAINS];
    GainKind kind = path_gains(&strip->leaving, strip->out_state, strip->ahead_out, run, steady);
    path_signal(plan, strip, run, kind, steady, run->out);
    if (plan->output_pad)
        delay_line_run(plan->output_pad, run->out, run->out, run->frames);
}
