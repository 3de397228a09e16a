/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a project costs grows with its lines, and no worse than n log n.
 *
 * All of projects/ is compiled into this test once more with -fsanitize-coverage=trace-pc: the compiler calls the
 * function below in every basic block, so that steps are counted, not seconds, and are the same on every run.  Each
 * kind of line is read, written, looked up, edited and undone at 1,000 and at 4,000 lines: four times as many steps
 * are linear, about five n log n, and sixteen would be a loop in a loop.  What the C library does inside is not seen;
 * tests/bench/lines.py measures the whole program at up to 100,000. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/buffer.h"
#include "projects/command/command.h"
#include "projects/document/document.h"

enum { FEW = 1000, MANY = 4000, GROWTH_MAX = 5 };

void __sanitizer_cov_trace_pc(void);

static uint64_t steps;

void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

typedef struct Kind {
    const char *name;
    const char *before; /* the lines */
    void (*put)(Buffer *text, int index);
} Kind;

#define LINES(name, ...)                                                                                               \
    static void put_##name(Buffer *text, int i)                                                                        \
    {                                                                                                                  \
        buffer_append_format(text, __VA_ARGS__);                                                                       \
    }

LINES(strip, "[track t%d]\nlabel \"T %d\"\n", i, i)
LINES(clip, "clip \"a.wav\" at %d.5s\n", i)
LINES(clip_in_bars, "clip \"a.wav\" at %d|2\n", i + 1)
LINES(point, "%d.5s -%d dB linear\n", i, 1 + i % 20)
LINES(marker, "%d.5s \"m%d\"\n", i, i)
LINES(tempo, "%ds %d bpm\n", i, 120 + i % 9)
LINES(tempo_in_bars, "%d|1 %d bpm %d/4\n", 2 * i + 1, 120 + i % 9, 3 + i % 2)
LINES(routed, "[track t%d]\ncomp key z\nsend r -6 dB\nout b\nvca v\n", i)
LINES(processors, "[track t%d]\neq\n  1 bell gain 1 dB\n  2 bell gain 1 dB\ncomp\nlimiter\n", i)
LINES(lane, "[track t%d]\n[automation t%d.fader]\n0s -1 dB\n", i, i)
LINES(member, " t%d", 0 * i)
LINES(comment, "# about %d\n", i)
LINES(unknown, "key%d 3\n", i)
LINES(snapshot, "[snapshot s%d]\n", i)
LINES(include, "include \"i%d.mix\"\n", i)

static const Kind kinds[] = {
    {"strips", "", put_strip},
    {"clips", "[track a]\n", put_clip},
    {"clips in bars", "[track a]\n", put_clip_in_bars},
    {"points", "[track a]\n[automation a.fader]\n", put_point},
    {"markers", "[markers]\n", put_marker},
    {"tempo", "[tempo]\n", put_tempo},
    {"tempo in bars", "[tempo]\n", put_tempo_in_bars},
    {"routing", "[track z]\n[bus b]\n[return r]\n[vca v]\n", put_routed},
    {"processors", "", put_processors},
    {"lanes", "", put_lane},
    {"members", "[track t0]\n[group g]\nmembers", put_member},
    {"comments", "[track a]\n", put_comment},
    {"unknown keys", "[track a]\n", put_unknown},
    {"snapshots", "", put_snapshot},
    {"includes", "", put_include},
};

static Status read_include(void *context, const char *path, char **text, size_t *length, Error *error)
{
    (void)context;
    (void)path;
    (void)error;
    *text = strdup("ttymix 1\n# nothing\n");
    *length = *text ? strlen(*text) : 0;
    return *text ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Every time that stands in the project, as whoever plays it asks. */
static int64_t find_frames(const Model *model)
{
    int64_t sum = 0;
    int bar, beat;
    double tick;
    for (int i = 0; i < model->tempo_count; i++)
        sum += model_frame_of_time(model, &model->tempo[i].at);
    for (int i = 0; i < model->marker_count; i++)
        sum += model_frame_of_time(model, &model->markers[i].at);
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].clip_count; k++)
            sum += model_frame_of_time(model, &model->strips[i].clips[k].at);
    for (int i = 0; i < model->tempo_count; i++)
        model_bars_of_frame(model, (int64_t)i * model->rate_hz, &bar, &beat, &tick);
    return sum;
}

static void edit(Document *document)
{
    static const char *const lines[] = {"set master.fader -1 dB", "set master.fader -2 dB", "marker 0:01 \"x\"",
                                        "undo"};
    for (unsigned i = 0; i < ARRAY_LEN(lines); i++) {
        Answer answer;
        document_execute(document, lines[i], &answer);
        assert_int_equal(answer.status, STATUS_OK);
        answer_clear(&answer);
    }
}

static uint64_t count_steps(const Kind *kind, int count)
{
    Buffer text = {0};
    Document *document = NULL;
    ProblemList problems = {0};
    char *written = NULL;
    size_t length;
    buffer_append_format(&text, "ttymix 1\nrate 48000 Hz\n%s", kind->before);
    for (int i = 0; i < count; i++)
        kind->put(&text, i);
    assert_false(text.failed);
    steps = 0;
    assert_int_equal(document_parse(&document, "song.mix", text.bytes, text.length, read_include, NULL, &problems),
                     STATUS_OK);
    if (problems.errors)
        fail_msg("%s: %s", kind->name, problems.items[0].text);
    (void)find_frames(document_model(document));
    edit(document);
    assert_int_equal(document_text(document, &written, &length), STATUS_OK);
    uint64_t counted = steps;
    free(written);
    problems_clear(&problems);
    document_free(document);
    buffer_clear(&text);
    return counted;
}

static void test_cost_grows_with_the_lines(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(kinds); i++) {
        uint64_t few = count_steps(&kinds[i], FEW), many = count_steps(&kinds[i], MANY);
        print_message("%-14s %9lu %9lu  x %.2f\n", kinds[i].name, (unsigned long)few, (unsigned long)many,
                      (double)many / (double)few);
        assert_true(few > FEW); /* they are counted at all */
        if (many > GROWTH_MAX * few)
            fail_msg("%s: %lu steps, then %lu for %d times the lines", kinds[i].name, (unsigned long)few,
                     (unsigned long)many, MANY / FEW);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cost_grows_with_the_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
