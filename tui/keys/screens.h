/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which screens there are: one row each. What counts, names or lists screens is derived from the rows: the ids, the
 * sets of screens in the key table (ON_MIXER), the words of `:screen`, and the table of tui/screen/screen.h. */
#ifndef TTYMIX_TUI_KEYS_SCREENS_H
#define TTYMIX_TUI_KEYS_SCREENS_H

/* HERE: `const ScreenKind NAME_screen` stands in tui/screen/NAME.c. LATER: has keys already, and no file yet. */
#define SCREENS(HERE, LATER)                                                                                           \
    HERE(MIXER, mixer)                                                                                                 \
    HERE(STRIP, strip)                                                                                                 \
    HERE(TIMELINE, timeline)                                                                                           \
    HERE(LOUDNESS, loudness)                                                                                           \
    LATER(MASTER, master)                                                                                              \
    LATER(DELIVERY, delivery)                                                                                          \
    HERE(HISTORY, history)                                                                                             \
    HERE(HELP, help)

#define SCREEN_ID(NAME, name) SCREEN_##NAME,
typedef enum ScreenId { SCREENS(SCREEN_ID, SCREEN_ID) SCREEN_COUNT } ScreenId;

#define SCREEN_BIT(NAME, name) ON_##NAME = 1 << SCREEN_##NAME,
enum { SCREENS(SCREEN_BIT, SCREEN_BIT) ON_ALL = (1 << SCREEN_COUNT) - 1 };

/* "mixer", by ScreenId. */
extern const char *const screen_names[SCREEN_COUNT];

#endif
