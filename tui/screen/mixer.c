/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All strips side by side, the master at the right. */
#include "tui/screen/mixer.h"

#include "tui/canvas/theme.h"
#include "tui/screen/screen.h"

enum { SUBSCRIBE_ALL_MAX = 128 };

typedef struct StripCurve { /* the curve of one strip, as it was drawn last */
    uint64_t changes;       /* of the scene, plus one; 0: unknown */
    uint64_t key;           /* strip_curve_key then */
    int columns;
    bool any;
    float gains_db[STRIP_CURVE_MAX];
} StripCurve;

typedef struct MixerState {
    StripWidth width;
    int first;                   /* position in the view's list of the strip that stands left */
    int shown;                   /* how many strips have room */
    bool soloed;                 /* somebody is; then, by index of the strip: */
    bool heard[VIEW_STRIPS_MAX]; /* it sounds */
    StripCurve curves[VIEW_STRIPS_MAX];
} MixerState;

/* The strip shown left moves as little as keeps the selection in sight. */
static void scroll(MixerState *state, const View *view)
{
    int strips = view->list_count - 1, position = view_position(view);
    if (position < strips) {
        if (position < state->first)
            state->first = position;
        if (position >= state->first + state->shown)
            state->first = position - state->shown + 1;
    }
    if (state->first > strips - state->shown)
        state->first = strips - state->shown;
    if (state->first < 0)
        state->first = 0;
}

/* A curve is made anew when the document, or the room for it, has changed, and while something in it moves. */
static void keep_curve(StripCurve *curve, const Scene *scene, const Strip *strip, int columns)
{
    bool moves = scene->state->playing && scene_has_lanes(scene, strip);
    bool known = curve->changes == scene->changes + 1 && curve->columns == columns;
    if (known && !moves)
        return;
    uint64_t key = strip_curve_key(scene, strip);
    if (known && key == curve->key)
        return;
    curve->key = key;
    curve->any = strip_curve(scene, strip, columns, curve->gains_db);
    curve->columns = columns;
    curve->changes = scene->changes + 1;
}

static void keep_curves(MixerState *state, const Scene *scene, const MixerLayout *layout)
{
    const View *view = scene->view;
    for (int i = 0; i < layout->strips && state->first + i < view->list_count - 1; i++) {
        int index = view->list[state->first + i];
        keep_curve(&state->curves[index], scene, &scene->model->strips[index], layout->strip_columns - 1);
    }
}

static void mixer_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    MixerState *state = context;
    MixerLayout layout = mixer_layout(scene, canvas, state->width);
    state->shown = layout.strips;
    scroll(state, scene->view);
    keep_curves(state, scene, &layout);
    state->soloed =
        scene->model && scene->state->solo[0] && solo_heard(scene->model, scene->state->solo, state->heard) > 0;
}

/* Two lines along the selected strip's fader, in the gaps beside it: it is found on a large screen from afar. */
static void frame_selected(const Scene *scene, Canvas *canvas, const MixerLayout *layout, int column)
{
    for (int row = layout->fader; row < layout->pan; row++) {
        canvas_put(canvas, row, column - 1, scene->glyphs->edge, STYLE_EDGE);
        canvas_put(canvas, row, column + layout->strip_columns - 1, scene->glyphs->edge, STYLE_EDGE);
    }
}

static void draw_strips(const Scene *scene, const MixerState *state, Canvas *canvas, const MixerLayout *layout)
{
    const View *view = scene->view;
    for (int i = 0; i < layout->strips && state->first + i < view->list_count - 1; i++) {
        int index = view->list[state->first + i];
        StripPlace place = {.column = i * layout->strip_columns,
                            .columns = layout->strip_columns,
                            .selected = index == view->strip,
                            .chosen = view_is_chosen(view, scene->model, index),
                            .silenced = state->soloed && !state->heard[index],
                            .curve = state->curves[index].any ? state->curves[index].gains_db : NULL};
        strip_draw(scene, canvas, layout, index, place);
        if (place.selected)
            frame_selected(scene, canvas, layout, place.column);
    }
}

/* More strips to the left or right: a mark at the edge of the names' line. */
static void draw_edges(const Scene *scene, const MixerState *state, Canvas *canvas, const MixerLayout *layout)
{
    int strips = scene->view->list_count - 1;
    if (state->first > 0)
        for (int row = layout->fader; row < layout->pan; row += 3)
            canvas_put(canvas, row, 0, scene->glyphs->more_left, STYLE_KEY);
    if (state->first + layout->strips < strips)
        for (int row = layout->fader; row < layout->pan; row += 3)
            canvas_put(canvas, row, layout->strips * layout->strip_columns - 1, scene->glyphs->more_right, STYLE_KEY);
}

static void mixer_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const MixerState *state = context;
    header_draw(scene, canvas, 0);
    if (scene->model) {
        MixerLayout layout = mixer_layout(scene, canvas, state->width);
        draw_strips(scene, state, canvas, &layout);
        draw_edges(scene, state, canvas, &layout);
        master_draw(scene, canvas, &layout);
    } else
        canvas_text(canvas, canvas->rows / 2, 2, canvas->columns - 4, STYLE_DIM,
                    "The session has not sent its document yet.");
    status_draw(scene, canvas, canvas->rows - 2);
}

/* All strips, for their highest peaks; of very many those on screen. */
static void mixer_subscribe(const void *context, const Scene *scene, int *first, int *count)
{
    const MixerState *state = context;
    const View *view = scene->view;
    *first = 0;
    *count = scene->model->strip_count;
    if (*count <= SUBSCRIBE_ALL_MAX)
        return;
    int last = state->first + state->shown;
    last = last >= view->list_count ? view->list_count - 1 : last;
    *first = state->first < view->list_count ? view->list[state->first] : 0;
    *count = last >= 0 ? view->list[last] - *first + 1 : 0;
}

static const char *mixer_act(void *context, const Scene *scene, int argument, int count)
{
    static const char *const said[] = {"Strips are as wide as they fit", "Strips are narrow", "Strips are wide"};
    MixerState *state = context;
    (void)scene;
    (void)count;
    state->width = argument == MIXER_NEXT_WIDTH ? (StripWidth)((state->width + 1) % 3) : (StripWidth)argument;
    return said[state->width];
}

const ScreenKind mixer_screen = {
    .twin = "describe",
    .state_size = sizeof(MixerState),
    .arrange = mixer_arrange,
    .draw = mixer_draw,
    .subscribe = mixer_subscribe,
    .act = mixer_act,
};
