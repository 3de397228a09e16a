/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/screen/screen.h"
#include "tui/view/chain.h"

enum { KEYS_AT_ONCE = 64, TYPING_MAX = 8, CTRL_C = 3, CTRL_G = 7 };

static int complete(void *context, const char *line, size_t cursor, char **words, int limit)
{
    const Desk *desk = context;
    if (desk->prompt.kind == PROMPT_PROCESSOR)
        return strchr(line, ' ') ? 0 : chain_offer_kinds(line, words, limit);
    return desk_complete_line(context, line, cursor, words, limit);
}

static void find(Desk *desk, const char *text)
{
    const ScreenKind *screen = screen_table[desk->screen];
    if (screen->find)
        screen->find(desk->screen_state[desk->screen], text);
    else
        desk_find(desk, text, 1);
}

static void finish_prompt(Desk *desk)
{
    char text[PROMPT_MAX];
    PromptKind kind = desk->prompt.kind;
    snprintf(text, sizeof text, "%s", desk->prompt.text);
    prompt_close(&desk->prompt);
    if (kind == PROMPT_COMMAND)
        desk_run_line(desk, text);
    else if (kind == PROMPT_VALUE)
        desk_set_value(desk, text);
    else if (kind == PROMPT_FIND)
        find(desk, text);
    else if (kind == PROMPT_NAME)
        desk_rename(desk, text);
    else if (kind == PROMPT_PROCESSOR)
        desk_add_processor(desk, text);
    else if (kind == PROMPT_MARKER)
        desk_set_marker(desk, text);
}

static void prompt_key(Desk *desk, Key key)
{
    static const Recall none;
    const Recall *history = desk->prompt.kind == PROMPT_COMMAND ? &desk->history : &none;
    PromptResult result = prompt_take(&desk->prompt, key, history, complete, desk);
    if (result == PROMPT_DONE)
        finish_prompt(desk);
    else if (result == PROMPT_CANCELLED)
        prompt_close(&desk->prompt);
}

static void remember(Desk *desk, const KeyPress *press)
{
    if (!(press->binding->flags & KEY_REPEATS))
        return;
    desk->repeat.press = *press;
    desk->repeat.known = true;
}

static void run_press(Desk *desk, const KeyPress *press)
{
    remember(desk, press);
    press->binding->run(desk, press);
}

static void plain_key(Desk *desk, Key key)
{
    KeyPress press;
    char typed[64];
    KeyMatch match = keymap_take(&desk->keymap, desk->screen, &desk->keys, key, &press, typed);
    if (match == KEY_MATCH_FULL && !screen_fits(&desk->canvas) && !(press.binding->flags & KEY_UNSEEN))
        desk_say(desk, 0, "%s waits for room to be seen", press.binding->action);
    else if (match == KEY_MATCH_FULL)
        run_press(desk, &press);
    else if (match == KEY_MATCH_NONE)
        desk_say(desk, 0, "%s does nothing here. ? shows the keys.", typed);
}

static void record(Desk *desk, Key key)
{
    Macro *macro = &desk->macro;
    if (!macro->recording || macro->playing)
        return;
    if (macro->count < MACRO_MAX)
        macro->keys[macro->count++] = key;
    else {
        macro->recording = false;
        desk_say(desk, 1, "The macro ends here: it has %d keys, the most it can have", MACRO_MAX);
    }
}

static bool is_cancel(Key key)
{
    return key == INPUT_ESCAPE || key == CTRL_G || key == CTRL_C;
}

static bool is_paste(Desk *desk, Key key)
{
    if (key == INPUT_PASTE_BEGIN || key == INPUT_PASTE_END) {
        desk->pasting = key == INPUT_PASTE_BEGIN;
        if (desk->pasting && desk->prompt.kind == PROMPT_NONE)
            desk_say(desk, 1, "Pasted text is taken only after : = or /");
        return true;
    }
    /* Pasted text is no keys; a line end in it does not run a command. */
    return desk->pasting && (desk->prompt.kind == PROMPT_NONE || key < ' ');
}

static void take_key(Desk *desk, Key key)
{
    desk->pace.urgent = desk->pace.dirty = true;
    if (is_paste(desk, key))
        return;
    record(desk, key);
    if (desk->prompt.kind != PROMPT_NONE) {
        if (screen_fits(&desk->canvas) || is_cancel(key))
            prompt_key(desk, key);
        return;
    }
    desk->message[0] = '\0';
    desk->message_level = 0;
    desk->message_unasked = false;
    if (is_cancel(key) && (desk->keys.key_count || desk->keys.counted))
        desk->keys = (KeyState){0};
    else
        plain_key(desk, key);
    desk_show_next_notice(desk);
}

static void play_macro(Desk *desk, int rounds)
{
    Macro *macro = &desk->macro;
    desk->asked.macro_rounds = 0;
    macro->playing = true;
    for (int i = 0; i < rounds; i++)
        for (int k = 0; k < macro->count && !desk->over; k++)
            take_key(desk, macro->keys[k]);
    macro->playing = false;
}

/* Keys that stand for keys may stand for some that do, too; what goes round in a circle is ended. */
static void type_mapped(Desk *desk)
{
    const char *keys = desk->asked.typed;
    int rounds = desk->asked.rounds;
    desk->asked.typed = NULL;
    if (desk->typing == TYPING_MAX) {
        desk_say(desk, 2, "These keys stand for themselves: %s", keys);
        return;
    }
    desk->typing++;
    for (int i = 0; i < rounds; i++)
        for (const char *at = keys; *at && !desk->over;)
            desk_key(desk, key_parse(&at));
    desk->typing--;
}

void desk_key(Desk *desk, Key key)
{
    take_key(desk, key);
    if (desk->asked.typed)
        type_mapped(desk);
    if (desk->asked.macro_rounds > 0)
        play_macro(desk, desk->asked.macro_rounds);
}

void desk_take_bytes(Desk *desk, const char *bytes, size_t length)
{
    Key keys[KEYS_AT_ONCE];
    desk->input_ms = desk->pace.now_ms;
    for (size_t used; length > 0 && !desk->over; bytes += used, length -= used) {
        int count = input_decode(&desk->input, bytes, length, &used, keys, KEYS_AT_ONCE);
        for (int i = 0; i < count && !desk->over; i++) {
            if (keys[i] == INPUT_ANSWER)
                flow_answer(&desk->flow, desk->pace.now_ms);
            else
                desk_key(desk, keys[i]);
        }
    }
}

void desk_expire_input(Desk *desk)
{
    Key key;
    if (input_expire(&desk->input, &key))
        desk_key(desk, key);
}
