/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffer into keys, however they are cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tui/keys/input.h"

static int decode(Input *input, const char *bytes, size_t length, Key *keys, int limit)
{
    int count = 0;
    for (size_t used; length > 0; bytes += used, length -= used)
        count += input_decode(input, bytes, length, &used, keys + count, limit - count);
    return count;
}

static void expect(const char *bytes, const Key *want, int count)
{
    size_t length = strlen(bytes);
    for (size_t cut = 0; cut <= length; cut++) { /* any split gives the same keys */
        Input input = {0};
        Key keys[64];
        int got = decode(&input, bytes, cut, keys, 32);
        got += decode(&input, bytes + cut, length - cut, keys + got, 32);
        if (input_is_waiting(&input))
            got += input_expire(&input, &keys[got]);
        assert_int_equal(got, count);
        for (int i = 0; i < count; i++)
            assert_int_equal(keys[i], want[i]);
    }
}

#define EXPECT(bytes, ...) expect(bytes, (const Key[]){__VA_ARGS__}, sizeof((const Key[]){__VA_ARGS__}) / sizeof(Key))

static void test_keys_of_all_terminals(void **state)
{
    (void)state;
    EXPECT("j6k", 'j', '6', 'k');
    EXPECT("\033[A\033OA\033[1;2A", INPUT_UP, INPUT_UP, INPUT_UP);
    EXPECT("\033[5~\033[6~\033[1~\033[4~\033[H\033OF", INPUT_PAGE_UP, INPUT_PAGE_DOWN, INPUT_HOME, INPUT_END,
           INPUT_HOME, INPUT_END);
    EXPECT("\r\n\177\010", INPUT_ENTER, INPUT_ENTER, INPUT_BACKSPACE, INPUT_BACKSPACE);
    EXPECT("\xc3\xbcx", 0xfc, 'x');
    EXPECT("\033", INPUT_ESCAPE);
    EXPECT("\033\033[B", INPUT_ESCAPE, INPUT_DOWN);
    EXPECT("\033j", INPUT_ESCAPE, 'j');
    EXPECT("\033[0n\033[3nj", INPUT_ANSWER, 'j');
    EXPECT("\033[200~ab\033[201~", INPUT_PASTE_BEGIN, 'a', 'b', INPUT_PASTE_END);
}

static void test_what_nobody_knows_vanishes_whole(void **state)
{
    (void)state;
    EXPECT("\033[<0;33;12Mj", 'j');                 /* a mouse report, SGR */
    EXPECT("\033[M !!j", 'j');                      /* and its oldest form */
    EXPECT("\033[?64;1;2;6;9;15;18;21;22cj", 'j');  /* device attributes */
    EXPECT("\033]11;rgb:0000/0000/0000\007j", 'j'); /* an answer of the terminal */
    EXPECT("\033]11;rgb:0000/0000/0000/0000/0000/0000/0000\033\\j", 'j');
    EXPECT("\033P1$r0m\033\\j", 'j');
    EXPECT("\033[[Aj", 'j'); /* F1 of the linux console */
    EXPECT("\033[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1xj", 'j');
    EXPECT("\xff\xc3j\x80", 'j');
}

static void test_random_bytes_are_taken_in_bounds(void **state)
{
    (void)state;
    srand(7);
    Input input = {0};
    for (int i = 0; i < 20000; i++) {
        char bytes[64];
        Key keys[64];
        size_t used, length = (size_t)(rand() % 64) + 1;
        for (size_t k = 0; k < length; k++)
            bytes[k] = "\033[]O;<M~?\007\\0129aZ\xc3\xff"[rand() % 18];
        for (size_t at = 0; at < length; at += used) {
            int count = input_decode(&input, bytes + at, length - at, &used, keys, 8);
            assert_true(used > 0 && used <= length - at && count >= 0 && count <= 8);
        }
        assert_true(input.held_count < (int)sizeof input.held);
    }
}

static void test_names_of_keys_read_back(void **state)
{
    static const Key keys[] = {'g',           ' ', INPUT_ENTER,     INPUT_TAB, INPUT_ESCAPE,
                               INPUT_PAGE_UP, 16,  INPUT_BACKSPACE, 0xfc};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char name[16], written[32];
        key_name(keys[i], name);
        strcpy(written, strlen(name) > 2 ? "<" : "");
        strcat(written, name);
        strcat(written, strlen(name) > 2 ? ">" : "");
        const char *at = written;
        assert_int_equal(key_parse(&at), keys[i]);
        assert_true(*at == '\0');
    }
    const char *bad = "<Nonsense>x";
    assert_int_equal(key_parse(&bad), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_of_all_terminals),
        cmocka_unit_test(test_what_nobody_knows_vanishes_whole),
        cmocka_unit_test(test_random_bytes_are_taken_in_bounds),
        cmocka_unit_test(test_names_of_keys_read_back),
    };
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
