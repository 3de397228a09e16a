/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as the desk shows them in few columns, and as it writes them into commands. */
#ifndef TTYMIX_TUI_WIDGET_READING_H
#define TTYMIX_TUI_WIDGET_READING_H

#include <stddef.h>
#include <stdint.h>

#include "projects/model/model.h"

enum { READING_MAX = 48 };

/* "-4.5", "+6.0", "-inf"; at most 6 columns. */
void reading_level(double db, char out[READING_MAX]);
/* The same in at most `columns` (3 or more): without its decimal where there is no room for it. */
void reading_level_in(double db, int columns, char out[READING_MAX]);
/* "999", "20k", "3M": at most 4 columns, rounded down. */
void reading_count(uint32_t count, char out[READING_MAX]);
/* "R25", "L100", "C". */
void reading_pan(double pan, char out[READING_MAX]);
/* With unit, as a command takes it: "-4.5 dB", "R 25 %", "-inf dB", "120 %". */
void reading_value(const ParamInfo *param, double value, char out[READING_MAX]);
/* A difference for `+=`: "-0.5 dB". */
void reading_step(const ParamInfo *param, double step, char out[READING_MAX]);
/* "1:02.350"; "-0:00.500" before the start. */
void reading_time(int64_t frame, int rate_hz, char out[READING_MAX]);
/* "24|2|000" */
void reading_bars(const Model *model, int64_t frame, char out[READING_MAX]);
/* "48k", "44.1k" */
void reading_rate(int rate_hz, char out[READING_MAX]);

#endif
