/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips cut, moved and copied on several tracks: what each command makes of the lines, word for word; its undo; its
 * replay from the journal; and what a listener would hear, against a list of what each frame of a track plays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/command.h"
#include "tests/projects/generate.h"
#include "tests/projects/kinds.h"

#define HEAD "ttymix 1\nrate 48000 Hz\n[markers]\n0:20 \"Chorus\"\n"
#define REST "[bus rhythm]\n"
#define KIT "[group kit]\nmembers kick snare\n"
#define KICK "[track kick]\nclip \"kick.wav\" at 0:10 length 10 s   # dull\n"
#define SNARE "[track snare]\nclip \"snare.wav\" at 0:10 length 10 s fade-out 5 ms\n"

typedef struct ClipCase {
    const char *command, *before, *after; /* `after` NULL: refused */
    const char *answer;
} ClipCase;

#define VOX "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 10 s fade-in 1 s fade-out 2 s\n"
#define OPEN "[track vox]\nclip \"v.wav\" at 0:10\n"
static const ClipCase cases[] = {
    {"split kit 0:12", KICK SNARE,
     "[track kick]\nclip \"kick.wav\" at 0:10 length 0:02   # dull\nclip \"kick.wav\" at 0:12 offset 0:02 length "
     "0:08\n",
     "?"},
    {"crop vox start 0:12", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:12 offset 0:03 length 0:08 fade-in 1 s fade-out 2 s\n", "Vox: clip cropped "},
    {"crop vox end 0:12", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 0:02 fade-in 1 s fade-out 2 s\n", "Vox: clip cropped "},
    {"crop vox end 0:20", VOX, VOX, "?"},
    {"crop vox start 0:09", VOX, NULL, "Not cropped: no clip sounds at 0:09"},
    {"crop vox 0:09", VOX, NULL, "Not cropped: say which end: start or end"},
    {"crop rhythm start 0:12", VOX, NULL, "Not cropped: only tracks have clips"},
    {"move-clips kit 0:12 by -20 ms", KICK SNARE,
     "[track kick]\nclip \"kick.wav\" at 0:09.98 length 10 s   # dull\n[track snare]\nclip \"snare.wav\" at 0:09.98 "
     "length "
     "10 s fade-out 5 ms\n",
     "2 clips moved by -20 ms"},
    {"move-clips vox 0:12 by 2400 frames", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:10.05 offset 0:01 length 10 s fade-in 1 s fade-out 2 s\n",
     "Vox: clip moved by 2400 frames"},
    {"move-clips vox 0:12 by -11 s", VOX, NULL, "Not moved: the clip would begin before 0:00"},
    {"move-clips vox 0:12 1 s", VOX, NULL, "Not moved: `by` is missing"},
    {"copy-clips vox 0:12 to Chorus", VOX,
     VOX "clip \"v.wav\" at 0:20 offset 0:01 length 10 s fade-in 1 s fade-out 2 s\n", "?"},
    {"delete-clips kit 0:15", KICK SNARE, "[track kick]\n[track snare]\n", "2 clips deleted "},
    {"fade-clips vox start 0:13", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 10 s fade-in 3 s fade-out 2 s\n", "Vox: clip faded "},
    {"fade-clips vox end 0:19.5 equal-power", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 10 s fade-in 1 s fade-out 500 ms equal-power\n",
     "Vox: clip faded "},
    {"fade-clips vox start 0:10", VOX, "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 10 s fade-out 2 s\n",
     "Vox: clip faded "},
    {"fade-clips vox end 0:13", OPEN, NULL,
     "Not faded: the clip of `vox` goes to the end of its file: crop its end first"},
    {"erase vox 0:12 0:14", VOX,
     "[track vox]\nclip:a \"v.wav\" at 0:10 offset 0:01 length 0:02 fade-in 1 s\nclip \"v.wav\" at 0:14 offset 0:05 "
     "length "
     "0:06 fade-out 2 s\n",
     "Vox: 0:12 to 0:14 erased"},
    {"erase vox 0:12 0:14 ripple", VOX, "?", "Vox: 0:12 to 0:14 taken out, the rest moved up"},
    {"erase vox 0:14 0:12", VOX, NULL, "Not erased: the range ends before it begins"},
    {"copy-range vox 0:12 0:14 to 0:30", VOX, "?", "Vox: 0:12 to 0:14 copied to 0:30"},
    {"copy-range vox 0:12 0:14 to 0:13", VOX, NULL, "Not copied: the copy would lie upon what is copied"},
    {"crossfade vox 0:20 100 ms",
     "[track vox]\nclip \"a.wav\" at 0:10 length 10 s\nclip \"b.wav\" at 0:20 offset 0:03 length 5 s\n",
     "[track vox]\nclip \"a.wav\" at 0:10 length 0:10.05 fade-out 100 ms equal-power\nclip \"b.wav\" at 0:19.95 offset "
     "0:02.95 length 0:05.05 fade-in 100 ms equal-power\n",
     "1 crossfade of 100 ms equal-power at 0:20"},
    {"crossfade vox 0:20 100 ms", "[track vox]\nclip \"a.wav\" at 0:10 length 10 s\nclip \"b.wav\" at 0:20\n", NULL,
     "Not crossfaded: the second clip's file has nothing before its beginning"},
    {"crossfade vox 0:12 100 ms", VOX, NULL, "Not crossfaded: no two clips meet within a second of 0:12"},
    {"keep vox.clip@0:10 \"0:10 0:12\\n0:15 0:20\"", OPEN,
     "[track vox]\nclip \"v.wav\" at 0:10 length 0:02\nclip \"v.wav\" at 0:15 offset 0:05 length 0:05\n",
     "Vox: clip cut to 2 stretches"},
    {"keep vox.clip@0:10 \"0:12 0:15\\n0:14 0:20\"", OPEN, NULL,
     "Not cut: the stretches are not in order of time, or not within the clip"},
    {"keep vox.clip@0:10 \"0:12\"", OPEN, NULL, "Not cut: a stretch is `FROM TO`, and nothing more"},
    {"keep vox.clip@0:10 \"\"", OPEN, NULL, "Not cut: nothing would be left; delete it"},
};

static Document *parse(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    assert_int_equal(document_parse(&document, "p", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    problems_clear(&problems);
    return document;
}

/* Runs it; the same from the journal's words; undone, the text is as it was. */
static char *run(const char *before, const char *command, const char *answer_text)
{
    Answer answer, again, undone;
    Document *document = parse(before), *replay = parse(before);
    document_execute(document, command, &answer);
    if (answer_text && strcmp(answer_text, "?") != 0)
        assert_string_equal(answer.text, answer_text);
    char *after = text_of(document, NULL);
    if (answer.status == STATUS_OK && answer.resolved) {
        document_execute(replay, answer.resolved, &again);
        if (again.status != STATUS_OK)
            fail_msg("%s: %s", answer.resolved, again.text);
        char *played = text_of(replay, NULL);
        assert_string_equal(played, after);
        free(played);
        answer_clear(&again);
        assert_true(document_undo(document, &undone));
        answer_clear(&undone);
    }
    document_free(parse(after)); /* it is read again */
    char *back = text_of(document, NULL);
    assert_string_equal(back, before);
    free(back);
    answer_clear(&answer);
    document_free(document);
    document_free(replay);
    return after;
}

/* Blanks between fields do not matter. */
static void squeeze(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ' ' || (to > text && to[-1] != ' '))
            *to++ = *from;
    *to = '\0';
}

static void test_each_command(void **state)
{
    int failed = 0;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char before[2048];
        snprintf(before, sizeof before, HEAD "%s" REST "%s", cases[i].before,
                 strstr(cases[i].before, "kick") ? KIT : "");
        char *after = run(before, cases[i].command, cases[i].answer);
        squeeze(after);
        const char *want = cases[i].after ? cases[i].after : cases[i].before;
        char wanted[2048];
        snprintf(wanted, sizeof wanted, "%s", want);
        squeeze(wanted);
        if (strcmp(want, "?") != 0 && !strstr(after, wanted))
            print_message("%s: %s\nnot %s", cases[i].command, after, wanted), failed++;
        free(after);
    }
    assert_int_equal(failed, 0);
}

/* ---- what is heard ---- */

/* What a track plays at a frame: of each clip there its file and place in it, in a number that does not depend on their
 * order; 0 is silence. */
static uint64_t heard(const Model *model, int64_t frame)
{
    const Strip *strip = model_strip(model, "vox");
    uint64_t sum = 0;
    for (int i = 0; i < strip->clip_count && frame >= 0; i++) {
        const Clip *clip = &strip->clips[i];
        int64_t at = model_frame_of_time(model, &clip->at), length = model_frame_of_time(model, &clip->length);
        if (frame < at || frame >= at + length)
            continue;
        int64_t place = model_frame_of_time(model, &clip->offset) + frame - at;
        uint64_t one = (uint64_t)(clip->path[0] * 1000003) ^ (uint64_t)place * 0x9e3779b97f4a7c15u;
        sum += (one ^ one >> 29) * 0xbf58476d1ce4e5b9u;
    }
    return sum;
}

static int points_in(const Model *model, int64_t from, int64_t to)
{
    const Lane *lane = model_lane(model, "vox.fader");
    int count = 0;
    for (int i = 0; lane && i < lane->point_count; i++) {
        int64_t frame = model_frame_of_time(model, &lane->points[i].at);
        count += frame >= from && frame < to;
    }
    return count;
}

static void make_track(Random *random, Buffer *text)
{
    buffer_append_text(text, HEAD "[track vox]\n");
    unsigned clips = random_below(random, 6);
    for (unsigned i = 0; i < clips; i++)
        buffer_append_format(text, "clip \"%c.wav\" at %u frames offset %u frames length %u frames fade-in 1 ms\n",
                             'a' + (char)random_below(random, 3), random_below(random, 40000),
                             random_below(random, 1000), 1 + random_below(random, 15000));
    buffer_append_text(text, "[automation vox.fader]\n0:00 0 dB\n");
    for (unsigned at = 1; at < 60000; at += 1 + random_below(random, 9000))
        buffer_append_format(text, "%u frames -%u dB linear\n", at, 1 + random_below(random, 20));
}

typedef enum Job { ERASE, RIPPLE, COPY, INSERT, JOBS } Job;

/* Where the sound at a frame comes from in the track as it was; -1: nothing is there. */
static int64_t source_of(Job job, int64_t frame, int64_t from, int64_t to, int64_t at)
{
    int64_t length = to - from;
    switch (job) {
    case ERASE: return frame >= from && frame < to ? -1 : frame;
    case RIPPLE: return frame < from ? frame : frame + length;
    case COPY: return frame >= at && frame < at + length ? frame - at + from : frame;
    case INSERT: return frame < at ? frame : frame < at + length ? frame - at + from : frame - length;
    case JOBS: break;
    }
    return -1;
}

static void test_what_a_range_plays(void **state)
{
    static const char *const words[JOBS] = {"erase vox %d frames %d frames", "erase vox %d frames %d frames ripple",
                                            "copy-range vox %d frames %d frames to %d frames",
                                            "copy-range vox %d frames %d frames to %d frames insert"};
    (void)state;
    for (unsigned seed = 1; seed <= 300; seed++) {
        Random random = {seed};
        Buffer text = {0};
        char command[160];
        make_track(&random, &text);
        int from = (int)random_below(&random, 40000), to = from + 1 + (int)random_below(&random, 10000);
        int at = random_below(&random, 2) && from > to - from
                     ? (int)random_below(&random, (unsigned)(2 * from - to + 1))
                     : to + (int)random_below(&random, 20000);
        Job job = (Job)(seed % JOBS);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(command, sizeof command, words[job], from, to, at);
#pragma GCC diagnostic pop
        char *after = run(text.bytes, command, NULL);
        Document *one = parse(text.bytes), *two = parse(after);
        const Model *before = document_model(one), *then = document_model(two);
        for (int64_t frame = 0; frame < 75000; frame += 13)
            if (heard(then, frame) != heard(before, source_of(job, frame, from, to, at)))
                fail_msg("seed %u, %s: frame %d\n%s\n%s", seed, command, (int)frame, text.bytes, after);
        if (job == RIPPLE)
            assert_int_equal(points_in(then, from, INT64_MAX), points_in(before, to, INT64_MAX));
        if (job == ERASE)
            assert_int_equal(points_in(then, from, to), 0);
        if (job == COPY || job == INSERT)
            assert_int_equal(points_in(then, at, at + to - from), points_in(before, from, to));
        document_free(one);
        document_free(two);
        free(after);
        buffer_clear(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_command),
        cmocka_unit_test(test_what_a_range_plays),
    };
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
