/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/buffer.h"
#include "tests/tui/stage.h"
#include "tui/action/key_table.h"

void stage_open(Stage *stage, const char *text, bool ascii)
{
    ProblemList problems = {0};
    memset(stage, 0, sizeof *stage);
    assert_int_equal(document_parse(&stage->document, "song.mix", text, strlen(text), NULL, NULL, &problems),
                     STATUS_OK);
    assert_int_equal(problems.errors, 0);
    problems_clear(&problems);
    stage->state = (HostState){.playing = true,
                               .position = 62 * 48000 + 16800,
                               .undo_count = 12,
                               .monitor_db = -12,
                               .overviews_percent = -1,
                               .momentary_lufs = -16.9f,
                               .short_lufs = -17.8f,
                               .integrated_lufs = -18.2f,
                               .range_lu = 6.2f,
                               .true_peak_dbtp = -4.6f,
                               .correlation = 0.62f,
                               .device = "out 1-2"};
    view_init(&stage->view);
    looked_init(&stage->looked);
    stage->meters.point = METER_POINT_USUAL;
    assert_int_equal(keymap_init(&stage->keymap, key_table), STATUS_OK);
    const Model *model = document_model(stage->document);
    assert_int_equal(meter_view_follow(&stage->meters, model), STATUS_OK);
    for (int i = 0; i < model->strip_count; i++) {
        float peak_db = -9.8f - 3.1f * (float)(i % 5);
        meter_view_feed(&stage->meters, i,
                        &(HostStrip){.peak_db = {peak_db, peak_db - 2},
                                     .gain_reduction_db = i % 4 == 0 ? 4 : 0,
                                     .overs = i == 5 ? 3 : 0});
    }
    meter_view_step(&stage->meters, 0.5);
    for (int i = 0; i < SCREEN_COUNT; i++)
        stage->screens[i] = screen_table[i] ? calloc(1, screen_table[i]->state_size) : NULL;
    stage->canvas.ascii = ascii;
    stage->scene = (Scene){.model = model,
                           .state = &stage->state,
                           .meters = &stage->meters,
                           .looked = &stage->looked,
                           .view = &stage->view,
                           .nudges = &stage->nudges,
                           .keymap = &stage->keymap,
                           .keys = &stage->keys,
                           .prompt = &stage->prompt,
                           .glyphs = glyphs_get(ascii),
                           .message = "",
                           .project_name = "song.mix"};
}

void stage_close(Stage *stage)
{
    prompt_close(&stage->prompt);
    for (int i = 0; i < SCREEN_COUNT; i++)
        free(stage->screens[i]);
    document_free(stage->document);
    meter_view_clear(&stage->meters);
    keymap_clear(&stage->keymap);
    canvas_clear(&stage->canvas);
}

void stage_draw(Stage *stage, int columns, int rows)
{
    assert_int_equal(canvas_resize(&stage->canvas, columns, rows), STATUS_OK);
    view_follow(&stage->view, stage->scene.model);
    screen_draw(&stage->scene, stage->screens[stage->scene.screen], &stage->canvas);
}

static void canvas_to_text(const Canvas *canvas, Buffer *text)
{
    char row[8 * CANVAS_COLUMNS_MAX];
    for (int i = 0; i < canvas->rows; i++) {
        canvas_row_text(canvas, i, row, sizeof row);
        buffer_append_format(text, "%s\n", row);
    }
}

/* Compares with the text kept under that name. */
void stage_expect(const Stage *stage, const char *name)
{
    char path[512], *want = NULL;
    const char *folder = getenv("srcdir");
    size_t size = 0;
    Buffer got = {0};
    snprintf(path, sizeof path, "%s/tests/tui/screens/%s.txt", folder ? folder : ".", name);
    canvas_to_text(&stage->canvas, &got);
    bool writes = getenv("TTYMIX_WRITE_SCREENS") != NULL;
    FILE *file = fopen(path, writes ? "w" : "r");
    if (!file)
        fail_msg("no %s", path);
    if (writes)
        fwrite(got.bytes, 1, got.length, file);
    else if (getdelim(&want, &size, '\0', file) < 0 || strcmp(want, got.bytes) != 0)
        fail_msg("%s differs; it is now:\n%s", path, got.bytes);
    fclose(file);
    free(want);
    buffer_clear(&got);
}

const char *stage_row(Stage *stage, int row)
{
    static char text[8 * CANVAS_COLUMNS_MAX];
    canvas_row_text(&stage->canvas, row, text, sizeof text);
    return text;
}
