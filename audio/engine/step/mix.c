/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where signals meet: the sums of buses, and what leaves a strip. */
#include "audio/engine/step/meters.h"
#include "audio/engine/step/path.h"
#include "audio/engine/step/step.h"

void step_part(const Plan *plan, int index, const Run *run)
{
    double *sum[2] = {part_channel(plan, index, run, 0), part_channel(plan, index, run, 1)};
    mix_part(plan, index, run, sum, NULL);
}

void step_finish(const Plan *plan, int index, const Run *run)
{
    const PlanStrip *strip = &plan->strips[index];
    if (strip->post_key >= 0) {
        float *out[2] = {signal_channel(plan, strip->post_key, run, 0), signal_channel(plan, strip->post_key, run, 1)};
        double steady[PAN_GAINS];
        GainKind kind = path_gains(&strip->post, strip->post_state, strip->ahead_out, run, steady);
        path_signal(plan, strip, run, kind, steady, out);
    }
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
