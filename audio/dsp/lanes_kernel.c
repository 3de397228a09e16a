/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of lanes.h. */
#include "audio/dsp/lanes.h"

void LANES_NAME(lanes_in)(F8 *x, float *const io[BANK_LANES], int frames)
{
    lanes_gather(x, (const float *const *)io, frames);
}

void LANES_NAME(lanes_out)(F8 *x, float *const io[BANK_LANES], int frames)
{
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
LanesIo *const lanes_in[LANES_LEVELS] = LANES_TABLE(lanes_in);
LanesIo *const lanes_out[LANES_LEVELS] = LANES_TABLE(lanes_out);
#endif
