/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/edits.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/edits_private.h"
#include "src/session/foundedits.h"

/* ---- what a crash finds ---- */

static void rescue(Rescuable *rescuable)
{
    Edits *edits = (Edits *)rescuable; /* its first member */
    journal_emergency_flush(atomic_load(&edits->rescued_journal));
    lock_emergency_release(atomic_load(&edits->rescued_lock));
}

/* What a crash rescues is what there is now. */
static void note_rescue(Edits *edits)
{
    atomic_store(&edits->rescued_journal, edits->journal.journal);
    atomic_store(&edits->rescued_lock, edits->claim.lock);
}

/* Before either is freed. */
static void rescue_nothing(Edits *edits)
{
    atomic_store(&edits->rescued_journal, NULL);
    atomic_store(&edits->rescued_lock, NULL);
}

Edits *edits_new(Board *board, Project *song)
{
    Edits *edits = calloc(1, sizeof *edits);
    if (!edits)
        return NULL;
    edits->rescuable.rescue = rescue;
    edits->board = board;
    edits->song = song;
    edits->journal = (EditJournal){.board = board, .song = song};
    if (signals_rescue_later(&edits->rescuable))
        return edits;
    free(edits);
    return NULL;
}

void edits_free(Edits *edits)
{
    if (!edits)
        return;
    signals_forget(&edits->rescuable);
    edits_close(edits, false);
    free(edits->followers);
    free(edits);
}

bool edits_follow(Edits *edits, const EditFollower *follower, void *part)
{
    if (!array_grow(&edits->followers, edits->follower_count, &edits->follower_room, sizeof *edits->followers))
        return false;
    edits->followers[edits->follower_count++] = (FollowerOf){follower, part};
    return true;
}

/* ---- the project that is open ---- */

void edits_begin_journal(Edits *edits, bool continues)
{
    board_withdraw(edits->board, STANDING_FOUND);
    edits->undecided = false;
    editjournal_open(&edits->journal, edits->claim.lock, continues);
    note_rescue(edits);
}

/* What is done to files beside the project: nobody takes it over meanwhile, and if somebody has, it is not done. */
static void while_ours(Edits *edits, void (*act)(Edits *edits))
{
    int hold;
    if (!lock_hold(edits->claim.lock, &hold))
        return; /* the next tick tells */
    act(edits);
    lock_let_go(hold);
}

static void look_for_edits(Edits *edits)
{
    char sha[SHA256_HEX_SIZE], text[STANDING_LENGTH_MAX];
    Error error = {0};
    note_rescue(edits);
    if (edits->journal.journal)
        return;
    journal_recovery_clear(&edits->found);
    editjournal_base_sha256(edits->song, sha);
    Status status = journal_recover(edits->song->path, sha, &edits->found, &error);
    edits->undecided = status == STATUS_OK && edits->found.found != JOURNAL_NONE;
    if (status != STATUS_OK)
        board_warn(edits->board, STANDING_JOURNAL, NOTICE_WARN, "Edits are not journalled: %.250s.", error.text);
    else if (!edits->undecided)
        edits_begin_journal(edits, true);
    else {
        found_edits_say(&edits->found, text, sizeof text);
        board_warn(edits->board, STANDING_FOUND, NOTICE_WARN, "%s", text);
    }
}

void edits_open(Edits *edits)
{
    claim_take(&edits->claim, edits->song, edits->board);
    note_rescue(edits);
    if (!edits->claim.read_only)
        while_ours(edits, look_for_edits);
    bool journalled = edits->undecided || editjournal_is_written(&edits->journal);
    claim_note_rights(&edits->claim, edits->song, journalled, edits->board);
}

void edits_close(Edits *edits, bool clean)
{
    rescue_nothing(edits);
    editjournal_close(&edits->journal, clean);
    journal_recovery_clear(&edits->found);
    edits->undecided = false;
    claim_release(&edits->claim);
    for (int i = 0; i < STANDING_COUNT; i++)
        board_withdraw(edits->board, (Standing)i);
}

void edits_forget(Edits *edits)
{
    editjournal_forget(&edits->journal);
}

/* ---- whose it is ---- */

static void say_lost(Edits *edits)
{
    board_warn(
        edits->board, STANDING_RIGHTS, NOTICE_WARN,
        "%s: edits %s; write FILE saves them under another name, take-over takes the project back.", edits->claim.why,
        editjournal_is_written(&edits->journal) ? "go on in a journal of this session's own" : "are not journalled");
}

/* Before anything is written: is the project still ours? Says it once when it is not. */
static bool watch_claim(Edits *edits)
{
    if (edits->claim.lost || !edits->claim.lock || lock_is_ours(edits->claim.lock))
        return !edits->claim.lost;
    atomic_store(&edits->rescued_lock, NULL);
    bool ours = claim_keep(&edits->claim, edits->song);
    if (ours && edits->journal.journal)
        journal_guard(edits->journal.journal, edits->claim.lock);
    note_rescue(edits);
    if (!ours)
        say_lost(edits);
    return ours;
}

const char *edits_lost_why(const Edits *edits)
{
    return edits->claim.lost ? edits->claim.why : NULL;
}

/* ---- may it be edited ---- */

const char *edits_read_only_why(const Edits *edits)
{
    return edits->claim.read_only ? edits->claim.why : NULL;
}

static bool refuse_undecided(const Edits *edits, const char *not_done, SessionAnswer *answer)
{
    const JournalRecovery *found = &edits->found;
    if (!edits->undecided || edits->journal.replaying)
        return false;
    if (found->count > 0)
        answer_say(answer, STATUS_REFUSED,
                   "Not %s: first decide about the %d unsaved edit%s that %s found: recover or discard.", not_done,
                   found->edits, found->edits == 1 ? "" : "s", found->edits == 1 ? "was" : "were");
    else
        answer_say(answer, STATUS_REFUSED, "Not %s: first set the journal that was found aside: discard.", not_done);
    return true;
}

bool edits_refuse(const Edits *edits, const char *not_done, SessionAnswer *answer)
{
    if (!edits->claim.read_only)
        return refuse_undecided(edits, not_done, answer);
    answer_say(answer, STATUS_REFUSED, "Not %s: %s.", not_done, edits->claim.why);
    return true;
}

/* ---- the way of an edit ---- */

static void call_before(Edits *edits, const Edit *edit)
{
    for (int i = 0; i < edits->follower_count; i++)
        if (edits->followers[i].follower->before)
            edits->followers[i].follower->before(edits->followers[i].part, edit);
}

static void call_changed(Edits *edits, const Edit *edit)
{
    for (int i = 0; i < edits->follower_count; i++)
        if (edits->followers[i].follower->changed)
            edits->followers[i].follower->changed(edits->followers[i].part, edit);
}

static Status call_accept(Edits *edits, const Edit *edit, Error *error)
{
    Status status = STATUS_OK;
    for (int i = 0; i < edits->follower_count && status == STATUS_OK; i++)
        if (edits->followers[i].follower->accept)
            status = edits->followers[i].follower->accept(edits->followers[i].part, edit, error);
    return status;
}

static void call_after(Edits *edits, const Edit *edit)
{
    for (int i = 0; i < edits->follower_count; i++)
        if (edits->followers[i].follower->after)
            edits->followers[i].follower->after(edits->followers[i].part, edit);
}

/* Takes back what cannot be heard (a loop of routing), so that the document never differs from what is. */
static void take_back(Edits *edits, const Error *error, SessionAnswer *answer)
{
    Answer undone = {0};
    int before = document_undo_count(edits->song->document);
    if (document_undo(edits->song->document, &undone)) {
        board_change(edits->board, &undone.change);
        editjournal_note(&edits->journal, undone.resolved, NULL, before);
    }
    answer_clear(&undone);
    answer_say(answer, error->status, "Not changed: %s.", error->text);
}

static void spread(Edits *edits, const Edit *edit, const char *resolved, int undo_before)
{
    Error error = {0};
    if (edit->origin != EDIT_MERGE)
        editjournal_note(&edits->journal, resolved, edit->line, undo_before);
    board_change(edits->board, edit->change);
    call_changed(edits, edit);
    if (edit->change->splice_count > 0 && call_accept(edits, edit, &error) != STATUS_OK)
        take_back(edits, &error, edit->answer);
    edits_tell(edits, edits->board);
}

void edits_run_as(Edits *edits, EditOrigin origin, const char *line, SessionAnswer *answer)
{
    Answer done = {0};
    Edit edit = {.line = line, .origin = origin, .answer = answer};
    (void)watch_claim(edits);
    if (edits_refuse(edits, "changed", answer))
        return;
    call_before(edits, &edit);
    int undo_before = document_undo_count(edits->song->document);
    document_execute(edits->song->document, line, &done);
    answer->status = done.status;
    memcpy(answer->text, done.text, sizeof answer->text);
    edit.change = &done.change;
    if (done.status == STATUS_OK && done.resolved)
        spread(edits, &edit, done.resolved, undo_before);
    call_after(edits, &edit);
    answer_clear(&done);
}

void edits_run(Edits *edits, const char *line, SessionAnswer *answer)
{
    edits_run_as(edits, EDIT_TYPED, line, answer);
}

void edits_settle(Edits *edits)
{
    for (int i = 0; i < edits->follower_count; i++)
        if (edits->followers[i].follower->settle)
            edits->followers[i].follower->settle(edits->followers[i].part);
}

void edits_finish(Edits *edits)
{
    for (int i = 0; i < edits->follower_count; i++)
        if (edits->followers[i].follower->finish)
            edits->followers[i].follower->finish(edits->followers[i].part);
}

/* ---- saving ---- */

static bool is_still_ours(Edits *edits, const char *not_done, SessionAnswer *answer)
{
    bool ours = watch_claim(edits);
    if (!ours)
        answer_say(answer, STATUS_REFUSED, "Not %s: %s. write FILE saves under another name, take-over takes it back.",
                   not_done, edits->claim.why);
    return ours;
}

bool edits_hold(Edits *edits, int *hold, const char *not_done, SessionAnswer *answer)
{
    return is_still_ours(edits, not_done, answer) &&
           (lock_hold(edits->claim.lock, hold) || is_still_ours(edits, not_done, answer));
}

void edits_let_go(int hold)
{
    lock_let_go(hold);
}

bool edits_may_save(Edits *edits, SessionAnswer *answer)
{
    return !edits_refuse(edits, "saved", answer) && is_still_ours(edits, "saved", answer);
}

void edits_mark(Edits *edits, const char *text, size_t length)
{
    editjournal_mark(&edits->journal, text, length);
}

void edits_saved(Edits *edits)
{
    editjournal_saved(&edits->journal);
    edits_tell(edits, edits->board);
}

void edits_rebase(Edits *edits, const char *sha256, const char *line)
{
    editjournal_rebase(&edits->journal, sha256, line);
}

/* What the other session has not saved is kept. */
static void set_theirs_aside(Edits *edits)
{
    char sha[SHA256_HEX_SIZE], shown[300], *kept = NULL;
    JournalRecovery theirs = {0};
    Error error = {0};
    editjournal_base_sha256(edits->song, sha);
    if (journal_recover(edits->song->path, sha, &theirs, &error) != STATUS_OK || theirs.found == JOURNAL_NONE)
        return;
    if (journal_set_aside(theirs.file, &kept, &error) == STATUS_OK)
        text_escape_for_terminal(shown, sizeof shown, path_base(kept), strlen(path_base(kept)));
    if (kept)
        board_notice(edits->board, NOTICE_WARN, "What the other session has not saved is kept as %s.", shown);
    else
        board_notice(edits->board, NOTICE_ERROR, "%s.", error.text);
    free(kept);
    journal_recovery_clear(&theirs);
}

/* The project was lost for a while, and edits went into a journal apart. */
static void bring_journal_back(Edits *edits)
{
    if (editjournal_regain(&edits->journal, edits->claim.lock))
        return;
    set_theirs_aside(edits);
    rescue_nothing(edits);
    editjournal_return(&edits->journal, edits->claim.lock);
    note_rescue(edits);
}

void edits_take_over(Edits *edits, SessionAnswer *answer)
{
    Error error = {0};
    if (!claim_can_be_taken(&edits->claim, edits->song)) {
        answer_say(answer, STATUS_REFUSED, "Nothing to take over.");
        return;
    }
    atomic_store(&edits->rescued_lock, NULL);
    Status status = claim_take_over(&edits->claim, edits->song, &error);
    note_rescue(edits);
    if (status != STATUS_OK) {
        answer_say(answer, error.status, "Not taken over: %s.", error.text);
        return;
    }
    answer_say(answer, STATUS_OK, "Taken over: edits are possible now.");
    board_withdraw(edits->board, STANDING_RIGHTS);
    while_ours(edits, edits->journal.journal ? bring_journal_back : look_for_edits);
    editjournal_settle(&edits->journal);
}

bool edits_say_end(Edits *edits, char *out, size_t size)
{
    return editjournal_say_end(&edits->journal, out, size);
}

/* ---- telling ---- */

void edits_tell(const Edits *edits, Board *board)
{
    const Document *document = edits->song->document;
    board_fact(board, TOLD_UNDO, document_undo_count(document));
    board_fact(board, TOLD_REDO, document_redo_count(document));
    board_fact(board, TOLD_SAVED, !document_is_changed(document) && !edits->song->is_new); /* no file has it yet */
}

void edits_tick(Edits *edits)
{
    (void)watch_claim(edits);
    editjournal_poll(&edits->journal);
}
