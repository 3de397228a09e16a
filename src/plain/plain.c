/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/plain.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "projects/command/command.h"
#include "src/base/signals.h"
#include "src/plain/alerts.h"
#include "src/plain/commands.h"
#include "src/plain/lineinput.h"
#include "src/session/session.h"
#include "src/speech/describe.h"
#include "src/speech/opening.h"
#include "src/speech/speak.h"

/* readline changes the terminal while a line is typed: a crash must not leave it so. */
static struct termios terminal_before;
static atomic_bool terminal_known;

static void rescue_terminal(Rescuable *rescuable)
{
    (void)rescuable;
    if (atomic_load(&terminal_known))
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

/* ---- what the session says unasked ---- */

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    Plain *plain = context;
    if (level == NOTICE_ERROR)
        plain->had_error = true;
    char spoken[1200];
    speak_answer(spoken, sizeof spoken, plain->describer.speech, text);
    if (plain->interactive)
        alerts_add(&plain->alerts, spoken); /* a line may be half typed */
    else {
        puts(spoken);
        fflush(stdout); /* whoever reads the pipe hears it now */
    }
}

static void on_replaced(void *context)
{
    Plain *plain = context;
    plain->describer.document = session_document(plain->session);
    plain->watches.count = 0;
    if (plain->input)
        lineinput_set_document(plain->input, plain->describer.document);
}

/* Tables stand where they were asked for. */
static void on_report(void *context, const char *text)
{
    (void)context;
    fputs(text, stdout);
}

/* ---- a line ---- */

/* "Micro unmuted." is worth its level, too: it is what will be heard. */
static void add_level(const Plain *plain, const CommandWords *words, char *text, size_t size)
{
    char fader[100];
    const Strip *strip =
        words->count > 1 ? model_strip(document_model(plain->describer.document), words->word[1]) : NULL;
    size_t length = strlen(text);
    if (!strip || plain->verbosity == VERBOSITY_BRIEF || length < 10 || strcmp(text + length - 9, " unmuted.") != 0)
        return;
    speak_param(fader, sizeof fader, plain->describer.speech, &strip_facts[FACT_FADER], strip->fact[FACT_FADER]);
    snprintf(text + length, size - length, " Fader %s.", fader);
}

static void confirm(Plain *plain, const char *line, const char *answer)
{
    char text[1400];
    CommandWords words;
    if (command_split(line, &words, NULL) != STATUS_OK)
        return;
    bool of_strips = words.count > 1 && !strchr(words.word[1], '.'); /* and not of a band */
    if (of_strips && (strcmp(words.word[0], "solo") == 0 || strcmp(words.word[0], "unsolo") == 0))
        describe_solo(&plain->describer, plain->verbosity);
    else if (answer[0]) {
        speak_answer(text, sizeof text, plain->describer.speech, answer);
        add_level(plain, &words, text, sizeof text);
        puts(text);
    }
    command_words_clear(&words);
}

static void run_line(Plain *plain, const char *line)
{
    SessionAnswer answer;
    if (line[strspn(line, " \t\r")] == '\0' || line[strspn(line, " \t")] == '#')
        return;
    if (plain_run_command(plain, line))
        return;
    session_run(plain->session, line, &answer);
    if (answer.status != STATUS_OK)
        plain_refuse(plain, answer.text);
    else
        confirm(plain, line, answer.text);
    fflush(stdout); /* a bounce may take its time */
    if (!plain->interactive && session_wait_for_jobs(plain->session) != STATUS_OK)
        plain->failed = true;
}

/* ---- the loop ---- */

static void loop(Plain *plain)
{
    while (!session_is_over(plain->session) && !signals_ending()) {
        struct pollfd poller = {STDIN_FILENO, POLLIN, 0};
        char *line = lineinput_next(plain->input);
        if (line) {
            plain->line_number++;
            run_line(plain, line);
            fflush(stdout);
            free(line);
            lineinput_prompt(plain->input);
            continue;
        }
        if (lineinput_is_over(plain->input))
            return;
        if (poll(&poller, 1, session_patience_ms(plain->session)) < 0 && errno != EINTR)
            return;
        if (poller.revents)
            lineinput_read(plain->input);
        plain_tick(plain);
    }
}

/* The end of the input ends the session; unsaved edits stay in the journal, where there is one. */
static int finish(Plain *plain)
{
    char end[400];
    bool kept = true;
    session_finish_rides(plain->session);
    bool unsaved = !session_is_over(plain->session) && document_is_changed(session_document(plain->session));
    alerts_say_all(&plain->alerts);
    if (unsaved) {
        kept = session_say_end(plain->session, end, sizeof end);
        puts(end);
    }
    session_close(plain->session, session_was_discarded(plain->session));
    if (signals_ending() && kept)
        return EXIT_SIGNAL + signals_ending();
    return plain->failed || unsaved ? EXIT_FAILED : EXIT_DONE;
}

int plain_main(const Options *options)
{
    Plain plain = {.verbosity = VERBOSITY_NORMAL, .interactive = isatty(STDIN_FILENO) != 0};
    SessionSetup setup = {.path = options->operands[0],
                          .device = options->device,
                          .block_frames = options->block_frames,
                          .monitor_db = options->monitor_db,
                          .allow_outside = options->allow_outside,
                          .silent = !plain.interactive};
    SessionOpening opening = {0};
    SessionListener listener = {.context = &plain, .replaced = on_replaced, .notice = on_notice, .report = on_report};
    Error error = {0};
    if (plain_check_commands(&error) != STATUS_OK) {
        fprintf(stderr, "ttymix: %s\n", error.text);
        return EXIT_FAILED;
    }
    if (plain.interactive)
        atomic_store(&terminal_known, tcgetattr(STDIN_FILENO, &terminal_before) == 0);
    static Rescuable terminal = {rescue_terminal};
    signals_catch_for_session();
    if (!signals_rescue_later(&terminal))
        return EXIT_FAILED;
    int status = exit_status_of_opening(session_open(&plain.session, &setup, &opening));
    opening_print(&opening, setup.path, stderr);
    if (status != EXIT_DONE)
        return status;
    player_watch_image(session_player(plain.session), true); /* it may be asked for */
    plain.describer = (Describer){plain.session, session_document(plain.session),
                                  plain.interactive ? SPEECH_WORDS : SPEECH_SYMBOLS, stdout};
    if (!session_listen(plain.session, &listener)) {
        session_close(plain.session, false);
        return EXIT_FAILED;
    }
    session_tell_all(plain.session, &listener);
    alerts_say_all(&plain.alerts);
    plain.input = lineinput_new(plain.interactive, session_document(plain.session), &plain_place);
    if (!plain.input) {
        session_close(plain.session, false);
        return EXIT_FAILED;
    }
    loop(&plain);
    lineinput_free(plain.input);
    return finish(&plain);
}
