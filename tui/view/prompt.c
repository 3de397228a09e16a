/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"

enum {
    CTRL_A = 1,
    CTRL_B = 2,
    CTRL_C = 3,
    CTRL_D = 4,
    CTRL_E = 5,
    CTRL_F = 6,
    CTRL_G = 7,
    CTRL_K = 11,
    CTRL_N = 14,
    CTRL_P = 16,
    CTRL_U = 21,
    CTRL_W = 23
};

static void drop_words(Prompt *prompt)
{
    for (int i = 0; i < prompt->word_count; i++)
        free(prompt->words[i]);
    prompt->word_count = 0;
    prompt->word_at = -1;
}

static void set_text(Prompt *prompt, const char *text)
{
    prompt->length = strnlen(text, PROMPT_MAX - 1);
    memmove(prompt->text, text, prompt->length);
    prompt->text[prompt->length] = '\0';
    prompt->cursor = prompt->length;
}

void prompt_open(Prompt *prompt, PromptKind kind, const char *text)
{
    prompt_close(prompt);
    prompt->kind = kind;
    prompt->history_at = -1;
    set_text(prompt, text);
}

void prompt_close(Prompt *prompt)
{
    drop_words(prompt);
    prompt->kind = PROMPT_NONE;
    prompt->length = prompt->cursor = 0;
    prompt->text[0] = '\0';
}

char prompt_sign(PromptKind kind)
{
    static const char signs[] = {
        [PROMPT_NONE] = ' ', [PROMPT_COMMAND] = ':', [PROMPT_VALUE] = '=',    [PROMPT_FIND] = '/',
        [PROMPT_NAME] = '"', [PROMPT_MARKER] = '"',  [PROMPT_PROCESSOR] = '+'};
    return signs[kind];
}

static void remove_bytes(Prompt *prompt, size_t from, size_t to)
{
    memmove(prompt->text + from, prompt->text + to, prompt->length - to + 1);
    prompt->length -= to - from;
    prompt->cursor = from;
}

static void insert_bytes(Prompt *prompt, const char *bytes, size_t count)
{
    if (prompt->length + count >= PROMPT_MAX)
        return;
    memmove(prompt->text + prompt->cursor + count, prompt->text + prompt->cursor, prompt->length - prompt->cursor + 1);
    memcpy(prompt->text + prompt->cursor, bytes, count);
    prompt->length += count;
    prompt->cursor += count;
}

static size_t word_back(const Prompt *prompt)
{
    size_t at = prompt->cursor;
    while (at > 0 && prompt->text[at - 1] == ' ')
        at--;
    while (at > 0 && prompt->text[at - 1] != ' ')
        at--;
    return at;
}

static void call_history(Prompt *prompt, const Recall *history, int step)
{
    if (prompt->history_at < 0) {
        if (step > 0)
            return;
        memcpy(prompt->typed, prompt->text, prompt->length + 1);
    }
    int from = prompt->history_at < 0 ? history->count : prompt->history_at;
    int at = recall_seek(history, from, step, prompt->typed);
    if (at < 0 && step < 0)
        return;
    set_text(prompt, at >= 0 ? history->lines[at] : prompt->typed);
    prompt->history_at = at;
}

static size_t common_length(const Prompt *prompt)
{
    size_t common = strlen(prompt->words[0]);
    for (int i = 1; i < prompt->word_count; i++) {
        size_t same = 0;
        while (same < common && prompt->words[i][same] == prompt->words[0][same])
            same++;
        common = same;
    }
    return common;
}

static void put_word(Prompt *prompt, const char *word, size_t length)
{
    remove_bytes(prompt, prompt->word_start, prompt->cursor);
    insert_bytes(prompt, word, length);
}

static void begin_completion(Prompt *prompt, PromptCompleter completer, void *context)
{
    prompt->word_count = completer(context, prompt->text, prompt->cursor, prompt->words, PROMPT_WORDS_MAX);
    prompt->word_at = -1;
    prompt->word_start = prompt->cursor;
    while (prompt->word_start > 0 && prompt->text[prompt->word_start - 1] != ' ')
        prompt->word_start--;
    if (prompt->word_count == 0)
        return;
    size_t common = common_length(prompt);
    if (prompt->word_count == 1 || common > prompt->cursor - prompt->word_start)
        put_word(prompt, prompt->words[0], common);
    if (prompt->word_count == 1) {
        insert_bytes(prompt, " ", 1);
        drop_words(prompt);
    }
}

/* The first Tab completes what is certain and offers the rest, the next ones go through them. */
static void complete(Prompt *prompt, PromptCompleter completer, void *context)
{
    if ((prompt->kind != PROMPT_COMMAND && prompt->kind != PROMPT_PROCESSOR) || !completer)
        return;
    if (prompt->word_count == 0) {
        begin_completion(prompt, completer, context);
        return;
    }
    prompt->word_at = (prompt->word_at + 1) % prompt->word_count;
    put_word(prompt, prompt->words[prompt->word_at], strlen(prompt->words[prompt->word_at]));
}

static bool move_cursor(Prompt *prompt, Key key)
{
    if (key == INPUT_LEFT || key == CTRL_B)
        prompt->cursor -= prompt->cursor > 0 ? text_step_back(prompt->text, prompt->cursor) : 0;
    else if (key == INPUT_RIGHT || key == CTRL_F)
        prompt->cursor += prompt->cursor < prompt->length ? text_step_forward(prompt->text, prompt->cursor) : 0;
    else if (key == INPUT_HOME || key == CTRL_A)
        prompt->cursor = 0;
    else if (key == INPUT_END || key == CTRL_E)
        prompt->cursor = prompt->length;
    else
        return false;
    return true;
}

static bool remove_by_key(Prompt *prompt, Key key)
{
    size_t at = prompt->cursor;
    if (key == INPUT_BACKSPACE && at > 0)
        remove_bytes(prompt, at - text_step_back(prompt->text, at), at);
    else if ((key == INPUT_DELETE || key == CTRL_D) && at < prompt->length)
        remove_bytes(prompt, at, at + text_step_forward(prompt->text, at));
    else if (key == CTRL_W)
        remove_bytes(prompt, word_back(prompt), at);
    else if (key == CTRL_U)
        remove_bytes(prompt, 0, at);
    else if (key == CTRL_K)
        remove_bytes(prompt, at, prompt->length);
    else
        return false;
    return true;
}

PromptResult prompt_take(Prompt *prompt, Key key, const Recall *history, PromptCompleter completer, void *context)
{
    if (key == INPUT_TAB) {
        complete(prompt, completer, context);
        return PROMPT_GOES_ON;
    }
    drop_words(prompt);
    if (key == INPUT_ENTER)
        return PROMPT_DONE;
    if (key == INPUT_ESCAPE || key == CTRL_G || key == CTRL_C || (key == INPUT_BACKSPACE && prompt->length == 0))
        return PROMPT_CANCELLED;
    if (move_cursor(prompt, key) || remove_by_key(prompt, key))
        return PROMPT_GOES_ON;
    if (key == INPUT_UP || key == CTRL_P)
        call_history(prompt, history, -1);
    else if (key == INPUT_DOWN || key == CTRL_N)
        call_history(prompt, history, 1);
    else if (key >= ' ' && key != INPUT_BACKSPACE && key < INPUT_UP) {
        char bytes[4];
        insert_bytes(prompt, bytes, (size_t)utf8_encode(key, bytes));
    }
    return PROMPT_GOES_ON;
}
