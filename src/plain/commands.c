/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/command.h"
#include "src/base/signals.h"
#include "src/plain/keys.h"
#include "src/song/offer.h"
#include "src/speech/tell.h"

/* Whose rows can be typed in plain mode. */
enum { HERE = BY_DOCUMENT | BY_SESSION | BY_PLAIN };

static bool word_is(const CommandWords *words, int index, const char *word)
{
    return words->count > index && strcmp(words->word[index], word) == 0;
}

static void run_tell(Plain *plain, const CommandWords *words)
{
    const char *refusal = tell_words(&plain->describer, words, plain->verbosity);
    if (refusal)
        plain_refuse(plain, refusal);
}

static void run_watch(Plain *plain, const CommandWords *words)
{
    char text[300];
    if (watch_add(&plain->watches, plain->session, words->count, words->word, plain->describer.speech, text,
                  sizeof text))
        puts(text);
    else
        plain_refuse(plain, text);
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
        plain_refuse(plain, "Not changed: speech takes words or symbols.");
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
    plain_refuse(plain, "Not changed: verbosity takes brief, normal or full.");
}

static void run_help(Plain *plain, const CommandWords *words)
{
    (void)plain;
    char usage[USAGE_MAX];
    const Command *row = words->count > 1 ? command_find(words->word[1]) : NULL;
    if (row) {
        const char *name = row->name;
        for (row = NULL; (row = command_next(row));)
            if (strcmp(row->name, name) == 0)
                printf("%s %s\n%s\nExample: %s\n", row->name, command_usage(row, usage), row->help, row->example);
        return;
    }
    puts("Commands; help COMMAND tells more:");
    while ((row = command_next(row)))
        if (row->by & HERE)
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
    bool stops = !transport_runs_on(session_transport(plain->session));
    while (!signals_ending() && session_is_playing(plain->session) &&
           (stops || state.position < session_end_frame(plain->session))) {
        plain_run_for(plain, 0.02);
        session_engine_state(plain->session, &state);
    }
    (void)session_wait_for_jobs(plain->session);
}

/* The newest first; what is undone stands above what is done, as on the screen. */
static void run_history(Plain *plain, const CommandWords *words)
{
    char *end = NULL;
    long most = words->count > 1 ? strtol(words->word[1], &end, 10) : 20;
    if (words->count > 1 && (*end || end == words->word[1] || most < 1)) {
        plain_refuse(plain, "Not told: history takes how many edits, as in history 10.");
        return;
    }
    describe_history(&plain->describer, session_project(plain->session)->is_new, most);
}

static void run_keys(Plain *plain, const CommandWords *words)
{
    (void)words;
    keys_run(plain);
}

static const struct {
    const char *name;
    void (*run)(Plain *plain, const CommandWords *words);
} plain_commands[] = {
    {"describe", run_tell}, {"what", run_tell},           {"watch", run_watch}, {"unwatch", run_unwatch},
    {"speech", run_speech}, {"verbosity", run_verbosity}, {"help", run_help},   {"wait", run_wait},
    {"keys", run_keys},     {"history", run_history},
};

Status plain_check_commands(Error *error)
{
    const char *names[ARRAY_LEN(plain_commands)];
    for (size_t i = 0; i < ARRAY_LEN(plain_commands); i++)
        names[i] = plain_commands[i].name;
    return commands_check_bound(BY_PLAIN, names, (int)ARRAY_LEN(plain_commands), error);
}

const CommandPlace plain_place = {.by = HERE, .list = offer_of_machine};

bool plain_run_command(Plain *plain, const char *line)
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
