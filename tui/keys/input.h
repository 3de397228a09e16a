/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffer from the terminal into keys.
 *
 * A key is a code point; control keys are 1..31; keys with names lie above Unicode.  Escape sequences are read by their
 * grammar (ECMA-48 5.4, SS3), so that one nobody knows, a mouse report or a terminal's answer vanishes whole.  A
 * bracketed paste gives its characters between INPUT_PASTE_BEGIN and INPUT_PASTE_END.  Any split of the bytes gives the
 * same keys.
 */
#ifndef TTYMIX_TUI_KEYS_INPUT_H
#define TTYMIX_TUI_KEYS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t Key;

enum {
    INPUT_ENTER = 13,
    INPUT_TAB = 9,
    INPUT_ESCAPE = 27,
    INPUT_BACKSPACE = 127,
    INPUT_UP = 0x110000,
    INPUT_DOWN,
    INPUT_RIGHT,
    INPUT_LEFT,
    INPUT_HOME,
    INPUT_END,
    INPUT_PAGE_UP,
    INPUT_PAGE_DOWN,
    INPUT_INSERT,
    INPUT_DELETE,
    INPUT_ANSWER, /* no key: the terminal answers FLOW_QUESTION (tui/canvas/flow.h) */
    INPUT_PASTE_BEGIN,
    INPUT_PASTE_END
};
enum { INPUT_ESCAPE_MS = 50 }; /* a lone Esc is a key after this long */

typedef struct Input {      /* zeroed to begin with */
    unsigned char held[32]; /* of an unfinished sequence */
    int held_count;
} Input;

/* Decodes `length` bytes into at most `limit` keys; `*used` bytes were taken. Returns the count of keys. */
int input_decode(Input *input, const char *bytes, size_t length, size_t *used, Key *keys, int limit);
/* True while a sequence is unfinished: after INPUT_ESCAPE_MS of silence call input_expire. */
bool input_is_waiting(const Input *input);
/* Ends the unfinished sequence: a lone Esc is a key, anything else is thrown away. Returns the count of keys (0 or 1).
 */
int input_expire(Input *input, Key *key);

/* "g", "Space", "C-p", "Enter"; at most 15 characters. */
void key_name(Key key, char out[16]);
/* Reads one key of a written sequence ("<C-p>", "<lt>", "g") and moves `*at` behind it; 0 if it is none. */
Key key_parse(const char **at);

#endif
