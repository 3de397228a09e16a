/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains of processors that are kept: `preset list`, `preset load`, `preset save`; `yank-chain` and `paste-chain`; and
 * the plan of `template`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/chain_text.h"
#include "projects/command/template.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/kinds.h"
#include "src/song/preset.h"

static void list_presets(const PartPlace *place, SessionAnswer *answer)
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
            board_report(place->board, text.bytes);
        answer_say(answer, STATUS_OK, "%d preset%s.", count, count == 1 ? "" : "s");
    }
    buffer_clear(&text);
    free(infos);
}

/* Puts a chain, as text, onto strips. */
static void put_chain(const PartPlace *place, const char *strips, const char *chain, const char *mode,
                      SessionAnswer *answer)
{
    char *line = preset_chain_line(strips, chain, mode);
    if (line)
        edits_run(place->edits, line, answer);
    else
        answer_say(answer, STATUS_NO_MEMORY, "Not done: out of memory.");
    free(line);
}

static bool is_mode(const char *word)
{
    return strcmp(word, "replace") == 0 || strcmp(word, "append") == 0;
}

static void load_preset(const PartPlace *place, const CommandWords *words, int first, SessionAnswer *answer)
{
    Error error = {0};
    char *line = NULL;
    Status status = preset_load_line(words, first, &line, &error);
    if (status == STATUS_OK)
        edits_run(place->edits, line, answer);
    else
        answer_say(answer, status, "Not loaded: %s.", error.text);
    free(line);
}

/* The chain of a strip, malloc'd; or an answer that it is "Not DONE". */
static char *take_chain(const PartPlace *place, const char *name, const char *done, SessionAnswer *answer)
{
    char *chain = NULL;
    const Document *document = place->song->document;
    int strip = model_strip_index(document_model(document), name);
    if (strip < 0) {
        answer_say(answer, STATUS_BAD_VALUE, "Not %s: there is no strip of that name.", done);
        return NULL;
    }
    Status status = document_chain_text(document, strip, &chain);
    if (status == STATUS_OK && chain[0])
        return chain;
    if (status == STATUS_OK)
        answer_say(answer, STATUS_REFUSED, "Not %s: %s has no processors.", done, name);
    else
        answer_say(answer, status, "Not %s: %s.", done,
                   status == STATUS_UNSUPPORTED ? "the strip has an unknown processor that stands in several files"
                                                : "out of memory");
    free(chain);
    return NULL;
}

static void save_preset(const PartPlace *place, const CommandWords *words, int first, bool replace,
                        SessionAnswer *answer)
{
    Error error = {0};
    char shown[120];
    if (words->count != first + 3) {
        answer_say(answer, STATUS_BAD_VALUE, "Not saved: preset save takes a STRIP and a NAME or FILE.");
        return;
    }
    const char *name = words->word[first + 2];
    char *chain = take_chain(place, words->word[first + 1], "saved", answer);
    text_escape_for_terminal(shown, sizeof shown, name, strlen(name));
    if (chain && preset_save(name, chain, replace, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not saved: %s.", error.text);
    else if (chain)
        answer_say(answer, STATUS_OK, "Saved as preset %s.", shown);
    free(chain);
}

/* ---- copy and paste, here or in another project ---- */

/* Where the chain lies that was copied last: a preset, so that another session of this user finds it. malloc'd. */
static char *find_copied(bool make)
{
    char *folder = path_home("state", make), *path = folder ? path_join(folder, "copied.strip") : NULL;
    free(folder);
    return path;
}

static void run_yank(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Error error = {0};
    if (words->count != 2) {
        answer_say(answer, STATUS_BAD_VALUE, "Not copied: yank-chain takes a STRIP.");
        return;
    }
    char *chain = take_chain(place, words->word[1], "copied", answer), *path = chain ? find_copied(true) : NULL;
    if (chain && !path)
        answer_say(answer, STATUS_IO, "Not copied: there is no folder to keep it in.");
    else if (chain && preset_save(path, chain, true, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not copied: %s.", error.text);
    else if (chain)
        answer_say(answer, STATUS_OK,
                   "The chain of %s is copied; p or paste-chain STRIPS puts it onto others, in any project.",
                   words->word[1]);
    free(path);
    free(chain);
}

static void run_paste(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Error error = {0};
    char *path = find_copied(false), *chain = NULL;
    const char *mode = words->count > 2 ? words->word[2] : "replace";
    if (words->count < 2 || words->count > 3 || !is_mode(mode))
        answer_say(answer, STATUS_BAD_VALUE, "Not pasted: paste-chain takes STRIPS, and perhaps append.");
    else if (!path || preset_load(path, &chain, &error) != STATUS_OK)
        answer_say(answer, path ? error.status : STATUS_IO, "Not pasted: %s.",
                   path && error.status != STATUS_NOT_FOUND
                       ? error.text
                       : "no chain was copied yet; yy or yank-chain STRIP does it");
    else
        put_chain(place, words->word[1], chain, mode, answer);
    free(path);
    free(chain);
}

static void run_preset(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    bool bang = words->count > 1 && strcmp(words->word[1], "!") == 0;
    int first = bang ? 2 : 1;
    const char *what = words->count > first ? words->word[first] : "";
    if (strcmp(what, "list") == 0 && words->count == first + 1)
        list_presets(place, answer);
    else if (strcmp(what, "load") == 0)
        load_preset(place, words, first, answer);
    else if (strcmp(what, "save") == 0)
        save_preset(place, words, first, bang, answer);
    else
        answer_say(answer, STATUS_BAD_VALUE,
                   "Not done: say preset list, preset load STRIPS NAME or preset save STRIP NAME.");
}

/* Without `apply`: the document does that. */
static void run_template_plan(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Error error = {0};
    Buffer text = {0};
    Status status = template_plan(place->song->document, words->word[1], &text, &error);
    if (status == STATUS_OK) {
        board_report(place->board, text.bytes);
        answer_say(answer, STATUS_OK, "Nothing is changed yet; template %s apply does it.", words->word[1]);
    } else
        answer_say(answer, status, "Not shown: %s.", error.text);
    buffer_clear(&text);
}

static const CommandHandler commands[] = {{"preset", run_preset},
                                          {"yank-chain", run_yank},
                                          {"paste-chain", run_paste},
                                          {"template", run_template_plan},
                                          {NULL, NULL}};
const PartKind presets_part = {.name = "presets", .commands = commands};
