/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile names: nothing that steers a terminal comes through, honest names come through unchanged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/base/printable.h"

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want;
    } rows[] = {
        {"song.mix", "song.mix"},
        {"Gr\xc3\xbc\xc3\x9f"
         "e \xe6\xad\x8c \xf0\x9f\x8e\xb5 %s%n \\ \"'",
         "Gr\xc3\xbc\xc3\x9f"
         "e \xe6\xad\x8c \xf0\x9f\x8e\xb5 %s%n \\ \"'"},
        {"a\nb\tc\x1b[2J\x7f", "a\\x0ab\\x09c\\x1b[2J\\x7f"},
        {"\xc2\x9b"
         "31m",
         "\\xc2\\x9b31m"},                                 /* CSI as one C1 character */
        {"gpj.\xe2\x80\xaexim", "gpj.\\xe2\\x80\\xaexim"}, /* U+202E turns the rest round */
        {"a\xe2\x80\x8b"
         "b\xef\xbb\xbf",
         "a\\xe2\\x80\\x8bb\\xef\\xbb\\xbf"},
        {"\xff\xc3", "\\xff\\xc3"}, /* invalid, and cut off */
        {"\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80", "\\xc0\\xaf\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80"},
        {"", ""},
    };
    char out[256];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_string_equal(printable_string(out, sizeof out, rows[i].bytes), rows[i].want);
}

static void test_cutting_keeps_whole_characters(void **state)
{
    (void)state;
    char out[16];
    assert_string_equal(printable_string(out, 8, "1234567"), "1234567");
    assert_string_equal(printable_string(out, 8, "12345678"), "1234...");
    assert_string_equal(printable_string(out, 8,
                                         "123\xc3\xa4"
                                         "5678"),
                        "123...");
    assert_string_equal(printable_string(out, 8, "\x1b\x1b\x1b"), "\\x1b...");
    assert_string_equal(printable_string(out, 3, "1234"), "12");
    assert_string_equal(printable_string(out, 1, "1"), "");
}

static void test_every_byte_pair_is_safe_and_fits(void **state)
{
    (void)state;
    for (int a = 0; a < 256; a++)
        for (int b = 0; b < 256; b++) {
            char bytes[2] = {(char)a, (char)b}, out[9];
            printable_bytes(out, sizeof out, bytes, 2);
            for (const char *c = out; *c; c++)
                assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
            uint32_t code;
            for (size_t at = 0; at < strlen(out);) {
                int size = utf8_decode(out + at, strlen(out) - at, &code);
                assert_true(size > 0 && utf8_is_printable(code));
                at += (size_t)size;
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_cutting_keeps_whole_characters),
        cmocka_unit_test(test_every_byte_pair_is_safe_and_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
