/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

/* The strip shown left moves as little as keeps the selection in sight. */
void mixer_screen_arrange(View *view, const Scene *scene, const Canvas *canvas)
{
    MixerLayout layout = mixer_layout(scene, canvas);
    int strips = view->list_count - 1, position = view_position(view);
    if (position < strips) {
        if (position < view->first)
            view->first = position;
        if (position >= view->first + layout.strips)
            view->first = position - layout.strips + 1;
    }
    if (view->first > strips - layout.strips)
        view->first = strips - layout.strips;
    if (view->first < 0)
        view->first = 0;
}

static void draw_strips(const Scene *scene, Canvas *canvas, const MixerLayout *layout)
{
    static bool heard[VIEW_STRIPS_MAX];
    const View *view = scene->view;
    bool soloed = scene->state->solo[0] && solo_heard(scene->model, scene->state->solo, heard) > 0;
    for (int i = 0; i < layout->strips && view->first + i < view->list_count - 1; i++) {
        int index = view->list[view->first + i];
        StripPlace place = {.column = i * layout->strip_columns,
                            .columns = layout->strip_columns,
                            .selected = index == view->strip,
                            .chosen = view_is_chosen(view, scene->model, index),
                            .silenced = soloed && !heard[index]};
        strip_draw(scene, canvas, layout, index, place);
    }
}

/* More strips to the left or right: a mark at the edge of the names' line. */
static void draw_edges(const Scene *scene, Canvas *canvas, const MixerLayout *layout)
{
    const View *view = scene->view;
    int strips = view->list_count - 1;
    if (view->first > 0)
        for (int row = layout->fader; row < layout->pan; row += 3)
            canvas_put(canvas, row, 0, scene->glyphs->more_left, STYLE_KEY);
    if (view->first + layout->strips < strips)
        for (int row = layout->fader; row < layout->pan; row += 3)
            canvas_put(canvas, row, layout->strips * layout->strip_columns - 1, scene->glyphs->more_right, STYLE_KEY);
}

void mixer_screen_draw(const Scene *scene, Canvas *canvas)
{
    header_draw(scene, canvas, 0);
    if (scene->model) {
        MixerLayout layout = mixer_layout(scene, canvas);
        draw_strips(scene, canvas, &layout);
        draw_edges(scene, canvas, &layout);
        master_draw(scene, canvas, &layout);
    } else
        canvas_text(canvas, canvas->rows / 2, 2, canvas->columns - 4, STYLE_DIM,
                    "The session has not sent its document yet.");
    status_draw(scene, canvas, canvas->rows - 2);
}
