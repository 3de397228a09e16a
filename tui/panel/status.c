/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two rows at the bottom: what is said or selected, and the next keys; or the prompt and what completes it. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/panel/panel.h"
#include "tui/widget/reading.h"

/* "Vox eq.2.gain -3 dB  default 0 dB": the address as it is typed, without the strip. */
static int describe_parameter(const Strip *strip, const FocusValue *focus, const char *value, char *out, size_t size)
{
    char usual[READING_MAX];
    reading_value(focus->param, focus->def, usual);
    return snprintf(out, size, "%s %s %s  default %s", strip_title(strip), focus->address + strlen(strip->name) + 1,
                    value, usual);
}

static void describe_selected(const Scene *scene, char *out, size_t size)
{
    FocusValue focus;
    char why[256], value[READING_MAX], step[READING_MAX];
    const Strip *strip = view_strip(scene->view, scene->model);
    out[0] = '\0';
    if (!strip)
        return;
    if (!view_focus_value(scene->view, scene->model, strip, &focus, why, sizeof why)) {
        snprintf(out, size, "%s", why);
        return;
    }
    const char *state = lane_word(scene, focus.address);
    reading_value(focus.param, scene_value(scene, focus.address, focus.value), value);
    snprintf(step, sizeof step, "%g", focus.param->step);
    const MeterLevel *level = meter_view_level(scene->meters, scene->view->strip);
    int used = scene->view->chain.shown
                   ? describe_parameter(strip, &focus, value, out, size)
                   : snprintf(out, size, "%s %s%s %s  step %s", strip_title(strip),
                              scene->view->focus == FOCUS_SEND ? "send " : "", focus.label, value, step);
    if (state)
        used += snprintf(out + used, size - (size_t)used, "  auto %c%s", toupper((unsigned char)state[0]), state + 1);
    if (level->reduction_db >= 0.05f)
        used += snprintf(out + used, size - (size_t)used, "  GR %.1f", (double)level->reduction_db);
    if (strip->note)
        snprintf(out + used, size - (size_t)used, "  \"%.200s\"", strip->note);
}

/* Returns true if a long message took the row below too. */
static bool draw_message(const Scene *scene, Canvas *canvas, int row)
{
    static const uint8_t styles[] = {STYLE_STATUS, STYLE_WARN, STYLE_ERROR};
    char text[1200], typed[64];
    key_state_describe(scene->keys, typed, sizeof typed);
    int right = *typed ? text_width(typed) + 2 : 0, room = canvas->columns - right;
    bool message = scene->message[0] != '\0';
    if (message)
        snprintf(text, sizeof text, "%s", scene->message);
    else
        describe_selected(scene, text, sizeof text);
    uint8_t style = message ? styles[scene->message_level] : STYLE_STATUS;
    const char *rest = message ? text_next_row(text, room) : NULL;
    if (rest) {
        canvas_text_cut(canvas, row + 1, 0, canvas->columns, style, rest, scene->glyphs->cut);
        text[rest - text] = '\0';
    }
    canvas_text_cut(canvas, row, 0, room, style, text, scene->glyphs->cut);
    canvas_text_right(canvas, row, room, right, STYLE_KEY, typed);
    return rest != NULL;
}

/* The part of the text around the cursor that has room. */
static void draw_prompt(const Scene *scene, Canvas *canvas, int row)
{
    const Prompt *prompt = scene->prompt;
    int room = canvas->columns - 3;
    size_t from = 0;
    char before[PROMPT_MAX];
    for (;;) {
        snprintf(before, sizeof before, "%.*s", (int)(prompt->cursor - from), prompt->text + from);
        if (text_width(before) <= room)
            break;
        from += text_step_forward(prompt->text, from);
    }
    canvas_put(canvas, row, 0, (uint32_t)prompt_sign(prompt->kind), STYLE_KEY);
    canvas_text(canvas, row, 1, canvas->columns - 2, STYLE_PROMPT, prompt->text + from);
    canvas_park_cursor(canvas, row, 1 + text_width(before));
}

static void draw_offers(const Scene *scene, Canvas *canvas, int row)
{
    int column = 0;
    for (int i = 0; i < scene->prompt->word_count && column < canvas->columns; i++) {
        uint8_t style = i == scene->prompt->word_at ? STYLE_FOCUS : STYLE_HINT;
        column += canvas_text(canvas, row, column, canvas->columns - column, style, scene->prompt->words[i]) + 2;
    }
}

/* Keys stand out from what they do: the first word of each pair. */
static void draw_hints(const Scene *scene, Canvas *canvas, int row)
{
    char hints[1024];
    int column = 0, mark = text_width(scene->glyphs->cut);
    bool all = keymap_hints(scene->keymap, scene->screen, scene->keys, canvas->columns, hints, sizeof hints);
    if (!all) /* room for the sign of what is left out */
        keymap_hints(scene->keymap, scene->screen, scene->keys, canvas->columns - mark - 2, hints, sizeof hints);
    for (char *at = hints, *next; at; at = next) {
        next = strstr(at, "  ");
        if (next) {
            *next = '\0';
            next += 2;
        }
        size_t keys = strcspn(at, " ");
        char *what = at[keys] ? at + keys + 1 : at + keys;
        at[keys] = '\0';
        column += canvas_text(canvas, row, column, canvas->columns - column, STYLE_KEY, at) + 1;
        column += canvas_text(canvas, row, column, canvas->columns - column, STYLE_HINT, what) + 2;
    }
    if (!all)
        canvas_text(canvas, row, column, mark, STYLE_HINT, scene->glyphs->cut);
}

static const char *prompt_help(PromptKind kind)
{
    static const char *const help[] = {
        [PROMPT_NONE] = "",
        [PROMPT_COMMAND] = "Enter runs  Tab completes  Up/Down history  Esc leaves",
        [PROMPT_VALUE] = "a value as in the project file: -6 dB, R 30 %, 120 %  Enter sets it  Esc leaves",
        [PROMPT_FIND] = "part of a strip's name, or of the help  Enter finds it  Esc leaves",
        [PROMPT_NAME] = "the strip's new name, blanks and quotes as they are  Enter sets it  Esc leaves",
        [PROMPT_PROCESSOR] = "a processor to add: eq, comp, gate ...  Tab offers all  Enter adds it  Esc leaves",
        [PROMPT_MARKER] = "the marker's text, blanks and quotes as they are  Enter sets it  Esc leaves",
    };
    return help[kind];
}

void status_draw(const Scene *scene, Canvas *canvas, int row)
{
    if (scene->prompt->kind == PROMPT_NONE) {
        if (!draw_message(scene, canvas, row))
            draw_hints(scene, canvas, row + 1);
        return;
    }
    draw_prompt(scene, canvas, row);
    if (scene->prompt->word_count > 0)
        draw_offers(scene, canvas, row + 1);
    else
        canvas_text(canvas, row + 1, 0, canvas->columns, STYLE_HINT, prompt_help(scene->prompt->kind));
}
