/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "projects/command.h"
#include "src/alerts.h"
#include "src/bouncejob.h"
#include "src/describe.h"
#include "src/lineinput.h"
#include "src/plain_parts.h"
#include "src/session.h"
#include "src/signals.h"

/* readline changes the terminal while a line is typed: a crash must not leave it so. */
static struct termios terminal_before;
static atomic_bool terminal_known;

static void rescue(void)
{
    session_rescue();
    if (atomic_load(&terminal_known))
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

/* ---- what the session says unasked ---- */

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    Plain *plain = context;
    if (level == NOTICE_ERROR)
        plain->had_error = true;
    if (plain->interactive)
        alerts_add(&plain->alerts, text); /* a line may be half typed */
    else {
        puts(text);
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

/* ---- commands of the plain desk itself ---- */

static bool word_is(const CommandWords *words, int index, const char *word)
{
    return words->count > index && strcmp(words->word[index], word) == 0;
}

static void say_not_understood(Plain *plain, const char *sentence)
{
    puts(sentence);
    plain->failed = true;
}

static void run_describe(Plain *plain, const CommandWords *words)
{
    Verbosity verbosity = plain->verbosity;
    const char *last = words->word[words->count - 1];
    int count = words->count;
    if (strcmp(last, "brief") == 0 || strcmp(last, "normal") == 0 || strcmp(last, "full") == 0) {
        verbosity = last[0] == 'b' ? VERBOSITY_BRIEF : last[0] == 'n' ? VERBOSITY_NORMAL : VERBOSITY_FULL;
        count--;
    }
    if (count == 1) {
        describe_project(&plain->describer);
        return;
    }
    const Strip *strip = model_strip(document_model(plain->describer.document), words->word[1]);
    if (strip)
        describe_strip(&plain->describer, strip, verbosity);
    else
        say_not_understood(plain, "Not described: there is no strip of that name.");
}

static void run_what(Plain *plain, const CommandWords *words)
{
    if (!describe_what(&plain->describer, words->count, words->word))
        say_not_understood(plain, "Not answered: ask what is soloed, muted, over, or not default STRIP.");
}

static void run_watch(Plain *plain, const CommandWords *words)
{
    char text[300];
    if (!watch_add(&plain->watches, plain->session, words->count, words->word, plain->describer.speech, text, sizeof text))
        plain->failed = true;
    puts(text);
}

static void run_unwatch(Plain *plain, const CommandWords *words)
{
    (void)words;
    plain->watches.count = 0;
    puts("Watching nothing.");
}

static void run_speech(Plain *plain, const CommandWords *words)
{
    if (word_is(words, 1, "words") || word_is(words, 1, "symbols")) {
        plain->describer.speech = words->word[1][0] == 'w' ? SPEECH_WORDS : SPEECH_SYMBOLS;
        printf("Speech %s.\n", words->word[1]);
    } else
        say_not_understood(plain, "Not changed: speech takes words or symbols.");
}

static void run_verbosity(Plain *plain, const CommandWords *words)
{
    static const char *const names[] = {"brief", "normal", "full"};
    for (int i = 0; i < 3; i++)
        if (word_is(words, 1, names[i])) {
            plain->verbosity = (Verbosity)i;
            printf("Verbosity %s.\n", names[i]);
            return;
        }
    say_not_understood(plain, "Not changed: verbosity takes brief, normal or full.");
}

static void run_help(Plain *plain, const CommandWords *words)
{
    (void)plain;
    const CommandInfo *row = words->count > 1 ? command_find(words->word[1]) : NULL;
    if (row) {
        printf("%s %s\n%s\n", row->name, row->arguments, row->help);
        if (row->example)
            printf("Example: %s\n", row->example);
        return;
    }
    puts("Commands; help COMMAND tells more:");
    for (row = command_table; row->name; row++)
        if (row->scope != COMMAND_VIEW)
            printf("%s: %s\n", row->name, row->help);
}

/* `wait 2 s`, `wait stop`, `wait bounce`: for scripts. */
static void run_wait(Plain *plain, const CommandWords *words)
{
    char *end = NULL;
    double seconds = words->count > 1 ? strtod(words->word[1], &end) : 0;
    EngineState state;
    if (words->count > 1 && end != words->word[1]) {
        plain_run_for(plain, seconds);
        return;
    }
    session_engine_state(plain->session, &state);
    while (!signals_ending() && state.position < session_end_frame(plain->session) && session_is_playing(plain->session)) {
        plain_run_for(plain, 0.02);
        session_engine_state(plain->session, &state);
    }
    session_settle_bounce(plain->session);
}

static const struct {
    const char *name;
    void (*run)(Plain *plain, const CommandWords *words);
} plain_commands[] = {
    {"describe", run_describe}, {"what", run_what},           {"watch", run_watch}, {"unwatch", run_unwatch}, {"speech", run_speech},
    {"verbosity", run_verbosity}, {"help", run_help},         {"wait", run_wait},   
};

static bool run_plain_command(Plain *plain, const char *line)
{
    CommandWords words;
    bool found = false;
    if (command_split(line, &words, NULL) != STATUS_OK)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(plain_commands) && words.count && !found; i++)
        if (strcmp(words.word[0], plain_commands[i].name) == 0) {
            plain_commands[i].run(plain, &words);
            found = true;
        }
    command_words_clear(&words);
    return found;
}

void plain_run_line(Plain *plain, const char *line)
{
    SessionAnswer answer;
    if (line[strspn(line, " \t")] == '\0' || line[strspn(line, " \t")] == '#')
        return;
    if (run_plain_command(plain, line))
        return;
    session_run(plain->session, line, &answer);
    if (answer.status != STATUS_OK)
        plain->failed = true;
    if (answer.text[0])
        puts(answer.text);
    fflush(stdout); /* a bounce may take its time */
    if (!plain->interactive && session_settle_bounce(plain->session) != EXIT_DONE)
        plain->failed = true;
}

/* ---- the loop ---- */

static void tick(Plain *plain)
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
        tick(plain);
    }
}

static void loop(Plain *plain)
{
    while (!session_is_over(plain->session) && !signals_ending()) {
        struct pollfd poller = {STDIN_FILENO, POLLIN, 0};
        char *line = lineinput_next(plain->input);
        if (line) {
            plain_run_line(plain, line);
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
        tick(plain);
    }
}

/* The end of the input ends the session; unsaved edits stay in the journal. */
static int finish(Plain *plain)
{
    bool unsaved = !session_is_over(plain->session) && document_is_changed(session_document(plain->session));
    alerts_say_all(&plain->alerts);
    if (unsaved)
        puts("Ended with unsaved edits; the next start offers to recover them.");
    session_close(plain->session, session_was_discarded(plain->session));
    if (signals_ending())
        return EXIT_SIGNAL + signals_ending();
    return plain->failed || unsaved ? EXIT_FAILED : EXIT_DONE;
}

int plain_main(const Options *options)
{
    Plain plain = {.verbosity = VERBOSITY_NORMAL, .interactive = isatty(STDIN_FILENO) != 0};
    SessionSetup setup = {.path = options->operands[0], .device = options->device, .block_frames = options->block_frames,
                          .monitor_db = options->monitor_db, .allow_outside = options->allow_outside, .silent = !plain.interactive,
                          .interactive = plain.interactive};
    SessionListener listener = {.context = &plain, .replaced = on_replaced, .notice = on_notice, .report = on_report};
    if (plain.interactive)
        atomic_store(&terminal_known, tcgetattr(STDIN_FILENO, &terminal_before) == 0);
    signals_catch_for_session(rescue);
    int status = session_open(&plain.session, &setup);
    if (status != EXIT_DONE)
        return status;
    plain.describer = (Describer){plain.session, session_document(plain.session), plain.interactive ? SPEECH_WORDS : SPEECH_SYMBOLS, stdout};
    session_listen(plain.session, &listener);
    session_tell_all(plain.session, &listener);
    alerts_say_all(&plain.alerts);
    plain.input = lineinput_new(plain.interactive, session_document(plain.session));
    if (!plain.input) {
        session_close(plain.session, false);
        return EXIT_FAILED;
    }
    loop(&plain);
    lineinput_free(plain.input);
    return finish(&plain);
}
