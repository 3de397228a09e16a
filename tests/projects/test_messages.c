/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every message of the reader and of the commands, word for word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/command.h"
#include "projects/text/escape.h"
#include "tests/projects/generate.h"
#include "tests/projects/kinds.h"

typedef struct ReaderCase {
    const char *text, *messages; /* all of them, a line each */
} ReaderCase;

#define T "ttymix 1\n[track a]\n"
static const ReaderCase reader_cases[] = {
    {"", "p:1:1: this is no ttymix project: its first line is not `ttymix 1`\n"},
    {"hello\n", "p:1:1: this is no ttymix project: its first line is not `ttymix 1`\np:1:1: warning: unknown key "
                "`hello`, kept as it is\n"},
    {"ttymix 2\n", "p:1:1: warning: written by a newer ttymix (format 2, this program knows 1): opened to read only\n"},
    {"ttymix 1\ntitel \"x\"\n", "p:2:1: warning: unknown key `titel`, kept as it is; did you mean `title`?\n"},
    {"ttymix 1\ntitle \"x\n", "p:2:7: the string does not end; write `\"` behind it\n"},
    {"ttymix 1\ntitle \"a\\q\"\n", "p:2:9: title: unknown escape; there are \\\" \\\\ \\n \\t \\xNN and \\u{...}\n"},
    {"ttymix 1\ntitle\n", "p:2:6: title: a text is missing; write it in double quotes\n"},
    {"ttymix 1\ntitle \"a\" b\n", "p:2:11: unexpected `b`\n"},
    {"ttymix 1\ntitle \"a\"\ntitle \"b\"\n", "p:3:1: title: given already in line 2\n"},
    {"ttymix 1\nrate 44100.5 Hz\n", "p:2:6: rate: takes a whole number of Hz\n"},
    {"ttymix 1\nrate 1 Hz\n", "p:2:6: rate: 1 Hz is out of range (8000 Hz to 192000 Hz)\n"},
    {"ttymix 1\npan-law -2 dB\n", "p:2:9: pan-law: takes 0, -3, -4.5 or -6 dB\n"},
    {"ttymix 1\nstage mixx\n", "p:2:7: stage: `mixx` is not one of mix, master; did you mean `mix`?\n"},
    {"ttymix 1\n[trakc a]\n", "p:2:2: warning: unknown section `trakc`, kept as it is; did you mean `track`?\n"},
    {"ttymix 1\n[track a\n", "p:2:9: `]` is missing\n"},
    {"ttymix 1\n[]\n", "p:2:3: an empty section; write [track NAME]\n"},
    {"ttymix 1\n[track]\n", "p:2:8: a name is missing; write [track NAME]\n"},
    {"ttymix 1\n[track a b]\n", "p:2:10: too many words; write [track NAME]\n"},
    {"ttymix 1\n[track 1a]\n", "p:2:8: `1a` is not a name: letters, digits, _ and -, beginning with a letter or _\n"},
    {"ttymix 1\n[track fader]\n", "p:2:8: `fader` is a word of the language; choose another name\n"},
    {"ttymix 1\n[track all]\n", "p:2:8: `all` is a word of the language; choose another name\n"},
    {"ttymix 1\n[master x]\n", "p:2:9: unexpected `x`; write [master]\n"},
    {"ttymix 1\n[track a] b\n", "p:2:11: only a comment may stand behind `]`\n"},
    {"ttymix 1\n[track a]\n\n[bus a]\n", "p:4:6: `a` has a section already, in line 2\n"},
    {T "fader -3 Hz\n", "p:3:10: fader: the unit is dB, not `Hz`\n"},
    {T "fader -3 db\n", "p:3:10: fader: unknown unit `db`; write dB\n"},
    {T "fader -3,5 dB\n", "p:3:7: fader: `-3,5` has a decimal comma; write -3.5\n"},
    {T "fader 1e999 dB\n", "p:3:7: fader: `1e999` is too large (-100 dB to +12 dB or -inf)\n"},
    {T "fader nan\n", "p:3:7: fader: `nan` is not a number (-100 dB to +12 dB or -inf)\n"},
    {T "fader -0 dB\n", "p:3:7: fader: `-0` is written 0\n"},
    {T "fader 13 dB\n", "p:3:7: fader: +13 dB is out of range (-100 dB to +12 dB or -inf)\n"},
    {T "fader inf\n", "p:3:7: fader: `inf` is not a number (-100 dB to +12 dB or -inf)\n"},
    {T "fader\n", "p:3:6: fader: a value is missing (-100 dB to +12 dB or -inf)\n"},
    {T "fader 1 dB x\n", "p:3:12: unexpected `x`\n"},
    {T "fader 1 dB\nfader 2 dB\n", "p:4:1: fader: given already in line 3\n"},
    {T "fadr 1 dB x\n", "p:3:1: warning: unknown key `fadr`, kept as it is; did you mean `fader`?\n"},
    {T "zzzzzz ratio 3:1\n", "p:3:1: warning: unknown processor `zzzzzz`, kept and bypassed\n"},
    {T "pan L -5 %\n", "p:3:5: pan: write L or R, or a sign, not both\n"},
    {T "pan L 101 %\n", "p:3:5: pan: L 101 % is out of range (L 100 % to R 100 %)\n"},
    {T "offset 1|1|0\n", "p:3:8: offset: takes ms, s or frames, not bars\n"},
    {T "offset 200 ms\n", "p:3:8: offset: +200 ms is out of range (-100 ms to +100 ms)\n"},
    {T "pan-law -1 dB\n", "p:3:9: pan-law: takes 0, -3, -4.5 or -6 dB, or project\n"},
    {T "\"x\" 1\n", "p:3:1: a line begins with a key, not with a text\n"},
    {T "members b\n", "p:3:1: members: a track has none\n"},
    {T "clip\n", "p:3:5: clip: a text is missing; write it in double quotes\n"},
    {T "clip \"\"\n", "p:3:6: clip: the file's name is empty\n"},
    {T "clip \"a\" at\n", "p:3:12: at: a time is missing (0:31.75, 10 ms, 480 frames or 17|1|0)\n"},
    {T "clip \"a\" at 0:61\n", "p:3:13: at: `0:61` is not a time (0:31.75, 10 ms, 480 frames or 17|1|0)\n"},
    {T "clip \"a\" at 5\n", "p:3:13: at: `5` is not a time (0:31.75, 10 ms, 480 frames or 17|1|0)\n"},
    {T "clip \"a\" at -1 s\n", "p:3:13: at: `-1` is out of range\n"},
    {T "clip \"a\" fadein 1 s\n", "p:3:10: clip: unknown word `fadein`; did you mean `fade-in`?\n"},
    {T "clip \"a\" gain 1 dB gain 2 dB\n", "p:3:20: gain: given twice on this line\n"},
    {T "clip:1 \"a\"\n", "p:3:1: clip: the name in `clip:1` is not a name\n"},
    {T "clip:x \"a\"\nclip:x \"b\"\n", "p:4:1: clip: `x` stands already in line 3\n"},
    {T "out b\n", "p:3:5: out: there is no strip `b`\n"},
    {T "out\n", "p:3:4: out: a name is missing\n"},
    {T "out 5\n", "p:3:5: out: `5` is not a name\n"},
    {T "send a -3 dB\n", "p:3:6: send: `a` is a track; a send goes to a bus, a return or the master\np:3:6: the signal "
                         "goes in a circle: a -> a\n"},
    {T "send b -3 dB tap never\n[bus b]\n", "p:3:18: tap: `never` is not one of input, pre, post\n"},
    {T "send b -3 dB foo\n[bus b]\n", "p:3:14: send: unknown word `foo`; there are tap, pan and mute\n"},
    {T "send b -3 dB\nsend b -4 dB\n[bus b]\n", "p:4:6: send: `b` has a send already, in line 3\n"},
    {T "vca b\n[bus b]\n", "p:3:5: vca: `b` is a bus; write the name of a vca\n"},
    {T "tcomp key v\n[vca v]\n", "p:3:11: key: `v` is a vca; it has no sound to listen to\n"},
    {T "tcomp ratio 400:1\n", "p:3:13: ratio: 400:1 is out of range (1:1 to 100:1 or inf)\n"},
    {T "tcomp ratio 3:2\n", "p:3:13: ratio: the unit is :1, not `:2`\n"},
    {T "tcomp ratoi 3:1\n", "p:3:7: tcomp: unknown parameter `ratoi`; did you mean `ratio`?\n"},
    {T "tcomp ratio 3:1 ratio 2:1\n", "p:3:17: ratio: given twice on this line\n"},
    {T "tcomp detector loud\n", "p:3:16: detector: `loud` is not one of peak, rms\n"},
    {T "tcomp attack 5 %\n", "p:3:16: attack: the unit is ms or s, not `%`\n"},
    {T "tcomp\ntcomp\n", "p:4:1: `tcomp` stands already in line 3; give this one a name: tcomp:NAME\n"},
    {T "tcomp:fader\n", "p:3:1: tcomp: `fader` is a word of the language; choose another name\n"},
    {T "tcomp:x y\n", "p:3:9: tcomp: unknown parameter `y`\n"},
    {T "teq\n 1 bel freq 1 kHz\n",
     "p:4:4: type: `bel` is not one of unused, bell, lowshelf, highshelf, lowcut, highcut; did you mean `bell`?\n"},
    {T "teq\n 1 bell q 5 dB\n", "p:4:13: q: takes a bare number, not `dB`\n"},
    {T "teq\n 1 bell\n 1 bell\n", "p:5:2: teq: band 1 stands already above\n"},
    {T "teq\n 0 bell\n", "p:4:2: a band is numbered 1 to 999, not `0`\n"},
    {T "tmulti\n 1\n 2\n 3\n 4\n 5\n 6\n 7\n", "p:10:2: tmulti: more than 6 bands\n"},
    {T "fader 0 dB\n 1 bell\n", "p:4:2: a band without a processor: no eq or multiband stands directly above\n"},
    {"ttymix 1\n[vca v]\ntcomp\n", "p:3:1: tcomp: a vca has no processors\n"},
    {"ttymix 1\n[vca v]\nvca w\n[vca w]\nvca v\n", "p:3:5: a vca controls itself: v -> w -> v\n"},
    {"ttymix 1\n[vca v]\nvca v\n", "p:3:5: a vca controls itself: v -> v\n"},
    {"ttymix 1\n[bus a]\nout b\n[bus b]\nsend c 0 dB\n[bus c]\nout a\n",
     "p:3:5: the signal goes in a circle: a -> b -> c -> a\n"},
    {"ttymix 1\n[bus a]\ntcomp key b\n[bus b]\nsend a 0 dB\n[bus c]\nout b\ntcomp key a\n",
     "p:8:11: the signal goes in a circle: a -> c -> b -> a\n"},
    {"ttymix 1\n[tempo]\n0:00 fast\n", "p:3:6: tempo: `fast` is not a number (5 bpm to 999 bpm)\n"},
    {"ttymix 1\n[tempo]\n0:00 100 bpm 4/5\n", "p:3:14: `4/5` is not a time signature such as 4/4 or 6/8\n"},
    {"ttymix 1\n[markers]\n0:00\n", "p:3:5: marker: a text is missing; write it in double quotes\n"},
    {"ttymix 1\n[markers]\nloop 0:00 0:01\nloop 0:00 0:01\n", "p:4:1: loop: given twice\n"},
    {"ttymix 1\n[markers]\nend 0:01\nend 0:01\n", "p:4:1: end: given twice\n"},
    {"ttymix 1\n[automation x.fader]\n",
     "p:2:13: warning: automation of nothing, kept as it is: there is no strip `x`\n"},
    {T "tcomp\n[automation a.tcomp.lookahead]\n",
     "p:4:13: warning: `a.tcomp.lookahead` cannot be automated; kept as it is\n"},
    {T "[automation a.fader]\n0:00 x\n", "p:4:6: fader: `x` is not a number (-100 dB to +12 dB or -inf)\n"},
    {T "[automation a.fader]\n0:00 0 dB lineer\n",
     "p:4:11: shape: `lineer` is not one of hold, linear, curve; did you mean `linear`?\n"},
    {T "[automation a.fader]\n0:00 0 dB curve 2\n", "p:4:17: curve: 2 is out of range (-1 to 1)\n"},
    {T "[automation a.fader]\nmode read\nmode trim\n", "p:5:1: mode: given already in line 4\n"},
    {T "label \"\x1b[31m\"\n", "p:3:8: warning: a control character (\\x1B); write it as an escape\n"},
    {T "label \"\xff\"\n", "p:3:8: warning: byte \\xFF is not UTF-8; write it as an escape\n"},
    {T "# \xe2\x80\xae\nfa\xe2\x80\xae 1\n", "p:4:1: warning: unknown key `fa\\u{202E}`, kept as it is\n"},
    {T "include \"x\"\n",
     "p:3:1: include: must stand before the first section\np:3:1: warning: unknown key `include`, kept as it is\n"},
    {"ttymix 1\ninclude \"x.mix\"\n", "p:2:9: warning: `x.mix` was not read\n"},
    {"ttymix 1\ninclude\n", "p:2:8: include: write the file's name in double quotes\n"},
};

static int print_difference(const char *input, const char *expected, const char *got)
{
    print_error("%s\n--- expected\n%s\n--- got\n%s\n", input, expected, got);
    return 1;
}

static void test_reader_messages(void **state)
{
    int wrong = 0;
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(reader_cases); i++) {
        Document *document = NULL;
        ProblemList problems = {0};
        Buffer all = {0};
        char shown[800];
        assert_int_equal(
            document_parse(&document, "p", reader_cases[i].text, strlen(reader_cases[i].text), NULL, NULL, &problems),
            STATUS_OK);
        for (int k = 0; k < problems.count; k++) {
            problem_format(&problems.items[k], shown, sizeof shown);
            buffer_append_format(&all, "%s\n", shown);
        }
        if (strcmp(all.bytes ? all.bytes : "", reader_cases[i].messages) != 0)
            wrong += print_difference(reader_cases[i].text, reader_cases[i].messages, all.bytes ? all.bytes : "");
        buffer_clear(&all);
        problems_clear(&problems);
        document_free(document);
    }
    assert_int_equal(wrong, 0);
}

static void test_unfit_texts(void **state)
{
    static const char nul[] = "ttymix 1\n[track a]\0\n";
    char *longer = malloc(80000), shown[300];
    Document *document = NULL;
    ProblemList problems = {0};
    (void)state;
    assert_int_equal(document_parse(&document, "p", nul, sizeof nul - 1, NULL, NULL, &problems), STATUS_BAD_VALUE);
    problem_format(&problems.items[0], shown, sizeof shown);
    assert_string_equal(shown, "p:2: a NUL byte; this is no text file");
    problems_clear(&problems);
    assert_non_null(longer);
    memset(longer, 'x', 80000);
    assert_int_equal(document_parse(&document, "p", longer, 80000, NULL, NULL, &problems), STATUS_BAD_VALUE);
    problem_format(&problems.items[0], shown, sizeof shown);
    assert_string_equal(shown, "p:1: the line is longer than 64 KiB");
    problems_clear(&problems);
    free(longer);
}

/* --- includes --- */

typedef struct File {
    const char *path, *text;
} File;

static Status read_file(void *context, const char *path, char **text, size_t *length, Error *error)
{
    for (const File *file = context; file->path; file++)
        if (strcmp(file->path, path) == 0) {
            *length = strlen(file->text);
            *text = bytes_copy(file->text, *length);
            return *text ? STATUS_OK : STATUS_NO_MEMORY;
        }
    return error_set(error, STATUS_NOT_FOUND, "it does not exist");
}

static Document *parse_files(const File *files, Buffer *messages)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char shown[600];
    assert_int_equal(document_parse(&document, "song.mix", files->text, strlen(files->text), read_file,
                                    (void *)(uintptr_t)files, &problems),
                     STATUS_OK);
    for (int i = 0; i < problems.count; i++) {
        problem_format(&problems.items[i], shown, sizeof shown);
        buffer_append_format(messages, "%s\n", shown);
    }
    problems_clear(&problems);
    return document;
}

static const File files[] = {
    {"song.mix", "ttymix 1\ninclude \"parts/drums.mix\"\n\n[track kick]\nfader -6 dB\n\n[track vox]\n"},
    {"parts/drums.mix",
     "ttymix 1\ninclude \"../room.mix\"\n[track kick]\nclip \"k.wav\"\nfader -3 dB\nteq\n 1 bell gain 3 dB\nout "
     "drums\n[track snare]\n[bus drums]\nsend room -9 dB\n"},
    {"room.mix", "[return room]\nfader -1 dB\n"},
    {NULL, NULL},
};

static void test_includes(void **state)
{
    Buffer messages = {0};
    Document *document = parse_files(files, &messages);
    const Model *model = document_model(document);
    Answer answer;
    char *text;
    (void)state;
    assert_null(messages.bytes);
    assert_int_equal(model->strip_count, 6);
    assert_string_equal(model->strips[0].name, "room");
    assert_true(model_strip(model, "kick")->fact[FACT_FADER] == -6);
    assert_true(model_strip(model, "kick")->included);
    assert_string_equal(model_strip(model, "kick")->out, "drums");
    document_execute(document, "set snare.fader -2 dB ; set kick.teq.1.gain 4 dB ; set drums.send.room -12 dB",
                     &answer);
    assert_string_equal(answer.text, "Snare fader -2 dB, Kick teq band 1 gain +4 dB, Drums send room -12 dB");
    answer_clear(&answer);
    assert_true(model_strip(model, "snare")->fact[FACT_FADER] == -2);
    assert_true(model_strip(model, "drums")->sends[0].level_db == -12);
    text = text_of(document, NULL);
    assert_string_equal(
        text, "ttymix 1\ninclude \"parts/drums.mix\"\n\n[track kick]\nteq\n  1      gain +4 dB\nfader -6 dB\n\n[track "
              "vox]\n\n[track snare]\nfader    -2 dB\n\n"
              "[bus drums]\nsend     room  -12 dB\n");
    free(text);
    document_execute(document, "delete snare", &answer);
    assert_string_equal(
        answer.text,
        "Not deleted: snare stands in the included file `parts/drums.mix` and cannot be deleted from here");
    answer_clear(&answer);
    document_free(document);
}

static void expect_include_message(const char *main_text, const char *other, const char *expected)
{
    const File two[] = {{"song.mix", main_text}, {"b.mix", other}, {NULL, NULL}};
    Buffer messages = {0};
    Document *document = parse_files(two, &messages);
    assert_string_equal(messages.bytes, expected);
    buffer_clear(&messages);
    document_free(document);
}

static void test_include_messages(void **state)
{
    (void)state;
    expect_include_message("ttymix 1\ninclude \"c.mix\"\n", "",
                           "song.mix:2:9: cannot include `c.mix`: it does not exist\n");
    expect_include_message("ttymix 1\ninclude \"song.mix\"\n", "",
                           "song.mix:2:9: `song.mix` includes itself, directly or round a circle\n");
    expect_include_message("ttymix 1\ninclude \"b.mix\"\n", "include \"./x/../b.mix\"\n",
                           "b.mix:1:9: `./x/../b.mix` includes itself, directly or round a circle\n");
    expect_include_message("ttymix 1\ninclude \"b.mix\"\n", "[track a]\nfader 99 dB\n",
                           "b.mix:2:7: fader: +99 dB is out of range (-100 dB to +12 dB or -inf)\n");
}

/* --- commands --- */

typedef struct CommandCase {
    const char *command, *answer;
    int column;
} CommandCase;
static const char small[] =
    "ttymix 1\nrate 48000 Hz\n[track vox]\nclip \"v.wav\" at 0:10 length 5 s\ntcomp ratio 3:1\nteq\n 2 bell gain 1 "
    "dB\nsend plate -14 dB\nfader -4.5 dB\n"
    "[track kick]\n[return plate]\n[vca v]\n[group g]\nmembers vox kick\n[automation vox.fader]\n0:01 0 dB\n";
static const CommandCase command_cases[] = {
    {"set vox.tcomp.ratio 400:1", "Not changed: ratio takes 1:1 to 100:1 or inf, it is 3:1", 21},
    {"set vox.fader", "Not changed: fader: a value is missing (-100 dB to +12 dB or -inf)", 14},
    {"set vox.fader 3 Hz", "Not changed: fader: the unit is dB, not `Hz`", 17},
    {"set vox.fader 40", "Not changed: fader takes -100 dB to +12 dB or -inf, it is -4.5 dB", 15},
    {"set vox.fader 3 dB x", "Not changed: unexpected `x`", 20},
    {"set", "Not changed: the address is missing", 4},
    {"set vxo.fader 1", "Not changed: there is no strip `vxo`; did you mean `vox`?", 5},
    {"set vox.fadre 1", "Not changed: vox has no `fadre`; did you mean `fader`?", 5},
    {"set vox.tcomp.ratoi 1", "Not changed: tcomp has no `ratoi`; did you mean `ratio`?", 5},
    {"set vox.teq.3.gain 1", "Not changed: teq has no `3`", 5},
    {"set vox.teq.2.gian 1", "Not changed: teq has no `gian`; did you mean `gain`?", 5},
    {"set vox.send.plat 1", "Not changed: vox has no send to `plat`; did you mean `plate`?", 5},
    {"set vox.mute maybe", "Not changed: mute takes on or off, it is off", 14},
    {"set vox.polarity += 1", "Not changed: polarity takes no steps; set it to a word", 18},
    {"set vox.pan-law -3.1", "Not changed: pan-law takes 0, -3, -4.5 or -6 dB", 17},
    {"set vox 3", "Not changed: this has no value of its own", 5},
    {"set x*.fader 3", "Not changed: no strip matches `x*`", 5},
    {"set selected.fader 3", "Not changed: `selected` is known to a desk only; name the strips", 5},
    {"set *.tlimit.ceiling 3", "Not changed: none of these strips has `tlimit.ceiling`", 5},
    {"set vox.clip@0:20.gain 3", "Not changed: vox has no clip `0:20`", 5},
    {"set kick.clip.gain 3", "Not changed: kick has 0 clips; name one: kick.clip@TIME or kick.clip:NAME", 5},
    {"reset vox.label", "Not changed: `vox.label` has no default", 7},
    {"toggle vox.fader", "Not changed: `vox.fader` is no switch", 8},
    {"fobar", "Not done: there is no command `fobar`", 1},
    {"mtue vox", "Not done: there is no command `mtue`; did you mean `mute`?", 1},
    {"play", "Not changed: `play` acts on the session, not on the project", 1},
    {"select vox", "Not changed: `select` acts on the view, not on the project", 1},
    {"mute vox ; undo", "Not undone: `undo` stands alone on its line", 12},
    {"undo", "Not undone: there is nothing to undo", 0},
    {"redo", "Not redone: there is nothing to redo", 0},
    {"add", "Not added: say what to add: track, bus, return, vca, group, clip, send, marker, band or a processor", 4},
    {"add trakc x", "Not added: there is nothing called `trakc` to add; did you mean `track`?", 5},
    {"add track vox", "Not added: there is a strip `vox` already", 11},
    {"add track 1x", "Not added: `1x` is not a name: letters, digits, _ and -, beginning with a letter or _", 11},
    {"add track mute", "Not added: `mute` is a word of the language; choose another name", 11},
    {"add tcomp v", "Not added: tcomp: a vca has no processors", 0},
    {"add tcomp vox", "Not added: `tcomp` stands already in line 5; give this one a name: tcomp:NAME", 0},
    {"add tcomp vox before x", "Not added: vox has no `x`", 22},
    {"add tcomp:b vox ratoi 3", "Not added: tcomp: unknown parameter `ratoi`; did you mean `ratio`?", 17},
    {"add band vox.tcomp 1 kHz", "Not added: only a processor with bands takes one", 10},
    {"add band vox.teq 2 bell", "Not added: vox.teq has a band 2 already", 18},
    {"add band vox.teq bell 1 kHz x", "Not added: gain: `x` is not a number (-30 dB to +30 dB)", 29},
    {"add clip plate \"x.wav\"", "Not added: only a track has clips, and `plate` is a return", 10},
    {"add clip vox \"x.wav\" foo", "Not added: clip: unknown word `foo`", 14},
    {"delete master", "Not deleted: a project has a master", 8},
    {"delete vox.fader", "Not deleted: `vox.fader` is a value; `reset` puts it back to its default", 8},
    {"delete marker@Foo", "Not deleted: there is no marker `Foo`", 8},
    {"out vox kick", "Not changed: out: `kick` is a track; a strip goes out to a bus, a return or the master", 0},
    {"out plate plate", "Not changed: the signal goes in a circle: plate -> plate", 0},
    {"vca v v", "Not changed: a vca controls itself: v -> v", 0},
    {"send vox", "Not changed: the destination is missing", 9},
    {"send vox plate foo", "Not changed: level: `foo` is not a number (-100 dB to +12 dB or -inf)", 16},
    {"move vox", "Not moved: say where: before NAME or after NAME", 9},
    {"move vox after vox", "Not moved: `vox` is not another strip", 16},
    {"move kick after vox", "Not moved: it stands there already", 17},
    {"move vox.teq before x", "Not moved: vox has no `x`", 21},
    {"rename vox kick", "Not renamed: there is a strip `kick` already", 12},
    {"rename master x", "Not renamed: the master keeps its name", 8},
    {"rename vox.tcomp teq", "Not renamed: `teq` is a word of the language; choose another name", 18},
    {"rename vox.fader x", "Not renamed: only strips, processors and clips have names", 8},
    {"point vox.tcomp.lookahead 0:01 1 ms", "Not changed: `vox.tcomp.lookahead` cannot be automated", 7},
    {"point vox.fader 5 0 dB", "Not changed: point: `5` is not a time (0:31.75, 10 ms, 480 frames or 17|1|0)", 17},
    {"unpoint vox.fader 0:02", "Not changed: vox.fader has no point at 0:02", 19},
    {"clear kick.fader", "Not changed: kick.fader has no automation", 7},
    {"mode kick.fader read", "Not changed: kick.fader has no automation", 6},
    {"split vox 0:20", "Not split: no clip goes on at 0:20", 11},
    {"trim-clip vox.clip@0:10 start 0:16", "Not changed: the clip would end before it begins", 31},
    {"trim-clip vox.clip@0:10 start 0:09", "Not changed: the file has nothing before its beginning", 31},
    {"trim-clip vox.clip@0:10 x", "Not changed: say which edge: start or end", 25},
    {"fade vox.clip x", "Not changed: say which fade: in or out", 15},
    {"loop 0:05 0:04", "Not changed: the loop would end before it begins", 6},
    {"label vox \"x", "Not changed: the text in quotes does not end", 13},
    {"set vox.fader -5 dB ; set kick.foo 1", "Not changed: kick has no `foo`", 27},
    {"set vox.fader 3 dB", "Vox fader +3 dB", 0},
    {"set vox.fader -= 200 dB", "Vox fader -inf dB", 0},
    {"set vox.fader += 100 dB", "Vox fader +12 dB", 0},
    {"mute *", "Vox mute on, Kick mute on, Plate mute on, V mute on", 0},
    {"mute kick off", "Kick mute off", 0},
    {"set vox.teq.2 freq 3.2 kHz q 2", "Vox teq band 2 freq 3.2 kHz, Vox teq band 2 q 2", 0},
    {"set vox.teq.2 freq 12345.5 Hz", "Vox teq band 2 freq 12345.5 Hz", 0},
    {"set vox.tcomp.attack 1.5 s", "Not changed: attack takes 0.01 ms to 300 ms, it is 10 ms", 22},
    {"set vox.tcomp.release 1500 ms", "Vox tcomp release 1.5 s", 0},
    {"set vox.tcomp.ratio inf", "Vox tcomp ratio inf:1", 0},
    {"split vox 0:12", "Vox split at 0:12", 0},
    {"rename vox lead", "Vox is now lead", 0},
    {"delete plate", "Plate deleted with 1 reference to it", 0},
    {"delete g", "G deleted", 0},
};

static int print_columns(const char *command, int expected, int got)
{
    print_error("%s\n--- column %d, not %d\n", command, got, expected);
    return 1;
}

static void test_command_messages(void **state)
{
    int wrong = 0;
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(command_cases); i++) {
        Document *document = NULL;
        ProblemList problems = {0};
        Answer answer;
        assert_int_equal(document_parse(&document, "p", small, sizeof small - 1, NULL, NULL, &problems), STATUS_OK);
        assert_int_equal(problems.count, 0);
        document_execute(document, command_cases[i].command, &answer);
        if (strcmp(answer.text, command_cases[i].answer) != 0)
            wrong += print_difference(command_cases[i].command, command_cases[i].answer, answer.text);
        else if (answer.error_column != command_cases[i].column)
            wrong += print_columns(command_cases[i].command, command_cases[i].column, answer.error_column);
        assert_int_equal(answer.status != STATUS_OK, strncmp(answer.text, "Not ", 4) == 0);
        answer_clear(&answer);
        document_free(document);
    }
    assert_int_equal(wrong, 0);
}

static void test_a_newer_file_is_read_only(void **state)
{
    static const char text[] = "ttymix 7\n[track a]\nnew-thing 3 bananas\n";
    Document *document = NULL;
    ProblemList problems = {0};
    Answer answer;
    (void)state;
    assert_int_equal(document_parse(&document, "p", text, sizeof text - 1, NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    assert_true(document_model(document)->read_only);
    document_execute(document, "mute a", &answer);
    assert_string_equal(answer.text, "Not muted: the project was written by a newer ttymix and is read only");
    assert_int_equal(answer.status, STATUS_REFUSED);
    answer_clear(&answer);
    problems_clear(&problems);
    document_free(document);
}

/* --- the table --- */

static void test_every_row_of_the_table_is_told(void **state)
{
    (void)state;
    for (const Command *row = NULL; (row = command_next(row));) {
        assert_string_equal(command_find(row->name)->name, row->name);
        assert_true(strlen(row->help) > 10 && row->help[strlen(row->help) - 1] == '.');
        assert_true(strncmp(row->example, row->name, strlen(row->name)) == 0);
    }
}

static void test_completion(void **state)
{
    static const char *const cases[][2] = {
        {"mu", "mute"},
        {"add tr", "track"},
        {"set vox.fa", "vox.fader"},
        {"set vox.tcomp.ra", "vox.tcomp.ratio"},
        {"set vox.teq.2.ga", "vox.teq.2.gain"},
        {"mute ki", "kick"},
        {"out vox pl", "plate"},
        {"mode vox.fader tr", "trim"},
        {"set vox.tcomp.detector r", "rms"},
        {"mute vox ; unm", "unmute"},
        {"set vox.send.plate.t", "vox.send.plate.tap"},
        {"add band vox.teq lowc", "lowcut"},
        {"help bo", "bounce"},
        {"set ra", "rate"},
    };
    Document *document = NULL;
    ProblemList problems = {0};
    (void)state;
    assert_int_equal(document_parse(&document, "p", small, sizeof small - 1, NULL, NULL, &problems), STATUS_OK);
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        char *words[64];
        int count = command_complete(document, NULL, cases[i][0], strlen(cases[i][0]), words, 64);
        if (count < 1)
            fail_msg("%s: nothing", cases[i][0]);
        assert_string_equal(words[0], cases[i][1]);
        for (int k = 0; k < count; k++)
            free(words[k]);
    }
    document_free(document);
}

static void test_escapes(void **state)
{
    static const char *const cases[][2] = {
        {"plain \xc3\xa9", "plain \xc3\xa9"},
        {"\x1b]52;c;x\x07", "\\x1B]52;c;x\\x07"},
        {"a\nb\tc", "a\\nb\\tc"},
        {"\xe2\x80\xae"
         "evil",
         "\\u{202E}evil"},
        {"\xff\xfe", "\\xFF\\xFE"},
        {"\xc2\x9b"
         "31m",
         "\\u{9B}31m"},
        {"\xe2\x81\xa6x", "\\u{2066}x"},
        {"\xed\xa0\x80", "\\xED\\xA0\\x80"},
        {"\xc0\xaf", "\\xC0\\xAF"},
        {"\x7f", "\\x7F"},
    };
    char out[64];
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(text_escape_for_terminal(out, sizeof out, cases[i][0], strlen(cases[i][0])),
                         strlen(cases[i][1]));
        assert_string_equal(out, cases[i][1]);
    }
    assert_int_equal(text_escape_for_terminal(out, 5, "abc\x1b", 4), 3);
    assert_int_equal(text_escape_for_terminal(out, 5, "abc\xc3\xa9", 5), 3);
    assert_int_equal(text_escape_for_terminal(out, 1, "abc", 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_messages),
        cmocka_unit_test(test_unfit_texts),
        cmocka_unit_test(test_includes),
        cmocka_unit_test(test_include_messages),
        cmocka_unit_test(test_command_messages),
        cmocka_unit_test(test_a_newer_file_is_read_only),
        cmocka_unit_test(test_every_row_of_the_table_is_told),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_escapes),
    };
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
