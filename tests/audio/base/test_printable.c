/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile names: nothing that steers a terminal comes through, honest names come through unchanged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/base/printable.h"
#include "audio/base/utf8.h"

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
        {"a\nb\tc\x1b[2J\x7f", "a\\nb\\tc\\x1B[2J\\x7F"},
        {"\xc2\x9b"
         "31m",
         "\\u{9B}31m"},                              /* CSI as one C1 character */
        {"gpj.\xe2\x80\xaexim", "gpj.\\u{202E}xim"}, /* U+202E turns the rest round */
        {"a\xe2\x80\x8b"
         "b\xef\xbb\xbf",
         "a\\u{200B}b\\u{FEFF}"},
        {"\xff\xc3", "\\xFF\\xC3"}, /* invalid, and cut off */
        {"\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80", "\\xC0\\xAF\\xED\\xA0\\x80\\xF4\\x90\\x80\\x80"},
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
    assert_string_equal(printable_string(out, 8, "\x1b\x1b\x1b"), "\\x1B...");
    assert_string_equal(printable_string(out, 3, "1234"), "12");
    assert_string_equal(printable_string(out, 1, "1"), "");
}

/* What Unicode 15 calls Default_Ignorable_Code_Point (DerivedCoreProperties.txt) draws nothing; all but the variation
 * selectors U+FE00 to U+FE0F, which choose between two drawings of the character before them, is escaped. So are the
 * fillers and marks that had come through somewhere once, and one of each other kind. */
static void test_what_draws_nothing_is_seen(void **state)
{
    static const uint32_t ranges[][2] = {
        {0xad, 0xad},       {0x34f, 0x34f},       {0x61c, 0x61c},   {0x115f, 0x1160},   {0x17b4, 0x17b5},
        {0x180b, 0x180f},   {0x200b, 0x200f},     {0x202a, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
        {0xfeff, 0xfeff},   {0xffa0, 0xffa0},     {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
        {0xe0000, 0xe0fff}, {0xfdd0, 0xfdef},     {0xfffe, 0xffff}, {0x2028, 0x2029},   {0xe000, 0xe000},
        {0x1fffe, 0x1ffff}, {0x100000, 0x100000}, {0x80, 0x9f},     {0xfff9, 0xfffb},   {0x13430, 0x1343f},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
        for (uint32_t code = ranges[i][0]; code <= ranges[i][1]; code++) {
            char bytes[4], out[16], want[16];
            int length = utf8_encode(code, bytes);
            snprintf(want, sizeof want, "\\u{%X}", (unsigned)code);
            assert_string_equal(printable_bytes(out, sizeof out, bytes, (size_t)length), want);
        }
    for (const char *fine = "\xef\xb8\x8f\xe1\x85\xa1\xe3\x85\xa3\xef\xbe\xa1"; *fine; fine += 3) {
        char out[16];
        assert_memory_equal(printable_bytes(out, sizeof out, fine, 3), fine, 3); /* their neighbours */
    }
}

static void test_encoding_is_decoding_backwards(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[4];
        uint32_t again = 1;
        int length = utf8_encode(code, bytes);
        bool valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        assert_int_equal(utf8_decode(bytes, (size_t)length, &again), length);
        assert_int_equal(again, valid ? code : 0xfffd);
        assert_int_equal(length, code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 || code > 0x10ffff ? 3 : 4);
    }
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
                assert_true(size > 0 && printable_code(code));
                at += (size_t)size;
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_cutting_keeps_whole_characters),
        cmocka_unit_test(test_what_draws_nothing_is_seen),
        cmocka_unit_test(test_encoding_is_decoding_backwards),
        cmocka_unit_test(test_every_byte_pair_is_safe_and_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
