/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/keys/keymap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/canvas/text.h"

const char *const key_group_names[KEY_GROUPS] = {"Your own",          "Timeline", "Strips",    "Values",
                                                 "Switches and solo", "Monitor",  "Transport", "Automation",
                                                 "Edits and macros",  "The desk"};

KeyGroup key_group(const KeyBinding *row)
{
    return (KeyGroup)(row->flags >> KEY_GROUP_SHIFT & (KEY_GROUP_LIMIT - 1));
}

enum { KEY_LETTER = 0x120000, KEY_DIGIT, COUNT_MAX = 9999, USER_ROWS_MAX = 1000 };

/* Reads a written sequence; false when a key is none, or there are none or too many. */
static bool parse_sequence(const char *keys, Key sequence[KEY_SEQUENCE_MAX + 1])
{
    int count = 0;
    while (*keys) {
        Key key;
        if (count == KEY_SEQUENCE_MAX)
            return false;
        if (strncmp(keys, "<letter>", 8) == 0 || strncmp(keys, "<digit>", 7) == 0) {
            key = keys[1] == 'l' ? KEY_LETTER : KEY_DIGIT;
            keys = strchr(keys, '>') + 1;
        } else
            key = key_parse(&keys);
        if (!key)
            return false;
        sequence[count++] = key;
    }
    sequence[count] = 0;
    return count > 0;
}

static Status add_row(Keymap *keymap, const KeyBinding *row)
{
    if (keymap->count == keymap->room)
        return STATUS_FULL;
    if (!parse_sequence(row->keys, keymap->sequences[keymap->count]))
        return STATUS_BAD_VALUE;
    keymap->rows[keymap->count++] = *row;
    return STATUS_OK;
}

Status keymap_init(Keymap *keymap, const KeyBinding *table)
{
    *keymap = (Keymap){.room = USER_ROWS_MAX};
    for (const KeyBinding *row = table; row->keys; row++)
        keymap->room++;
    keymap->rows = calloc((size_t)keymap->room, sizeof *keymap->rows);
    keymap->sequences = calloc((size_t)keymap->room, sizeof *keymap->sequences);
    Status status = keymap->rows && keymap->sequences ? STATUS_OK : STATUS_NO_MEMORY;
    for (; table->keys && status == STATUS_OK; table++)
        status = add_row(keymap, table);
    return status;
}

void keymap_clear(Keymap *keymap)
{
    for (int i = 0; i < keymap->storage_count; i++)
        free(keymap->storage[i]);
    free(keymap->storage);
    free(keymap->rows);
    free(keymap->sequences);
    *keymap = (Keymap){0};
}

static bool key_fits(Key pattern, Key key)
{
    if (pattern == KEY_LETTER)
        return key >= 'a' && key <= 'z';
    if (pattern == KEY_DIGIT)
        return key >= '1' && key <= '9';
    return pattern == key;
}

static KeyMatch match_row(const Key *sequence, const KeyState *state, int *letter)
{
    for (int i = 0; i < state->key_count; i++) {
        if (!sequence[i] || !key_fits(sequence[i], state->keys[i]))
            return KEY_MATCH_NONE;
        if (sequence[i] >= KEY_LETTER)
            *letter = (int)state->keys[i];
    }
    return sequence[state->key_count] ? KEY_MATCH_MORE : KEY_MATCH_FULL;
}

/* What the keys typed so far mean on a screen; the user's rows, which stand last, go first. */
static KeyMatch find_match(const Keymap *keymap, ScreenId screen, const KeyState *state, const KeyBinding **binding,
                           int *letter)
{
    KeyMatch best = KEY_MATCH_NONE;
    for (int i = keymap->count - 1; i >= 0; i--) {
        int found = 0;
        if (!(keymap->rows[i].screens & 1u << screen))
            continue;
        KeyMatch match = match_row(keymap->sequences[i], state, &found);
        if (match == KEY_MATCH_FULL) {
            *binding = &keymap->rows[i];
            *letter = found;
            return match;
        }
        if (match == KEY_MATCH_MORE)
            best = match;
    }
    return best;
}

static void begin_anew(KeyState *state)
{
    *state = (KeyState){0};
}

static bool take_count(KeyState *state, Key key)
{
    bool is_digit = (key >= '1' && key <= '9') || (key == '0' && state->counted);
    if (!is_digit || state->key_count > 0)
        return false;
    state->count = state->count * 10 + (int)(key - '0');
    if (state->count > COUNT_MAX)
        state->count = COUNT_MAX;
    state->counted = true;
    return true;
}

KeyMatch keymap_take(const Keymap *keymap, ScreenId screen, KeyState *state, Key key, KeyPress *press, char typed[64])
{
    const KeyBinding *binding = NULL;
    int letter = 0;
    typed[0] = '\0';
    if (take_count(state, key))
        return KEY_MATCH_MORE;
    state->keys[state->key_count++] = key;
    KeyMatch match = find_match(keymap, screen, state, &binding, &letter);
    if (match == KEY_MATCH_MORE && state->key_count < KEY_SEQUENCE_MAX)
        return match;
    if (match == KEY_MATCH_FULL)
        *press = (KeyPress){.binding = binding,
                            .count = state->counted ? state->count : 1,
                            .counted = state->counted,
                            .letter = letter};
    else {
        match = KEY_MATCH_NONE;
        state->counted = false;
        key_state_describe(state, typed, 64);
    }
    begin_anew(state);
    return match;
}

static void append(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);
    if (used + strlen(text) < size)
        memcpy(out + used, text, strlen(text) + 1);
}

/* Long names stand apart from their neighbours. */
static void append_key(char *out, size_t size, const char *name, bool *was_long)
{
    bool is_long = text_width(name) > 1;
    if (*out && (is_long || *was_long))
        append(out, size, " ");
    append(out, size, name);
    *was_long = is_long;
}

void keymap_describe(const char *keys, char *out, size_t size)
{
    Key sequence[KEY_SEQUENCE_MAX + 1];
    char name[16];
    bool was_long = false;
    out[0] = '\0';
    if (!parse_sequence(keys, sequence))
        return;
    for (int i = 0; sequence[i]; i++) {
        if (sequence[i] >= KEY_LETTER)
            append(out, size, sequence[i] == KEY_LETTER ? "{a-z}" : "{1-9}");
        else {
            key_name(sequence[i], name);
            append_key(out, size, name, &was_long);
        }
    }
}

void key_state_describe(const KeyState *state, char *out, size_t size)
{
    char name[16];
    bool was_long = false;
    out[0] = '\0';
    if (state->counted)
        snprintf(out, size, "%d", state->count);
    for (int i = 0; i < state->key_count; i++) {
        key_name(state->keys[i], name);
        append_key(out, size, name, &was_long);
    }
}

/* The keys that lead on from what was typed, or the whole sequence. */
static void describe_rest(const KeyBinding *row, const KeyState *state, char *out, size_t size)
{
    const char *rest = row->keys;
    for (int i = 0; i < state->key_count; i++) {
        if (strncmp(rest, "<letter>", 8) == 0 || strncmp(rest, "<digit>", 7) == 0)
            rest = strchr(rest, '>') + 1;
        else
            (void)key_parse(&rest);
    }
    keymap_describe(rest, out, size);
}

bool keymap_hints(const Keymap *keymap, ScreenId screen, const KeyState *state, int columns, char *out, size_t size)
{
    const char *last_hint = NULL;
    char keys[64] = "", line[1024] = "", last_text[256] = "";
    bool all = true;
    out[0] = '\0';
    for (int i = 0; i <= keymap->count; i++) {
        const KeyBinding *row = i < keymap->count ? &keymap->rows[i] : NULL;
        int letter;
        const char *hint = row && state->key_count ? row->help && !row->hint ? row->action : row->hint
                           : row                   ? row->hint
                                                   : NULL;
        bool fits = row && hint && (row->screens & 1u << screen) &&
                    match_row(keymap->sequences[i], state, &letter) == KEY_MATCH_MORE;
        if (row && !fits)
            continue;
        bool joins = row && last_hint && strcmp(hint, last_hint) == 0;
        if (!joins && last_hint) {
            snprintf(last_text, sizeof last_text, "%s%s %s", line[0] ? "  " : "", keys, last_hint);
            if (text_width(line) + text_width(last_text) > columns) {
                all = false;
                break;
            }
            append(line, sizeof line, last_text);
        }
        if (!row)
            break;
        char rest[64];
        describe_rest(row, state, rest, sizeof rest);
        if (!joins)
            keys[0] = '\0';
        else
            append(keys, sizeof keys, "/");
        append(keys, sizeof keys, rest);
        last_hint = hint;
    }
    snprintf(out, size, "%s", line);
    return all;
}

/* ---- the user's keys file ---- */

static char *keep(Keymap *keymap, const char *text)
{
    char **storage = realloc(keymap->storage, (size_t)(keymap->storage_count + 1) * sizeof *storage);
    if (!storage)
        return NULL;
    keymap->storage = storage;
    storage[keymap->storage_count] = strdup(text);
    return storage[keymap->storage_count] ? storage[keymap->storage_count++] : NULL;
}

static const KeyBinding *find_action(const Keymap *keymap, const char *action)
{
    for (int i = 0; i < keymap->count; i++)
        if (keymap->rows[i].action && strcmp(keymap->rows[i].action, action) == 0)
            return &keymap->rows[i];
    return NULL;
}

static bool sequences_clash(const Key *a, const Key *b)
{
    for (int i = 0;; i++) {
        if (!a[i] || !b[i])
            return true;
        if (!key_fits(a[i], b[i]) && !key_fits(b[i], a[i]))
            return false;
    }
}

/* A row that runs a command line: what a user binds to one runs the same action. */
static const KeyBinding *find_command(const Keymap *keymap)
{
    for (int i = 0; i < keymap->count; i++)
        if (keymap->rows[i].command)
            return &keymap->rows[i];
    return NULL;
}

/* Takes away what could not be reached, or would stand in the way, beside the new sequence. */
static void remove_clashes(Keymap *keymap, const Key *sequence, unsigned screens)
{
    for (int i = 0; i < keymap->count; i++)
        if (sequences_clash(keymap->sequences[i], sequence))
            keymap->rows[i].screens &= ~screens;
}

/* Puts a row behind the others, in the place of all that its keys would meet. */
static Status put_row(Keymap *keymap, KeyBinding *row, const char *keys, const Key *sequence, Error *error)
{
    row->keys = keep(keymap, keys);
    if (!row->keys || !row->help)
        return error_set(error, STATUS_NO_MEMORY, "there is no memory for the keys file");
    remove_clashes(keymap, sequence, row->screens);
    Status status = add_row(keymap, row);
    return status == STATUS_OK ? status : error_set(error, status, "at most %d keys can be bound", USER_ROWS_MAX);
}

/* A row of the user's that runs or types `text`. */
static KeyBinding own_row(Keymap *keymap, const char *text, unsigned flags)
{
    KeyBinding row = *find_command(keymap);
    row.command = row.help = keep(keymap, text);
    row.action = "command";
    row.screens = ON_ALL;
    row.hint = NULL;
    row.flags = flags;
    return row;
}

static Status bind(Keymap *keymap, const char *keys, const char *target, Error *error)
{
    Key sequence[KEY_SEQUENCE_MAX + 1];
    if (!parse_sequence(keys, sequence))
        return error_set(error, STATUS_BAD_VALUE, "no key sequence (at most %d keys): %s", KEY_SEQUENCE_MAX, keys);
    const KeyBinding *known = target[0] == ':' ? find_command(keymap) : find_action(keymap, target);
    if (!known)
        return error_set(error, STATUS_NOT_FOUND, "no such action: %s", target);
    KeyBinding row = target[0] == ':' ? own_row(keymap, target + 1, KEY_REPEATS) : *known;
    return put_row(keymap, &row, keys, sequence, error);
}

/* True if each of the keys can be typed; any number of them. */
static bool are_keys(const char *keys)
{
    while (*keys)
        if (!key_parse(&keys))
            return false;
    return true;
}

static Status map(Keymap *keymap, const char *keys, const char *typed, Error *error)
{
    Key sequence[KEY_SEQUENCE_MAX + 1];
    if (!parse_sequence(keys, sequence))
        return error_set(error, STATUS_BAD_VALUE, "no key sequence (at most %d keys): %s", KEY_SEQUENCE_MAX, keys);
    if (!are_keys(typed) || !find_command(keymap))
        return error_set(error, STATUS_BAD_VALUE, "no keys: %s", typed);
    KeyBinding row = own_row(keymap, typed, KEY_TYPES);
    return put_row(keymap, &row, keys, sequence, error);
}

Status keymap_read_line(Keymap *keymap, const char *line, Error *error)
{
    char copy[1024];
    if (strlen(line) >= sizeof copy)
        return error_set(error, STATUS_BAD_VALUE, "a line of the keys file is longer than %zu bytes", sizeof copy - 1);
    memcpy(copy, line, strlen(line) + 1);
    copy[strcspn(copy, "\r\n")] = '\0';
    char *rest = NULL, *word = strtok_r(copy, " \t", &rest), *keys = strtok_r(NULL, " \t", &rest);
    if (!word || word[0] == '#')
        return STATUS_OK;
    char *target = rest ? rest + strspn(rest, " \t") : NULL;
    Key sequence[KEY_SEQUENCE_MAX + 1];
    if (strcmp(word, "unbind") == 0 && keys && parse_sequence(keys, sequence)) {
        remove_clashes(keymap, sequence, ON_ALL);
        return STATUS_OK;
    }
    bool is_map = strcmp(word, "map") == 0;
    if ((strcmp(word, "bind") != 0 && !is_map) || !keys || !target || !*target)
        return error_set(error, STATUS_BAD_VALUE,
                         "a line of the keys file is `bind KEYS ACTION`, `bind KEYS :COMMAND`, `map KEYS KEYS` or "
                         "`unbind KEYS`, not: %s",
                         line);
    return is_map ? map(keymap, keys, target, error) : bind(keymap, keys, target, error);
}
