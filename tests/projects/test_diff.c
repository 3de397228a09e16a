/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The diff against the longest common subsequence by brute force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "projects/merge/diff.h"

enum { LONGEST = 40 };

static uint32_t dice = 1;

static int throw(int sides)
{
    dice = dice * 1664525u + 1013904223u;
    return (int)((dice >> 8) % (uint32_t)sides);
}

static int common_length(const uint64_t *a, int a_count, const uint64_t *b, int b_count)
{
    int best[LONGEST + 1][LONGEST + 1] = {{0}};
    for (int i = a_count - 1; i >= 0; i--)
        for (int j = b_count - 1; j >= 0; j--) {
            int skip = best[i + 1][j] > best[i][j + 1] ? best[i + 1][j] : best[i][j + 1];
            best[i][j] = a[i] == b[j] ? best[i + 1][j + 1] + 1 : skip;
        }
    return best[0][0];
}

static void test_it_is_right_and_shortest(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        uint64_t a[LONGEST], b[LONGEST];
        bool gone[LONGEST], fresh[LONGEST];
        int letters = 1 + throw(6), a_count = throw(LONGEST), b_count = throw(LONGEST), i = 0, j = 0, kept = 0;
        for (int k = 0; k < a_count; k++)
            a[k] = (uint64_t) throw(letters);
        for (int k = 0; k < b_count; k++)
            b[k] = (uint64_t) throw(letters);
        assert_int_equal(diff_sequences(a, a_count, b, b_count, gone, fresh), STATUS_OK);
        for (;;) {
            while (i < a_count && gone[i])
                i++;
            while (j < b_count && fresh[j])
                j++;
            if (i >= a_count || j >= b_count)
                break;
            assert_true(a[i++] == b[j++]);
            kept++;
        }
        assert_true(i == a_count && j == b_count);
        assert_int_equal(kept, common_length(a, a_count, b, b_count));
    }
}

static const char *hunks_of(const char *a, const char *b)
{
    static char text[1024];
    DiffHunk *hunks = NULL;
    int count = 0;
    text[0] = '\0';
    assert_int_equal(diff_lines(a, strlen(a), b, strlen(b), &hunks, &count), STATUS_OK);
    for (int i = 0; i < count; i++)
        sprintf(text + strlen(text), "%d+%d>%d+%d ", hunks[i].a_at, hunks[i].a_count, hunks[i].b_at, hunks[i].b_count);
    free(hunks);
    return text;
}

static void test_lines(void **state)
{
    (void)state;
    assert_string_equal(hunks_of("", ""), "");
    assert_string_equal(hunks_of("a\nb\nc\n", "a\nb\nc\n"), "");
    assert_string_equal(hunks_of("a\nb\nc\n", "a\r\nb\r\nc"), "");
    assert_string_equal(hunks_of("a\nb\nc\n", "a\nx\nc\ny\n"), "1+1>1+1 3+0>3+1 ");
    assert_string_equal(hunks_of("", "a\nb"), "0+0>0+2 ");
    assert_string_equal(hunks_of("a\n\n", ""), "0+2>0+0 ");
}

static void test_wholly_different_texts_are_cheap(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    static uint64_t a[COUNT], b[COUNT];
    static bool gone[COUNT], fresh[COUNT];
    for (int i = 0; i < COUNT; i++)
        a[i] = (uint64_t)i, b[i] = (uint64_t)(i + COUNT);
    assert_int_equal(diff_sequences(a, COUNT, b, COUNT, gone, fresh), STATUS_OK);
    for (int i = 0; i < COUNT; i++)
        assert_true(gone[i] && fresh[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_right_and_shortest),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_wholly_different_texts_are_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
