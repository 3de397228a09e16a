/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/tell.h"

#include <stdlib.h>
#include <string.h>

static bool take_verbosity(const char *word, Verbosity *verbosity)
{
    static const char *const names[] = {"brief", "normal", "full"};
    for (int i = 0; i < 3; i++)
        if (strcmp(word, names[i]) == 0) {
            *verbosity = (Verbosity)i;
            return true;
        }
    return false;
}

#define NO_STRIP "Not described: there is no strip of that name."

static bool word_is(const CommandWords *words, int index, const char *word)
{
    return words->count > index && strcmp(words->word[index], word) == 0;
}

/* `describe timeline [STRIP]`, `describe lane ADDRESS`; false if it is neither. */
static bool describe_in_time(const Describer *describer, int count, const CommandWords *words, const char **refusal)
{
    const Model *model = document_model(describer->document);
    const Strip *strip = count == 3 ? model_strip(model, words->word[2]) : NULL;
    bool timeline = word_is(words, 1, "timeline") && !(count == 2 && model_strip(model, "timeline"));
    if (!timeline && !(count == 3 && word_is(words, 1, "lane")))
        return false;
    *refusal = NULL;
    if (timeline && count == 2)
        describe_timeline(describer);
    else if (timeline && strip)
        describe_timeline_of_strip(describer, strip);
    else if (timeline)
        *refusal = NO_STRIP;
    else if (!describe_lane(describer, words->word[2]))
        *refusal = "Not described: there is no automation at that address.";
    return true;
}

/* A strip of that name goes before. */
static bool describe_master(const Describer *describer, const char *word)
{
    bool loudness = strcmp(word, "loudness") == 0;
    if (model_strip(document_model(describer->document), word) || (!loudness && strcmp(word, "image") != 0))
        return false;
    if (loudness)
        describe_loudness(describer);
    else
        describe_image(describer);
    return true;
}

static const char *describe_words(const Describer *describer, const CommandWords *words, Verbosity verbosity)
{
    int count = words->count - (words->count > 1 && take_verbosity(words->word[words->count - 1], &verbosity));
    if (count == 1) {
        describe_project(describer);
        return NULL;
    }
    const char *refusal;
    if (describe_in_time(describer, count, words, &refusal))
        return refusal;
    if (count == 3 && word_is(words, 1, "curve"))
        return describe_curve(describer, words->word[2])
                   ? NULL
                   : "Not described: there is no processor with a curve at that address, as in describe curve vox.eq";
    if (count == 2 && describe_master(describer, words->word[1]))
        return NULL;
    const Strip *strip = count == 2 ? model_strip(document_model(describer->document), words->word[1]) : NULL;
    if (strip)
        describe_strip(describer, strip, verbosity);
    else if (count != 2 || !describe_parameters(describer, words->word[1], verbosity))
        return NO_STRIP;
    return NULL;
}

const char *tell_words(const Describer *describer, const CommandWords *words, Verbosity verbosity)
{
    if (strcmp(words->word[0], "describe") == 0)
        return describe_words(describer, words, verbosity);
    return describe_what(describer, words->count, words->word)
               ? NULL
               : "Not answered: ask what is soloed, muted, over, playing, compared, heard, or not default STRIP.";
}

/* The last line that is not whole goes. */
static void fit_lines(char *text, size_t room)
{
    size_t length = strlen(text);
    if (length >= room) {
        text[room - 4] = '\0';
        char *end = strrchr(text, '\n');
        memcpy(end ? end + 1 : text + room - 4, "...", 4);
        return;
    }
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
}

void tell_answer(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    Describer describer = {
        .session = session, .document = session_document(session), .speech = SPEECH_SYMBOLS, .out = out};
    const char *refusal = out ? tell_words(&describer, words, VERBOSITY_NORMAL) : NULL;
    if (!out || fclose(out) != 0 || !text) {
        answer_say(answer, STATUS_NO_MEMORY, "Not described: out of memory.");
    } else if (refusal) {
        answer_say(answer, STATUS_NOT_FOUND, "%s", refusal);
    } else {
        fit_lines(text, sizeof answer->text);
        answer_say(answer, STATUS_OK, "%s", text);
    }
    free(text);
}
