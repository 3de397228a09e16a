/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion: of every word of every example, and of every kind of argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "projects/command/match.h"
#include "tests/projects/scratch.h"

static const char song[] =
    "ttymix 1\ntitle \"Song\"\n"
    "[tempo]\n0:00 120 bpm 4/4\n"
    "[markers]\n0:31 \"Chorus\"\n0:46 \"Chorus 2\"\n0:10 \"Verse\"\nloop 0:05 0:09\nend 1:00\n"
    "[track vox]\nclip vox.wav at 0:12 length 0:20\n"
    "eq\n  1 bell freq 200 Hz gain -2 dB\n  2 bell freq 2 kHz gain 3 dB\n"
    "comp ratio 4:1\nmultiband\n  1\n  2\nfader -4.5 dB\nout vocals\nvca rhythm\nsend plate -14 dB\n"
    "[track vox-double]\n[track gtr]\n[track kick]\n[track snare]\n[bus vocals]\n[bus drums]\n"
    "[return plate]\n[vca rhythm]\n[group all-vox]\nmembers vox vox-double\n"
    "[master]\nlimiter\n"
    "[automation vox.fader]\nmode read\n0:31 -3 dB\n0:40.5 -6 dB linear\n";

static Document *open_song(void)
{
    Document *document = NULL;
    ProblemList problems = {0};
    assert_int_equal(document_parse(&document, "song.mix", song, sizeof song - 1, NULL, NULL, &problems), STATUS_OK);
    for (int i = 0; i < problems.count; i++)
        fail_msg("line %d: %s", problems.items[i].line, problems.items[i].text);
    problems_clear(&problems);
    return document;
}

static void split(const char *line, CommandWords *words)
{
    Error error;
    if (command_split(line, words, &error) != STATUS_OK)
        fail_msg("%s: %s", line, error.text);
}

/* Words that nobody can know before they are typed. */
static void note_free(void *context, const Expected *next)
{
    static const ArgKind kinds[] = {ARG_NAME, ARG_TEXT,   ARG_NUMBER, ARG_TIME,   ARG_LENGTH, ARG_VALUE,     ARG_FILE,
                                    ARG_STEM, ARG_PRESET, ARG_DEVICE, ARG_SCREEN, ARG_STRIPS, ARG_KIND_COUNT};
    bool *is_free = context;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        *is_free |= next->arg->kind == kinds[i];
}

static bool accept_all(void *context, const Expected *at)
{
    (void)context;
    (void)at;
    return true;
}

static int complete(const Document *document, const char *line, char **words)
{
    return command_complete(document, NULL, line, strlen(line), words, 64);
}

static bool is_offered(const Document *document, const char *line, const char *wanted)
{
    char *words[64];
    bool found = false;
    int count = complete(document, line, words);
    for (int i = 0; i < count; i++) {
        size_t length = strlen(wanted); /* `vox.clip` is the first of its kind */
        found |= strcmp(words[i], wanted) == 0 || (strncmp(words[i], wanted, length) == 0 && words[i][length] == '@');
        free(words[i]);
    }
    return found;
}

static bool ends_in_unit(const char *word)
{
    return strcmp(word, "dB") == 0 || strcmp(word, "ms") == 0 || strcmp(word, "kHz") == 0;
}

/* Each word of an example is offered behind those before it, when its first letter is typed; of an address, that of
 * its last part. */
static void test_every_example_completes(void **state)
{
    Document *document = open_song();
    int offered = 0;
    (void)state;
    for (const Command *row = NULL; (row = command_next(row));) {
        CommandWords words;
        split(row->example, &words);
        for (int i = 0; i < words.count; i++) {
            CommandWords before = words;
            char line[200];
            bool is_free = false;
            before.count = i;
            if (i > 0)
                match_words(row, &before, &(Guide){note_free, accept_all, &is_free});
            if (is_free && !ends_in_unit(words.word[i]))
                continue;
            const char *dot = strrchr(words.word[i], '.');
            int typed = dot ? (int)(dot - words.word[i]) + 2 : 1;
            snprintf(line, sizeof line, "%.*s%.*s", words.column[i] - 1, row->example, typed, words.word[i]);
            if (!is_offered(document, line, words.word[i]))
                fail_msg("`%s` does not offer %s", line, words.word[i]);
            offered++;
        }
        command_words_clear(&words);
    }
    assert_true(offered > 150);
    document_free(document);
}

/* --- completion --- */

typedef struct CompletionCase {
    const char *line;
    const char *offered; /* all of them, sorted, with | between */
} CompletionCase;

static const CompletionCase completions[] = {
    /* words and switches */
    {"stop ", "here"},
    {"loop ", "\"Chorus 2\"|0:05|0:09|0:10|0:31|0:46|1:00|Chorus|Verse|none|off|on|toggle"},
    {"clear s", "solos"},
    {"mute vox ", "off|on|toggle"},
    {"solo vox o", "off|on|only"},
    {"speech ", "symbols|words"},
    {"what is n", "not"},
    {"what is not ", "default"},
    {"chain vox \"comp\" ", "append|replace"},
    {"quit ", "!"},
    {"play ", ""},
    /* strips */
    {"mute vo", "vocals|vox|vox-double"},
    {"mute a", "all|all-vox"},
    {"out vox ", "drums|master|plate|vocals"},
    {"route vox d", "drums"},
    {"vca kick ", "none|rhythm"},
    {"copy-chain vox vox-double g", "gtr"},
    /* processors, bands, clips, addresses, automation */
    {"bypass vox.", "vox.comp|vox.eq|vox.multiband"},
    {"bypass ", "master|vox"},
    {"solo vox.m", "vox.multiband.1|vox.multiband.2"},
    {"split v", "vocals|vox|vox-double"},
    {"fade vox.c", "vox.clip@0:12"},
    {"set vox.fa", "vox.fader"},
    {"set vox.comp.rat", "vox.comp.ratio"},
    {"set vox.eq.2.f", "vox.eq.2.freq"},
    {"set vox.send.plate.t", "vox.send.plate.tap"},
    {"set art", "artist"},
    {"delete marker@0:3", "marker@0:31"},
    {"unpoint ", "vox.fader"},
    {"mode vox.fader ", "off|read|trim"},
    {"move vox.comp after ", "comp|eq|fader|multiband"},
    {"move gtr before vox", "vox|vox-double"},
    {"add comp vox before ", "comp|eq|fader|multiband"},
    /* values: what holds now, words, units, steps */
    {"set vox.fader ", "+=|-4.5 dB|-=|-inf|="},
    {"set vox.fader = ", "-4.5 dB|-inf"},
    {"set vox.fader -3 ", "dB|in"},
    {"set vox.fader += ", "+0.5 dB"},
    {"set vox.comp.ratio = ", "4:1|inf"},
    {"set vox.eq.2.freq 3 ", "Hz|in|kHz"},
    {"set vox.eq.2.freq = ", "2 kHz"},
    {"set vox.polarity = ", "invert|left|normal|right"},
    {"set vox.mute = ", "off|on"},
    {"set vox.out = ", "drums|master|plate|vocals"},
    {"set vox.vca = ", "none|rhythm"},
    {"set vox.comp.key = g", "gtr"},
    {"set title = ", "\"Song\""},
    {"set vox.eq.2 g", "gain"},
    {"set vox.eq.2 gain ", "+3 dB"},
    {"set vox.eq.2 gain 1 dB freq 1 k", "kHz"},
    {"set vox.comp ratio ", "4:1|inf"},
    {"polarity snare ", "invert|left|normal|right"},
    {"point vox.fader 0:31 ", "-4.5 dB|-inf"},
    {"point vox.fader 0:31 -1 dB ", "curve|hold|linear"},
    {"send vox plate ", "-inf|0 dB|mute|pan|tap"},
    {"send vox plate -14 dB tap ", "input|post|pre"},
    {"send vox plate -14 dB pan L 10 % ", "mute|tap"},
    {"tempo 0:00 ", "120 bpm"},
    {"tempo 0:00 90 ", "bpm"},
    {"fade vox.clip@0:12 in 10 ", "equal-power|exponential|frames|linear|logarithmic|ms|s|s-curve"},
    {"fade vox.clip@0:12 in 10 ms l", "linear|logarithmic"},
    {"monitor ", "+=|-=|0 dB|band|left|normal|reference|right|side|swap"},
    {"set vox.fader -3 dB ", "in"},
    {"set vox.mute on ", ""},
    {"audition ph", "phone"},
    {"pfl vo", "vocals|vox|vox-double"},
    {"monitor -3 ", "dB"},
    {"gainstage all ", "-18 dBFS|-23 LUFS|together"},
    {"gainstage all -20 dBFS ", "rms|together"},
    {"gainstage all together -2", "-23 LUFS"},
    /* times and markers: of the song, and of what the line is about */
    {"locate C", "Chorus"},
    {"locate \"C", "\"Chorus 2\"|\"Chorus\""},
    {"locate \"Chorus 2", "2\""},
    {"locate s", "start"},
    {"unpoint vox.fader 0:4", "0:40.5|0:46"},
    {"trim-clip vox.clip@0:12 start 0:1", "0:10|0:12"},
    {"end-marker n", "none"},
    {"move-points vox.fader Verse Chorus by 20 ", "frames|ms|s"},
    /* what is added */
    {"add b", "band|bus"},
    {"add lim", "limiter"},
    {"add eq gtr af", "after"},
    {"add comp gtr rat", "ratio"},
    {"add comp gtr ratio ", "2:1|inf"},
    {"add band vox.eq low", "lowcut|lowshelf"},
    {"add band vox.eq bell freq ", "1 kHz"},
    {"add band vox.eq bell freq 2 kHz g", "gain"},
    /* commands, one behind another */
    {"mu", "mute"},
    {"help bo", "bounce"},
    {"mute vox ; unm", "unmute"},
    {"mute vox;unm", "vox;unmute"},
    {"label vox \"a ; b\" ; unm", "unmute"},
    {"nonsense ", ""},
    {"mute \"vox", ""},
};

static void test_completion_of_each_kind(void **state)
{
    Document *document = open_song();
    int wrong = 0;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(completions); i++) {
        char *words[64], got[1000] = "";
        int count = complete(document, completions[i].line, words);
        for (int k = 0; k < count; k++) {
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", k ? "|" : "", words[k]);
            free(words[k]);
        }
        if (strcmp(got, completions[i].offered) != 0) {
            print_message("`%s`\n  is     %s\n  wanted %s\n", completions[i].line, got, completions[i].offered);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    document_free(document);
}

static void list_here(void *context, ArgKind kind, CommandOffers *offers)
{
    (void)context;
    if (kind == ARG_SCREEN)
        command_offer(offers, "mixer");
    if (kind == ARG_PRESET)
        command_offer(offers, "vocal");
    if (kind == ARG_DEVICE)
        command_offer(offers, "null");
}

static void test_a_place_offers_its_rows_and_words(void **state)
{
    static const struct {
        unsigned by;
        const char *line, *offered;
    } cases[] = {
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "screen ", "mixer"},
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "preset load vox ", "vocal"},
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "device ", "null"},
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "unwat", NULL},
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "watch v", NULL},
        {BY_DOCUMENT | BY_SESSION | BY_DESK, "help wat", NULL},
        {BY_DOCUMENT | BY_SESSION | BY_PLAIN, "des", "describe"},
        {BY_DOCUMENT | BY_SESSION | BY_PLAIN, "help wat", "watch"},
        {BY_DOCUMENT | BY_SESSION | BY_PLAIN, "scr", NULL},
        {BY_DOCUMENT, "loop o", NULL},
        {BY_SESSION, "loop o", "off"},
    };
    Document *document = open_song();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char *words[64];
        CommandPlace place = {.by = cases[i].by, .list = list_here};
        int count = command_complete(document, &place, cases[i].line, strlen(cases[i].line), words, 64);
        if ((count > 0) != (cases[i].offered != NULL))
            fail_msg("%s: %d offered", cases[i].line, count);
        if (count)
            assert_string_equal(words[0], cases[i].offered);
        for (int k = 0; k < count; k++)
            free(words[k]);
    }
    document_free(document);
}

/* Files below the working folder; stems below the project's. */
static void test_files_are_offered(void **state)
{
    Document *document = NULL;
    ProblemList problems = {0};
    (void)state;
    assert_int_equal(mkdir("takes", 0777), 0);
    scratch_write("takes/one take.wav", "x");
    scratch_write("takes/other.wav", "x");
    scratch_write("mine.wav", "x");
    scratch_write(".mine", "x");
    assert_int_equal(document_parse(&document, "takes/song.mix", song, sizeof song - 1, NULL, NULL, &problems),
                     STATUS_OK);
    assert_true(is_offered(document, "add clip vox o", "other.wav"));
    assert_true(is_offered(document, "add clip vox \"o", "\"one take.wav\""));
    assert_true(is_offered(document, "add track new oth", "other.wav"));
    assert_false(is_offered(document, "add clip vox m", "mine.wav"));
    assert_false(is_offered(document, "bounce o", "other.wav"));
    assert_true(is_offered(document, "bounce m", "mine.wav"));
    assert_true(is_offered(document, "bounce t", "takes/"));
    assert_true(is_offered(document, "edit takes/ot", "takes/other.wav"));
    assert_false(is_offered(document, "write ", ".mine"));
    assert_true(is_offered(document, "write .m", ".mine"));
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_example_completes),
        cmocka_unit_test(test_completion_of_each_kind),
        cmocka_unit_test(test_a_place_offers_its_rows_and_words),
        cmocka_unit_test_setup_teardown(test_files_are_offered, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
