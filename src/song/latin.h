/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters of other scripts in Latin ones, as names of strips need them: enough to know a file again by, no scholar's
 * transliteration (é and ё become e and yo, い becomes i, 한 becomes han).  Chinese characters have no sound of their
 * own here: a label keeps them. */
#ifndef TTYMIX_SRC_SONG_LATIN_H
#define TTYMIX_SRC_SONG_LATIN_H

#include <stdint.h>

enum { LATIN_MAX = 8, LATIN_NONE = -1 };

/* Writes the lower-case letters and digits for a character above U+007F and returns their number; 0 for what has no
 * sound within a word (accents that stand alone, soft signs); LATIN_NONE where there is nothing to say. Any thread. */
int latin_take(uint32_t code, char out[LATIN_MAX]);

#endif
