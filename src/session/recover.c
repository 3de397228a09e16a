/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/recover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/edits_private.h"
#include "src/session/foundedits.h"

typedef struct Replay {
    int tried, failed; /* brackets of gestures not counted */
    bool stopped;      /* something was in the way of `last`, and may not be the next time */
    SessionAnswer last;
} Replay;

static bool is_passing(Status status)
{
    return status == STATUS_NO_MEMORY || status == STATUS_BUSY || status == STATUS_IO;
}

/* `keep` may be NULL: all. */
static void replay(Edits *edits, const bool *keep, Replay *run)
{
    for (int i = 0; i < edits->found.count && !run->stopped; i++) {
        const char *record = edits->found.commands[i];
        if (keep && !keep[i])
            continue;
        edits_run_as(edits, EDIT_REPLAY, record, &run->last);
        run->stopped = is_passing(run->last.status);
        if (journal_is_bracket(record))
            continue;
        run->tried++;
        run->failed += run->last.status != STATUS_OK;
    }
}

/* A gesture that the crash cut off ends here, in the document and in the journal. */
static void end_gestures(Edits *edits)
{
    SessionAnswer ignored;
    while (edits->journal.gesture_depth > 0)
        edits_run_as(edits, EDIT_REPLAY, "end", &ignored);
}

/* The document as it was; nothing of what was tried stays behind, not to be redone either. */
static void take_all_back(Edits *edits, int undo_before)
{
    SessionAnswer one = {.status = STATUS_OK};
    end_gestures(edits);
    while (one.status == STATUS_OK && document_undo_count(edits->song->document) > undo_before)
        edits_run_as(edits, EDIT_REPLAY, "undo", &one);
    document_forget_undone(edits->song->document);
    edits_tell(edits, edits->board);
}

static void set_old_aside(Edits *edits, char *kept_name, size_t size)
{
    char *kept = NULL;
    Error error = {0};
    kept_name[0] = '\0';
    if (journal_set_aside(edits->found.file, &kept, &error) != STATUS_OK)
        board_notice(edits->board, NOTICE_WARN, "%s.", error.text);
    else
        text_escape_for_terminal(kept_name, size, path_base(kept), strlen(path_base(kept)));
    free(kept);
}

/* Where the records were not all run as they stand, what worked of them is journalled anew. */
static void go_on(Edits *edits, const Replay *run, int hold, SessionAnswer *answer)
{
    char kept[300] = "";
    bool exact = edits->found.applies && run->failed == 0, damaged = edits->found.found == JOURNAL_DAMAGED;
    if (!exact)
        set_old_aside(edits, kept, sizeof kept);
    edits_begin_journal(edits, exact);
    edits_let_go(hold); /* the journal's thread holds it to write */
    editjournal_take_replayed(&edits->journal, !exact);
    end_gestures(edits);
    if (run->failed)
        answer_say(answer, STATUS_OK,
                   "%d of %d edits recovered; the others do not fit this text, the old journal is kept as %s.",
                   run->tried - run->failed, run->tried, kept);
    else
        answer_say(answer, STATUS_OK, "%d edit%s recovered%s; nothing is saved yet.", run->tried,
                   run->tried == 1 ? "" : "s", damaged ? ", what came after the damage is lost" : "");
    journal_recovery_clear(&edits->found);
}

/* Consumes `hold`. */
static void recover_found(Edits *edits, int hold, SessionAnswer *answer)
{
    Replay run = {.tried = 0};
    int undo_before = document_undo_count(edits->song->document);
    bool *keep = edits->found.applies ? NULL : found_edits_surviving(&edits->found);
    if (!keep && !edits->found.applies) {
        edits_let_go(hold);
        answer_say(answer, STATUS_NO_MEMORY, "Not recovered: out of memory.");
        return;
    }
    editjournal_begin_replay(&edits->journal);
    replay(edits, keep, &run);
    if (run.stopped) {
        take_all_back(edits, undo_before);
        editjournal_take_replayed(&edits->journal, false);
    }
    editjournal_end_replay(&edits->journal);
    free(keep);
    if (run.stopped)
        edits_let_go(hold);
    if (run.stopped)
        answer_say(answer, run.last.status,
                   "Not recovered: edit %d of %d: %s They are all still there: recover tries again, discard sets them "
                   "aside.",
                   run.tried, edits->found.edits, run.last.text);
    else
        go_on(edits, &run, hold, answer);
}

void recover_run(Edits *edits, SessionAnswer *answer)
{
    if (!edits->undecided) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to recover.");
        return;
    }
    if (edits->found.count == 0) {
        answer_say(answer, STATUS_REFUSED, "Not recovered: the journal cannot be read; discard sets it aside.");
        return;
    }
    int hold;
    if (edits_hold(edits, &hold, "recovered", answer))
        recover_found(edits, hold, answer);
}

void recover_discard(Edits *edits, SessionAnswer *answer)
{
    int hold;
    char *kept = NULL, shown[300];
    Error error = {0};
    if (!edits->undecided) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to set aside.");
        return;
    }
    if (!edits_hold(edits, &hold, "set aside", answer))
        return;
    if (journal_set_aside(edits->found.file, &kept, &error) != STATUS_OK) {
        edits_let_go(hold);
        answer_say(answer, error.status, "Not set aside: %s.", error.text);
        return;
    }
    edits_begin_journal(edits, false);
    edits_let_go(hold);
    text_escape_for_terminal(shown, sizeof shown, path_base(kept), strlen(path_base(kept)));
    answer_say(answer, STATUS_OK, "The unsaved edits are set aside as %s.", shown);
    journal_recovery_clear(&edits->found);
    free(kept);
}
