/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value that goes back to its default leaves the text as it was: every fact of a strip, every parameter of every
 * processor, of a band, a send and a clip.  What stood there goes on standing there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/command.h"
#include "projects/document/document.h"
#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/text/value.h"

#define HEAD "ttymix 1\nstage    mix\nrate     48000 Hz\npan-law  -3 dB\n\n"

static Document *parse(const char *text)
{
    ProblemList problems = {0};
    Document *document = NULL;
    Status status = document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems);
    for (int i = 0; i < problems.count; i++)
        print_message("%d: %s\n", problems.items[i].line, problems.items[i].text);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(problems.count, 0);
    problems_clear(&problems);
    return document;
}

static void run(Document *document, const char *line)
{
    Answer answer;
    document_execute(document, line, &answer);
    if (answer.status != STATUS_OK)
        fail_msg("%s: %s", line, answer.text);
    answer_clear(&answer);
}

static void expect_text(const Document *document, const char *want, const char *why)
{
    char *text = NULL;
    size_t length;
    assert_int_equal(document_text(document, &text, &length), STATUS_OK);
    if (strcmp(text, want) != 0)
        fail_msg("%s:\n%s\nnot\n%s", why, text, want);
    free(text);
}

static double other_value(const ParamInfo *param)
{
    double middle = param->law == LAW_CHOICE || param->law == LAW_SWITCH ? (param->def == 0 ? 1 : 0)
                    : param->def == param->max                           ? param->min
                                                                         : param->max;
    return middle;
}

/* Away and back in three ways; and undone. */
static void check(const char *text, const char *address)
{
    Document *document = parse(text);
    Address found;
    char there[VALUE_TEXT_MAX], back[VALUE_TEXT_MAX], line[300];
    assert_int_equal(address_resolve(document_model(document), address, &found, NULL), STATUS_OK);
    value_format(found.param, other_value(found.param), there);
    value_format(found.param, found.param->def, back);
    for (int way = 0; way < 3; way++) {
        snprintf(line, sizeof line, "set %s %s", address, there);
        run(document, line);
        if (way == 0)
            run(document, "begin");
        snprintf(line, sizeof line, way == 1 ? "reset %s" : way == 2 ? "undo" : "set %s %s", address, back);
        run(document, line);
        if (way == 0)
            run(document, "end");
        expect_text(document, text, address);
        double value;
        assert_true(address_resolve(document_model(document), address, &found, NULL) == STATUS_OK);
        assert_true(address_value(document_model(document), &found, &value) && value == found.param->def);
    }
    run(document, "undo"); /* the second way: back there */
    char *now = NULL;
    size_t length;
    assert_int_equal(document_text(document, &now, &length), STATUS_OK);
    assert_string_not_equal(now, text);
    free(now);
    document_free(document);
}

static void test_facts_of_strips(void **state)
{
    static const char text[] = HEAD "[track vox]\n\n[master]\n";
    char address[100];
    (void)state;
    for (int i = 0; i < FACT_COUNT; i++) {
        if (!fact_is_of_kind((FactId)i, SECTION_TRACK) || i == FACT_OFFSET || i == FACT_PAN_LAW)
            continue;
        snprintf(address, sizeof address, "vox.%s", strip_facts[i].key);
        Document *document = parse(text);
        Address found;
        bool known = address_resolve(document_model(document), address, &found, NULL) == STATUS_OK && found.param;
        document_free(document);
        if (known)
            check(text, address);
    }
}

static bool can_be_set(const ParamInfo *param)
{
    return !(param->flags & PARAM_LISTENING) && !isnan(param->def);
}

static void test_parameters_of_processors(void **state)
{
    char text[400], address[200];
    int checked = 0;
    (void)state;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        if (kind->flags & PROCESSOR_FILE)
            continue;
        snprintf(text, sizeof text, HEAD "[track vox]\n%s\n\n[master]\n", kind->kind);
        for (int i = 0; i < kind->param_count; i++) {
            snprintf(address, sizeof address, "vox.%s.%s", kind->kind, kind->params[i].key);
            if (can_be_set(&kind->params[i])) {
                check(text, address);
                checked++;
            }
        }
        snprintf(address, sizeof address, "vox.%s.bypass", kind->kind);
        check(text, address);
    }
    assert_true(checked > 60);
}

static void test_bands_sends_and_clips(void **state)
{
    static const char text[] = HEAD "[track vox]\nclip     \"a.wav\"\neq\n  1      bell\nsend     hall  -6 dB\n\n"
                                    "[return hall]\n\n[master]\n";
    static const char *const addresses[] = {"vox.eq.1.gain",     "vox.eq.1.freq",      "vox.eq.1.q",
                                            "vox.send.hall.pan", "vox.send.hall.mute", "vox.send.hall.tap"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(addresses); i++)
        check(text, addresses[i]);
}

/* Lines and fields that a person wrote stay, and so do those that an include needs. */
static void test_what_was_there_stays(void **state)
{
    static const char text[] = HEAD "[track vox]\n# level\nfader    0 dB\ncomp     ratio 2:1  attack 5 ms\n"
                                    "pan      L 10 %\n\n[master]\n";
    (void)state;
    Document *document = parse(text);
    run(document, "set vox.fader -3 dB");
    run(document, "set vox.comp.ratio 4:1");
    run(document, "set vox.comp.knee 12 dB");
    run(document, "set vox.fader 0 dB");
    run(document, "reset vox.comp.ratio");
    run(document, "reset vox.comp.knee");
    expect_text(document, text, "what was there");
    run(document, "reset vox.pan");
    expect_text(document,
                HEAD "[track vox]\n# level\nfader    0 dB\ncomp     ratio 2:1  attack 5 ms\npan      C\n\n[master]\n",
                "a line that was there and was not at its default");
    run(document, "add limiter vox ceiling -1 dBTP gain 0 dB"); /* said, so it stands */
    run(document, "set vox.limiter.gain 3 dB");
    run(document, "set vox.limiter.gain 0 dB");
    char *now = NULL;
    size_t length;
    assert_int_equal(document_text(document, &now, &length), STATUS_OK);
    assert_non_null(strstr(now, "gain 0 dB"));
    free(now);
    document_free(document);
}

static void test_labels_outputs_and_offsets(void **state)
{
    static const char text[] = HEAD "[track vox]\n\n[bus drums]\n\n[master]\n";
    static const char *const pairs[][2] = {{"set vox.label \"x\"", "set vox.label \"\""},
                                           {"note vox \"x\"", "note vox \"\""},
                                           {"out vox drums", "out vox master"},
                                           {"set vox.offset 3 ms", "set vox.offset 0 ms"},
                                           {"set vox.offset -3 ms", "reset vox.offset"},
                                           {"mute vox", "mute vox off"},
                                           {"set vox.polarity invert", "set vox.polarity normal"},
                                           {"set vox.fader += 1 dB", "set vox.fader -= 1 dB"}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        Document *document = parse(text);
        run(document, pairs[i][0]);
        run(document, pairs[i][1]);
        expect_text(document, text, pairs[i][1]);
        document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_of_strips),
        cmocka_unit_test(test_parameters_of_processors),
        cmocka_unit_test(test_bands_sends_and_clips),
        cmocka_unit_test(test_what_was_there_stays),
        cmocka_unit_test(test_labels_outputs_and_offsets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
