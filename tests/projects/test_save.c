/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and saving a project's text: what is refused, what is kept, what is noticed. The failing disk is in
 * test_faults.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "projects/disk/save.h"
#include "tests/projects/scratch.h"

static Error error;
static FileIdentity identity;

static Status read_file(const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    Status status = save_read(path, &bytes, &length, &identity, &error);
    free(bytes);
    return status;
}

static Status write_file(const char *path, const char *text, const FileIdentity *expected)
{
    return save_write(path, text, strlen(text), expected, &identity, &error);
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

static void test_what_cannot_be_read_says_so(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder.mix", 0700), 0);
    assert_int_equal(mkfifo("fifo.mix", 0600), 0);
    assert_int_equal(symlink("loop.mix", "loop.mix"), 0);
    assert_int_equal(symlink("nothing", "dangling.mix"), 0);
    scratch_write("big.mix", "");
    assert_int_equal(truncate("big.mix", (off_t)SAVE_BYTES_MAX + 1), 0);
    static const struct {
        const char *path;
        Status status;
        const char *text;
    } rows[] = {
        {"none.mix", STATUS_NOT_FOUND, "none.mix does not exist"},
        {"none/song.mix", STATUS_NOT_FOUND, "song.mix does not exist"},
        {"folder.mix", STATUS_REFUSED, "folder.mix is a folder, not a project"},
        {"folder.mix/", STATUS_REFUSED, "folder.mix/ is a folder, not a project"},
        {".", STATUS_REFUSED, ". is a folder, not a project"},
        {"fifo.mix", STATUS_REFUSED, "fifo.mix is not a regular file"},
        {"/dev/null", STATUS_REFUSED, "null is not a regular file"},
        {"loop.mix", STATUS_REFUSED, "loop.mix is a link that leads back to itself"},
        {"dangling.mix", STATUS_NOT_FOUND, "dangling.mix does not exist"},
        {"big.mix", STATUS_REFUSED, "big.mix is larger than 64 MiB"},
        {"a\x1b[2J.mix", STATUS_NOT_FOUND, "a\\x1B[2J.mix does not exist"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(read_file(rows[i].path), rows[i].status);
        assert_string_equal(error.text, rows[i].text);
    }
}

static void test_reading_gives_the_bytes_and_their_name(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t length = 0;
    scratch_write("song.mix", "abc");
    assert_int_equal(save_read("song.mix", &bytes, &length, &identity, &error), STATUS_OK);
    assert_int_equal(length, 3);
    assert_string_equal(bytes, "abc");
    assert_true(identity.exists);
    assert_int_equal(identity.bytes, 3);
    assert_string_equal(identity.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    free(bytes);
}

static void test_a_new_file_obeys_the_umask(void **state)
{
    (void)state;
    FileIdentity none = {0};
    mode_t old = umask(027);
    assert_int_equal(write_file("song.mix", "new", &none), STATUS_OK);
    umask(old);
    assert_int_equal(mode_of("song.mix"), 0640);
    assert_string_equal(scratch_read("song.mix"), "new");
    assert_string_equal(scratch_list("."), "song.mix");
}

static void test_an_old_file_keeps_mode_and_owner(void **state)
{
    (void)state;
    struct stat info;
    scratch_write("song.mix", "old");
    bool root = geteuid() == 0;
    if (root)
        assert_int_equal(chown("song.mix", 1234, 4321), 0);
    assert_int_equal(chmod("song.mix", 0604), 0);
    assert_int_equal(read_file("song.mix"), STATUS_OK);
    assert_int_equal(write_file("song.mix", "new", &identity), STATUS_OK);
    assert_string_equal(scratch_read("song.mix"), "new");
    assert_int_equal(mode_of("song.mix"), 0604);
    assert_int_equal(stat("song.mix", &info), 0);
    if (root) {
        assert_int_equal(info.st_uid, 1234);
        assert_int_equal(info.st_gid, 4321);
    }
    assert_int_equal(write_file("song.mix", "newer", &identity), STATUS_OK); /* `now` serves as the next `expected` */
    assert_string_equal(scratch_list("."), "song.mix");
}

static void test_a_linked_project_stays_a_link(void **state)
{
    (void)state;
    struct stat info;
    assert_int_equal(mkdir("real", 0700), 0);
    scratch_write("real/target.mix", "old");
    assert_int_equal(symlink("real/target.mix", "song.mix"), 0);
    assert_int_equal(read_file("song.mix"), STATUS_OK);
    assert_int_equal(write_file("song.mix", "new", &identity), STATUS_OK);
    assert_int_equal(lstat("song.mix", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_string_equal(scratch_read("real/target.mix"), "new");
    assert_string_equal(scratch_list("real"), "target.mix");
    assert_int_equal(symlink("nothing", "dangling.mix"), 0);
    assert_int_equal(write_file("dangling.mix", "new", NULL), STATUS_NOT_FOUND);
    assert_string_equal(error.text, "dangling.mix is a link that leads nowhere");
}

static void test_a_change_by_somebody_else_is_noticed(void **state)
{
    (void)state;
    scratch_write("song.mix", "old");
    assert_int_equal(read_file("song.mix"), STATUS_OK);
    FileIdentity known = identity, none = {0};
    scratch_write("song.mix", "xyz"); /* the same size */
    assert_int_equal(write_file("song.mix", "mine", &known), STATUS_CHANGED);
    assert_string_equal(error.text, "song.mix was not saved: it was changed on disk by someone else");
    assert_string_equal(scratch_read("song.mix"), "xyz");
    assert_int_equal(write_file("song.mix", "mine", &none), STATUS_CHANGED);
    assert_string_equal(error.text, "song.mix was not saved: a file of this name is there already");
    assert_int_equal(unlink("song.mix"), 0);
    assert_int_equal(write_file("song.mix", "mine", &known), STATUS_CHANGED);
    assert_string_equal(error.text, "song.mix was not saved: it was deleted or moved by someone else");
    assert_string_equal(scratch_list("."), "");
}

static void test_the_same_text_is_no_change(void **state)
{
    (void)state;
    scratch_write("song.mix", "old");
    assert_int_equal(read_file("song.mix"), STATUS_OK);
    FileIdentity known = identity;
    assert_int_equal(unlink("song.mix"), 0);
    scratch_write("song.mix", "old"); /* another inode and time, as after a git checkout there and back */
    assert_int_equal(write_file("song.mix", "old", &known), STATUS_OK);
    scratch_write("song.mix", "mine"); /* somebody wrote exactly what we are about to write */
    assert_int_equal(write_file("song.mix", "mine", &known), STATUS_OK);
    assert_string_equal(scratch_read("song.mix"), "mine");
}

static void test_a_same_size_change_in_the_same_tick_is_noticed(void **state)
{
    (void)state;
    struct stat info;
    scratch_write("song.mix", "old");
    assert_int_equal(stat("song.mix", &info), 0);
    assert_int_equal(read_file("song.mix"), STATUS_OK);
    scratch_write("song.mix", "new");
    struct timespec times[2] = {info.st_atim, info.st_mtim};
    assert_int_equal(utimensat(-100, "song.mix", times, 0), 0);
    assert_int_equal(write_file("song.mix", "mine", &identity), STATUS_CHANGED);
}

static void test_irregular_files_are_not_replaced(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder.mix", 0700), 0);
    assert_int_equal(mkfifo("fifo.mix", 0600), 0);
    assert_int_equal(write_file("folder.mix", "x", NULL), STATUS_REFUSED);
    assert_string_equal(error.text, "folder.mix was not saved: it is not a regular file");
    assert_int_equal(write_file("fifo.mix", "x", NULL), STATUS_REFUSED);
    assert_string_equal(error.text, "fifo.mix was not saved: it is not a regular file");
    assert_int_equal(write_file("none/song.mix", "x", NULL), STATUS_NOT_FOUND);
    assert_string_equal(error.text, "the folder of none/song.mix does not exist");
    assert_string_equal(scratch_list("."), "fifo.mix folder.mix");
}

static void test_very_long_names_can_be_saved(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    memcpy(name + 251, ".mix", 5);
    assert_int_equal(write_file(name, "x", NULL), STATUS_OK);
    assert_int_equal(write_file(name, "y", &identity), STATUS_OK);
    assert_string_equal(scratch_read(name), "y");
    assert_string_equal(scratch_list("."), name);
}

/* As an ordinary user, whom permissions bind. Returns 0 if all is as it should be. */
static int refused_as_nobody(void)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    if (write_file("locked/song.mix", "x", NULL) != STATUS_REFUSED ||
        strcmp(error.text, "song.mix was not saved: its folder may not be written") != 0)
        return 2;
    if (write_file("open/readonly.mix", "x", NULL) != STATUS_REFUSED ||
        strcmp(error.text, "readonly.mix was not saved: the file is read-only") != 0)
        return 3;
    if (write_file("open/secret.mix", "x", NULL) != STATUS_REFUSED || read_file("open/secret.mix") != STATUS_REFUSED ||
        strcmp(error.text, "secret.mix may not be read: permission denied") != 0)
        return 4;
    return 0;
}

static void test_read_only_files_and_folders_are_refused(void **state)
{
    (void)state;
    int result = 0;
    assert_int_equal(chmod(".", 0755), 0);
    assert_int_equal(mkdir("locked", 0700) | mkdir("open", 0700), 0);
    scratch_write("locked/song.mix", "old");
    scratch_write("open/readonly.mix", "old");
    scratch_write("open/secret.mix", "old");
    assert_int_equal(chmod("locked/song.mix", 0666) | chmod("locked", 0555), 0);
    assert_int_equal(chmod("open/readonly.mix", 0444) | chmod("open/secret.mix", 0000) | chmod("open", 0777), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(refused_as_nobody());
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    assert_string_equal(scratch_read("locked/song.mix"), "old");
    assert_string_equal(scratch_list("open"), "readonly.mix secret.mix");
    assert_int_equal(chmod("locked", 0700), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_cannot_be_read_says_so),
        TEST(test_reading_gives_the_bytes_and_their_name),
        TEST(test_a_new_file_obeys_the_umask),
        TEST(test_an_old_file_keeps_mode_and_owner),
        TEST(test_a_linked_project_stays_a_link),
        TEST(test_a_change_by_somebody_else_is_noticed),
        TEST(test_the_same_text_is_no_change),
        TEST(test_a_same_size_change_in_the_same_tick_is_noticed),
        TEST(test_irregular_files_are_not_replaced),
        TEST(test_very_long_names_can_be_saved),
        TEST(test_read_only_files_and_folders_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
