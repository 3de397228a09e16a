/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/keys/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"

typedef enum Form { FORM_MORE, FORM_DONE, FORM_NONE } Form;

static Key final_key(unsigned char final)
{
    static const struct {
        char final;
        Key key;
    } finals[] = {{'A', INPUT_UP},   {'B', INPUT_DOWN}, {'C', INPUT_RIGHT}, {'D', INPUT_LEFT},
                  {'H', INPUT_HOME}, {'F', INPUT_END},  {'M', INPUT_ENTER}};
    for (size_t i = 0; i < sizeof finals / sizeof finals[0]; i++)
        if (finals[i].final == (char) final)
            return finals[i].key;
    return 0;
}

static Key numbered_key(int number)
{
    static const struct {
        int number;
        Key key;
    } numbers[] = {{1, INPUT_HOME},          {2, INPUT_INSERT},     {3, INPUT_DELETE}, {4, INPUT_END},
                   {5, INPUT_PAGE_UP},       {6, INPUT_PAGE_DOWN},  {7, INPUT_HOME},   {8, INPUT_END},
                   {200, INPUT_PASTE_BEGIN}, {201, INPUT_PASTE_END}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (numbers[i].number == number)
            return numbers[i].key;
    return 0;
}

/* ESC [ parameters intermediates final. A mouse report in its oldest form (ESC [ M and three bytes) is read as such. */
static Form read_csi(const unsigned char *bytes, int count, Key *key)
{
    if (count == 2)
        return FORM_MORE;
    if (bytes[2] == 'M')
        return count < 6 ? FORM_MORE : FORM_DONE;
    if (bytes[2] == '[') /* the linux console's F1 to F5 */
        return count < 4 ? FORM_MORE : FORM_DONE;
    unsigned char last = bytes[count - 1];
    if (last < 0x20 || last > 0x7e)
        return FORM_NONE;
    if (last < 0x40)
        return FORM_MORE;
    if (bytes[2] != '<' && bytes[2] != '?')
        *key = last == '~'                                    ? numbered_key(atoi((const char *)bytes + 2))
               : last == 'n' && count == 4 && bytes[2] == '0' ? INPUT_ANSWER
                                                              : final_key(last);
    return FORM_DONE;
}

static Form read_escape(const unsigned char *bytes, int count, Key *key)
{
    if (count == 1)
        return FORM_MORE;
    if (bytes[1] == '[')
        return read_csi(bytes, count, key);
    if (bytes[1] == 'O') {
        if (count == 2)
            return FORM_MORE;
        *key = final_key(bytes[2]);
        return FORM_DONE;
    }
    if (bytes[1] == ']' || bytes[1] == 'P' || bytes[1] == '_' || bytes[1] == '^') { /* strings end with BEL or ESC \ */
        unsigned char last = bytes[count - 1];
        return last == 7 || (count > 3 && last == '\\' && bytes[count - 2] == 27) ? FORM_DONE : FORM_MORE;
    }
    return FORM_NONE;
}

static Form read_utf8(const unsigned char *bytes, int count, Key *key)
{
    int need = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4)
        return FORM_DONE;
    for (int i = 1; i < count; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return FORM_NONE;
    if (count < need)
        return FORM_MORE;
    TextPiece piece;
    text_take((const char *)bytes, (size_t)count, &piece);
    if (piece.code)
        *key = piece.code;
    return FORM_DONE;
}

static Form read_held(const Input *input, Key *key)
{
    unsigned char first = input->held[0];
    *key = 0;
    if (first == 27)
        return read_escape(input->held, input->held_count, key);
    if (first >= 0x80)
        return read_utf8(input->held, input->held_count, key);
    *key = first == '\n' ? INPUT_ENTER : first == 8 ? INPUT_BACKSPACE : first;
    return FORM_DONE;
}

/* A sequence longer than is kept: only its end matters. */
static void shorten_held(Input *input)
{
    if (input->held_count < (int)sizeof input->held - 1)
        return;
    unsigned char last = input->held[input->held_count - 1];
    input->held[4] = last == 27 ? 27 : '0';
    input->held_count = last == 27 ? 5 : 4;
}

int input_decode(Input *input, const char *bytes, size_t length, size_t *used, Key *keys, int limit)
{
    int count = 0;
    *used = 0;
    while (*used < length && count + 2 <= limit) {
        Key key;
        input->held[input->held_count++] = (unsigned char)bytes[(*used)++];
        input->held[input->held_count] = '\0';
        Form form = read_held(input, &key);
        if (form == FORM_MORE) {
            shorten_held(input);
            continue;
        }
        bool was_escape = input->held[0] == 27 && input->held_count == 2;
        input->held_count = 0;
        if (form == FORM_DONE && key)
            keys[count++] = key;
        if (form == FORM_NONE && was_escape)
            keys[count++] = INPUT_ESCAPE;
        if (form == FORM_NONE) /* the last byte belongs to what follows */
            (*used)--;
    }
    return count;
}

bool input_is_waiting(const Input *input)
{
    return input->held_count > 0;
}

int input_expire(Input *input, Key *key)
{
    bool is_escape = input->held_count == 1 && input->held[0] == 27;
    input->held_count = 0;
    *key = INPUT_ESCAPE;
    return is_escape ? 1 : 0;
}

static const struct {
    Key key;
    const char *name;
} names[] = {
    {' ', "Space"},
    {INPUT_ENTER, "Enter"},
    {INPUT_TAB, "Tab"},
    {INPUT_ESCAPE, "Esc"},
    {INPUT_BACKSPACE, "Backspace"},
    {INPUT_UP, "Up"},
    {INPUT_DOWN, "Down"},
    {INPUT_RIGHT, "Right"},
    {INPUT_LEFT, "Left"},
    {INPUT_HOME, "Home"},
    {INPUT_END, "End"},
    {INPUT_PAGE_UP, "PgUp"},
    {INPUT_PAGE_DOWN, "PgDn"},
    {INPUT_INSERT, "Insert"},
    {INPUT_DELETE, "Delete"},
    {'<', "lt"},
};

void key_name(Key key, char out[16])
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].key == key && key != '<') {
            snprintf(out, 16, "%s", names[i].name);
            return;
        }
    if (key < 32)
        snprintf(out, 16, "C-%c", (int)(key | 0x60));
    else
        out[utf8_encode(key, out)] = '\0';
}

static Key parse_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == length && strncmp(names[i].name, name, length) == 0)
            return names[i].key;
    if (length == 3 && name[0] == 'C' && name[1] == '-' && name[2] >= 'a' && name[2] <= 'z')
        return (Key)(name[2] - 'a' + 1);
    return 0;
}

Key key_parse(const char **at)
{
    const char *end = **at == '<' ? strchr(*at, '>') : NULL;
    if (end) {
        Key key = parse_named(*at + 1, (size_t)(end - *at - 1));
        *at = end + 1;
        return key;
    }
    if (!**at)
        return 0;
    TextPiece piece;
    text_take(*at, strlen(*at), &piece);
    *at += piece.bytes;
    return piece.code;
}
