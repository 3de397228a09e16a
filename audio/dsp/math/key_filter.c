/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/key_filter.h"

#include "audio/base/maths.h"
#include "audio/dsp/math/lane_svf.h"

static void set_lane(F8 *v, int lane, double value)
{
    ((float *)v)[lane] = (float)value;
}

static void half_reset(KeyFilterHalf *half, int lane)
{
    set_lane(&half->first, lane, 0);
    set_lane(&half->second, lane, 0);
}

static void half_set(KeyFilterHalf *half, int lane, double hz, double rate_hz)
{
    bool on = hz > 0;
    double limit = 0.49 * rate_hz;
    double g = on ? maths_tan(MATHS_PI * (hz < limit ? hz : limit) / rate_hz) : 0;
    if (!on)
        half_reset(half, lane);
    set_lane(&half->g, lane, g);
    set_lane(&half->scale, lane, 1.0 / (1.0 + g * (g + KEY_FILTER_K)));
    set_lane(&half->thru, lane, on ? 0 : 1);
    set_lane(&half->wet, lane, on ? 1 : 0);
}

static void note_lane(KeyFilter *filter, int lane, bool on)
{
    filter->lane_on[lane] = on;
    filter->any_on = false;
    for (int i = 0; i < BANK_LANES; i++)
        filter->any_on = filter->any_on || filter->lane_on[i];
}

void key_filter_set(KeyFilter *filter, int lane, double lowcut_hz, double highcut_hz, double rate_hz)
{
    half_set(&filter->lowcut, lane, lowcut_hz, rate_hz);
    half_set(&filter->highcut, lane, highcut_hz, rate_hz);
    note_lane(filter, lane, lowcut_hz > 0 || highcut_hz > 0);
}

void key_filter_reset(KeyFilter *filter, int lane)
{
    half_reset(&filter->lowcut, lane);
    half_reset(&filter->highcut, lane);
    key_filter_set(filter, lane, 0, 0, 48000);
}

void key_filter_move(KeyFilter *to, int to_lane, const KeyFilter *from, int from_lane)
{
    int count = (int)(sizeof(KeyFilterHalf) / sizeof(F8));
    lanes_copy(&to->lowcut.g, to_lane, &from->lowcut.g, from_lane, count);
    lanes_copy(&to->highcut.g, to_lane, &from->highcut.g, from_lane, count);
    note_lane(to, to_lane, from->lane_on[from_lane]);
}

static double half_tail_s(double hz, double rate_hz)
{
    return hz > 0 ? lane_svf_ring_s(hz, rate_hz, 1.41421356) + 0.001 : 0;
}

double key_filter_tail_s(double lowcut_hz, double highcut_hz, double rate_hz)
{
    return half_tail_s(lowcut_hz, rate_hz) + half_tail_s(highcut_hz, rate_hz);
}
