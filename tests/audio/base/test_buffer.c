/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growing string: what goes in at the end and out at the front, whatever the sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/buffer.h"

static void test_pieces_make_one_text(void **state)
{
    Buffer buffer = {0};
    (void)state;
    buffer_append_text(&buffer, "a");
    buffer_append(&buffer, "bcd", 2);
    buffer_append_format(&buffer, "%d%s", 12, "");
    buffer_append_utf8(&buffer, 0xe4);
    buffer_pad(&buffer, 9);
    assert_string_equal(buffer.bytes, "abc12\xc3\xa4  ");
    assert_int_equal(buffer.length, 9);
    char *text = buffer_take(&buffer);
    assert_string_equal(text, "abc12\xc3\xa4  ");
    assert_true(!buffer.bytes && buffer.length == 0);
    free(text);
    text = buffer_take(&buffer); /* of nothing: an empty text */
    assert_string_equal(text, "");
    free(text);
}

/* Against a plain array: every byte comes out once and in order. */
static void test_a_queue_of_bytes(void **state)
{
    static char sent[100000];
    Buffer buffer = {0};
    size_t put = 0, got = 0;
    uint32_t random = 1;
    (void)state;
    while (put < sizeof sent) {
        char piece[700];
        random = random * 1664525 + 1013904223;
        size_t length = (random >> 8) % sizeof piece, most = sizeof sent - put;
        length = length < most ? length : most;
        for (size_t i = 0; i < length; i++)
            sent[put + i] = piece[i] = (char)((put + i) * 31 >> 3);
        buffer_append(&buffer, piece, length);
        put += length;
        size_t take = (random >> 4) % 800;
        take = take < buffer.length ? take : buffer.length;
        assert_memory_equal(buffer.bytes, sent + got, take);
        buffer_drop(&buffer, take);
        got += take;
        assert_true(buffer.length == put - got && buffer.bytes[buffer.length] == '\0');
    }
    assert_memory_equal(buffer.bytes, sent + got, buffer.length);
    buffer_drop(&buffer, buffer.length + 1); /* more than there is: all */
    assert_int_equal(buffer.length, 0);
    buffer_clear(&buffer);
    buffer_drop(&buffer, 1);
    assert_int_equal(buffer.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_make_one_text),
        cmocka_unit_test(test_a_queue_of_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
