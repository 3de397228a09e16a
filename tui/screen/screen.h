/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen is: a descriptor in a file of its own, a row in tui/keys/screens.h, and its keys in the key table.
 *
 * What a screen remembers (where it is scrolled to, what it computed before drawing) is its own state, of which nobody
 * else knows the shape; the desk keeps it, zeroed to begin with, as long as it runs.  What is selected belongs to all
 * screens, and stands in the View. */
#ifndef TTYMIX_TUI_SCREEN_SCREEN_H
#define TTYMIX_TUI_SCREEN_SCREEN_H

#include "tui/keys/screens.h"
#include "tui/view/scene.h"

typedef struct WaveWish { /* a piece of a waveform: tui/link/waves.h */
    const char *path;
    int64_t step, tile;
} WaveWish;

typedef struct ScreenKind {
    /* The command of plain mode that tells the same in words; STRIP and PROCESSOR stand for what is selected. */
    const char *twin;
    size_t state_size; /* 0: it remembers nothing, and is given NULL */
    /* Each time it is gone to. Or NULL. */
    void (*enter)(void *state);
    /* Before drawing: what scrolls, scrolls. Or NULL. */
    void (*arrange)(void *state, const Scene *scene, const Canvas *canvas);
    /* Pure: the same scene and state give the same cells. The canvas is blank, and at least of the least size. */
    void (*draw)(const Scene *scene, const void *state, Canvas *canvas);
    /* Whose meters it shows, after `arrange`: `*count` strips from `*first` in file order. NULL: those of the screen
     * before, so that a peak is not missed while this one is looked at. */
    void (*subscribe)(const void *state, const Scene *scene, int *first, int *count);
    /* The pieces of waveforms that it shows, after `arrange`, from index 0 on; false behind the last. Or NULL. */
    bool (*wish)(const void *state, const Scene *scene, int index, WaveWish *wish);
    /* It shows loudness along time, spectra and the image of the master. */
    bool wants_image;
    /* The edits of the history that it shows, after `arrange`. Or NULL. */
    void (*wish_past)(const void *state, int *first, int *count);
    /* The command line that a key of its own means (action_own_command), "" and a sentence if it means none now. */
    const char *(*command)(const void *state, const Scene *scene, int argument, char *line, size_t size);
    /* What a key of its own does (action_own): `argument` of the key's row, and its count. Returns a sentence to say,
     * or NULL. */
    const char *(*act)(void *state, const Scene *scene, int argument, int count);
    /* What `/` looks for on it. NULL: a strip. */
    void (*find)(void *state, const char *text);
} ScreenKind;

#define SCREEN_KIND(NAME, name) extern const ScreenKind name##_screen;
#define SCREEN_NONE(NAME, name)
SCREENS(SCREEN_KIND, SCREEN_NONE)

/* By ScreenId; NULL: not in this version. */
extern const ScreenKind *const screen_table[SCREEN_COUNT];

/* True if the canvas has at least the least size: below it nothing is drawn, so nothing is edited either. */
bool screen_fits(const Canvas *canvas);
/* Arranges and draws the scene's screen, or says in one line that the canvas is too small for any. */
void screen_draw(const Scene *scene, void *state, Canvas *canvas);

#endif
