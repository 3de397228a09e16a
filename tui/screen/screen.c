/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/screen/screen.h"

#include <stdio.h>

#include "tui/canvas/theme.h"

#define TABLE_ROW(NAME, name) [SCREEN_##NAME] = &name##_screen,
const ScreenKind *const screen_table[SCREEN_COUNT] = {SCREENS(TABLE_ROW, SCREEN_NONE)};

static void draw_too_small(const Scene *scene, Canvas *canvas)
{
    char text[160];
    snprintf(text, sizeof text, "ttymix needs 80x24, this is %dx%d", canvas->columns, canvas->rows);
    canvas_text(canvas, canvas->rows / 2, 0, canvas->columns, STYLE_TEXT,
                canvas->columns >= 33   ? text
                : canvas->columns >= 11 ? "needs 80x24"
                                        : "80x24");
    int row = canvas->rows / 2 + 1;
    if (canvas->rows >= 3 && scene->state->playing)
        canvas_text(canvas, row++, 0, canvas->columns, STYLE_PLAY, "playing");
    canvas_text(canvas, row, 0, canvas->columns, STYLE_STATUS, scene->message);
}

bool screen_fits(const Canvas *canvas)
{
    return canvas->columns >= DESK_COLUMNS_MIN && canvas->rows >= DESK_ROWS_MIN;
}

void screen_draw(const Scene *scene, void *state, Canvas *canvas)
{
    const ScreenKind *screen = screen_table[scene->screen];
    canvas_blank(canvas);
    if (!screen_fits(canvas)) {
        draw_too_small(scene, canvas);
        return;
    }
    if (screen->arrange)
        screen->arrange(state, scene, canvas);
    screen->draw(scene, state, canvas);
}
