/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness and image: what the master has been along time, over frequency, and between left and right. */
#include "tui/screen/loudness.h"

#include <math.h>
#include <stdio.h>

#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { BODY_ROW = 2, BODY_LESS = 4, TILTS = 4, THIRDS_ROWS = 19, LOW_ROWS = 4 };

static const double tilts_db[TILTS] = {4.5, 3, 0, 6};

typedef struct LoudnessState {
    LoudnessLayout layout;
    int tilt; /* of tilts_db */
} LoudnessState;

/* A graph below its caption; `*row` moves behind what it takes, `below` rows of axis included. */
static Rect take(int *row, int column, int columns, int rows, int below)
{
    Rect rect = {*row + 1, column, rows, columns};
    *row += 1 + rows + below;
    return rect;
}

static void divide_left(LoudnessLayout *layout, int body, int columns)
{
    bool roomy = body >= 30;
    int row = BODY_ROW, room = body - (roomy ? 8 : 7);
    int loud = room * (roomy ? 33 : 40) / 100, dynamics = roomy ? room * 14 / 100 : 0, phase = room * 16 / 100;
    int loss = room * (roomy ? 11 : 16) / 100, inside = columns - LOUDNESS_SCALE - 2;
    layout->loud = take(&row, LOUDNESS_SCALE, inside, loud, 2);
    if (roomy)
        layout->dynamics = take(&row, LOUDNESS_SCALE, inside, dynamics, 0);
    layout->correlation = take(&row, LOUDNESS_SCALE, inside, phase, 0);
    layout->spectrum = take(&row, LOUDNESS_SCALE, inside, room - loud - dynamics - phase - loss, 0);
    layout->loss = (Rect){row, LOUDNESS_SCALE, loss, inside};
}

static void divide_right(LoudnessLayout *layout, int body, int column, int columns)
{
    int row = BODY_ROW, room = body - 1 - 2 - LOW_ROWS - 1 - (body >= 30),
        rows = columns / 2 < room ? columns / 2 : room;
    layout->image = take(&row, column, columns, rows, 0);
    layout->phase = (Rect){row, column, 2, columns};
    row += 2 + (body >= 30); /* a blank row where there is room */
    layout->low = take(&row, column, columns, LOW_ROWS, 0);
    if (BODY_ROW + body - row > THIRDS_ROWS) {
        row++;
        layout->thirds = take(&row, column, columns, THIRDS_ROWS - 2, 0);
    }
}

static LoudnessLayout loudness_layout(const Canvas *canvas)
{
    LoudnessLayout layout = {0};
    int body = canvas->rows - BODY_LESS;
    int right = canvas->columns >= 160 ? 58 : canvas->columns >= 110 ? 42 : 28;
    divide_left(&layout, body, canvas->columns - right - 1);
    divide_right(&layout, body, canvas->columns - right, right);
    return layout;
}

static int figure(Canvas *canvas, int row, int column, const char *name, double level, const char *unit)
{
    char number[16];
    loudness_number(level, number);
    column += canvas_textf(canvas, row, column, canvas->columns - column, STYLE_DIM, "%s ", name);
    column += canvas_text(canvas, row, column, canvas->columns - column, STYLE_STATUS, number);
    if (*unit)
        column += canvas_textf(canvas, row, column, canvas->columns - column, STYLE_DIM, " %s", unit);
    return column + 2;
}

/* M, S, I, LRA, true peak, PLR, PSR: the row below the header. */
static void loudness_draw_figures(const Scene *scene, Canvas *canvas, int row)
{
    const HostState *state = scene->state;
    const LoudPoint *last = scene->image ? link_image_point(scene->image, scene->image->count - 1) : NULL;
    double integrated = (double)state->integrated_lufs, peak = (double)state->true_peak_dbtp;
    int column = figure(canvas, row, 0, "M", (double)state->momentary_lufs, "");
    column = figure(canvas, row, column, "S", (double)state->short_lufs, "");
    column = figure(canvas, row, column, "I", integrated, "LUFS");
    column = figure(canvas, row, column, "LRA", (double)state->range_lu, "LU");
    column = figure(canvas, row, column, "TP", peak, "dBTP");
    column = figure(canvas, row, column, "PLR", integrated > -119 && peak > -119 ? peak - integrated : NAN, "");
    figure(canvas, row, column, "PSR", last ? (double)last->psr : NAN, "dB");
}

static void loudness_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    LoudnessState *state = context;
    (void)scene;
    state->layout = loudness_layout(canvas);
}

static void loudness_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const LoudnessState *state = context;
    header_draw(scene, canvas, 0);
    loudness_draw_figures(scene, canvas, 1);
    if (scene->image) {
        loudness_draw_history(scene, &state->layout, canvas);
        loudness_draw_spectrum(scene, &state->layout, tilts_db[state->tilt], canvas);
        loudness_draw_image(scene, &state->layout, canvas);
        loudness_draw_low(scene, &state->layout, canvas);
    }
    status_draw(scene, canvas, canvas->rows - 2);
}

static const char *loudness_act(void *context, const Scene *scene, int argument, int count)
{
    static const char *const words[TILTS] = {"Spectrum tilted by 4.5 dB an octave", "Spectrum tilted by 3 dB an octave",
                                             "Spectrum as it is", "Spectrum tilted by 6 dB an octave"};
    LoudnessState *state = context;
    (void)scene;
    (void)argument;
    state->tilt = (int)(((unsigned)state->tilt + (unsigned)count) % TILTS);
    return words[state->tilt];
}

const ScreenKind loudness_screen = {
    .state_size = sizeof(LoudnessState),
    .twin = "describe loudness",
    .wants_image = true,
    .arrange = loudness_arrange,
    .draw = loudness_draw,
    .act = loudness_act,
};
