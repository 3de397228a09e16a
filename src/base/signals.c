/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static atomic_int ending;
static _Atomic(Rescuable *) rescuables[RESCUABLES_MAX];

bool signals_rescue_later(Rescuable *rescuable)
{
    for (size_t i = 0; i < ARRAY_LEN(rescuables); i++) {
        Rescuable *none = NULL;
        if (atomic_compare_exchange_strong(&rescuables[i], &none, rescuable))
            return true;
    }
    return false;
}

void signals_forget(Rescuable *rescuable)
{
    for (size_t i = 0; i < ARRAY_LEN(rescuables); i++) {
        Rescuable *there = rescuable;
        atomic_compare_exchange_strong(&rescuables[i], &there, NULL);
    }
}

static void rescue_all(void)
{
    for (size_t i = 0; i < ARRAY_LEN(rescuables); i++) {
        Rescuable *rescuable = atomic_load(&rescuables[i]);
        if (rescuable)
            rescuable->rescue(rescuable);
    }
}

static void note_ending(int number)
{
    int none = 0;
    atomic_compare_exchange_strong(&ending, &none, number);
}

static void rescue_and_die(int number)
{
    signal(number, SIG_DFL);
    rescue_all();
    raise(number);
}

static void catch_signal(int number, void (*handler)(int))
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = handler == note_ending ? 0 : (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void signals_catch_for_bounce(void)
{
    static const int endings[] = {SIGINT, SIGTERM, SIGQUIT, SIGXFSZ};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        catch_signal(endings[i], note_ending);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

void signals_catch_for_session(void)
{
    static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
    signals_catch_for_bounce();
    catch_signal(SIGHUP, note_ending);
    for (size_t i = 0; i < ARRAY_LEN(crashes); i++)
        catch_signal(crashes[i], rescue_and_die);
}

int signals_ending(void)
{
    return atomic_load(&ending);
}
