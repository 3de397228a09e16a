/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens: one row each. A screen is one file and its row in screen_table. */
#ifndef TTYMIX_TUI_SCREEN_SCREEN_H
#define TTYMIX_TUI_SCREEN_SCREEN_H

#include "tui/view/scene.h"

typedef struct ScreenInfo {
    const char *name;                                 /* "mixer" */
    void (*draw)(const Scene *scene, Canvas *canvas); /* NULL: not in this version */
    void (*arrange)(View *view, const Scene *scene,
                    const Canvas *canvas); /* before drawing: what scrolls, scrolls; or NULL */
} ScreenInfo;
extern const ScreenInfo screen_table[SCREEN_COUNT];

/* Draws the scene's screen, or one line where the canvas is too small for any. */
void screen_draw(View *view, const Scene *scene, Canvas *canvas);

void mixer_screen_draw(const Scene *scene, Canvas *canvas);
void mixer_screen_arrange(View *view, const Scene *scene, const Canvas *canvas);
void help_screen_draw(const Scene *scene, Canvas *canvas);
void help_screen_arrange(View *view, const Scene *scene, const Canvas *canvas);

#endif
