/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people and one song: what goes together does, what does not is named, and nothing disappears. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "projects/merge/merge.h"

#define HEAD "ttymix 1\ntitle \"Song\"\nrate 48000 Hz\n"
#define VOX "\n# the singer\n[track vox]\nclip \"v.wav\"\nfader -1 dB\npan C\n"
#define BASS "\n[track bass]\nclip \"b.wav\"\nfader 0 dB\n"
#define MASTER "\n[master]\nfader 0 dB\n"
#define BASE HEAD VOX BASS MASTER

static char conflicts[65536];

static void list_conflicts(const MergeResult *result)
{
    char line[2048];
    conflicts[0] = '\0';
    for (int i = 0; i < result->count; i++) {
        merge_conflict_format(&result->conflicts[i], "song.mix", line, sizeof line);
        if (strlen(conflicts) + strlen(line) + 2 < sizeof conflicts)
            strcat(strcat(conflicts, line), "\n");
    }
}

/* Merges and checks text and conflicts, one a line. */
static void check(const char *base, const char *ours, const char *theirs, const char *text, const char *listed)
{
    MergeResult result;
    assert_int_equal(merge3(base, strlen(base), ours, strlen(ours), theirs, strlen(theirs), &result), STATUS_OK);
    list_conflicts(&result);
    assert_string_equal(result.text, text);
    assert_int_equal(result.length, strlen(text));
    assert_string_equal(conflicts, listed);
    merge_result_clear(&result);
}

static void test_one_side_alone_is_taken_whole(void **state)
{
    (void)state;
    check("a\n", "a\n", "b\r\n\r\nc", "b\r\n\r\nc", "");
    check("a\n", "b\r\n\r\nc", "a\n", "b\r\n\r\nc", "");
    check("a\n", "b", "b", "b", "");
    check("", "x\n", "", "x\n", "");
    check("", "", "x\n", "x\n", "");
}

static void test_different_sections(void **state)
{
    (void)state;
    check(BASE, HEAD VOX "mute on\n" BASS MASTER, HEAD VOX BASS "mute on\n" MASTER,
          HEAD VOX "mute on\n" BASS "mute on\n" MASTER, "");
}

static void test_different_lines_of_one_section(void **state)
{
    (void)state;
    check("[track vox]\nfader -1 dB\npan C\n", "[track vox]\nfader -2 dB\npan C\n",
          "[track vox]\nfader -1 dB\npan L 10 %\n", "[track vox]\nfader -2 dB\npan L 10 %\n", "");
}

static void test_different_keys_added_at_one_place(void **state)
{
    (void)state;
    check("[track vox]\nfader -1 dB\n\n[master]\n", "[track vox]\nfader -1 dB\nmute on\n\n[master]\n",
          "[track vox]\nfader -1 dB\nsend plate -14 dB\n\n[master]\n",
          "[track vox]\nfader -1 dB\nmute on\nsend plate -14 dB\n\n[master]\n", "");
    check("[track vox]\n", "[track vox]\nsend plate -14 dB\n", "[track vox]\nsend slap -20 dB\n",
          "[track vox]\nsend plate -14 dB\nsend slap -20 dB\n", "");
}

static void test_one_fact_changed_by_both(void **state)
{
    (void)state;
    check("[track vox]\nfader -1 dB\n", "[track vox]\nfader -3 dB\n", "[track vox]\nfader -6 dB\n",
          "[track vox]\nfader -3 dB\n", "song.mix: vox.fader: -3 dB here, -6 dB on disk\n");
    check("ttymix 1\n", "ttymix 1\ntitle \"A\"\n", "ttymix 1\ntitle \"B\"\n", "ttymix 1\ntitle \"A\"\n",
          "song.mix: title: \"A\" here, \"B\" on disk\n");
    check("[track vox]\nfader -1 dB\n", "[track vox]\nfader -3 dB\n", "[track vox]\nfader -3 dB\npan C\n",
          "[track vox]\nfader -3 dB\npan C\n", "");
}

static void test_addresses_are_those_of_commands(void **state)
{
    (void)state;
    static const struct {
        const char *section, *above, *line, *address;
    } rows[] = {
        {"[bus drums]", "", "fader %d dB", "drums.fader"},
        {"[master]", "", "fader %d dB", "master.fader"},
        {"[track vox]", "", "comp:level ratio %d:1", "vox.level"},
        {"[track vox]", "eq\n", "  2 bell gain %d dB", "vox.eq.2"},
        {"[track vox]", "", "send plate -%d dB", "vox.send.plate"},
        {"[automation vox.fader]", "", "0:31.75 -%d dB", "vox.fader@0:31.75"},
        {"[automation vox.fader]", "", "mode %d", "vox.fader.mode"},
        {"[markers]", "", "0:31.75 \"%d\"", "marker@0:31.75"},
        {"[tempo]", "", "0:00 %d bpm", "tempo@0:00"},
        {"[snapshot \"verse up\"]", "", "set %d", "snapshot.\"verse up\".set"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char text[3][256], want[256];
        for (int side = 0; side < 3; side++) {
            int used = snprintf(text[side], sizeof text[side], "%s\n%s", rows[i].section, rows[i].above);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(text[side] + used, sizeof text[side] - (size_t)used, rows[i].line, side + 1);
#pragma GCC diagnostic pop
        }
        MergeResult result;
        assert_int_equal(merge3(text[0], strlen(text[0]), text[1], strlen(text[1]), text[2], strlen(text[2]), &result),
                         STATUS_OK);
        list_conflicts(&result);
        snprintf(want, sizeof want, "song.mix: %s: ", rows[i].address);
        assert_memory_equal(conflicts, want, strlen(want));
        assert_string_equal(result.text, text[1]);
        merge_result_clear(&result);
    }
}

static void test_different_words_of_one_line(void **state)
{
    (void)state;
    check("[track v]\ncomp  threshold -18 dB  ratio 3:1\n", "[track v]\ncomp  threshold -20 dB  ratio 3:1\n",
          "[track v]\ncomp  threshold -18 dB  ratio 4:1  # tighter\n",
          "[track v]\ncomp  threshold -20 dB  ratio 4:1  # tighter\n", "");
    check("[track v]\ncomp ratio 3:1\n", "[track v]\ncomp ratio 3:1 knee 6 dB\n",
          "[track v]\ncomp ratio 3:1 makeup 2 dB\n", "[track v]\ncomp ratio 3:1 knee 6 dB makeup 2 dB\n", "");
    check("[track v]\ncomp ratio 3:1\n", "[track v]\ncomp ratio 3:1 knee 6 dB\n",
          "[track v]\ncomp ratio 3:1 mix 50 % knee 3 dB\n", "[track v]\ncomp ratio 3:1 knee 6 dB\n",
          "song.mix: v.comp: ratio 3:1 knee 6 dB here, ratio 3:1 mix 50 % knee 3 dB on disk\n");
    check("[track v]\npan L 10 %\n", "[track v]\npan R 10 %\n", "[track v]\npan L 20 %\n", "[track v]\npan R 10 %\n",
          "song.mix: v.pan: R 10 % here, L 20 % on disk\n");
    check("[track v]\ncomp ratio 3:1 knee 6 dB\n", "[track v]\ncomp ratio 3:1\n",
          "[track v]\ncomp ratio 4:1 knee 6 dB\n", "[track v]\ncomp ratio 3:1\n",
          "song.mix: v.comp: ratio 3:1 here, ratio 4:1 knee 6 dB on disk\n");
}

static void test_deleted_and_changed(void **state)
{
    (void)state;
    check("[track v]\nfader -1 dB\npan C\n", "[track v]\npan C\n", "[track v]\nfader -2 dB\npan C\n",
          "[track v]\nfader -2 dB\npan C\n", "song.mix: v.fader: deleted here, -2 dB on disk\n");
    check("[track v]\nfader -1 dB\npan C\n", "[track v]\nfader -2 dB\npan C\n", "[track v]\npan C\n",
          "[track v]\nfader -2 dB\npan C\n", "song.mix: v.fader: -2 dB here, deleted on disk\n");
    check("[track v]\nfader -1 dB\npan C\n", "[track v]\npan C\n", "[track v]\nfader -1 dB\npan L 1 %\n",
          "[track v]\npan L 1 %\n", "");
    check(BASE, HEAD BASS MASTER, HEAD VOX "mute on\n" BASS MASTER, HEAD VOX "mute on\n" BASS MASTER,
          "song.mix: [track vox]: deleted here, changed on disk\n");
    check(BASE, HEAD VOX "mute on\n" BASS MASTER, HEAD BASS MASTER, HEAD VOX "mute on\n" BASS MASTER,
          "song.mix: [track vox]: changed here, deleted on disk\n");
    check(BASE, HEAD BASS MASTER, HEAD VOX BASS "mute on\n" MASTER, HEAD BASS "mute on\n" MASTER, "");
}

static void test_sections_added_and_moved(void **state)
{
    (void)state;
    static const char gtr[] = "\n[track gtr]\nclip \"g.wav\"\n", keys[] = "\n[track keys]\nclip \"k.wav\"\n";
    char ours[1024], theirs[1024], want[1024];
    snprintf(ours, sizeof ours, HEAD VOX "%s" BASS MASTER, gtr);
    snprintf(theirs, sizeof theirs, HEAD VOX "%s" BASS MASTER, keys);
    snprintf(want, sizeof want, HEAD VOX "%s%s" BASS MASTER, gtr, keys);
    check(BASE, ours, theirs, want, "");
    check(BASE, HEAD BASS VOX MASTER, HEAD VOX "mute on\n" BASS MASTER, HEAD BASS VOX "mute on\n" MASTER,
          ""); /* moved here, edited there */
    check(BASE, HEAD VOX "mute on\n" BASS MASTER, HEAD BASS VOX MASTER, HEAD BASS VOX "mute on\n" MASTER, "");
    check(BASE, HEAD VOX "mute on\n" BASS MASTER, BASE "\n[automation vox.fader]\n0:00 0 dB\n",
          HEAD VOX "mute on\n" BASS MASTER "\n[automation vox.fader]\n0:00 0 dB\n", "");
}

static void test_processors_moved(void **state)
{
    (void)state;
    check("[track v]\neq\n1 bell q 1\ncomp\nfader 0 dB\n", "[track v]\ncomp\neq\n1 bell q 1\nfader 0 dB\n",
          "[track v]\neq\n1 bell q 2\ncomp\nfader 0 dB\n", "[track v]\ncomp\neq\n1 bell q 2\nfader 0 dB\n", "");
    check("[track v]\na\nb\nc\n", "[track v]\nb\na\nc\n", "[track v]\na\nc\nb\n", "[track v]\nb\na\nc\n",
          "song.mix: [track v]: another order here, another order on disk\n");
}

static void test_several_clips(void **state)
{
    (void)state;
    check("[track v]\nclip \"a\" at 0:00\nclip \"b\" at 0:10\n",
          "[track v]\nclip \"new\" at 0:05\nclip \"a\" at 0:00\nclip \"b\" at 0:10\n",
          "[track v]\nclip \"a\" at 0:00\nclip \"b\" at 0:10 gain -1 dB\n",
          "[track v]\nclip \"new\" at 0:05\nclip \"a\" at 0:00\nclip \"b\" at 0:10 gain -1 dB\n", "");
}

static void test_comments_are_never_lost(void **state)
{
    (void)state;
    check("[track v]\nfader 0 dB\n", "[track v]\n# loud\nfader 0 dB\n", "[track v]\n# soft\nfader 0 dB\n",
          "[track v]\n# loud\n# soft\nfader 0 dB\n", "");
    check("[track v]\n# old\nfader 0 dB\n", "[track v]\n# old\nfader 1 dB\n", "[track v]\n# new\nfader 0 dB\n",
          "[track v]\n# new\nfader 1 dB\n", "");
}

static void test_line_ends_stay_ours(void **state)
{
    (void)state;
    check("[track v]\r\na 1\r\nb 1\r\n", "[track v]\r\na 2\r\nb 1\r\n", "[track v]\na 1\nb 2\n",
          "[track v]\r\na 2\r\nb 2\r\n", "");
    check("[track v]\na 1\nb 1\n", "[track v]\na 2\nb 1\n", "[track v]\na 1\nb 2", "[track v]\na 2\nb 2", "");
    check("[track v]\na 1\nb 1", "[track v]\na 2\nb 1", "[track v]\na 1\nb 1\nc 1", "[track v]\na 2\nb 1\nc 1", "");
}

static void test_hostile_words_are_escaped_in_messages(void **state)
{
    (void)state;
    check("[track v]\nlabel 1\n", "[track v]\nlabel \"\x1b[2J\"\n", "[track v]\nlabel 3\n",
          "[track v]\nlabel \"\x1b[2J\"\n", "song.mix: v.label: \"\\x1B[2J\" here, 3 on disk\n");
}

/* ---- properties ---- */

static uint32_t dice = 7;

static int throw(int sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (int)((dice >> 8) % (uint32_t)sides);
}

enum { LINES_MAX = 80, LINE_SIZE = 40 };
typedef struct Text {
    char line[LINES_MAX][LINE_SIZE];
    int count;
} Text;

static void random_line(char *line)
{
    static const char *const kinds[] = {"fader",
                                        "pan",
                                        "send plate",
                                        "send slap",
                                        "clip",
                                        "# note",
                                        "",
                                        "[track a]",
                                        "[track b]",
                                        "[bus c]",
                                        "[automation a.fader]",
                                        "0:01",
                                        "2",
                                        "eq",
                                        "comp threshold",
                                        "\x80\xff",
                                        "\"x"};
    const char *kind = kinds[throw((int)ARRAY_LEN(kinds))];
    snprintf(line, LINE_SIZE, kind[0] == '[' || kind[0] == '\0' ? "%s" : "%s %d", kind, throw(4));
}

static void mutate(Text *text, int edits)
{
    for (; edits > 0; edits--) {
        int at = throw(text->count + 1);
        if (throw(3) == 0 && at < text->count) {
            memmove(text->line[at], text->line[at + 1], (size_t)(text->count - at - 1) * LINE_SIZE);
            text->count--;
        } else if (throw(2) == 0 && at < text->count) {
            random_line(text->line[at]);
        } else if (text->count < LINES_MAX) {
            memmove(text->line[at + 1], text->line[at], (size_t)(text->count - at) * LINE_SIZE);
            random_line(text->line[at]);
            text->count++;
        }
    }
}

static void print_text(const Text *text, char *out)
{
    out[0] = '\0';
    for (int i = 0; i < text->count; i++)
        out += sprintf(out, "%s\n", text->line[i]);
}

static bool has_line(const char *text, const char *line)
{
    char wanted[LINE_SIZE + 2], padded[LINES_MAX * LINE_SIZE * 2 + 2] = "\n";
    snprintf(wanted, sizeof wanted, "\n%s\n", line);
    strncat(padded, text, sizeof padded - 2);
    return strstr(padded, wanted) != NULL;
}

/* True if every word of a line is in the result's line of the same first word, or in a conflict's text. */
static bool is_named(const MergeResult *result, const char *line)
{
    const char *last = strrchr(line, ' ') ? strrchr(line, ' ') + 1 : line;
    for (int i = 0; i < result->count; i++) {
        const char *values[2] = {result->conflicts[i].ours, result->conflicts[i].theirs};
        for (int v = 0; v < 2; v++)
            if (values[v] && strstr(values[v], last))
                return true;
    }
    return false;
}

static void check_nothing_is_lost(const MergeResult *result, const char *base, const Text *side)
{
    for (int i = 0; i < side->count; i++)
        if (side->line[i][0] && !has_line(base, side->line[i]) && !has_line(result->text, side->line[i]) &&
            !is_named(result, side->line[i]))
            fail_msg("lost: %s\nin:\n%s", side->line[i], result->text);
}

static void test_nothing_disappears_from_random_texts(void **state)
{
    (void)state;
    static char texts[3][LINES_MAX * LINE_SIZE * 2];
    for (int round = 0; round < 20000; round++) {
        Text base = {0}, ours, theirs;
        MergeResult result, again;
        mutate(&base, 30);
        ours = theirs = base;
        mutate(&ours, throw(8));
        mutate(&theirs, throw(8));
        print_text(&base, texts[0]);
        print_text(&ours, texts[1]);
        print_text(&theirs, texts[2]);
        assert_int_equal(
            merge3(texts[0], strlen(texts[0]), texts[1], strlen(texts[1]), texts[2], strlen(texts[2]), &result),
            STATUS_OK);
        check_nothing_is_lost(&result, texts[0], &ours);
        check_nothing_is_lost(&result, texts[0], &theirs);
        /* The result is a text that holds both: merging it again with what was merged changes nothing. */
        assert_int_equal(
            merge3(texts[2], strlen(texts[2]), result.text, result.length, texts[2], strlen(texts[2]), &again),
            STATUS_OK);
        assert_string_equal(again.text, result.text);
        merge_result_clear(&again);
        merge_result_clear(&result);
    }
}

static void test_random_bytes_do_no_harm(void **state)
{
    (void)state;
    static const char letters[] = "[]#\" \t\n\r\\a1:\xff";
    for (int round = 0; round < 20000; round++) {
        char texts[3][64];
        int lengths[3];
        for (int side = 0; side < 3; side++) {
            lengths[side] = throw(64);
            for (int i = 0; i < lengths[side]; i++)
                texts[side][i] = letters[throw((int)sizeof letters)];
        }
        MergeResult result;
        assert_int_equal(
            merge3(texts[0], (size_t)lengths[0], texts[1], (size_t)lengths[1], texts[2], (size_t)lengths[2], &result),
            STATUS_OK);
        list_conflicts(&result);
        merge_result_clear(&result);
    }
}

static void test_a_long_lane_merges(void **state)
{
    (void)state;
    enum { POINTS = 50000 };
    char *texts[3];
    for (int side = 0; side < 3; side++) {
        size_t used = 0;
        texts[side] = malloc(POINTS * 24 + 64);
        used += (size_t)sprintf(texts[side], "[automation vox.fader]\n");
        for (int i = 0; i < POINTS; i++)
            used += (size_t)sprintf(texts[side] + used, "0:%d -%d dB\n", i, side > 0 && i % 3 == side ? 2 : 1);
    }
    MergeResult result;
    assert_int_equal(
        merge3(texts[0], strlen(texts[0]), texts[1], strlen(texts[1]), texts[2], strlen(texts[2]), &result), STATUS_OK);
    assert_int_equal(result.count, 0);
    assert_non_null(strstr(result.text, "\n0:1 -2 dB\n0:2 -2 dB\n0:3 -1 dB\n"));
    merge_result_clear(&result);
    for (int side = 0; side < 3; side++)
        free(texts[side]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_side_alone_is_taken_whole),
        cmocka_unit_test(test_different_sections),
        cmocka_unit_test(test_different_lines_of_one_section),
        cmocka_unit_test(test_different_keys_added_at_one_place),
        cmocka_unit_test(test_one_fact_changed_by_both),
        cmocka_unit_test(test_addresses_are_those_of_commands),
        cmocka_unit_test(test_different_words_of_one_line),
        cmocka_unit_test(test_deleted_and_changed),
        cmocka_unit_test(test_sections_added_and_moved),
        cmocka_unit_test(test_processors_moved),
        cmocka_unit_test(test_several_clips),
        cmocka_unit_test(test_comments_are_never_lost),
        cmocka_unit_test(test_line_ends_stay_ours),
        cmocka_unit_test(test_hostile_words_are_escaped_in_messages),
        cmocka_unit_test(test_nothing_disappears_from_random_texts),
        cmocka_unit_test(test_random_bytes_do_no_harm),
        cmocka_unit_test(test_a_long_lane_merges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
