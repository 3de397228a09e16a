/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two users and one project: told apart, taken over when gone, and never both at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "projects/disk/lock.h"
#include "projects/disk/target.h"
#include "tests/projects/scratch.h"

#define LOCK_FILE ".song.mix.lock"

static Error error;
static LockOwner other;

/* Replaces the value of a line "KEY ..." in the lock file. */
static void forge_fact(const char *key, const char *value)
{
    char old[4096], forged[4096] = "", start[32];
    snprintf(old, sizeof old, "%s", scratch_read(LOCK_FILE));
    snprintf(start, sizeof start, "%s ", key);
    for (char *line = strtok(old, "\n"); line; line = strtok(NULL, "\n")) {
        bool wanted = strncmp(line, start, strlen(start)) == 0;
        strcat(strcat(strcat(forged, wanted ? start : line), wanted ? value : ""), "\n");
    }
    scratch_write(LOCK_FILE, forged);
}

/* Leaves the lock of a process that has ended. */
static void leave_stale_lock(void)
{
    pid_t child = fork();
    if (child == 0) {
        Lock *lock = NULL;
        _exit(lock_take("song.mix", &lock, NULL, NULL) == STATUS_OK ? 0 : 1);
    }
    int result = 1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    assert_true(scratch_exists(LOCK_FILE));
}

static void test_a_lock_tells_its_owner_and_goes_away(void **state)
{
    (void)state;
    Lock *lock = NULL, *second = NULL;
    char expected[512];
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_OK);
    assert_false(other.known);
    assert_int_equal(lock_place(lock), LOCK_BESIDE);
    assert_true(lock_is_ours(lock));
    assert_string_equal(scratch_list("."), LOCK_FILE);
    assert_int_equal(lock_take("song.mix", &second, &other, &error), STATUS_EXISTS);
    assert_true(other.known && other.alive && other.judged);
    assert_int_equal(other.pid, getpid());
    snprintf(expected, sizeof expected, "song.mix is being edited by %s on %s (process %d) since %s", other.user,
             other.host, (int)getpid(), other.since);
    assert_string_equal(error.text, expected);
    assert_int_equal(strlen(other.since), strlen("2026-01-31 20:15:00 UTC"));
    lock_release(lock);
    assert_string_equal(scratch_list("."), "");
}

static void test_two_names_of_a_project_share_its_lock(void **state)
{
    (void)state;
    Lock *lock = NULL, *second = NULL;
    scratch_write("song.mix", "x");
    assert_int_equal(symlink("song.mix", "other.mix"), 0);
    assert_int_equal(lock_take("other.mix", &lock, NULL, &error), STATUS_OK);
    assert_true(scratch_exists(LOCK_FILE));
    assert_int_equal(lock_take("./song.mix", &second, &other, &error), STATUS_EXISTS);
    lock_release(lock);
}

static void test_the_lock_of_a_dead_process_is_replaced(void **state)
{
    (void)state;
    Lock *lock = NULL;
    leave_stale_lock();
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_OK);
    assert_true(other.known && !other.alive && other.judged);
    assert_true(other.pid != getpid());
    lock_release(lock);
    assert_string_equal(scratch_list("."), "");
}

/* Killed, but not yet waited for by its parent: kill() still finds it. */
static void test_a_process_that_only_waits_to_be_buried_is_dead(void **state)
{
    (void)state;
    Lock *lock = NULL;
    siginfo_t ended;
    pid_t child = fork();
    if (child == 0) {
        Lock *held = NULL;
        if (lock_take("song.mix", &held, NULL, &error) == STATUS_OK)
            raise(SIGKILL);
        _exit(1);
    }
    assert_int_equal(waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT), 0);
    assert_int_equal(ended.si_code, CLD_KILLED);
    assert_int_equal(kill(child, 0), 0);
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_OK);
    assert_true(other.judged && !other.alive && other.pid == child);
    assert_int_equal(waitpid(child, NULL, 0), child);
    lock_release(lock);
    assert_string_equal(scratch_list("."), "");
}

static void test_a_number_used_again_is_another_process(void **state)
{
    (void)state;
    Lock *lock = NULL, *second = NULL;
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    forge_fact("started", "1");
    assert_int_equal(lock_take("song.mix", &second, &other, &error), STATUS_OK);
    assert_true(other.known && !other.alive);
    assert_false(lock_is_ours(lock));
    lock_release(lock); /* must leave the lock of the second */
    assert_true(lock_is_ours(second));
    lock_release(second);
    assert_string_equal(scratch_list("."), "");
}

static void test_who_is_dead_and_who_cannot_be_judged(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value;
        Status status;
    } rows[] = {
        {"boot", "00000000-0000-0000-0000-000000000000", STATUS_OK}, /* this machine was started again since */
        {"pid", "-1", STATUS_OK},
        {"pid", "0", STATUS_OK},
        {"pid", "99999999999", STATUS_OK},
        {"host", "elsewhere", STATUS_EXISTS},
        {"machine", "0123456789abcdef", STATUS_EXISTS}, /* another machine of the same name */
        {"space", "1", STATUS_EXISTS},                  /* another container */
        {"end", "x", STATUS_OK},                        /* no such line: nothing forged, dead */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Lock *lock = NULL;
        leave_stale_lock();
        forge_fact(rows[i].key, rows[i].value);
        assert_int_equal(lock_take("song.mix", &lock, &other, &error), rows[i].status);
        lock_release(lock);
        unlink(LOCK_FILE);
    }
}

static void test_a_hostile_lock_is_told_without_harm(void **state)
{
    (void)state;
    Lock *lock = NULL;
    leave_stale_lock();
    forge_fact("host", "\x1b[2Jevil");
    forge_fact("user", "\xe2\x80\xaegnp");
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_EXISTS);
    assert_string_equal(other.host, "\\x1B[2Jevil");
    assert_string_equal(other.user, "\\u{202E}gnp");
    scratch_write(LOCK_FILE, "something else");
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_EXISTS);
    assert_false(other.known);
    assert_string_equal(error.text, "song.mix is locked, but its lock does not say by whom");
    assert_int_equal(lock_take_over("song.mix", &lock, &other, &error), STATUS_OK);
    lock_release(lock);
}

static void test_a_link_or_fifo_in_its_place_is_refused(void **state)
{
    (void)state;
    Lock *lock = NULL;
    scratch_write("victim", "precious");
    assert_int_equal(symlink("victim", LOCK_FILE), 0);
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_REFUSED);
    assert_string_equal(error.text, ".song.mix.lock is a link, which is not followed");
    assert_int_equal(lock_take_over("song.mix", &lock, &other, &error), STATUS_REFUSED);
    assert_string_equal(scratch_read("victim"), "precious");
    assert_int_equal(unlink(LOCK_FILE), 0);
    assert_int_equal(symlink("nothing", LOCK_FILE), 0);
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_REFUSED);
    assert_false(scratch_exists("nothing"));
    assert_int_equal(unlink(LOCK_FILE), 0);
    assert_int_equal(mkfifo(LOCK_FILE, 0600), 0);
    assert_int_equal(lock_take("song.mix", &lock, &other, &error), STATUS_REFUSED);
    assert_string_equal(error.text, ".song.mix.lock is not a regular file");
}

static void test_a_choice_takes_it_from_the_living(void **state)
{
    (void)state;
    Lock *lock = NULL, *second = NULL;
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    assert_int_equal(lock_take_over("song.mix", &second, &other, &error), STATUS_OK);
    assert_true(other.known && other.alive);
    assert_false(lock_is_ours(lock));
    lock_emergency_release(lock);
    lock_release(lock);
    assert_true(lock_is_ours(second));
    lock_emergency_release(second);
    assert_string_equal(scratch_list("."), "");
    lock_release(second);
    lock_release(NULL);
}

static void test_its_holder_clears_away_old_leftovers(void **state)
{
    (void)state;
    static const char *const names[] = {".song.mix.12345678.new",      ".song.mix.journal.abcdefgh.new",
                                        ".song.mix.lock.ABCDEFGH.new", ".song.mix.1234567.new",
                                        ".song.mix.12345678.old",      ".song.mixer.12345678.new",
                                        "song.mix.12345678.new"};
    struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        scratch_write(names[i], "x");
        assert_int_equal(utimensat(AT_FDCWD, names[i], long_ago, 0), 0);
    }
    scratch_write(".song.mix.lock.87654321.new", "somebody may be about to link this");
    Lock *lock = NULL;
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    lock_release(lock);
    assert_string_equal(scratch_list("."), ".song.mix.1234567.new .song.mix.12345678.old .song.mix.lock.87654321.new "
                                           ".song.mixer.12345678.new song.mix.12345678.new");
}

/* A save that is killed leaves a file of its moment; one that goes on, before its rename, has it open. */
static void test_its_holder_tells_the_killed_from_the_living(void **state)
{
    (void)state;
    Target target;
    char *name = NULL;
    int status;
    Lock *lock = NULL;
    assert_int_equal(target_init(&target, "song.mix", &error), STATUS_OK);
    pid_t child = fork();
    if (child == 0)
        _exit(target_create_new(target.path, 0600, &name) < 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    int fd = target_create_new(target.path, 0600, &name);
    assert_true(fd >= 0);
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    lock_release(lock);
    assert_string_equal(scratch_list("."), strrchr(name, '/') + 1);
    close(fd);
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    lock_release(lock);
    assert_string_equal(scratch_list("."), "");
    free(name);
    target_clear(&target);
}

/* Whoever holds it still cannot lose it meanwhile, and knows afterwards. */
static void test_it_is_not_taken_over_while_it_is_held(void **state)
{
    (void)state;
    Lock *lock = NULL, *second = NULL;
    int hold, again, status;
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    assert_true(lock_hold(lock, &hold));
    assert_true(hold >= 0);
    pid_t child = fork();
    if (child == 0)
        _exit(lock_take_over("song.mix", &second, NULL, &error) != STATUS_OK);
    for (int i = 0; i < 20; i++) {
        usleep(1000);
        assert_true(lock_is_ours(lock));
    }
    lock_let_go(hold);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_false(lock_hold(lock, &again));
    assert_int_equal(again, -1);
    lock_release(lock);
}

static void test_without_a_file_there_is_nothing_to_hold(void **state)
{
    (void)state;
    Lock *lock = NULL;
    int hold;
    assert_true(lock_hold(NULL, &hold));
    assert_int_equal(hold, -1);
    assert_int_equal(lock_take("song.mix", &lock, NULL, &error), STATUS_OK);
    Lock *kept = lock_keep(lock);
    assert_int_equal(unlink(LOCK_FILE), 0);
    assert_true(lock_hold(lock, &hold));
    assert_int_equal(hold, -1);
    lock_release(lock);
    assert_true(lock_hold(kept, &hold));
    lock_drop(kept);
}

static int places_as_nobody(void)
{
    Lock *lock = NULL, *second = NULL;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 1;
    if (lock_take("locked/song.mix", &lock, NULL, &error) != STATUS_OK || lock_place(lock) != LOCK_STATE_FOLDER ||
        !lock_is_ours(lock))
        return 2;
    if (lock_take("locked/song.mix", &second, &other, &error) != STATUS_EXISTS || other.pid != getpid())
        return 3;
    lock_release(lock);
    setenv("XDG_STATE_HOME", "/proc/nowhere", 1);
    if (lock_take("locked/song.mix", &lock, NULL, &error) != STATUS_OK || lock_place(lock) != LOCK_NOWHERE ||
        !lock_is_ours(lock))
        return 4;
    lock_release(lock);
    return 0;
}

static void test_an_unwritable_folder_locks_elsewhere(void **state)
{
    (void)state;
    int result = 1;
    assert_int_equal(chmod(".", 0777), 0);
    assert_int_equal(mkdir("locked", 0555), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(places_as_nobody());
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    assert_int_equal(chmod("locked", 0700), 0);
}

/* Both children of a race wait for the starting shot, try, and tell; the winner keeps the lock until both have tried.
 */
static void race_child(int shot, int done, int wait_for_all)
{
    char byte;
    Lock *lock = NULL;
    if (read(shot, &byte, 1) != 0)
        _exit(9);
    Status status = lock_take("song.mix", &lock, NULL, &error);
    byte = status == STATUS_OK ? 'W' : status == STATUS_EXISTS ? 'L' : 'E';
    if (write(done, &byte, 1) != 1 || read(wait_for_all, &byte, 1) != 0)
        _exit(9);
    _exit(0); /* without a release: the next race begins with a stale lock */
}

static void run_race(int *wins, int *losses)
{
    int shot[2], done[2], all[2], result;
    char told[2];
    assert_int_equal(pipe(shot) | pipe(done) | pipe(all), 0);
    pid_t children[2];
    for (int i = 0; i < 2; i++)
        if ((children[i] = fork()) == 0) {
            close(shot[1]);
            close(all[1]);
            race_child(shot[0], done[1], all[0]);
        }
    close(shot[1]);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(read(done[0], &told[i], 1), 1);
        *wins += told[i] == 'W';
        *losses += told[i] == 'L';
    }
    close(all[1]);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(waitpid(children[i], &result, 0), children[i]);
        assert_int_equal(result, 0);
    }
    close(shot[0]), close(done[0]), close(done[1]), close(all[0]);
}

static void test_a_thousand_races_have_one_winner_each(void **state)
{
    (void)state;
    int wins = 0, losses = 0;
    for (int i = 0; i < 1000; i++) {
        if (i % 10 == 0)
            unlink(LOCK_FILE); /* now and then there is no lock at all */
        run_race(&wins, &losses);
        assert_int_equal(wins, i + 1);
        assert_int_equal(losses, i + 1);
    }
    assert_string_equal(scratch_list("."), LOCK_FILE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_lock_tells_its_owner_and_goes_away),
        TEST(test_two_names_of_a_project_share_its_lock),
        TEST(test_the_lock_of_a_dead_process_is_replaced),
        TEST(test_a_process_that_only_waits_to_be_buried_is_dead),
        TEST(test_a_number_used_again_is_another_process),
        TEST(test_who_is_dead_and_who_cannot_be_judged),
        TEST(test_a_hostile_lock_is_told_without_harm),
        TEST(test_a_link_or_fifo_in_its_place_is_refused),
        TEST(test_a_choice_takes_it_from_the_living),
        TEST(test_its_holder_clears_away_old_leftovers),
        TEST(test_its_holder_tells_the_killed_from_the_living),
        TEST(test_it_is_not_taken_over_while_it_is_held),
        TEST(test_without_a_file_there_is_nothing_to_hold),
        TEST(test_an_unwritable_folder_locks_elsewhere),
        TEST(test_a_thousand_races_have_one_winner_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
