/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the screen that was left for it, in groups, and a legend of all letters and marks.
 *
 * The keys are those of the live key map: what the user bound is there, what was unbound is not.  `/` leaves only what
 * has a text in it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "audio/dsp/catalogue.h"
#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { SIGN_COLUMNS = 12, BLOCK_MIN = 58, ROWS_MAX = 1024, SEARCH_MAX = 64, AROUND = 4 };

typedef struct HelpRow {
    char sign[48];    /* keys, or a letter or mark */
    const char *text; /* of a heading too; owned elsewhere */
    int length;       /* bytes of the text that stand in this row */
    bool heading;
} HelpRow;

typedef struct HelpState {
    int row; /* the first line shown */
    char search[SEARCH_MAX];
    HelpRow rows[ROWS_MAX];
    int count;
} HelpState;

typedef struct Mark {
    const char *sign; /* "" : the glyph's */
    uint32_t glyph;
    const char *text;
} Mark;

static ScreenId helped_screen(const Scene *scene)
{
    return scene->last_screen == SCREEN_HELP ? SCREEN_MIXER : scene->last_screen;
}

static int blocks(const Canvas *canvas)
{
    return canvas->columns / BLOCK_MIN > 0 ? canvas->columns / BLOCK_MIN : 1;
}

/* ---- what stands there ---- */

static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; *text; text++)
        if (strncasecmp(text, part, length) == 0)
            return true;
    return length == 0;
}

static HelpRow *add_row(HelpState *state, const char *sign, const char *text)
{
    if (state->count == ROWS_MAX)
        return NULL;
    HelpRow *row = &state->rows[state->count++];
    *row = (HelpRow){.text = text, .length = (int)strlen(text)};
    snprintf(row->sign, sizeof row->sign, "%s", sign);
    return row;
}

/* A text that has no room goes on below. */
static void add_entry(HelpState *state, int columns, const char *sign, const char *text)
{
    if (!contains(sign, state->search) && !contains(text, state->search))
        return;
    for (const char *rest = text; rest; sign = "") {
        const char *next = text_next_row(rest, columns - SIGN_COLUMNS - 1);
        HelpRow *row = add_row(state, sign, rest);
        if (row && next)
            row->length = (int)(next - rest);
        rest = next;
    }
}

/* A heading with nothing below it is taken away again. */
static void begin_group(HelpState *state, const char *title)
{
    bool is_empty = state->count > 0 && state->rows[state->count - 1].heading;
    state->count -= is_empty ? 1 : 0;
    if (state->count > 0 && *title && !state->rows[state->count - 1].heading)
        add_row(state, "", "");
    HelpRow *row = *title ? add_row(state, "", title) : NULL;
    if (row)
        row->heading = true;
}

static void add_keys(HelpState *state, const Scene *scene, int columns)
{
    unsigned screen = 1u << helped_screen(scene);
    char keys[64];
    for (int group = 0; group < KEY_GROUPS; group++) {
        begin_group(state, key_group_names[group]);
        for (int i = 0; i < scene->keymap->count; i++) {
            const KeyBinding *row = &scene->keymap->rows[i];
            if (!(row->screens & screen) || !row->help || key_group(row) != (KeyGroup)group)
                continue;
            keymap_describe(row->keys, keys, sizeof keys);
            add_entry(state, columns, keys, row->help);
        }
    }
}

static void add_marks(HelpState *state, int columns, const char *title, const Mark *marks, size_t count)
{
    begin_group(state, title);
    for (size_t i = 0; i < count; i++) {
        char sign[8];
        snprintf(sign, sizeof sign, "%s", marks[i].sign);
        if (!*sign)
            sign[utf8_encode(marks[i].glyph, sign)] = '\0';
        add_entry(state, columns, sign, marks[i].text);
    }
}

static void add_chain(HelpState *state, int columns)
{
    begin_group(state, "Letters of a chain");
    for (int i = 0; catalogue_at(i); i++) {
        char sign[2] = {(char)toupper((unsigned char)catalogue_at(i)->letter), '\0'};
        add_entry(state, columns, sign, catalogue_at(i)->label);
    }
    add_entry(state, columns, "e c ...", "Small: bypassed.");
    add_entry(state, columns, "+", "More processors than have room.");
    add_entry(state, columns, "?", "A processor that this version does not know.");
}

static void add_legend(HelpState *state, const Scene *scene, int columns)
{
    const Glyphs *glyphs = scene->glyphs;
    const Mark names[] = {
        {"> <", 0, "The selected strip; lines beside its fader."},
        {"*", 0, "Chosen with v."},
        {"=", 0, "A bus."},
        {"~", 0, "A return."},
        {"^", 0, "A VCA."},
        {"+", 0, "A bus whose tracks are folded away."},
        {"", glyphs->more_left, "More strips to the left."},
        {"", glyphs->more_right, "More strips to the right."},
    };
    const Mark flags[] = {
        {"M", 0, "Muted."},
        {"S", 0, "Soloed."},
        {"m", 0, "Silenced by the solo of another."},
        {"f", 0, "Solo safe."},
        {"R", 0, "The fader follows its automation."},
        {"T", 0, "The automation is added to the fader."},
        {"t l w m p", 0, "Recording: touch, latch, write, trim, preview."},
        {glyphs->polarity, 0, "Polarity inverted."},
    };
    const Mark values[] = {
        {"", glyphs->none, "At its default, or none."},
        {"pk", 0, "The highest peak since the last cc, in dB."},
        {"OV", 0, "The same, and the strip was above full scale."},
        {"ov20k", 0, "How often the master was; k thousands."},
        {"p L30", 0, "Pan, left 30 %."},
        {"w120", 0, "Width, 120 %."},
        {"", glyphs->reduction, "Gain reduction, 2 dB a row."},
        {"", glyphs->hold, "The peak held for 2 s."},
        {"", glyphs->quiet, "The level of a strip that is not heard."},
        {"M S I", 0, "Loudness: momentary, short-term, integrated, LUFS."},
        {"LR TP", 0, "Loudness range, LU; true peak, dBTP."},
        {"corr", 0, "Correlation of left and right, -1 to +1."},
    };
    const Mark header[] = {
        {"SOLO 2", 0, "So many strips are soloed."},
        {"LISTEN", 0, "A key, a delta or a band is listened to."},
        {"WITHOUT", 0, "A strip is heard without its chain (B)."},
        {"undo 3 *", 0, "Edits that can be undone; * not all is saved."},
        {"xruns", 0, "Blocks that came too late for the device."},
    };
    add_chain(state, columns);
    add_marks(state, columns, "Marks at names", names, ARRAY_LEN(names));
    add_marks(state, columns, "Letters below a fader", flags, ARRAY_LEN(flags));
    add_marks(state, columns, "Values", values, ARRAY_LEN(values));
    add_marks(state, columns, "The first line", header, ARRAY_LEN(header));
    begin_group(state, "");
}

/* ---- the screen ---- */

static void help_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    HelpState *state = context;
    int columns = canvas->columns / blocks(canvas), rows = canvas->rows - AROUND;
    state->count = 0;
    add_keys(state, scene, columns);
    add_legend(state, scene, columns);
    int per_block = (state->count + blocks(canvas) - 1) / blocks(canvas),
        last = per_block > rows ? per_block - rows : 0;
    state->row = state->row < 0 ? 0 : state->row > last ? last : state->row;
}

static void draw_row(Canvas *canvas, const HelpRow *row, int at, int column, int columns)
{
    char text[256];
    snprintf(text, sizeof text, "%.*s", row->length, row->text);
    if (row->heading) {
        canvas_text(canvas, at, column, columns - 1, STYLE_TITLE, text);
        return;
    }
    canvas_text(canvas, at, column, SIGN_COLUMNS - 1, STYLE_KEY, row->sign);
    canvas_text(canvas, at, column + SIGN_COLUMNS, columns - SIGN_COLUMNS - 1, STYLE_TEXT, text);
}

static void draw_title(const Scene *scene, const HelpState *state, Canvas *canvas)
{
    const char *name = screen_names[helped_screen(scene)];
    if (state->search[0])
        canvas_textf(canvas, 1, 0, canvas->columns, STYLE_KEY,
                     "What has \"%s\" in it, on the %s screen; / Enter shows all", state->search, name);
    else
        canvas_textf(canvas, 1, 0, canvas->columns, STYLE_KEY,
                     "Keys of the %s screen; a number before a key repeats it (6j); / searches", name);
}

static void help_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const HelpState *state = context;
    int rows = canvas->rows - AROUND, count = blocks(canvas), columns = canvas->columns / count;
    int per_block = (state->count + count - 1) / count;
    header_draw(scene, canvas, 0);
    draw_title(scene, state, canvas);
    for (int i = 0; i < state->count; i++) {
        int line = i % per_block - state->row;
        if (line >= 0 && line < rows)
            draw_row(canvas, &state->rows[i], 2 + line, i / per_block * columns, columns);
    }
    if (state->count == 0)
        canvas_text(canvas, 3, 0, canvas->columns, STYLE_TEXT, "Nothing has it.");
    status_draw(scene, canvas, canvas->rows - 2);
}

static void help_enter(void *context)
{
    HelpState *state = context;
    state->row = 0;
    state->search[0] = '\0';
}

static const char *help_act(void *context, const Scene *scene, int argument, int count)
{
    HelpState *state = context;
    (void)scene;
    state->row += argument * count;
    return NULL;
}

static void help_find(void *context, const char *text)
{
    HelpState *state = context;
    snprintf(state->search, sizeof state->search, "%.*s", SEARCH_MAX - 1, text);
    state->row = 0;
}

const ScreenKind help_screen = {
    .twin = "help",
    .state_size = sizeof(HelpState),
    .enter = help_enter,
    .arrange = help_arrange,
    .draw = help_draw,
    .act = help_act,
    .find = help_find,
};
