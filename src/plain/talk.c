/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/talk.h"

#include <stdio.h>
#include <time.h>

#include "src/base/signals.h"
#include "src/speech/speak.h"

/* Where a script went wrong; a person knows what was typed last. */
static void say_place(const Plain *plain)
{
    if (!plain->interactive && plain->line_number)
        printf("line %d: ", plain->line_number);
}

void plain_refuse(Plain *plain, const char *sentence)
{
    char text[1200];
    plain->failed = true;
    say_place(plain);
    puts(speak_answer(text, sizeof text, plain->describer.speech, sentence));
}

void plain_tick(Plain *plain)
{
    session_tick(plain->session);
    watch_tick(&plain->watches, plain->session, plain->describer.speech, &plain->alerts);
    if (alerts_are_due(&plain->alerts, lineinput_is_idle(plain->input)))
        alerts_say(&plain->alerts, plain->input);
}

void plain_run_for(Plain *plain, double seconds)
{
    struct timespec pause = {0, 10 * 1000000L};
    for (double left = seconds; left > 0 && !signals_ending(); left -= 0.01) {
        nanosleep(&pause, NULL);
        plain_tick(plain);
    }
}
