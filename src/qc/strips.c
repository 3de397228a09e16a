/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/qc/strips.h"

static void raise_peak(StripPeak *peak, const float levels[2], int64_t frame)
{
    float most = levels[0] > levels[1] ? levels[0] : levels[1];
    if (most > peak->lin)
        *peak = (StripPeak){most, frame};
}

void strips_add(StripWork *strips, int count, const MeterFrame *frame)
{
    int64_t begin = frame->position - frame->frames;
    for (int i = 0; i < frame->strip_count && i < count; i++) {
        const StripMeter *meter = &frame->strips[i];
        raise_peak(&strips[i].input, meter->peak[METER_INPUT], begin > 0 ? begin : 0);
        raise_peak(&strips[i].output, meter->peak[METER_OUTPUT], begin > 0 ? begin : 0);
        for (int k = 0; k < METER_GR_MAX; k++) {
            if (meter->gain_reduction_db[k] > strips[i].reduction_db[k])
                strips[i].reduction_db[k] = meter->gain_reduction_db[k];
            strips[i].cells[k] += meter->cells[k];
            strips[i].busy[k] += meter->busy[k];
        }
    }
}

double strips_busy_percent(const StripWork *strip, int place)
{
    if (place >= METER_GR_MAX || strip->cells[place] == 0)
        return -1;
    return 100.0 * (double)strip->busy[place] / (double)strip->cells[place];
}
