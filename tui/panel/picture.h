/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphs of which a processor's picture is made. Private to picture*.c. */
#ifndef TTYMIX_TUI_PANEL_PICTURE_H
#define TTYMIX_TUI_PANEL_PICTURE_H

#include "tui/panel/processor.h"
#include "tui/widget/plot.h"

enum { PICTURE_SCALE_COLUMNS = 4 };

/* The inside of the area, with room for a scale to the left and one below. */
Plot picture_plot(const ProcessorArea *area, double top, double bottom);
/* Dim throughout for a processor that is bypassed. */
uint8_t picture_style(const ProcessorArea *area, uint8_t style);

/* Sums what a picture depends on; never 0. */
uint64_t picture_hash(const ProcessorArea *area, double more);
void picture_prepare_response(const ProcessorArea *area, PictureKept *kept);
void picture_prepare_sound(const ProcessorArea *area, PictureKept *kept);

void picture_response(const ProcessorArea *area);
void picture_transfer(const ProcessorArea *area);
void picture_history(const ProcessorArea *area);
/* Gain over frequency at the most that the processor takes away; decay over frequency; width over frequency. */
void picture_reach(const ProcessorArea *area);
void picture_decay(const ProcessorArea *area);
void picture_width(const ProcessorArea *area);
/* What comes after an impulse; a hit before and after. */
void picture_echoes(const ProcessorArea *area);
void picture_hit(const ProcessorArea *area);

#endif
