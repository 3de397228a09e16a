/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key table is sound, and the user's file changes it as it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tui/action/action.h"
#include "tui/action/key_table.h"

static void test_every_row_is_complete(void **state)
{
    (void)state;
    for (const KeyBinding *row = key_table; row->keys; row++) {
        assert_true(row->screens != 0);
        assert_non_null(row->run);
        assert_non_null(row->action);
        assert_true(row->run != action_command || row->command != NULL);
        assert_true(!row->help || key_group(row) != GROUP_OWN);
    }
}

/* What has no help of its own repeats a row that has, or says that it is not there. */
static void test_every_key_is_documented(void **state)
{
    (void)state;
    for (const KeyBinding *row = key_table; row->keys; row++) {
        bool told =
            row->help != NULL || row->run == action_absent || row->run == action_screen || row->screens == ON_HELP;
        for (const KeyBinding *other = key_table; other->keys && !told; other++)
            told = other->help && strcmp(other->action, row->action) == 0;
        if (!told)
            fail_msg("nothing explains %s (%s)", row->keys, row->action);
        if (row->help && row->help[strlen(row->help) - 1] != '.')
            fail_msg("the help of %s is no sentence", row->keys);
    }
}

static bool begins(const Key *a, const Key *b)
{
    for (int i = 0;; i++) {
        if (!a[i])
            return true;
        if (a[i] != b[i])
            return false;
    }
}

static void test_no_sequence_is_or_begins_another(void **state)
{
    Keymap keymap;
    (void)state;
    assert_int_equal(keymap_init(&keymap, key_table), STATUS_OK);
    for (int i = 0; i < keymap.count; i++)
        for (int k = 0; k < keymap.count; k++)
            if (i != k && (keymap.rows[i].screens & keymap.rows[k].screens) &&
                begins(keymap.sequences[i], keymap.sequences[k]))
                fail_msg("%s stands in the way of %s", keymap.rows[i].keys, keymap.rows[k].keys);
    keymap_clear(&keymap);
}

/* tui.md: nothing needs Alt, F-keys, C-a C-b C-s C-q, C-i, C-m, Tab. */
static void test_no_key_needs_what_is_hard_to_type(void **state)
{
    static const Key hard[] = {1, 2, 19, 17, 9};
    Keymap keymap;
    (void)state;
    assert_int_equal(keymap_init(&keymap, key_table), STATUS_OK);
    for (int i = 0; i < keymap.count; i++)
        for (int k = 0; keymap.sequences[i][k]; k++)
            for (size_t h = 0; h < sizeof hard / sizeof hard[0]; h++)
                assert_true(keymap.sequences[i][k] != hard[h]);
    keymap_clear(&keymap);
}

static const KeyBinding *type(const Keymap *keymap, const char *keys, KeyPress *press, char typed[64])
{
    KeyState state = {0};
    KeyMatch match = KEY_MATCH_MORE;
    while (*keys && match == KEY_MATCH_MORE)
        match = keymap_take(keymap, SCREEN_MIXER, &state, key_parse(&keys), press, typed);
    return match == KEY_MATCH_FULL ? press->binding : NULL;
}

static void test_counts_letters_and_sequences(void **state)
{
    Keymap keymap;
    KeyPress press;
    char typed[64];
    (void)state;
    assert_int_equal(keymap_init(&keymap, key_table), STATUS_OK);
    assert_string_equal(type(&keymap, "6j", &press, typed)->action, "down");
    assert_int_equal(press.count, 6);
    assert_string_equal(type(&keymap, "10j", &press, typed)->action, "down");
    assert_int_equal(press.count, 10);
    assert_string_equal(type(&keymap, "99999999999j", &press, typed)->action, "down");
    assert_int_equal(press.count, 9999);
    assert_string_equal(type(&keymap, "0", &press, typed)->action, "default");
    assert_string_equal(type(&keymap, "f3", &press, typed)->action, "send");
    assert_int_equal(press.letter, '3');
    assert_string_equal(type(&keymap, "Mx", &press, typed)->action, "set-mark");
    assert_int_equal(press.letter, 'x');
    assert_string_equal(type(&keymap, "MM", &press, typed)->action, "marker");
    assert_string_equal(type(&keymap, "''", &press, typed)->action, "last-start");
    assert_string_equal(type(&keymap, "g<Space>", &press, typed)->action, "stop-here");
    assert_null(type(&keymap, "gz", &press, typed));
    assert_string_equal(typed, "gz");
    assert_null(type(&keymap, "T", &press, typed));
    assert_string_equal(typed, "T");
    keymap_clear(&keymap);
}

static void test_user_lines(void **state)
{
    static const struct {
        const char *line, *complaint;
    } bad[] = {
        {"bind x",
         "a line of the keys file is `bind KEYS ACTION`, `bind KEYS :COMMAND`, `map KEYS KEYS` or `unbind KEYS`, "
         "not: bind x"},
        {"bound x mute",
         "a line of the keys file is `bind KEYS ACTION`, `bind KEYS :COMMAND`, `map KEYS KEYS` or `unbind "
         "KEYS`, not: bound x mute"},
        {"map x <Hyper>", "no keys: <Hyper>"},
        {"bind x flute", "no such action: flute"},
        {"bind abcde mute", "no key sequence (at most 4 keys): abcde"},
        {"bind <Hyper> mute", "no key sequence (at most 4 keys): <Hyper>"},
    };
    Keymap keymap;
    KeyPress press;
    char typed[64];
    Error error;
    (void)state;
    assert_int_equal(keymap_init(&keymap, key_table), STATUS_OK);
    assert_int_equal(keymap_read_line(&keymap, "# a comment\n", &error), STATUS_OK);
    assert_int_equal(keymap_read_line(&keymap, "\n", &error), STATUS_OK);
    assert_int_equal(keymap_read_line(&keymap, "bind <C-t> mute\n", &error), STATUS_OK);
    assert_string_equal(type(&keymap, "<C-t>", &press, typed)->action, "mute");
    assert_int_equal(keymap_read_line(&keymap, "bind gv :set vox.fader -6 dB\n", &error), STATUS_OK);
    assert_string_equal(type(&keymap, "gv", &press, typed)->command, "set vox.fader -6 dB");
    assert_int_equal(keymap_read_line(&keymap, "bind g solo\n", &error),
                     STATUS_OK); /* takes the place of all that begin with g */
    assert_string_equal(type(&keymap, "g", &press, typed)->action, "solo");
    assert_int_equal(keymap_read_line(&keymap, "unbind m", &error), STATUS_OK);
    assert_null(type(&keymap, "m", &press, typed));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_not_equal(keymap_read_line(&keymap, bad[i].line, &error), STATUS_OK);
        assert_string_equal(error.text, bad[i].complaint);
    }
    keymap_clear(&keymap);
}

static void test_hints_follow_what_was_typed(void **state)
{
    Keymap keymap;
    KeyState keys = {0};
    char hints[256];
    (void)state;
    assert_int_equal(keymap_init(&keymap, key_table), STATUS_OK);
    keymap_hints(&keymap, SCREEN_MIXER, &keys, 79, hints, sizeof hints);
    assert_string_equal(hints, "h/l strip  j/k step  = type  m mute  s solo  Space play  ? help  : command");
    assert_false(keymap_hints(&keymap, SCREEN_MIXER, &keys, 79, hints, sizeof hints));
    keys = (KeyState){.keys = {'c'}, .key_count = 1};
    keymap_hints(&keymap, SCREEN_MIXER, &keys, 79, hints, sizeof hints);
    assert_true(keymap_hints(&keymap, SCREEN_MIXER, &keys, 79, hints, sizeof hints));
    assert_string_equal(hints, "s clear-solos  c clear-clips  l clear-loop");
    keymap_clear(&keymap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_complete),
        cmocka_unit_test(test_every_key_is_documented),
        cmocka_unit_test(test_no_sequence_is_or_begins_another),
        cmocka_unit_test(test_no_key_needs_what_is_hard_to_type),
        cmocka_unit_test(test_counts_letters_and_sequences),
        cmocka_unit_test(test_user_lines),
        cmocka_unit_test(test_hints_follow_what_was_typed),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
