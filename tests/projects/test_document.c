/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promises of the text: nothing is rewritten that was not changed, undo is exact, replicas and the journal arrive
 * at the same. */
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

static const char *source_folder;

static Document *parse(const char *text, size_t length)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char shown[800] = "";
    assert_int_equal(document_parse(&document, "test.mix", text, length, NULL, NULL, &problems), STATUS_OK);
    for (int i = 0; i < problems.count; i++)
        if (!problems.items[i].warning)
            problem_format(&problems.items[i], shown, sizeof shown);
    if (problems.errors)
        fail_msg("%s\nin\n%.*s", shown, (int)length, text);
    problems_clear(&problems);
    return document;
}

static void assert_text(const Document *document, const char *text, size_t length)
{
    size_t got_length;
    char *got = text_of(document, &got_length);
    if (got_length != length || memcmp(got, text, length) != 0)
        fail_msg("expected\n%.*s\n--- got\n%s", (int)length, text, got);
    free(got);
}

static char *read_example(const char *name, size_t *length)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/projects/examples/%s", source_folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = malloc(1 << 20);
    assert_non_null(text);
    *length = fread(text, 1, 1 << 20, file);
    fclose(file);
    return text;
}

static const char *const examples[] = {"night_bus.mix", "bare.mix",     "crlf.mix",       "podcast.mix",
                                       "mastering.mix", "drums.mix",    "tempo.mix",      "no_end.mix",
                                       "names.mix",     "versions.mix", "everything.mix", "untidy.mix"};

static void test_examples_are_written_as_they_were_read(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(examples); i++) {
        size_t length;
        char *text = read_example(examples[i], &length);
        Document *document = parse(text, length);
        assert_text(document, text, length);
        assert_false(document_is_changed(document));
        document_free(document);
        free(text);
    }
}

static void test_generated_projects_are_written_as_they_were_read(void **state)
{
    int count = getenv("TTYMIX_TEST_LONG") ? 100000 : 10000;
    (void)state;
    for (int seed = 0; seed < count; seed++) {
        Random random = {(uint64_t)seed};
        Buffer text = {0};
        generate_project(&random, &text);
        Document *document = parse(text.bytes, text.length);
        assert_text(document, text.bytes, text.length);
        document_free(document);
        buffer_clear(&text);
    }
}

/* --- each edit changes its own lines --- */

typedef struct EditCase {
    const char *command, *removed, *added; /* lines, each with its end, all together */
} EditCase;
static const EditCase edit_cases[] = {
    {"set vox.fader -6 dB", "fader    -4.5 dB\n", "fader    -6 dB\n"},
    {"set vox.fader += 1.5 dB", "fader    -4.5 dB\n", "fader    -3 dB\n"},
    {"set vox.fader -inf", "fader    -4.5 dB\n", "fader    -inf dB\n"},
    {"reset vox.trim", "trim     +2.5 dB\n", "trim     0 dB\n"},
    {"set bass.pan R 5 %", "", "pan      R 5 %\n"},
    {"set vox.pan C", "pan      L 10 %\n", "pan      C\n"},
    {"set vox.clip.gain 0 dB",
     "clip     \"stems/vox.wav\"  at 0:00  gain -1.5 dB  fade-in 10 ms   # breath at 0:12 is wanted\n",
     "clip     \"stems/vox.wav\"  at 0:00  gain 0 dB  fade-in 10 ms   # breath at 0:12 is wanted\n"},
    {"set vox.teq.2.gain -4 dB", "  2      bell       freq 350 Hz  gain -3 dB  q 1.4\n",
     "  2      bell       freq 350 Hz  gain -4 dB  q 1.4\n"},
    {"set vox.teq.1.q 0.5", "  1      lowcut     freq 90 Hz   slope 24 dB/oct\n",
     "  1      lowcut     freq 90 Hz  q 0.5   slope 24 dB/oct\n"},
    {"add band vox.teq 3 bell 2 kHz -3 dB", "", "  3      bell       freq 2 kHz  gain -3 dB\n"},
    {"set vox.par.mix 50 %", "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 60 %\n",
     "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 50 %\n"},
    {"set vox.tcomp:par.mix 50 %", "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 60 %\n",
     "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 50 %\n"},
    {"bypass vox.par", "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 60 %\n",
     "tcomp:par  threshold -26 dB  ratio 1.5:1  mix 60 %  bypass\n"},
    {"set bass.tcomp.key vox", "tcomp    threshold -20 dB  ratio 4:1  key kick\n",
     "tcomp    threshold -20 dB  ratio 4:1  key vox\n"},
    {"set bass.tcomp.key none", "tcomp    threshold -20 dB  ratio 4:1  key kick\n",
     "tcomp    threshold -20 dB  ratio 4:1\n"},
    {"send vox slap tap post", "send     slap   -20 dB  tap pre\n", "send     slap   -20 dB  tap post\n"},
    {"send bass slap -9 dB", "", "send     slap  -9 dB\n"},
    {"mute bass", "", "mute\n"},
    {"set title \"Day\"", "title    \"Night Bus\"\n", "title    \"Day\"\n"},
    {"point vox.fader 0:31.75 -2 dB", "0:31.75    -1.5 dB  linear   # lift the chorus\n",
     "0:31.75    -2 dB  linear   # lift the chorus\n"},
    {"point vox.fader 0:40 -2 dB linear", "", "0:40       -2 dB  linear\n"},
    {"add track gtr \"gtr.wav\"", "", "\n[track gtr]\nclip     \"gtr.wav\"\n"},
    {"add tcomp kick", "", "tcomp\n"},
    {"add tlimit bass", "", "fader    0 dB\ntlimit\n"},
    {"marker 0:10 \"Verse\"", "", "0:10       \"Verse\"\n"},
    {"delete marker@Chorus", "0:31.75    \"Chorus\"\n", ""},
    {"delete vox.send.plate", "send     plate  -14 dB\n", ""},
    {"delete vox.teq.2", "  2      bell       freq 350 Hz  gain -3 dB  q 1.4\n", ""},
    {"rename kick bd", "tcomp    threshold -20 dB  ratio 4:1  key kick\n[track kick]\n",
     "tcomp    threshold -20 dB  ratio 4:1  key bd\n[track bd]\n"},
};

static void collect(char **lines, int count, Buffer *out)
{
    for (int i = 0; i < count; i++)
        buffer_append_text(out, lines[i]);
}

static void test_an_edit_changes_its_own_lines(void **state)
{
    size_t length;
    char *text = read_example("night_bus.mix", &length);
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(edit_cases); i++) {
        Document *document = parse(text, length);
        Answer answer;
        Buffer removed = {0}, added = {0};
        document_execute(document, edit_cases[i].command, &answer);
        if (answer.status != STATUS_OK)
            fail_msg("%s: %s", edit_cases[i].command, answer.text);
        for (int k = 0; k < answer.change.splice_count; k++) {
            collect(answer.change.splices[k].removed, answer.change.splices[k].removed_count, &removed);
            collect(answer.change.splices[k].added, answer.change.splices[k].added_count, &added);
        }
        assert_string_equal(removed.bytes ? removed.bytes : "", edit_cases[i].removed);
        assert_string_equal(added.bytes ? added.bytes : "", edit_cases[i].added);
        answer_clear(&answer);
        buffer_clear(&removed);
        buffer_clear(&added);
        assert_true(document_is_changed(document));
        assert_true(document_undo(document, &answer));
        answer_clear(&answer);
        assert_text(document, text, length);
        assert_false(document_is_changed(document));
        document_free(document);
    }
    free(text);
}

static void test_a_comment_goes_and_comes_with_its_strip(void **state)
{
    static const char text[] = "ttymix 1\n\n# the singer\n# prefers take 2\n[track vox]\nclip \"v.wav\"\n\n# "
                               "drums\n[track kick]\nclip \"k.wav\"\n";
    static const char without[] = "ttymix 1\n\n# drums\n[track kick]\nclip \"k.wav\"\n";
    Document *document = parse(text, sizeof text - 1);
    Answer answer;
    (void)state;
    document_execute(document, "delete vox", &answer);
    assert_string_equal(answer.text, "Vox deleted");
    answer_clear(&answer);
    assert_text(document, without, sizeof without - 1);
    assert_true(document_undo(document, &answer));
    assert_string_equal(answer.text, "Undone: Vox deleted");
    answer_clear(&answer);
    assert_text(document, text, sizeof text - 1);
    document_free(document);
}

/* --- long random sessions --- */

/* Facts of two documents of one text are the same. */
static void assert_same_model(const Document *a, const Document *b)
{
    const Model *one = document_model(a), *two = document_model(b);
    assert_int_equal(one->strip_count, two->strip_count);
    assert_int_equal(one->lane_count, two->lane_count);
    assert_int_equal(one->rate_hz, two->rate_hz);
    for (int i = 0; i < one->strip_count; i++) {
        const Strip *s = &one->strips[i], *t = &two->strips[i];
        assert_string_equal(s->name, t->name);
        assert_int_equal(s->line, t->line);
        assert_memory_equal(s->fact, t->fact, sizeof s->fact);
        assert_int_equal(s->clip_count, t->clip_count);
        assert_int_equal(s->send_count, t->send_count);
        assert_int_equal(s->processor_count, t->processor_count);
        assert_string_equal(s->out ? s->out : "-", t->out ? t->out : "-");
        for (int k = 0; k < s->processor_count; k++) {
            const Processor *p = &s->processors[k], *q = &t->processors[k];
            assert_string_equal(processor_address(p), processor_address(q));
            assert_int_equal(p->line, q->line);
            assert_int_equal(p->after_fader, q->after_fader);
            assert_memory_equal(p->values, q->values, sizeof(double) * (size_t)processor_value_count(p->kind));
        }
    }
    for (int i = 0; i < one->lane_count; i++) {
        assert_string_equal(one->lanes[i].address, two->lanes[i].address);
        assert_int_equal(one->lanes[i].point_count, two->lanes[i].point_count);
        assert_ptr_equal(one->lanes[i].param, two->lanes[i].param);
        for (int k = 0; k < one->lanes[i].point_count; k++) {
            assert_true(one->lanes[i].points[k].value == two->lanes[i].points[k].value);
            assert_int_equal(one->lanes[i].points[k].line, two->lanes[i].points[k].line);
        }
    }
}

/* The model that grew by edits is the model of the text read anew. */
static void assert_model_is_that_of_the_text(const Document *document)
{
    size_t length;
    char *text = text_of(document, &length);
    Document *fresh = parse(text, length);
    assert_same_model(document, fresh);
    document_free(fresh);
    free(text);
}

static void run_session(uint64_t seed, int edits)
{
    Random random = {seed};
    Buffer first = {0};
    char command[400];
    generate_project(&random, &first);
    Document *document = parse(first.bytes, first.length), *replica = parse(first.bytes, first.length),
             *replay = parse(first.bytes, first.length);
    int done = 0;
    for (int i = 0; i < edits; i++) {
        Answer answer, again;
        size_t length;
        char *before = text_of(document, &length);
        generate_command(&random, document, command, sizeof command);
        document_execute(document, command, &answer);
        assert_true(answer.text[0] || answer.status == STATUS_OK);
        if (answer.status != STATUS_OK) {
            assert_text(document, before, length);
            assert_null(answer.resolved);
        }
        if (answer.resolved) {
            done++;
            assert_int_equal(document_apply_change(replica, &answer.change), STATUS_OK);
            document_execute(replay, answer.resolved, &again);
            if (again.status != STATUS_OK)
                fail_msg("%s, resolved as %s: %s", command, answer.resolved, again.text);
            answer_clear(&again);
        }
        free(before);
        answer_clear(&answer);
        if (i % 16 == 0)
            assert_model_is_that_of_the_text(document);
    }
    size_t length, back_length;
    char *last = text_of(document, &length);
    assert_text(replica, last, length);
    assert_text(replay, last, length);
    assert_same_model(document, replica);
    assert_int_equal(document_undo_count(document), done);
    assert_true(done > edits / 4); /* most commands fit, or this would prove little */
    for (Answer answer; document_undo(document, &answer); answer_clear(&answer))
        assert_int_equal(document_apply_change(replica, &answer.change), STATUS_OK);
    assert_text(document, first.bytes, first.length);
    assert_text(replica, first.bytes, first.length);
    assert_false(document_is_changed(document));
    for (Answer answer; document_redo(document, &answer); answer_clear(&answer))
        ;
    char *back = text_of(document, &back_length);
    assert_text(document, last, length);
    assert_model_is_that_of_the_text(document);
    free(back);
    free(last);
    buffer_clear(&first);
    document_free(document);
    document_free(replica);
    document_free(replay);
}

static void test_random_edits_come_back(void **state)
{
    int sessions = getenv("TTYMIX_TEST_LONG") ? 500 : 30;
    (void)state;
    run_session(4711, 1000);
    for (int seed = 1; seed <= sessions; seed++)
        run_session((uint64_t)seed * 977, 120);
}

/* --- numbers that stay --- */

static void execute(Document *document, const char *command)
{
    Answer answer;
    document_execute(document, command, &answer);
    if (answer.status != STATUS_OK)
        fail_msg("%s: %s", command, answer.text);
    answer_clear(&answer);
}

static void test_uids_survive(void **state)
{
    size_t length;
    char *text = read_example("night_bus.mix", &length);
    Document *document = parse(text, length);
    const Model *model = document_model(document);
    Answer answer;
    (void)state;
    uint32_t vox = model_strip(model, "vox")->uid, par = model_strip(model, "vox")->processors[2].uid;
    execute(document, "rename vox lead");
    assert_int_equal(model_strip(model, "lead")->uid, vox);
    execute(document, "rename lead.par thick");
    assert_int_equal(model_strip(model, "lead")->processors[2].uid, par);
    execute(document, "move lead.thick before teq");
    assert_int_equal(model_strip(model, "lead")->processors[0].uid, par);
    execute(document, "move lead after bass");
    assert_int_equal(model_strip(model, "lead")->uid, vox);
    execute(document, "delete lead");
    assert_null(model_strip(model, "lead"));
    for (int i = 0; i < 5; i++) {
        assert_true(document_undo(document, &answer));
        answer_clear(&answer);
    }
    assert_int_equal(model_strip(model, "vox")->uid, vox);
    assert_int_equal(model_strip(model, "vox")->processors[2].uid, par);
    assert_ptr_equal(model_strip_by_uid(model, vox), model_strip(model, "vox"));
    document_free(document);
    free(text);
}

/* The place in the history that was saved goes with it, and is lost with what is forgotten. */
static void test_the_saved_place_is_known(void **state)
{
    size_t length;
    char *text = read_example("night_bus.mix", &length);
    Document *document = parse(text, length);
    Answer answer;
    (void)state;
    assert_int_equal(document_history_saved(document), 0);
    execute(document, "set vox.fader -5 dB");
    execute(document, "set vox.fader -6 dB");
    assert_int_equal(document_history_saved(document), 0);
    document_mark_saved(document);
    assert_int_equal(document_history_saved(document), 2);
    execute(document, "mute bass");
    assert_string_equal(document_history_title(document, 2), "Bass mute on");
    assert_true(document_join(document, &answer)); /* saved in the middle of what is one now */
    answer_clear(&answer);
    assert_int_equal(document_history_saved(document), -1);
    document_mark_saved(document);
    execute(document, "mute bass off");
    assert_int_equal(document_history_saved(document), 2);
    for (int i = 0; i < 2; i++) {
        assert_true(document_undo(document, &answer));
        answer_clear(&answer);
    }
    assert_int_equal(document_history_saved(document), 2);
    assert_string_equal(document_history_title(document, 2), "Bass mute off");
    assert_null(document_history_title(document, 3));
    execute(document, "begin");
    execute(document, "set vox.fader -7 dB"); /* what was saved is forgotten */
    assert_int_equal(document_history_saved(document), -1);
    document_mark_saved(document);
    assert_int_equal(document_history_saved(document), 2);
    execute(document, "set vox.fader -8 dB"); /* and the middle of a gesture is no place */
    execute(document, "end");
    assert_int_equal(document_history_saved(document), -1);
    document_free(document);
    free(text);
}

static void test_gestures_are_one_entry(void **state)
{
    size_t length;
    char *text = read_example("night_bus.mix", &length);
    Document *document = parse(text, length);
    Answer answer;
    (void)state;
    execute(document, "begin \"ride vox\"");
    execute(document, "set vox.fader -5 dB");
    execute(document, "set vox.fader -6 dB");
    execute(document, "end");
    execute(document, "mute bass");
    assert_int_equal(document_undo_count(document), 2);
    assert_string_equal(document_undo_title(document, 1), "ride vox");
    assert_string_equal(document_undo_title(document, 0), "Bass mute on");
    assert_null(document_undo_title(document, 2));
    assert_true(document_undo(document, &answer));
    answer_clear(&answer);
    assert_true(document_undo(document, &answer));
    assert_string_equal(answer.text, "Undone: ride vox");
    answer_clear(&answer);
    assert_text(document, text, length);
    assert_false(document_undo(document, &answer));
    assert_string_equal(answer.text, "Not undone: there is nothing to undo");
    answer_clear(&answer);
    assert_int_equal(document_redo_count(document), 2);
    document_free(document);
    free(text);
}

static void test_a_replica_that_differs_is_not_touched(void **state)
{
    static const char one[] = "ttymix 1\n[track a]\nfader -1 dB\n", two[] = "ttymix 1\n[track a]\nfader -2 dB\n";
    Document *document = parse(one, sizeof one - 1), *replica = parse(two, sizeof two - 1);
    Answer answer;
    (void)state;
    document_execute(document, "set a.pan L 3 % ; set a.fader -7 dB", &answer);
    assert_int_equal(answer.status, STATUS_OK);
    assert_int_equal(document_apply_change(replica, &answer.change), STATUS_CHANGED);
    assert_text(replica, two, sizeof two - 1);
    answer_clear(&answer);
    document_free(document);
    document_free(replica);
}

/* --- broken texts --- */

static void parse_anything(const char *text, size_t length)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char shown[400];
    if (document_parse(&document, "b.mix", text, length, NULL, NULL, &problems) == STATUS_OK)
        assert_text(document, text, length);
    for (int i = 0; i < problems.count; i++)
        problem_format(&problems.items[i], shown, sizeof shown);
    document_free(document);
    problems_clear(&problems);
}

static void test_every_cut_and_every_changed_byte(void **state)
{
    static const char bytes[] = {'\0', '\n', '"', '#', '[', ']', ' ', '9', 'z', '\x80', '\xff', '\x1b', ':', '-'};
    size_t length;
    char *text = read_example("night_bus.mix", &length);
    (void)state;
    for (size_t i = 0; i <= length; i++)
        parse_anything(text, i);
    for (size_t i = 0; i < length; i++) {
        char kept = text[i];
        text[i] = bytes[i % sizeof bytes];
        parse_anything(text, length);
        text[i] = (char)(kept ^ (1 << i % 8));
        parse_anything(text, length);
        text[i] = kept;
    }
    free(text);
}

static void test_huge_texts_are_refused(void **state)
{
    Buffer text = {0};
    Document *document = NULL;
    ProblemList problems = {0};
    char shown[400];
    (void)state;
    buffer_append_text(&text, "ttymix 1\n");
    for (int i = 0; i < 1000000; i++)
        buffer_append_format(&text, "[track t%d]\n", i);
    assert_int_equal(document_parse(&document, "many.mix", text.bytes, text.length, NULL, NULL, &problems),
                     STATUS_BAD_VALUE);
    assert_null(document);
    problem_format(&problems.items[0], shown, sizeof shown);
    assert_string_equal(shown, "many.mix:1000001: more than 1000000 lines");
    problems_clear(&problems);
    text.length = 0;
    buffer_append_text(&text, "ttymix 1\n");
    for (int i = 0; i < 5000; i++)
        buffer_append_format(&text, "[track t%d]\n", i);
    assert_int_equal(document_parse(&document, "many.mix", text.bytes, text.length, NULL, NULL, &problems), STATUS_OK);
    assert_true(document_model(document)->strip_count <= 4097);
    problem_format(&problems.items[0], shown, sizeof shown);
    assert_string_equal(shown, "many.mix:4098:2: more than 4096 strips; this one and those after it are left out");
    document_free(document);
    problems_clear(&problems);
    text.length = 0;
    buffer_append_text(&text, "ttymix 1\n");
    for (int i = 0; i < 150000; i++)
        buffer_append_text(&text, "[x]\n");
    assert_int_equal(document_parse(&document, "many.mix", text.bytes, text.length, NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 1);
    assert_true(problems.truncated);
    document_free(document);
    problems_clear(&problems);
    buffer_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples_are_written_as_they_were_read),
        cmocka_unit_test(test_generated_projects_are_written_as_they_were_read),
        cmocka_unit_test(test_an_edit_changes_its_own_lines),
        cmocka_unit_test(test_a_comment_goes_and_comes_with_its_strip),
        cmocka_unit_test(test_random_edits_come_back),
        cmocka_unit_test(test_uids_survive),
        cmocka_unit_test(test_the_saved_place_is_known),
        cmocka_unit_test(test_gestures_are_one_entry),
        cmocka_unit_test(test_a_replica_that_differs_is_not_touched),
        cmocka_unit_test(test_every_cut_and_every_changed_byte),
        cmocka_unit_test(test_huge_texts_are_refused),
    };
    source_folder = getenv("srcdir") ? getenv("srcdir") : ".";
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
