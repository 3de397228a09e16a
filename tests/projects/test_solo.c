/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a solo does to the other strips: examples by hand, and the rule of projects/model/solo.h over random projects,
 * told anew here as reachability (all paths by Warshall's closure) instead of marks that spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/attributes.h"
#include "projects/model/solo.h"
#include "tests/projects/generate.h"
#include "tests/projects/kinds.h"

typedef struct SoloCase {
    const char *lines;  /* strips behind the head */
    const char *soloed; /* names, separated by blanks */
    const char *states; /* every strip in order: `h`eard, `s`ends only, silent `-`; the master is the last */
} SoloCase;

#define DRUMS "[track snare]\nout drums\nsend plate -10 dB\n[track hat]\nout drums\n"
#define REST "[track vox]\nsend plate -10 dB\nsend hall -10 dB\n[bus drums]\n[return plate]\n[return hall]\n[master]\n"

static const SoloCase cases[] = {
    /* snare hat vox drums plate hall master */
    {DRUMS REST, "", "hhhhhhh"},
    {DRUMS REST, "drums", "hh-hh-h"}, /* the return hangs on a member, not on the bus */
    {DRUMS REST, "snare", "h--hh-h"},
    {DRUMS REST, "hat", "-h-h--h"},
    {DRUMS REST, "vox", "--h-hhh"},
    {DRUMS REST, "plate", "s-s-h-h"}, /* who merely sends to it feeds it unheard */
    {DRUMS REST, "plate drums", "hhshh-h"},
    {DRUMS REST, "snare hat vox", "hhhhhhh"},
    /* a solo-safe strip sounds, with the bus it runs through and the return that it feeds */
    {"[track a]\n[track click]\nsolo-safe on\nout b\nsend r -6 dB\n[track c]\nout b\n[bus b]\n[return r]\n[master]\n",
     "a", "hh-hhh"},
    {"[track a]\n[track c]\nsend r -6 dB\n[return r]\nsolo-safe on\n[master]\n", "a", "h-hh"},
    /* returns that feed returns; buses in buses */
    {"[track a]\nsend r -6 dB\n[track b]\n[return r]\nsend s -6 dB\n[return s]\n[master]\n", "a", "h-hhh"},
    {"[track a]\nsend r -6 dB\n[track b]\n[return r]\nsend s -6 dB\n[return s]\n[master]\n", "s", "s-shh"},
    {"[track a]\nout x\n[track b]\n[bus x]\nout y\n[bus y]\n[master]\n", "y", "h-hhh"},
    {"[track a]\nout x\n[track b]\nout x\n[bus x]\nsend r -6 dB\n[return r]\n[master]\n", "r", "ssshh"},
    /* mute has no part in it; VCAs and groups make no sound of their own */
    {"[track a]\nmute on\nsend r -6 dB\n[track b]\n[return r]\n[vca v]\n[group g]\nmembers a b\n[master]\n", "a",
     "h-hhhh"},
};

static Document *document_of(const char *lines)
{
    char text[1024];
    Document *document = NULL;
    ProblemList problems = {0};
    snprintf(text, sizeof text, "ttymix 1\nrate 48000 Hz\n%s", lines);
    assert_int_equal(document_parse(&document, "solo.mix", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    if (problems.count)
        fail_msg("%s: %s", lines, problems.items[0].text);
    problems_clear(&problems);
    return document;
}

static bool is_among(const char *names, const char *name)
{
    char padded_names[128], padded[128];
    snprintf(padded_names, sizeof padded_names, " %s ", names);
    snprintf(padded, sizeof padded, " %s ", name);
    return strstr(padded_names, padded) != NULL;
}

static void test_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Document *document = document_of(cases[i].lines);
        const Model *model = document_model(document);
        bool soloed[16];
        SoloState states[16];
        char told[17] = "";
        for (int k = 0; k < model->strip_count; k++)
            soloed[k] = is_among(cases[i].soloed, model->strips[k].name);
        solo_find_states(model, soloed, states);
        for (int k = 0; k < model->strip_count; k++)
            told[k] = "hs-"[states[k]];
        if (strcmp(told, cases[i].states) != 0)
            fail_msg("solo %s: %s, not %s, in\n%s", cases[i].soloed, told, cases[i].states, cases[i].lines);
        document_free(document);
    }
}

enum { STRIPS = 64 };
typedef struct Paths { /* [a][b]: a leads to b, or is b */
    bool by_out[STRIPS][STRIPS], by_any[STRIPS][STRIPS], send[STRIPS][STRIPS];
} Paths;

static void close_paths(bool paths[STRIPS][STRIPS], int count)
{
    for (int via = 0; via < count; via++)
        for (int from = 0; from < count; from++)
            for (int to = 0; to < count; to++)
                paths[from][to] |= paths[from][via] && paths[via][to];
}

static void find_paths(const Model *model, Paths *paths)
{
    memset(paths, 0, sizeof *paths);
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        int out = strip->out ? model_strip_index(model, strip->out) : -1;
        paths->by_out[i][i] = paths->by_any[i][i] = true;
        if (out >= 0)
            paths->by_out[i][out] = paths->by_any[i][out] = true;
        for (int k = 0; k < strip->send_count; k++) {
            int to = model_strip_index(model, strip->sends[k].to);
            if (to >= 0)
                paths->send[i][to] = paths->by_any[i][to] = true;
        }
    }
    close_paths(paths->by_out, model->strip_count);
    close_paths(paths->by_any, model->strip_count);
}

static SoloState state_by_paths(const Model *model, const Paths *paths, const bool *soloed, int strip)
{
    bool wanted[STRIPS] = {false}, heard = false, feeds = false;
    int count = model->strip_count;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++)
            wanted[i] |= soloed[k] && paths->by_out[i][k];
    for (int i = 0; i < count; i++)
        heard |= (wanted[i] || model->strips[i].fact[FACT_SOLO_SAFE] != 0) && paths->by_any[i][strip];
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++)
            feeds |= paths->by_any[strip][i] && paths->send[i][k] && wanted[k];
    SectionKind kind = model->strips[strip].kind;
    bool sounds = kind == SECTION_TRACK || kind == SECTION_BUS || kind == SECTION_RETURN;
    return !sounds || heard ? SOLO_HEARD : feeds ? SOLO_SENDS_ONLY : SOLO_SILENT;
}

static void compare_with_paths(Random *random, const Model *model)
{
    static Paths paths;
    bool soloed[STRIPS];
    SoloState states[STRIPS];
    find_paths(model, &paths);
    for (int round = 0; round < 4; round++) {
        bool any = false;
        for (int i = 0; i < model->strip_count; i++)
            any |= soloed[i] = random_below(random, 4) == 0 && i < model->strip_count - 1;
        solo_find_states(model, soloed, states);
        for (int i = 0; i < model->strip_count; i++)
            assert_int_equal(states[i], any ? state_by_paths(model, &paths, soloed, i) : SOLO_HEARD);
    }
}

static void test_random_projects(void **state)
{
    int compared = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        Random random = {seed};
        Buffer text = {0};
        Document *document = NULL;
        ProblemList problems = {0};
        generate_project(&random, &text);
        assert_int_equal(document_parse(&document, "random.mix", text.bytes, text.length, NULL, NULL, &problems),
                         STATUS_OK);
        if (document_model(document)->strip_count <= STRIPS) {
            compare_with_paths(&random, document_model(document));
            compared++;
        }
        problems_clear(&problems);
        document_free(document);
        buffer_clear(&text);
    }
    assert_true(compared > 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_random_projects),
    };
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
