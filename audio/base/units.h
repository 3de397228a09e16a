/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The units that numbers carry in text, on screen and in parameter tables. */
#ifndef TTYMIX_AUDIO_BASE_UNITS_H
#define TTYMIX_AUDIO_BASE_UNITS_H

typedef enum Unit {
    UNIT_NONE = 0, /* bare: Q, counts */
    UNIT_DB,       /* a gain or level difference */
    UNIT_DBFS,     /* level re full scale */
    UNIT_DBTP,     /* true peak re full scale, ITU-R BS.1770-5 annex 2 */
    UNIT_LUFS,     /* loudness, ITU-R BS.1770-5 */
    UNIT_LU,
    UNIT_HZ, /* read as Hz or kHz */
    UNIT_MS, /* read as ms or s */
    UNIT_S,  /* read as s or ms */
    UNIT_PERCENT,
    UNIT_PAN,   /* %: -100 is left, 100 right; written `L 10 %`, `C`, `R 5 %` */
    UNIT_RATIO, /* 3:1 */
    UNIT_BPM,
    UNIT_SEMITONES,
    UNIT_FRAMES,
    UNIT_DB_PER_OCT,
    UNIT_DEGREES,
    UNIT_COUNT
} Unit;

/* One row a unit: how it is written and spoken. `word` is never NULL; "" for UNIT_NONE. */
typedef struct UnitInfo {
    const char *word;     /* "dB", "Hz", ":1" */
    const char *spoken;   /* "dB", "hertz", "to 1" */
    const char *big_word; /* "kHz", "s", or NULL */
    double big_factor;    /* value of one big_word in `word` */
} UnitInfo;

extern const UnitInfo unit_table[UNIT_COUNT];

#endif
