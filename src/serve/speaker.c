/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/speaker.h"

#include <string.h>

#include "projects/command/command.h"
#include "projects/text/escape.h"

typedef struct Meaning { /* of a line: what concerns the one who says it, and not the song */
    bool begins, ends, leaves, saves, replaces;
} Meaning;

static bool is_word(const char *word, const char *name, const char *alias)
{
    size_t length = strcspn(word, "!");
    return (strlen(name) == length && strncmp(word, name, length) == 0) ||
           (alias && strlen(alias) == length && strncmp(word, alias, length) == 0);
}

static Meaning read_meaning(const char *line)
{
    CommandWords words = {0};
    Meaning meaning = {0};
    if (command_split(line, &words, NULL) != STATUS_OK || words.count == 0) {
        command_words_clear(&words);
        return meaning;
    }
    const char *first = words.word[0];
    meaning.begins = is_word(first, "begin", NULL);
    meaning.ends = is_word(first, "end", NULL) && words.count == 1;
    meaning.saves = is_word(first, "wq", NULL);
    meaning.leaves = meaning.saves || is_word(first, "quit", "q");
    meaning.replaces = strchr(first, '!') || (words.count > 1 && strcmp(words.word[1], "!") == 0);
    command_words_clear(&words);
    return meaning;
}

void speaker_name(Speaker *speaker, const char *name)
{
    if (name[0])
        text_escape_for_terminal(speaker->name, sizeof speaker->name, name, strlen(name));
}

static void run(Speaker *speaker, const char *line, SessionAnswer *answer)
{
    session_set_author(speaker->session, speaker->name);
    session_run(speaker->session, line, answer);
    session_set_author(speaker->session, "");
}

static void repeat(Speaker *speaker, int times, const char *line)
{
    SessionAnswer answer;
    for (int i = 0; i < times; i++)
        run(speaker, line, &answer);
}

static void take_floor(Speaker *speaker)
{
    Floor *floor = speaker->floor;
    if (!floor || floor->holder == speaker)
        return;
    if (floor->holder)
        repeat(floor->holder, floor->holder->gestures, "end");
    repeat(speaker, speaker->gestures, "begin");
    floor->holder = speaker;
}

/* What is not saved stays in the session, and in its journal. */
static void leave(Speaker *speaker, const Meaning *meaning, SessionAnswer *answer)
{
    if (meaning->saves && document_is_changed(session_document(speaker->session))) {
        run(speaker, meaning->replaces ? "write!" : "write", answer);
        if (answer->status != STATUS_OK)
            return;
    }
    speaker->leaves = true;
    answer_say(answer, STATUS_OK, "Goodbye; the session goes on.");
}

void speaker_run(Speaker *speaker, const char *line, SessionAnswer *answer)
{
    Meaning meaning = read_meaning(line);
    if (speaker->guest && meaning.leaves && !(speaker->readonly && meaning.saves))
        leave(speaker, &meaning, answer);
    else if (speaker->readonly)
        answer_say(answer, STATUS_REFUSED, "Not done: this one looks and listens only (--readonly).");
    else if (speaker->guest && meaning.ends && speaker->gestures == 0)
        answer_say(answer, STATUS_REFUSED, "Not done: there is no gesture to end.");
    else {
        take_floor(speaker);
        run(speaker, line, answer);
        speaker->gestures += answer->status != STATUS_OK ? 0 : meaning.begins ? 1 : meaning.ends ? -1 : 0;
        speaker->gestures = speaker->gestures < 0 ? 0 : speaker->gestures;
    }
}

void speaker_end(Speaker *speaker)
{
    bool holds = !speaker->floor || speaker->floor->holder == speaker;
    repeat(speaker, holds ? speaker->gestures : 0, "end");
    speaker->gestures = 0;
    if (speaker->floor && holds)
        speaker->floor->holder = NULL;
}
