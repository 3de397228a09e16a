/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key map: one row a key.  The same rows drive what a key does, the hints at the bottom, and the help screen.
 *
 * A sequence is written as it is typed; `<Space>`, `<Enter>`, `<C-p>`, `<lt>` name keys, `<letter>` stands for a to z
 * and `<digit>` for 1 to 9.  No sequence may be the beginning of another on the same screen.  A count (`6j`) is read
 * before a sequence.
 */
#ifndef TTYMIX_TUI_KEYS_KEYMAP_H
#define TTYMIX_TUI_KEYS_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/status.h"
#include "tui/keys/input.h"
#include "tui/keys/screens.h"

typedef struct Desk Desk;
typedef struct KeyBinding KeyBinding;

typedef struct KeyPress { /* what an action is told */
    const KeyBinding *binding;
    int count;    /* 1 without one */
    bool counted; /* a count was typed */
    int letter;   /* what stood for <letter> or <digit>, or 0 */
} KeyPress;
typedef void (*KeyAction)(Desk *desk, const KeyPress *press);

enum { KEY_SEQUENCE_MAX = 4 };
enum {
    KEY_REPEATS = 1, /* `.` does it again */
    KEY_UNSEEN = 2,  /* taken where there is no room to draw, too: it edits nothing */
    KEY_TYPES = 4,   /* `command` is no line: keys, which are typed */
    KEY_GROUP_SHIFT = 4,
    KEY_GROUP_LIMIT = 16
};
/* The help's headings, in their order; a row's stands in its flags. */
typedef enum KeyGroup {
    GROUP_OWN, /* the user's commands */
    GROUP_TIME,
    GROUP_STRIPS,
    GROUP_VALUES,
    GROUP_SWITCHES,
    GROUP_MONITOR,
    GROUP_TRANSPORT,
    GROUP_AUTOMATION,
    GROUP_EDITS,
    GROUP_DESK,
    KEY_GROUPS
} KeyGroup;
#define IN_GROUP(group) ((unsigned)(group) << KEY_GROUP_SHIFT)
extern const char *const key_group_names[KEY_GROUPS];

struct KeyBinding {
    unsigned screens; /* ON_... */
    const char *keys;
    const char *action; /* the word for it in a keys file */
    KeyAction run;
    int argument; /* for run */
    unsigned flags;
    const char *hint;    /* on the bottom line; rows in succession with one hint share it; NULL = not there */
    const char *help;    /* one sentence */
    const char *command; /* bound by a user: a command line to submit, or keys to type; else NULL */
};

typedef struct Keymap {
    KeyBinding *rows;                       /* owned copy of the table with what the user bound behind it */
    Key (*sequences)[KEY_SEQUENCE_MAX + 1]; /* per row, 0-ended */
    int count, room;                        /* rows never move: what was pressed last points to one */
    char **storage;                         /* strings of the user's rows */
    int storage_count;
} Keymap;

typedef struct KeyState { /* what was typed so far */
    Key keys[KEY_SEQUENCE_MAX];
    int key_count;
    int count;
    bool counted;
} KeyState;

KeyGroup key_group(const KeyBinding *row);

typedef enum KeyMatch { KEY_MATCH_NONE, KEY_MATCH_MORE, KEY_MATCH_FULL } KeyMatch;

NODISCARD Status keymap_init(Keymap *keymap, const KeyBinding *table);
void keymap_clear(Keymap *keymap);
/* Reads one line of a keys file: `bind KEYS ACTION`, `bind KEYS :COMMAND...`, `map KEYS KEYS`, `unbind KEYS`; blank and
 * comment lines are fine. */
NODISCARD Status keymap_read_line(Keymap *keymap, const char *line, Error *error);
/* Takes one key: counts, sequences. KEY_MATCH_FULL fills `press`; FULL and NONE begin anew, NONE leaves the sequence's
 * name in `typed`. */
KeyMatch keymap_take(const Keymap *keymap, ScreenId screen, KeyState *state, Key key, KeyPress *press, char typed[64]);
/* "g Space", "6", "C-p": a written sequence for a person. */
void keymap_describe(const char *keys, char *out, size_t size);
/* What was typed of an unfinished sequence, count included; "" if nothing. */
void key_state_describe(const KeyState *state, char *out, size_t size);
/* The hints for a screen, or for what can follow the keys typed: "h/l strip  m mute ..." in at most `columns` columns.
 * False: there are more than have room. */
bool keymap_hints(const Keymap *keymap, ScreenId screen, const KeyState *state, int columns, char *out, size_t size);

#endif
