/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from elsewhere: decoded, measured, harmless. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <string.h>
#include <cmocka.h>

#include "tui/canvas/canvas.h"
#include "tui/canvas/text.h"

static void test_hostile_text_becomes_visible_escapes(void **state)
{
    static const struct {
        const char *text, *shown;
        int width;
    } cases[] = {
        {"Vox", "Vox", 3},
        {"a\nb\tc\r", "a\\nb\\tc\\x0D", 11},
        {"\033]52;c;AAAA\007", "\\x1B]52;c;AAAA\\x07", 18},
        {"\xc2\x9b"
         "31m",
         "\\u{9B}31m", 9}, /* C1 CSI as UTF-8 */
        {"\x9b"
         "31m",
         "\\x9B31m", 7}, /* and as a byte */
        {"\xe2\x80\xae"
         "evil",
         "\\u{202E}evil", 12},            /* right-to-left override */
        {"\xe2\x80\x8b", "\\u{200B}", 8}, /* zero width space */
        {"\xef\xbb\xbf", "\\u{FEFF}", 8},
        {"\xff\xfe", "\\xFF\\xFE", 8},
        {"\xc0\xaf", "\\xC0\\xAF", 8},                    /* overlong */
        {"\xed\xa0\x80", "\\xED\\xA0\\x80", 12},          /* surrogate */
        {"\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80", 16}, /* above U+10FFFF */
        {"Gr\xc3\xbc\xc3\x9f"
         "e",
         "Gr\xc3\xbc\xc3\x9f"
         "e",
         5},
        {"\xe3\x85\xa4", "\\u{3164}", 8}, /* what a terminal draws as blanks, or not at all */
        {"\xef\xbe\xa0", "\\u{FFA0}", 8},
        {"\xcd\x8f", "\\u{34F}", 7},
        {"\xef\xb7\x90", "\\u{FDD0}", 8},
        {"\xe5\x90\x89\xe4\xbb\x96", "\xe5\x90\x89\xe4\xbb\x96", 4}, /* two wide characters */
        {"e\xcc\x81", "e\xcc\x81", 1},                               /* a combining mark */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[128];
        text_escape(cases[i].text, out, sizeof out);
        assert_string_equal(out, cases[i].shown);
        assert_int_equal(text_width(cases[i].text), cases[i].width);
    }
}

static void test_escaping_never_overruns_nor_cuts_a_character(void **state)
{
    char out[16];
    (void)state;
    for (size_t size = 1; size <= sizeof out; size++) {
        memset(out, 'x', sizeof out);
        size_t length = text_escape("\xc3\xbc\x1b\xe5\x90\x89z", out, size);
        assert_true(length < size && out[length] == '\0');
        assert_int_equal(text_width(out) + 0, (int)(length == 0   ? 0
                                                    : length == 2 ? 1
                                                    : length == 6 ? 5
                                                    : length == 9 ? 7
                                                                  : 8));
    }
}

static void test_every_byte_string_of_length_2_is_safe(void **state)
{
    (void)state;
    for (int a = 1; a < 256; a++)
        for (int b = 1; b < 256; b++) {
            char text[3] = {(char)a, (char)b, 0}, out[32];
            text_escape(text, out, sizeof out);
            for (const char *at = out; *at; at++)
                assert_true((unsigned char)*at >= ' ' && *at != 0x7f);
        }
}

static void test_wide_characters_lose_both_halves(void **state)
{
    Canvas canvas = {0};
    char row[64];
    (void)state;
    assert_int_equal(canvas_resize(&canvas, 6, 1), STATUS_OK);
    assert_int_equal(canvas_text(&canvas, 0, 0, 6, 0, "\xe5\x90\x89\xe4\xbb\x96"), 4);
    canvas_put(&canvas, 0, 1, 'x', 0);
    canvas_row_text(&canvas, 0, row, sizeof row);
    assert_string_equal(row, " x\xe4\xbb\x96");
    assert_int_equal(canvas_text(&canvas, 0, 0, 3, 0, "\xe5\x90\x89\xe4\xbb\x96"), 2); /* half a character is none */
    canvas_text(&canvas, 0, 5, 9, 0, "\xe5\x90\x89");
    canvas_text(&canvas, 0, -2, 9, 0, "abcd");
    canvas_text(&canvas, 7, 0, 9, 0, "outside");
    canvas_clear(&canvas);
}

static void test_ascii_canvas_holds_ascii_only(void **state)
{
    Canvas canvas = {.ascii = true};
    char row[64];
    (void)state;
    assert_int_equal(canvas_resize(&canvas, 20, 1), STATUS_OK);
    canvas_text(&canvas, 0, 0, 20, 0,
                "a\xc3\xbc\xe5\x90\x89"
                "e\xcc\x81z");
    canvas_row_text(&canvas, 0, row, sizeof row);
    assert_string_equal(row, "a???ez");
    canvas_clear(&canvas);
}

static void test_stepping_goes_by_whole_characters(void **state)
{
    const char *text = "a\xc3\xbc\xe5\x90\x89\xff";
    (void)state;
    assert_int_equal(text_step_forward(text, 0), 1);
    assert_int_equal(text_step_forward(text, 1), 2);
    assert_int_equal(text_step_forward(text, 3), 3);
    assert_int_equal(text_step_forward(text, 6), 1);
    assert_int_equal(text_step_back(text, 7), 1);
    assert_int_equal(text_step_back(text, 6), 3);
    assert_int_equal(text_step_back(text, 3), 2);
    assert_int_equal(text_step_back(text, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_text_becomes_visible_escapes),
        cmocka_unit_test(test_escaping_never_overruns_nor_cuts_a_character),
        cmocka_unit_test(test_every_byte_string_of_length_2_is_safe),
        cmocka_unit_test(test_wide_characters_lose_both_halves),
        cmocka_unit_test(test_ascii_canvas_holds_ascii_only),
        cmocka_unit_test(test_stepping_goes_by_whole_characters),
    };
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 77; /* no UTF-8 locale here: nothing can be shown of this */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
