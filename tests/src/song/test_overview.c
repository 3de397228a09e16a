/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overviews in the user's cache: made once, found again, made anew when the stem is another one; and what is not
 * trusted of what lies there. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "src/song/overview.h"
#include "tests/projects/scratch.h"
#include "tests/src/songs.h"

enum { FRAMES = 100000, RATE = 48000 };

/* Opens, and looks at a column; whether the stem was read is told by the time of change of the file in the cache. */
static OverviewBlock open_and_look(const char *folder, const char *path)
{
    Overview overview;
    OverviewWatch watch = {false, 0};
    Error error = {0};
    OverviewBlock column;
    if (overview_open(&overview, folder, path, &watch, &error) != STATUS_OK)
        fail_msg("%s: %s", path, error.text);
    assert_int_equal(overview.frames, FRAMES);
    assert_int_equal(overview.rate_hz, RATE);
    assert_int_equal(atomic_load(&watch.frames), FRAMES);
    assert_true(overview_read(&overview, 1000, 4096, 1, &column));
    overview_close(&overview);
    overview_close(&overview);
    return column;
}

static void expect_level(OverviewBlock block, double level)
{
    assert_in_range(block.high + 1, (uintmax_t)(level * 32767), (uintmax_t)(level * 32767) + 2);
    assert_in_range(block.rms + 1, (uintmax_t)(level * 65535), (uintmax_t)(level * 65535) + 3);
}

static void cached(char out[300])
{
    snprintf(out, 300, "cache/%s", scratch_list("cache"));
    assert_null(strchr(out, ' ')); /* one file, and no part of one */
}

static ino_t inode(const char *path)
{
    struct stat status;
    assert_int_equal(lstat(path, &status), 0);
    return status.st_ino;
}

static void setup_cache(void)
{
    mkdir("cache", 0700);
    songs_write_level("a.wav", 2, FRAMES, RATE, 0.25f);
}

static void test_made_once_and_found_again(void **state)
{
    char first[300], again[300];
    (void)state;
    setup_cache();
    expect_level(open_and_look("cache", "a.wav"), 0.25);
    cached(first);
    ino_t made = inode(first);
    expect_level(open_and_look("cache", "a.wav"), 0.25);
    cached(again);
    assert_string_equal(first, again);
    assert_int_equal(inode(again), made);
}

/* Of the same length: told apart by what is in it, even where the time of change is the same. */
static void test_another_content_has_another_name(void **state)
{
    char first[300];
    struct stat before;
    (void)state;
    setup_cache();
    open_and_look("cache", "a.wav");
    cached(first);
    assert_int_equal(stat("a.wav", &before), 0);
    songs_write_level("a.wav", 2, FRAMES, RATE, 0.5f);
    struct timespec times[2] = {before.st_atim, before.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, "a.wav", times, 0), 0);
    expect_level(open_and_look("cache", "a.wav"), 0.5);
    assert_string_not_equal(scratch_list("cache"), first + strlen("cache/"));
}

static void spoil_byte(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    int byte = fgetc(file);
    fseek(file, -1, SEEK_CUR);
    fputc(byte ^ 0x40, file);
    fclose(file);
}

static void spoil_header(const char *path)
{
    spoil_byte(path, 18);
}

static void spoil_block(const char *path)
{
    spoil_byte(path, 200);
}

static void spoil_end(const char *path)
{
    spoil_byte(path, -1);
}

static void cut(const char *path)
{
    assert_int_equal(truncate(path, 400), 0);
}

static void grow(const char *path)
{
    FILE *file = fopen(path, "ab");
    fputs("more", file);
    fclose(file);
}

static void empty(const char *path)
{
    assert_int_equal(truncate(path, 0), 0);
}

static void make_link(const char *path)
{
    rename(path, "elsewhere");
    assert_int_equal(symlink("../elsewhere", path), 0);
}

static void make_fifo(const char *path)
{
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
}

/* Whatever lies there is refused, and replaced by what is true. */
static void test_hostile_files_are_refused(void **state)
{
    static void (*const spoilers[])(const char *path) = {spoil_header, spoil_block, spoil_end, cut,
                                                         grow,         empty,       make_link, make_fifo};
    (void)state;
    setup_cache();
    open_and_look("cache", "a.wav");
    for (size_t i = 0; i < ARRAY_LEN(spoilers); i++) {
        char path[300];
        struct stat status;
        cached(path);
        spoilers[i](path);
        expect_level(open_and_look("cache", "a.wav"), 0.25);
        cached(path);
        assert_int_equal(lstat(path, &status), 0);
        assert_true(S_ISREG(status.st_mode));
        ino_t whole = inode(path);
        open_and_look("cache", "a.wav");
        assert_int_equal(inode(path), whole);
    }
}

/* A folder in the place of the file, no folder at all, one that cannot be written: the overview is there all the same.
 */
static void test_without_a_cache(void **state)
{
    char path[300];
    (void)state;
    setup_cache();
    open_and_look("cache", "a.wav");
    cached(path);
    unlink(path);
    mkdir(path, 0700);
    expect_level(open_and_look("cache", "a.wav"), 0.25);
    expect_level(open_and_look("cache", "a.wav"), 0.25);
    cached(path);
    expect_level(open_and_look(NULL, "a.wav"), 0.25);
    expect_level(open_and_look("nowhere", "a.wav"), 0.25);
    expect_level(open_and_look("/proc", "a.wav"), 0.25);
}

static void test_what_cannot_be_made(void **state)
{
    Overview overview;
    OverviewWatch watch = {false, 0};
    Error error = {0};
    OverviewBlock column;
    (void)state;
    setup_cache();
    assert_int_equal(overview_open(&overview, "cache", "gone.wav", &watch, &error), STATUS_NOT_FOUND);
    assert_int_equal(overview.fd, -1);
    assert_false(overview_read(&overview, 0, 100, 1, &column));
    atomic_store(&watch.cancelled, true);
    assert_int_equal(overview_open(&overview, "cache", "a.wav", &watch, &error), STATUS_INTERRUPTED);
    assert_string_equal(scratch_list("cache"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_made_once_and_found_again, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_another_content_has_another_name, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_hostile_files_are_refused, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_without_a_cache, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_made, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
