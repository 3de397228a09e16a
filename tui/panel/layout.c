/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the rows and columns of the mixer stand. */
#include "tui/panel/panel.h"

enum {
    NARROWEST = STRIP_COLUMNS_MIN,
    NARROW = 8,
    WIDE = 16,
    MASTER = MASTER_COLUMNS_FULL,
    MASTER_LEAST = 10,
    BOTTOM_ROWS = 2,
    SEND_ROWS_MIN = 2,
    FADER_ROWS_MIN = 11
};

static int most_sends(const Model *model)
{
    int most = 0;
    for (int i = 0; model && i < model->strip_count; i++)
        if (model->strips[i].send_count > most)
            most = model->strips[i].send_count;
    return most;
}

static int clamp_int(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

/* Narrow strips are all seen if they can be, and the master gives way to them. */
static int master_columns(const Scene *scene, StripWidth width, int columns)
{
    int strips = scene->view->list_count - 1;
    return width == STRIP_WIDTH_NARROW ? clamp_int(columns - strips * NARROWEST, MASTER_LEAST, MASTER) : MASTER;
}

/* Strips share what a wide screen has, so that the master stands beside them. */
static int strip_columns(const Scene *scene, StripWidth width, int room)
{
    int strips = scene->view->list_count - 1, each = strips > 0 ? room / strips : NARROW;
    return width == STRIP_WIDTH_AUTO     ? clamp_int(each, NARROW, WIDE)
           : width == STRIP_WIDTH_NARROW ? clamp_int(each, NARROWEST, NARROW)
                                         : WIDE;
}

/* What a taller screen has more is shared: a third to more sends, some to the curve, the rest to the faders. */
MixerLayout mixer_layout(const Scene *scene, const Canvas *canvas, StripWidth width)
{
    MixerLayout layout = {.names = 1, .chain = 2, .sends = 3};
    int extra = canvas->rows - DESK_ROWS_MIN;
    layout.send_rows = clamp_int(most_sends(scene->model), SEND_ROWS_MIN, SEND_ROWS_MIN + extra / 3);
    extra -= layout.send_rows - SEND_ROWS_MIN;
    layout.curve_rows = extra >= 24 ? 3 : extra >= 10 ? 2 : 1;
    layout.curve = layout.sends + layout.send_rows;
    layout.peak = layout.curve + layout.curve_rows;
    layout.fader = layout.peak + 1;
    layout.out = canvas->rows - BOTTOM_ROWS - 1;
    layout.flags = layout.out - 1;
    layout.value = layout.out - 2;
    layout.pan = layout.out - 3;
    layout.fader_rows = layout.pan - layout.fader;
    layout.master_columns = master_columns(scene, width, canvas->columns);
    layout.master_column = canvas->columns - layout.master_columns;
    layout.strip_columns = strip_columns(scene, width, layout.master_column);
    layout.strips = layout.master_column / layout.strip_columns;
    return layout;
}
