/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The project's file: write, quit, whose it is, and which paths of it are followed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/kinds.h"
#include "src/song/agreed.h"
#include "src/song/output.h"

static bool has_bang(const CommandWords *words)
{
    return words->count > 1 && strcmp(words->word[1], "!") == 0;
}

static const char *file_argument(const CommandWords *words)
{
    int index = has_bang(words) ? 2 : 1;
    return words->count > index ? words->word[index] : NULL;
}

/* What is on disk from now on is this text. */
static void remember_text(Project *song, char *text, size_t length, const FileIdentity *identity)
{
    free(song->saved_text);
    song->saved_text = text;
    song->saved_length = length;
    song->identity = *identity;
    song->is_new = false;
}

static void remember_saved(const PartPlace *place, char *text, size_t length, const FileIdentity *identity)
{
    remember_text(place->song, text, length, identity);
    document_mark_saved(place->song->document);
    edits_saved(place->edits);
}

static void say_changed_on_disk(const PartPlace *place, SessionAnswer *answer)
{
    struct stat info;
    if (!place->song->identity.exists)
        answer_say(
            answer, STATUS_CHANGED,
            "Not saved: a file of this name is there already. write! replaces it, write FILE takes another name.");
    else if (stat(place->song->path, &info) != 0 && errno == ENOENT)
        answer_say(answer, STATUS_CHANGED,
                   "Not saved: the file was deleted or moved since it was read. write! makes it again.");
    else
        answer_say(
            answer, STATUS_CHANGED,
            "Not saved: the file changed on disk since it was read. merge takes its changes in, write! replaces it.");
}

static bool save(const PartPlace *place, bool force, SessionAnswer *answer)
{
    char *text;
    int hold;
    size_t length;
    FileIdentity now = {0};
    Error error = {0};
    Project *project = place->song;
    if (!edits_may_save(place->edits, answer))
        return false;
    if (document_text(project->document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return false;
    }
    edits_mark(place->edits, text, length);
    if (!edits_hold(place->edits, &hold, "saved", answer)) {
        free(text);
        return false;
    }
    Status status = save_write(project->path, text, length, force ? NULL : &project->identity, &now, &error);
    edits_let_go(hold);
    if (status == STATUS_OK) {
        remember_saved(place, text, length, &now);
        answer_say(answer, STATUS_OK, "Saved.");
        return true;
    }
    if (now.exists) /* in place, but a power cut might bring back the old one: known as the text on disk, not saved */
        remember_text(project, text, length, &now);
    else
        free(text);
    if (status == STATUS_CHANGED)
        say_changed_on_disk(place, answer);
    else
        answer_say(answer, status, "%s.%s", error.text,
                   status == STATUS_REFUSED ? " write FILE saves it under another name." : "");
    return false;
}

static bool same_folder(const char *a, const char *b)
{
    char *folder_a = path_folder(a), *folder_b = path_folder(b);
    char *real_a = folder_a ? realpath(folder_a, NULL) : NULL, *real_b = folder_b ? realpath(folder_b, NULL) : NULL;
    bool same = real_a && real_b && strcmp(real_a, real_b) == 0;
    free(folder_a);
    free(folder_b);
    free(real_a);
    free(real_b);
    return same;
}

/* `write OTHER`: a copy; the session goes on with its own file, as vi does. */
static bool save_copy(const PartPlace *place, const char *path, bool force, FileIdentity *now, SessionAnswer *answer)
{
    char *text, shown[300];
    size_t length;
    FileIdentity none = {0};
    Error error = {0};
    OutputPlace there;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (output_check(place->song, path, OUTPUT_COPY, &there, &error) != STATUS_OK) {
        if (there == OUTPUT_ITSELF)
            return save(place, force, answer);
        answer_say(answer, error.status, "Not saved: %s%s%s.", shown, shown[0] ? " " : "", error.text);
        return false;
    }
    if (document_text(place->song->document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return false;
    }
    Status status = save_write(path, text, length, force ? NULL : &none, now, &error);
    free(text);
    if (status == STATUS_OK)
        answer_say(answer, STATUS_OK, "Saved a copy as %s.%s", shown,
                   same_folder(path, place->song->path)
                       ? ""
                       : " It lies in another folder: its stems are looked for from there.");
    else if (status == STATUS_CHANGED)
        answer_say(answer, STATUS_EXISTS, "Not saved: %s exists; write! replaces it.", shown);
    else
        answer_say(answer, status, "%s.", error.text);
    return status == STATUS_OK;
}

/* A project without a file takes the name, in its own folder (its stems are named from there); lock and journal follow.
 */
static void take_name(const PartPlace *place, const char *path, bool force, SessionAnswer *answer)
{
    FileIdentity now;
    Project *project = place->song;
    char *text, *name = strdup(path), shown[300];
    size_t length;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (!same_folder(path, project->path)) {
        text_escape_for_terminal(shown, sizeof shown, project->stems.folder, strlen(project->stems.folder));
        answer_say(answer, STATUS_REFUSED,
                   "Not saved: the stems are named from the folder %s, and the project's first file belongs there.",
                   shown);
        free(name);
        return;
    }
    if (!name || !edits_may_save(place->edits, answer) || !save_copy(place, path, force, &now, answer) ||
        document_text(project->document, &text, &length) != STATUS_OK) {
        free(name);
        return;
    }
    edits_close(place->edits, true);
    free(project->path);
    project->path = name;
    remember_saved(place, text, length, &now);
    edits_open(place->edits);
    answer_say(answer, STATUS_OK, "Saved as %s.", shown);
}

static void run_write(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    const char *path = file_argument(words);
    FileIdentity now;
    edits_settle(place->edits);
    if (!path || strcmp(path, place->song->path) == 0)
        save(place, has_bang(words), answer);
    else if (place->song->is_new)
        take_name(place, path, has_bang(words), answer);
    else
        save_copy(place, path, has_bang(words), &now, answer);
}

static void run_quit(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    bool discard = has_bang(words);
    edits_settle(place->edits);
    const char *lost = edits_lost_why(place->edits);
    bool unsaved = !edits_read_only_why(place->edits) && document_is_changed(place->song->document);
    if (!discard && unsaved && lost) {
        answer_say(answer, STATUS_REFUSED,
                   "Not quit: there are unsaved edits, and %s. write FILE saves them under another name, quit! gives "
                   "them up.",
                   lost);
        return;
    }
    if (!discard && unsaved) {
        bool served = strcmp(words->word[0], "shutdown") == 0;
        answer_say(answer, STATUS_REFUSED, "Not %s: there are unsaved edits. %s saves them, %s gives them up.",
                   served ? "shut down" : "quit", served ? "write" : "wq", served ? "shutdown!" : "quit!");
        return;
    }
    *place->end = (SessionEnd){.over = true, .discarded = discard};
    answer_say(answer, STATUS_OK, "Goodbye.");
}

static void run_write_quit(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    edits_finish(place->edits);
    bool nothing_new = edits_read_only_why(place->edits) || !document_is_changed(place->song->document);
    if (nothing_new && !place->song->is_new)
        answer_say(answer, STATUS_OK, "Goodbye.");
    else if (!save(place, has_bang(words), answer))
        return;
    place->end->over = true;
}

static void run_agree(void *part, const CommandWords *words, SessionAnswer *answer)
{
    const PartPlace *place = part;
    Error error = {0};
    (void)words;
    place->song->stems.allow_outside = true;
    int found = stems_retry(&place->song->stems);
    if (agreed_add(place->song->path, &error) != STATUS_OK)
        board_notice(place->board, NOTICE_WARN, "%s", error.text);
    if (player_refresh(place->player, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not changed: %s.", error.text);
    else
        answer_say(answer, STATUS_OK, "Paths outside the folder are followed from now on; %d stem%s found.", found,
                   found == 1 ? "" : "s");
}

static void run_take_over(void *part, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    edits_take_over(((const PartPlace *)part)->edits, answer);
}

static const CommandHandler commands[] = {
    {"write", run_write}, {"quit", run_quit},           {"shutdown", run_quit}, {"wq", run_write_quit},
    {"agree", run_agree}, {"take-over", run_take_over}, {NULL, NULL},
};
const PartKind files_part = {.name = "files", .commands = commands};
