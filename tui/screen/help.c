/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made from the live key map: what the user bound is there, what was unbound is not. */
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { KEYS_COLUMNS = 14, BLOCK_MIN = 78 };

static bool is_listed(const KeyBinding *row, ScreenId screen)
{
    return (row->screens & 1u << screen) && row->help;
}

static int listed_count(const Keymap *keymap, ScreenId screen)
{
    int count = 0;
    for (int i = 0; i < keymap->count; i++)
        count += is_listed(&keymap->rows[i], screen);
    return count;
}

static int blocks(const Canvas *canvas)
{
    return canvas->columns / BLOCK_MIN > 0 ? canvas->columns / BLOCK_MIN : 1;
}

static ScreenId helped_screen(const View *view)
{
    return view->last_screen == SCREEN_HELP ? SCREEN_MIXER : view->last_screen;
}

void help_screen_arrange(View *view, const Scene *scene, const Canvas *canvas)
{
    int rows = canvas->rows - 4, total = listed_count(scene->keymap, helped_screen(view));
    int per_block = (total + blocks(canvas) - 1) / blocks(canvas);
    int last = per_block > rows ? per_block - rows : 0;
    view->help_row = view->help_row < 0 ? 0 : view->help_row > last ? last : view->help_row;
}

static void draw_row(const Scene *scene, Canvas *canvas, const KeyBinding *row, int at, int column, int columns)
{
    char keys[64];
    keymap_describe(row->keys, keys, sizeof keys);
    canvas_text(canvas, at, column, KEYS_COLUMNS - 1, STYLE_KEY, keys);
    int room = columns - KEYS_COLUMNS;
    int used = canvas_text(canvas, at, column + KEYS_COLUMNS, room, STYLE_TEXT, row->command == row->help ? ":" : "");
    canvas_text(canvas, at, column + KEYS_COLUMNS + used, room - used, STYLE_TEXT, row->help);
    (void)scene;
}

void help_screen_draw(const Scene *scene, Canvas *canvas)
{
    ScreenId screen = helped_screen(scene->view);
    int rows = canvas->rows - 4, count = blocks(canvas), columns = canvas->columns / count;
    int total = listed_count(scene->keymap, screen), per_block = (total + count - 1) / count, at = 0;
    header_draw(scene, canvas, 0);
    canvas_textf(canvas, 1, 0, canvas->columns, STYLE_TITLE,
                 "Keys of the %s screen; a number before a key repeats it (6j)", screen_table[screen].name);
    for (int i = 0; i < scene->keymap->count; i++) {
        const KeyBinding *row = &scene->keymap->rows[i];
        if (!is_listed(row, screen))
            continue;
        int block = at / per_block, line = at % per_block - scene->view->help_row;
        if (line >= 0 && line < rows)
            draw_row(scene, canvas, row, 2 + line, block * columns, columns);
        at++;
    }
    status_draw(scene, canvas, canvas->rows - 2);
}
