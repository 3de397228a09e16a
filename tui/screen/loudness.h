/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the loudness and image screen: how it is divided, and what is drawn where. */
#ifndef TTYMIX_TUI_SCREEN_LOUDNESS_H
#define TTYMIX_TUI_SCREEN_LOUDNESS_H

#include "tui/view/scene.h"

typedef struct LoudnessLayout { /* the insides of graphs; captions stand in the row above; rows 0: it is not there */
    Rect loud, dynamics, correlation, spectrum, loss; /* the left column */
    Rect image, phase, low, thirds;                   /* the right one */
} LoudnessLayout;

enum { LOUDNESS_SCALE = 5 }; /* columns to the left of a graph: numbers and a line */

/* loudness_graphs.c: what goes along time. */
void loudness_draw_history(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas);
/* loudness_bands.c: what goes along frequency. `tilt_db` an octave is added to what is drawn. */
void loudness_draw_spectrum(const Scene *scene, const LoudnessLayout *layout, double tilt_db, Canvas *canvas);
void loudness_draw_low(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas);
/* loudness_image.c: left and right. */
void loudness_draw_image(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas);
/* Loudness of a level as it is shown, "-16.9"; "-" for none. */
void loudness_number(double level, char out[16]);

#endif
