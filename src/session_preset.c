/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `preset list`, `preset load`, `preset save`; and the plan of `template`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/chain.h"
#include "projects/escape.h"
#include "projects/template.h"
#include "src/preset.h"
#include "src/session_parts.h"

static void list_presets(Session *session, SessionAnswer *answer)
{
    PresetInfo *infos = NULL;
    Buffer text = {0};
    int count = preset_list(&infos);
    for (int i = 0; i < count; i++)
        buffer_append_format(&text, "%-18s %s%s\n", infos[i].name, infos[i].is_own ? "(yours) " : "", infos[i].help);
    if (count < 0 || text.failed)
        answer_say(answer, STATUS_NO_MEMORY, "Not listed: out of memory.");
    else {
        if (count)
            session_tell_report(session, text.bytes);
        answer_say(answer, STATUS_OK, "%d preset%s.", count, count == 1 ? "" : "s");
    }
    buffer_clear(&text);
    free(infos);
}

static void load_preset(Session *session, const CommandWords *words, int first, SessionAnswer *answer)
{
    Error error = {0};
    Buffer line = {0};
    char *chain = NULL;
    const char *mode = words->count > first + 3 ? words->word[first + 3] : "replace";
    if (words->count < first + 3 || words->count > first + 4 ||
        (strcmp(mode, "replace") != 0 && strcmp(mode, "append") != 0)) {
        answer_say(answer, STATUS_BAD_VALUE,
                   "Not loaded: preset load takes STRIPS, the NAME or FILE of a preset, and perhaps append.");
        return;
    }
    if (preset_load(words->word[first + 2], &chain, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not loaded: %s.", error.text);
        return;
    }
    buffer_append_text(&line, "chain ");
    text_append_quoted(&line, words->word[first + 1], strlen(words->word[first + 1]));
    buffer_append_text(&line, " ");
    text_append_quoted(&line, chain, strlen(chain));
    buffer_append_format(&line, " %s", mode);
    if (line.failed)
        answer_say(answer, STATUS_NO_MEMORY, "Not loaded: out of memory.");
    else
        session_edit(session, line.bytes, answer);
    buffer_clear(&line);
    free(chain);
}

static void save_preset(Session *session, const CommandWords *words, int first, bool replace, SessionAnswer *answer)
{
    Error error = {0};
    char *chain = NULL, shown[120];
    const Document *document = session->project.document;
    const char *name = words->count == first + 3 ? words->word[first + 2] : NULL;
    int strip = name ? model_strip_index(document_model(document), words->word[first + 1]) : -1;
    if (!name || strip < 0) {
        answer_say(answer, STATUS_BAD_VALUE,
                   name ? "Not saved: there is no strip of that name."
                        : "Not saved: preset save takes a STRIP and a NAME or FILE.");
        return;
    }
    text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
    Status status = document_chain_text(document, strip, &chain);
    if (status == STATUS_OK && !chain[0])
        answer_say(answer, STATUS_REFUSED, "Not saved: %s has no processors.", words->word[first + 1]);
    else if (status != STATUS_OK)
        answer_say(answer, status, "Not saved: %s.",
                   status == STATUS_UNSUPPORTED ? "the strip has an unknown processor that stands in several files"
                                                : "out of memory");
    else if (preset_save(name, chain, replace, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not saved: %s.", error.text);
    else
        answer_say(answer, STATUS_OK, "Saved as preset %s.", shown);
    free(chain);
}

static void run_preset(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    bool bang = words->count > 1 && strcmp(words->word[1], "!") == 0;
    int first = bang ? 2 : 1;
    const char *what = words->count > first ? words->word[first] : "";
    if (strcmp(what, "list") == 0 && words->count == first + 1)
        list_presets(session, answer);
    else if (strcmp(what, "load") == 0)
        load_preset(session, words, first, answer);
    else if (strcmp(what, "save") == 0)
        save_preset(session, words, first, bang, answer);
    else
        answer_say(answer, STATUS_BAD_VALUE,
                   "Not done: say preset list, preset load STRIPS NAME or preset save STRIP NAME.");
}

/* Without `apply`: the document does that. */
static void run_template_plan(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    Buffer text = {0};
    Status status = template_plan(session->project.document, words->word[1], &text, &error);
    if (status == STATUS_OK) {
        session_tell_report(session, text.bytes);
        answer_say(answer, STATUS_OK, "Nothing is changed yet; template %s apply does it.", words->word[1]);
    } else
        answer_say(answer, status, "Not shown: %s.", error.text);
    buffer_clear(&text);
}

const SessionCommand session_preset_commands[] = {
    {"preset", run_preset}, {"template", run_template_plan}, {NULL, NULL}};
