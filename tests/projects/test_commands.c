/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of commands: their usage, their examples, what is refused, and who runs them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/match.h"

/* --- usage --- */

/* Every row, in order; what each takes, in words. */
static const struct {
    const char *name, *usage;
} rows[] = {
    {"set", "ADDRESS [=|+=|-=] VALUE [in LENGTH] | PROCESSOR|BAND PARAMETER VALUE..."},
    {"reset", "ADDRESS"},
    {"toggle", "ADDRESS"},
    {"add", "KIND STRIPS [before|after NAME] [PARAMETER VALUE]..."},
    {"add", "track NAME [FILE] [at|offset|length TIME|gain VALUE|fade-in|fade-out LENGTH]... [before|after STRIP]"},
    {"add", "bus|return|vca|group NAME [before|after STRIP]"},
    {"add", "clip STRIP FILE [at|offset|length TIME|gain VALUE|fade-in|fade-out LENGTH]..."},
    {"add", "send STRIPS RETURN [LEVEL] [tap TAP] [pan PAN] [mute]"},
    {"add", "marker TIME TEXT"},
    {"add", "band PROCESSOR [LABEL] [TYPE] [PARAMETER VALUE]..."},
    {"delete", "ADDRESS"},
    {"move", "ADDRESS before|after NAME"},
    {"rename", "ADDRESS NAME"},
    {"mute", "STRIPS [on|off]"},
    {"unmute", "STRIPS"},
    {"solo-safe", "STRIPS [on|off]"},
    {"bypass", "PROCESSOR [on|off]"},
    {"polarity", "STRIPS [normal|invert|left|right]"},
    {"send", "STRIPS RETURN [LEVEL] [tap TAP] [pan PAN] [mute]"},
    {"out", "STRIPS BUS"},
    {"vca", "STRIPS VCA|none"},
    {"label", "STRIP TEXT"},
    {"note", "STRIP TEXT"},
    {"waive", "RULE TEXT | STRIPS RULE TEXT"},
    {"unwaive", "RULE | STRIPS RULE"},
    {"version", "NAME title|isrc TEXT | NAME source STRIP FILE | NAME mute STRIPS | NAME bypass PROCESSOR | NAME set "
                "ADDRESS VALUE"},
    {"unversion", "NAME [title|isrc] | NAME source|mute|set|bypass ADDRESS"},
    {"chain", "STRIPS LINES [replace|append]"},
    {"copy-chain", "FROM STRIPS..."},
    {"template", "band apply"},
    {"point", "ADDRESS TIME VALUE [linear|curve C|hold]"},
    {"unpoint", "ADDRESS TIME"},
    {"clear", "ADDRESS [FROM TO]"},
    {"move-points", "ADDRESS FROM TO by TIME"},
    {"copy-points", "ADDRESS FROM TO to TIME [ADDRESS]"},
    {"shift-points", "ADDRESS [FROM TO] by VALUE"},
    {"scale-points", "ADDRESS [FROM TO] by FACTOR"},
    {"lift-points", "ADDRESS FROM TO by VALUE"},
    {"thin-points", "ADDRESS [FROM TO] by VALUE"},
    {"put-points", "ADDRESS FROM TO LINES"},
    {"mode", "ADDRESS read|trim|off"},
    {"crop", "STRIPS start|end TIME"},
    {"move-clips", "STRIPS TIME by BY"},
    {"copy-clips", "STRIPS TIME to TIME"},
    {"delete-clips", "STRIPS TIME"},
    {"fade-clips", "STRIPS start|end TIME [SHAPE]"},
    {"crossfade", "STRIPS TIME LENGTH [SHAPE]"},
    {"keep", "CLIP LINES"},
    {"erase", "STRIPS FROM TO [ripple]"},
    {"copy-range", "STRIPS FROM TO to TIME [insert]"},
    {"split", "STRIPS TIME"},
    {"trim-clip", "CLIP start|end TIME"},
    {"move-clip", "CLIP TIME"},
    {"fade", "CLIP in|out LENGTH [SHAPE]"},
    {"marker", "TIME TEXT"},
    {"tempo", "[TIME] BPM [BEATS/UNIT]"},
    {"loop", "FROM TO | none"},
    {"end-marker", "TIME | none"},
    {"text", "TEXT"},
    {"begin", "[TITLE]"},
    {"end", ""},
    {"join", ""},
    {"undo", ""},
    {"undo", "mine"},
    {"redo", ""},
    {"undo", "to N"},
    {"play", ""},
    {"stop", "[here]"},
    {"toggle-play", ""},
    {"locate", "TIME|MARKER"},
    {"jog", "BARS|next|previous"},
    {"loop", "on|off"},
    {"run-on", "[on|off]"},
    {"solo", "STRIPS|BAND [on|off|only]"},
    {"unsolo", "[STRIPS]"},
    {"clear", "solos|clips"},
    {"auto", "ADDRESS [read|touch|latch|write|trim|preview|punch|off]"},
    {"listen", "PROCESSOR [on|off]"},
    {"delta", "PROCESSOR [on|off]"},
    {"unity", "PROCESSOR [on|off]"},
    {"compare", "PROCESSOR|STRIP|off [on|off]"},
    {"unlisten", ""},
    {"monitor", "[+=|-=] LEVEL | left|right|side|swap [on|off] | normal | reference [LEVEL]"},
    {"monitor", "band low|low-mid|mid|high-mid|high|next|off|LOW HIGH"},
    {"audition", "phone|laptop|cube|car|club|mono|side|one-ear|next|off"},
    {"pfl", "STRIP|off [on|off]"},
    {"afl", "STRIP|off [on|off]"},
    {"dim", "[on|off]"},
    {"mono", "[on|off]"},
    {"cut", "[on|off]"},
    {"write", "[FILE]"},
    {"quit", "[!]"},
    {"shutdown", "[!]"},
    {"wq", ""},
    {"merge", ""},
    {"recover", ""},
    {"discard", ""},
    {"agree", ""},
    {"take-over", ""},
    {"edit", "FILE"},
    {"bounce", "FILE [bits 16|24|32|float] [dither none|tpdf|shaped|shaped-9]"},
    {"preset", "list | load STRIPS NAME [replace|append] | save STRIP NAME"},
    {"template", "band"},
    {"yank-chain", "STRIP"},
    {"paste-chain", "STRIPS [replace|append]"},
    {"gainstage", "STRIPS [-18 dBFS rms|-23 LUFS] [together]"},
    {"strip-silence", "STRIPS [below -50 dB]"},
    {"match", "PROCESSOR|STRIP"},
    {"device", "[NAME]"},
    {"clear-clips", ""},
    {"help", "[COMMAND]"},
    {"select", "STRIP"},
    {"screen", "NAME"},
    {"history", "[COUNT]"},
    {"meters", "peak|rms|k-12|k-14|k-20|vu|ppm-1|ppm-2 [input|pre|post|output]"},
    {"narrow", "[on|off]"},
    {"bind", "KEYS ACTION|:COMMAND [TEXT]..."},
    {"map", "KEYS KEYS"},
    {"unbind", "KEYS"},
    {"describe",
     "[STRIP|PROCESSOR|BAND] [brief|normal|full] | curve PROCESSOR | timeline [STRIP] | lane ADDRESS | loudness|image"},
    {"what", "is soloed|muted|over|playing|compared|heard | is not default [STRIP]"},
    {"watch", "STRIP peak|true-peak|lufs-m|lufs-s|lufs-i >|< VALUE"},
    {"unwatch", ""},
    {"wait", "[SECONDS]"},
    {"keys", ""},
    {"speech", "words|symbols"},
    {"verbosity", "brief|normal|full"},
};

static void test_usage_is_made_of_what_is_taken(void **state)
{
    char usage[USAGE_MAX];
    size_t i = 0;
    (void)state;
    for (const Command *row = NULL; (row = command_next(row)); i++) {
        assert_in_range(i, 0, ARRAY_LEN(rows) - 1);
        assert_string_equal(row->name, rows[i].name);
        assert_string_equal(command_usage(row, usage), rows[i].usage);
    }
    assert_int_equal(i, ARRAY_LEN(rows));
}

static void test_groups_are_closed_and_options_hold_none(void **state)
{
    (void)state;
    for (const Command *row = NULL; (row = command_next(row));) {
        int options = 0, picks = 0, count = 0;
        for (const CommandArg *arg = row->takes; arg->kind != ARG_END; arg++, count++) {
            options += (arg->kind == ARG_OPTION) - (arg->kind == ARG_OPTION_END);
            picks += (arg->kind == ARG_PICK) - (arg->kind == ARG_PICK_END);
            assert_in_range(options, 0, 1);
            assert_in_range(picks, 0, 1);
        }
        assert_true(options == 0 && picks == 0 && count < COMMAND_TAKES_MAX);
    }
}

/* --- examples --- */

static void split(const char *line, CommandWords *words)
{
    Error error;
    if (command_split(line, words, &error) != STATUS_OK)
        fail_msg("%s: %s", line, error.text);
}

static void test_every_example_is_of_its_row_and_whole(void **state)
{
    (void)state;
    for (const Command *row = NULL; (row = command_next(row));) {
        CommandWords words;
        split(row->example, &words);
        if (command_choose(&words, BY_ALL) != row || match_words(row, &words, NULL) != MATCH_WHOLE)
            fail_msg("%s", row->example);
        command_words_clear(&words);
    }
}

/* --- who runs what --- */

static void test_names_with_several_rows(void **state)
{
    static const struct {
        const char *line;
        unsigned by;
    } cases[] = {
        {"loop 0:01 0:02", BY_DOCUMENT},
        {"loop none", BY_DOCUMENT},
        {"loop on", BY_SESSION},
        {"loop toggle", BY_SESSION},
        {"loop", BY_DOCUMENT},
        {"clear vox.fader", BY_DOCUMENT},
        {"clear solos", BY_SESSION},
        {"clear clips", BY_SESSION},
        {"clear vox.fader 0:01 0:02", BY_DOCUMENT},
        {"template band", BY_SESSION},
        {"template bnd", BY_DOCUMENT},
        {"template band apply", BY_DOCUMENT},
        {"help", BY_DESK | BY_PLAIN},
        {"describe vox", BY_SESSION | BY_PLAIN},
        {"watch vox peak > -6", BY_PLAIN},
        {"w", BY_SESSION},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CommandWords words;
        split(cases[i].line, &words);
        const Command *row = command_choose(&words, BY_ALL);
        assert_non_null(row);
        if (row->by != cases[i].by)
            fail_msg("%s: by %u", cases[i].line, row->by);
        command_words_clear(&words);
    }
}

static void test_words_without_a_place_are_refused(void **state)
{
    static const struct {
        const char *line, *sentence;
    } cases[] = {
        {"play now", "play takes nothing"},
        {"stop now", "say stop [here]"},
        {"stop hre", "say stop [here]; did you mean `here`?"},
        {"dim maybe", "say dim [on|off]"},
        {"dim offf", "say dim [on|off]; did you mean `off`?"},
        {"bounce a.wav b.wav", "say bounce FILE [bits 16|24|32|float] [dither none|tpdf|shaped|shaped-9]"},
        {"solo vox olny", "say solo STRIPS|BAND [on|off|only]; did you mean `only`?"},
        {"auto vox.fader tuch",
         "say auto ADDRESS [read|touch|latch|write|trim|preview|punch|off]; did you mean `touch`?"},
        {"preset lod vox a",
         "say preset list | load STRIPS NAME [replace|append] | save STRIP NAME; did you mean `load`?"},
        {"stop", NULL},
        {"stop here", NULL},
        {"solo", NULL}, /* what is missing is asked for by whoever runs it */
        {"dim toggle", NULL},
        {"write ! a.mix", NULL},
        {"gainstage all -18 dBFS rms together", NULL},
        {"gainstage all together -23 LUFS", NULL},
        {"monitor += 3 dB", NULL},
        {"locate Chorus 2", NULL},
        {"wait 2 s", NULL},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CommandWords words;
        Error error = {0};
        split(cases[i].line, &words);
        Status status = command_check(command_choose(&words, BY_ALL), &words, &error);
        if ((status == STATUS_OK) != (cases[i].sentence == NULL))
            fail_msg("%s: %s", cases[i].line, error.text);
        if (cases[i].sentence)
            assert_string_equal(error.text, cases[i].sentence);
        command_words_clear(&words);
    }
}

static void test_switches(void **state)
{
    static const struct {
        const char *line;
        bool now, on;
    } cases[] = {{"dim on", false, true},     {"dim on", true, true},      {"dim off", true, false},
                 {"dim toggle", true, false}, {"dim toggle", false, true}, {"dim", true, false},
                 {"dim", false, true}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CommandWords words;
        split(cases[i].line, &words);
        assert_int_equal(command_switch(&words, 1, cases[i].now), cases[i].on);
        command_words_clear(&words);
    }
}

/* The names of the desk's rows: what the desk has to run. */
static void test_a_row_that_nobody_runs_is_refused(void **state)
{
    static const char *const all[] = {"help", "select", "screen", "history", "meters",
                                      "bind", "map",    "unbind", "narrow"};
    static const char *const more[] = {"help", "select", "screen", "history", "meters",
                                       "bind", "map",    "unbind", "narrow",  "wide"};
    Error error = {0};
    (void)state;
    assert_int_equal(commands_check_bound(BY_DESK, all, 9, &error), STATUS_OK);
    assert_int_equal(commands_check_bound(BY_DESK, all, 8, &error), STATUS_REFUSED);
    assert_string_equal(error.text, "nobody runs the command `narrow`");
    assert_int_equal(commands_check_bound(BY_DESK, more, 10, &error), STATUS_REFUSED);
    assert_string_equal(error.text, "`wide` is run, and is no command");
    assert_int_equal(commands_check_bound(BY_DOCUMENT, NULL, 0, &error), STATUS_OK); /* each has its handler */
}

static void test_rows_of_one_name_run_and_refuse(void **state)
{
    Document *document = NULL;
    ProblemList problems = {0};
    Answer answer;
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"mute vox toggle", "Vox mute on"},
        {"mute vox toggle", "Vox mute off"},
        {"bypass vox.comp toggle", "Vox comp bypass on"},
        {"add gobbler vox", "Not added: there is nothing called `gobbler` to add"},
        {"add", "Not added: say what to add: track, bus, return, vca, group, clip, send, marker, band or a processor"},
        {"mute vox ; undo", "Not undone: `undo` stands alone on its line"},
        {"mute vox ; play", "Not changed: `play` acts on the session, not on the project"},
    };
    static const char song[] = "ttymix 1\n[track vox]\ncomp ratio 4:1\n[master]\n";
    (void)state;
    assert_int_equal(document_parse(&document, "p", song, sizeof song - 1, NULL, NULL, &problems), STATUS_OK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        document_execute(document, cases[i].line, &answer);
        assert_string_equal(answer.text, cases[i].text);
        answer_clear(&answer);
    }
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usage_is_made_of_what_is_taken),
        cmocka_unit_test(test_groups_are_closed_and_options_hold_none),
        cmocka_unit_test(test_every_example_is_of_its_row_and_whole),
        cmocka_unit_test(test_names_with_several_rows),
        cmocka_unit_test(test_words_without_a_place_are_refused),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_a_row_that_nobody_runs_is_refused),
        cmocka_unit_test(test_rows_of_one_name_run_and_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
