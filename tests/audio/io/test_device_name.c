/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "audio/io/device/name.h"

static const DeviceInfo infos[] = {
    {.name = "HDA Intel PCH: ALC257 Analog (hw:0,0)", .host = "ALSA"},
    {.name = "default", .host = "ALSA", .is_default = true},
    {.name = "system", .host = "JACK"},
    {.name = "other client", .host = "JACK"},
    {.name = "default", .host = "OSS"},
};
enum { COUNT = ARRAY_LEN(infos) };

static void check_clean(const char *from, const char *expected)
{
    char to[128];
    device_name_clean(to, sizeof to, from);
    assert_string_equal(to, expected);
}

static void test_clean(void **state)
{
    (void)state;
    check_clean("Scarlett 2i2: USB Audio", "Scarlett 2i2: USB Audio");
    check_clean("\xc3\xbc \xe2\x82\xac \xf0\x9f\x8e\xb5", "\xc3\xbc \xe2\x82\xac \xf0\x9f\x8e\xb5");
    check_clean("a\033[31mb\n\x7f", "a?[31mb??");
    check_clean("\xc2\x9b"
                "31m",
                "?31m"); /* C1 as UTF-8 */
    check_clean("\x9b"
                "31m \xff\xc3",
                "?31m ??");                                               /* not UTF-8 */
    check_clean("\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80", "?? ??? ????"); /* overlong, surrogate, too large */
    check_clean("a\xe2\x80\xae"
                "b\xe2\x81\xa6"
                "c",
                "abc"); /* RLO, LRI */
}

static void test_clean_cuts_between_characters(void **state)
{
    (void)state;
    char to[6];
    device_name_clean(to, sizeof to, "abc\xe2\x82\xac");
    assert_string_equal(to, "abc");
    device_name_clean(to, sizeof to,
                      "ab\xe2\x82\xac"
                      "c");
    assert_string_equal(to, "ab\xe2\x82\xac");
    device_name_clean(to, 1, "ab");
    assert_string_equal(to, "");
}

static void check_found(const char *name, int expected)
{
    int index = -1;
    Error error = {0};
    assert_int_equal(device_name_find(infos, COUNT, name, &index, &error), STATUS_OK);
    assert_int_equal(index, expected);
}

static void check_refused(const char *name, Status status, const char *text)
{
    int index = -1;
    Error error = {0};
    assert_int_equal(device_name_find(infos, COUNT, name, &index, &error), status);
    assert_string_equal(error.text, text);
    assert_int_equal(error.status, status);
    assert_int_equal(index, -1);
}

static void test_find(void **state)
{
    (void)state;
    check_found("", 1);
    check_found("system", 2);
    check_found("JACK: system", 2);
    check_found("OSS: default", 4);
    check_found("jack", 2);
    check_found("oss", 4);
    check_found("ALSA", 0);
    check_found("alc257", 0);
    check_found("HDA", 0);
    check_found("client", 3);
}

static void test_find_refuses(void **state)
{
    (void)state;
    check_refused("default", STATUS_BAD_VALUE, "'default' may mean several sound devices: ALSA: default, OSS: default");
    check_refused("s", STATUS_BAD_VALUE,
                  "'s' may mean several sound devices: ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0), ALSA: default, "
                  "JACK: system, OSS: default");
    check_refused("systen", STATUS_NOT_FOUND,
                  "no free sound device is called 'systen'; there are: JACK: system, "
                  "ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0), JACK: other client, ALSA: default, OSS: default");
    check_refused("\033[2J", STATUS_NOT_FOUND,
                  "no free sound device is called '?[2J'; there are: ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0), "
                  "JACK: system, JACK: other client, ALSA: default, OSS: default");
}

static void test_find_none(void **state)
{
    (void)state;
    int index = -1;
    Error error = {0};
    assert_int_equal(device_name_find(infos, 0, "", &index, &error), STATUS_NOT_FOUND);
    assert_string_equal(error.text, "there is no sound device, or none that is free");
}

static void test_long_names_fit(void **state)
{
    (void)state;
    static DeviceInfo many[64];
    int index = -1;
    Error error = {0};
    for (int i = 0; i < 64; i++) {
        memset(many[i].name, 'x', sizeof many[i].name - 1);
        memset(many[i].host, 'h', sizeof many[i].host - 1);
    }
    char name[128];
    memset(name, 'y', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(device_name_find(many, 64, name, &index, &error), STATUS_NOT_FOUND);
    assert_int_equal(device_name_find(many, 64, "x", &index, &error), STATUS_BAD_VALUE);
    assert_true(strlen(error.text) < sizeof error.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),     cmocka_unit_test(test_clean_cuts_between_characters),
        cmocka_unit_test(test_find),      cmocka_unit_test(test_find_refuses),
        cmocka_unit_test(test_find_none), cmocka_unit_test(test_long_names_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
