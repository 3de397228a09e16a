/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One digital section of the equalizer's design in double, transposed direct form, one frame at a time. RT_SAFE. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_SECTION_H
#define TTYMIX_AUDIO_ENGINE_LIVE_SECTION_H

#include "audio/dsp/eq/design.h"

typedef struct FilterSection {
    double b0, b1, b2, a1, a2;
} FilterSection;

RT_SAFE static inline FilterSection filter_section_of(const EqSection *section)
{
    return (FilterSection){.b0 = section->b0,
                           .b1 = section->b0 * (section->n1 - 2.0),
                           .b2 = section->b0 * (1.0 - section->n1 + section->n2),
                           .a1 = section->d1 - 2.0,
                           .a2 = 1.0 - section->d1 + section->d2};
}

RT_SAFE static inline double filter_section_run(const FilterSection *section, double state[2], double x)
{
    double y = section->b0 * x + state[0];
    state[0] = section->b1 * x - section->a1 * y + state[1];
    state[1] = section->b2 * x - section->a2 * y;
    return y;
}

/* The sections of a band behind the `count` that are there; how many there are then. A band that finds no room is left
 * out. */
RT_SAFE static inline int filter_add_band(FilterSection *sections, int count, int room, const EqBand *band,
                                          double rate_hz)
{
    EqUnit units[EQ_UNIT_MAX];
    int unit_count = eq_band_units(band->type, band->slope_db);
    if (unit_count == 0 || count + 2 * unit_count > room)
        return count;
    eq_band_design(band, rate_hz, units);
    for (int u = 0; u < unit_count; u++) {
        sections[count++] = filter_section_of(&units[u].main);
        sections[count++] = filter_section_of(&units[u].correction);
    }
    return count;
}

#endif
