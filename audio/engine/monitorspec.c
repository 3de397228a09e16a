/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/monitorspec.h"

#include <stddef.h>
#include <string.h>

const Audition auditions[] = {
    {.name = "phone",
     .help = "A telephone: mono, 350 Hz to 12 kHz, loud at 3 kHz.",
     .width = 0,
     .band = {{EQ_LOWCUT, 350, 0, 0, 24}, {EQ_BELL, 3000, 4, 0.8, 0}, {EQ_HIGHCUT, 12000, 0, 0, 12}}},
    {.name = "laptop",
     .help = "A laptop: nothing below 180 Hz, narrow.",
     .width = 0.6,
     .band = {{EQ_LOWCUT, 180, 0, 0, 24}, {EQ_BELL, 900, -2, 1, 0}, {EQ_BELL, 4000, 3, 1, 0}}},
    {.name = "cube",
     .help = "A small box of one driver: mono, 120 Hz to 10 kHz, loud at 1.2 kHz.",
     .width = 0,
     .band = {{EQ_LOWCUT, 120, 0, 0, 12}, {EQ_BELL, 1200, 3, 0.7, 0}, {EQ_HIGHCUT, 10000, 0, 0, 12}}},
    {.name = "car",
     .help = "A car: full below, and the road's noise 18 LU under the mix.",
     .width = 1,
     .band = {{EQ_LOWSHELF, 90, 6, 0, 0}, {EQ_BELL, 250, 3, 1.2, 0}, {EQ_BELL, 2000, -3, 0.8, 0}},
     .noise_below_hz = 300,
     .noise_lu = -18},
    {.name = "club",
     .help = "A club: mono below 120 Hz, and more below 60 Hz.",
     .width = 1,
     .mono_below_hz = 120,
     .band = {{EQ_LOWSHELF, 60, 6, 0, 0}}},
    {.name = "mono", .help = "One loudspeaker for both channels.", .width = 0},
    {.name = "side", .help = "What mono takes away.", .width = 1, .sides = SIDES_SIDE},
    {.name = "one-ear", .help = "The left channel alone.", .width = 1, .sides = SIDES_LEFT},
    {.name = NULL},
};

const Audition *audition_find(const char *name)
{
    for (const Audition *row = auditions; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}
