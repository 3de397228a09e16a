/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the screen that was left for it. Made from the live key map: what the user bound is there, what was
 * unbound is not. */
#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { KEYS_COLUMNS = 14, BLOCK_MIN = 78 };

typedef struct HelpState {
    int row; /* the first line shown */
} HelpState;

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

static ScreenId helped_screen(const Scene *scene)
{
    return scene->last_screen == SCREEN_HELP ? SCREEN_MIXER : scene->last_screen;
}

static void help_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    HelpState *state = context;
    int rows = canvas->rows - 4, total = listed_count(scene->keymap, helped_screen(scene));
    int per_block = (total + blocks(canvas) - 1) / blocks(canvas);
    int last = per_block > rows ? per_block - rows : 0;
    state->row = state->row < 0 ? 0 : state->row > last ? last : state->row;
}

static void draw_row(Canvas *canvas, const KeyBinding *row, int at, int column, int columns)
{
    char keys[64];
    keymap_describe(row->keys, keys, sizeof keys);
    canvas_text(canvas, at, column, KEYS_COLUMNS - 1, STYLE_KEY, keys);
    int room = columns - KEYS_COLUMNS;
    int used = canvas_text(canvas, at, column + KEYS_COLUMNS, room, STYLE_TEXT, row->command == row->help ? ":" : "");
    canvas_text(canvas, at, column + KEYS_COLUMNS + used, room - used, STYLE_TEXT, row->help);
}

static void help_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const HelpState *state = context;
    ScreenId screen = helped_screen(scene);
    int rows = canvas->rows - 4, count = blocks(canvas), columns = canvas->columns / count;
    int total = listed_count(scene->keymap, screen), per_block = (total + count - 1) / count, at = 0;
    header_draw(scene, canvas, 0);
    canvas_textf(canvas, 1, 0, canvas->columns, STYLE_TITLE,
                 "Keys of the %s screen; a number before a key repeats it (6j)", screen_names[screen]);
    for (int i = 0; i < scene->keymap->count; i++) {
        const KeyBinding *row = &scene->keymap->rows[i];
        if (!is_listed(row, screen))
            continue;
        int block = at / per_block, line = at % per_block - state->row;
        if (line >= 0 && line < rows)
            draw_row(canvas, row, 2 + line, block * columns, columns);
        at++;
    }
    status_draw(scene, canvas, canvas->rows - 2);
}

static void help_enter(void *context)
{
    HelpState *state = context;
    state->row = 0;
}

static const char *help_act(void *context, const Scene *scene, int argument, int count)
{
    HelpState *state = context;
    (void)scene;
    state->row += argument * count;
    return NULL;
}

const ScreenKind help_screen = {
    .state_size = sizeof(HelpState),
    .enter = help_enter,
    .arrange = help_arrange,
    .draw = help_draw,
    .act = help_act,
};
