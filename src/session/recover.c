/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal of unsaved edits that was found at the start: it is recovered or set aside, and until then nothing is
 * edited. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/parts.h"

static const char *name_of_journal(const Session *session, char *out, size_t size)
{
    const char *name = path_base(session->recovery.file);
    text_escape_for_terminal(out, size, name, strlen(name));
    return out;
}

void session_say_recovery(const Session *session, char *out, size_t size)
{
    const JournalRecovery *found = &session->recovery;
    const char *plural = found->edits == 1 ? "" : "s", *verb = found->edits == 1 ? "was" : "were";
    char name[300];
    name_of_journal(session, name, sizeof name);
    if (found->found == JOURNAL_UNREADABLE)
        snprintf(out, size, "A journal of unsaved edits was found that cannot be read (%s): discard sets it aside.",
                 name);
    else if (found->found == JOURNAL_DAMAGED && found->count == 0)
        snprintf(out, size, "A damaged journal was found (%s), and no edit in it can be read: discard sets it aside.",
                 name);
    else if (found->found == JOURNAL_DAMAGED)
        snprintf(out, size,
                 "%d unsaved edit%s %s found; their journal is damaged, what came later is lost. Type recover to take "
                 "them back, "
                 "discard to set them aside.",
                 found->edits, plural, verb);
    else if (!found->applies)
        snprintf(
            out, size,
            "%d unsaved edit%s %s found, made on another text than the one on disk. Type recover to try them on it, "
            "discard to set them aside.",
            found->edits, plural, verb);
    else
        snprintf(out, size, "%d unsaved edit%s %s found. Type recover to take them back, discard to set them aside.",
                 found->edits, plural, verb);
}

bool session_refuse_undecided(const Session *session, const char *not_done, SessionAnswer *answer)
{
    const JournalRecovery *found = &session->recovery;
    if (!session->has_recovery || session->replaying)
        return false;
    if (found->count > 0)
        answer_say(answer, STATUS_REFUSED,
                   "Not %s: first decide about the %d unsaved edit%s that %s found: recover or discard.", not_done,
                   found->edits, found->edits == 1 ? "" : "s", found->edits == 1 ? "was" : "were");
    else
        answer_say(answer, STATUS_REFUSED, "Not %s: first set the journal that was found aside: discard.", not_done);
    return true;
}

/* ---- what is left of the records when undo and redo are carried out among themselves ---- */

/* On a text that they were not made on some records fail, and an `undo` would take back the wrong one.  So the records
 * are made into entries as the history had them (a gesture is one, and what was joined), and those that were undone are
 * left out.  keep[i] tells for each record. */
typedef struct Entries {
    int *stack; /* numbers of entries; the uppermost `undone` are undone */
    int *of;    /* the entry of each record; 0 = none */
    int count, undone, next;
} Entries;

static bool begins_with(const char *record, const char *word)
{
    size_t length = strlen(word);
    return strncmp(record, word, length) == 0 && (record[length] == '\0' || record[length] == ' ');
}

static bool is_step(const char *record)
{
    return begins_with(record, "undo") || begins_with(record, "redo");
}

static void take_step(Entries *entries, bool undo)
{
    if (undo)
        entries->undone += entries->undone < entries->count;
    else
        entries->undone -= entries->undone > 0;
}

static void join_entries(Entries *entries, int records)
{
    if (entries->count < 2 || entries->undone > 0)
        return;
    int gone = entries->stack[--entries->count], stays = entries->stack[entries->count - 1];
    for (int i = 0; i < records; i++)
        if (entries->of[i] == gone)
            entries->of[i] = stays;
}

static void take_record(Entries *entries, const char *record, int index, int *depth, bool *inside)
{
    if (is_step(record)) {
        take_step(entries, record[0] == 'u');
        *inside = false;
    } else if (begins_with(record, "join")) {
        join_entries(entries, index);
    } else if (begins_with(record, "begin")) {
        *inside = *inside && *depth > 0;
        ++*depth;
    } else if (begins_with(record, "end")) {
        *depth -= *depth > 0;
        *inside = *inside && *depth > 0;
    } else {
        if (!*inside) {
            entries->count -= entries->undone;
            entries->undone = 0;
            entries->stack[entries->count++] = ++entries->next;
        }
        entries->of[index] = entries->stack[entries->count - 1];
        *inside = *depth > 0;
    }
}

static bool *find_kept(const JournalRecovery *found)
{
    size_t room = (size_t)found->count + 1;
    Entries entries = {.stack = calloc(room, sizeof(int)), .of = calloc(room, sizeof(int))};
    bool *keep = calloc(room, sizeof *keep), *stands = calloc(room + 1, sizeof *stands), inside = false;
    int depth = 0;
    bool ok = entries.stack && entries.of && keep && stands;
    for (int i = 0; ok && i < found->count; i++)
        take_record(&entries, found->commands[i], i, &depth, &inside);
    for (int i = 0; ok && i < entries.count - entries.undone; i++)
        stands[entries.stack[i]] = true;
    for (int i = 0; ok && i < found->count; i++)
        keep[i] = entries.of[i] > 0 && stands[entries.of[i]];
    free(entries.stack);
    free(entries.of);
    free(stands);
    return keep;
}

/* ---- recover ---- */

static void forget_replayed(Session *session)
{
    for (int i = 0; i < session->replayed_count; i++)
        free(session->replayed[i]);
    free(session->replayed);
    session->replayed = NULL;
    session->replayed_count = session->replayed_room = 0;
}

/* How many failed; `*tried` = how many there were, brackets not counted. `keep` may be NULL: all. */
static int replay(Session *session, const bool *keep, int *tried)
{
    int failed = 0;
    *tried = 0;
    session->replaying = true;
    session_forget_shared_history(session);
    for (int i = 0; i < session->recovery.count; i++) {
        SessionAnswer one;
        if (keep && !keep[i])
            continue;
        session_edit(session, session->recovery.commands[i], &one);
        if (journal_is_bracket(session->recovery.commands[i]))
            continue;
        *tried += 1;
        failed += one.status != STATUS_OK;
    }
    session->replaying = false;
    return failed;
}

/* A gesture that the crash cut off ends here, in the document and in the journal. */
static void end_gestures(Session *session)
{
    SessionAnswer ignored;
    while (session->gesture_depth > 0)
        session_edit(session, "end", &ignored);
}

static void set_old_aside(Session *session, char *kept_name, size_t size)
{
    char *kept = NULL;
    Error error = {0};
    kept_name[0] = '\0';
    if (journal_set_aside(session->recovery.file, &kept, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_WARN, "%s.", error.text);
    else
        text_escape_for_terminal(kept_name, size, path_base(kept), strlen(path_base(kept)));
    free(kept);
}

static void journal_what_worked(Session *session)
{
    for (int i = 0; session->journal && i < session->replayed_count; i++)
        if (journal_append(session->journal, session->replayed[i], NULL) != STATUS_OK)
            session_tell_notice(session, NOTICE_ERROR, "The journal is full: write the project now.");
}

void session_run_recover(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    if (!session->has_recovery) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to recover.");
        return;
    }
    if (session->recovery.count == 0) {
        answer_say(answer, STATUS_REFUSED, "Not recovered: the journal cannot be read; discard sets it aside.");
        return;
    }
    char kept[300] = "";
    int tried;
    bool applies = session->recovery.applies, damaged = session->recovery.found == JOURNAL_DAMAGED;
    bool *keep = applies ? NULL : find_kept(&session->recovery);
    int failed = replay(session, keep, &tried);
    free(keep);
    bool exact = applies && failed == 0;
    if (!exact)
        set_old_aside(session, kept, sizeof kept);
    session_begin_journal(session, exact);
    if (!exact)
        journal_what_worked(session);
    end_gestures(session);
    forget_replayed(session);
    if (failed)
        answer_say(answer, STATUS_OK,
                   "%d of %d edits recovered; the others do not fit this text, the old journal is kept as %s.",
                   tried - failed, tried, kept);
    else
        answer_say(answer, STATUS_OK, "%d edit%s recovered%s; nothing is saved yet.", tried, tried == 1 ? "" : "s",
                   damaged ? ", what came after the damage is lost" : "");
    journal_recovery_clear(&session->recovery);
}

void session_run_discard(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    char *kept = NULL, shown[300];
    Error error = {0};
    (void)words;
    if (!session->has_recovery) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to set aside.");
        return;
    }
    if (journal_set_aside(session->recovery.file, &kept, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not set aside: %s.", error.text);
        return;
    }
    session_begin_journal(session, false);
    text_escape_for_terminal(shown, sizeof shown, path_base(kept), strlen(path_base(kept)));
    answer_say(answer, STATUS_OK, "The unsaved edits are set aside as %s.", shown);
    journal_recovery_clear(&session->recovery);
    free(kept);
}
