/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/screen/screen.h"

#include <stdio.h>

#include "tui/canvas/theme.h"

const ScreenInfo screen_table[SCREEN_COUNT] = {
    [SCREEN_MIXER] = {"mixer", mixer_screen_draw, mixer_screen_arrange},
    [SCREEN_STRIP] = {"strip", NULL, NULL},
    [SCREEN_TIMELINE] = {"timeline", NULL, NULL},
    [SCREEN_LOUDNESS] = {"loudness", NULL, NULL},
    [SCREEN_MASTER] = {"master", NULL, NULL},
    [SCREEN_DELIVERY] = {"delivery", NULL, NULL},
    [SCREEN_HISTORY] = {"history", NULL, NULL},
    [SCREEN_HELP] = {"help", help_screen_draw, help_screen_arrange},
};

static void draw_too_small(const Scene *scene, Canvas *canvas)
{
    char text[160];
    snprintf(text, sizeof text, "ttymix needs 80x24, this is %dx%d", canvas->columns, canvas->rows);
    canvas_text(canvas, canvas->rows / 2, 0, canvas->columns, STYLE_TEXT,
                canvas->columns >= 33   ? text
                : canvas->columns >= 11 ? "needs 80x24"
                                        : "80x24");
    if (canvas->rows >= 3 && scene->state->playing)
        canvas_text(canvas, canvas->rows / 2 + 1, 0, canvas->columns, STYLE_PLAY, "playing");
}

void screen_draw(View *view, const Scene *scene, Canvas *canvas)
{
    canvas_blank(canvas);
    if (canvas->columns < DESK_COLUMNS_MIN || canvas->rows < DESK_ROWS_MIN) {
        draw_too_small(scene, canvas);
        return;
    }
    const ScreenInfo *screen = &screen_table[view->screen];
    if (screen->arrange)
        screen->arrange(view, scene, canvas);
    if (screen->draw)
        screen->draw(scene, canvas);
}
