/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/claim.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"

static bool is_newer(const Project *song)
{
    return document_model(song->document)->read_only;
}

static void become_read_only(Claim *claim, const Project *song, const char *why)
{
    claim->read_only = true;
    snprintf(claim->why, sizeof claim->why, "%.230s%s", why,
             claim->lock || is_newer(song) ? "" : "; take-over edits it all the same");
}

static void take_lock(Claim *claim, const Project *song, Board *board)
{
    Error error = {0};
    Status status = lock_take(song->path, &claim->lock, NULL, &error);
    if (status == STATUS_EXISTS)
        become_read_only(claim, song, error.text);
    else if (status != STATUS_OK)
        board_warn(board, STANDING_LOCK, NOTICE_WARN, "Edited without a lock, others are not kept out: %.200s.",
                   error.text);
}

/* A save makes a new file and renames it: both the folder and the file must be writable. */
void claim_note_rights(const Claim *claim, const Project *song, bool journalled, Board *board)
{
    if (claim->read_only)
        return;
    char *real = song->is_new ? NULL : realpath(song->path, NULL);
    char *folder = path_folder(real ? real : song->path), shown[200];
    const char *base = path_base(song->path);
    bool file_fine = !real || faccessat(AT_FDCWD, real, W_OK, AT_EACCESS) == 0;
    bool folder_fine = folder && faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0;
    text_escape_for_terminal(shown, sizeof shown, base, strlen(base));
    if (!file_fine || !folder_fine)
        board_warn(board, STANDING_RIGHTS, NOTICE_WARN,
                   "%s may not be written%s: edits are %s, write FILE saves them under another name.", shown,
                   file_fine ? ", since its folder is read-only" : "",
                   journalled ? "kept in the journal" : "lost at the end");
    free(real);
    free(folder);
}

void claim_take(Claim *claim, const Project *song, Board *board)
{
    *claim = (Claim){0};
    take_lock(claim, song, board);
    if (is_newer(song))
        become_read_only(claim, song, "the project was written by a newer version of ttymix");
    if (claim->read_only)
        board_warn(board, STANDING_RIGHTS, NOTICE_WARN, "Read-only: %s.", claim->why);
}

bool claim_keep(Claim *claim, const Project *song)
{
    Lock *again = NULL;
    Error error = {0};
    if (claim->lost || !claim->lock || lock_is_ours(claim->lock))
        return !claim->lost;
    Status status = lock_take(song->path, &again, NULL, &error);
    if (status == STATUS_EXISTS) {
        claim->lost = true;
        snprintf(claim->why, sizeof claim->why, "%.230s", error.text);
        return false;
    }
    lock_release(claim->lock);
    claim->lock = again;
    return true;
}

bool claim_can_be_taken(const Claim *claim, const Project *song)
{
    bool lost = claim->lost || (claim->lock && !lock_is_ours(claim->lock));
    return !is_newer(song) && (lost || claim->read_only);
}

Status claim_take_over(Claim *claim, const Project *song, Error *error)
{
    Lock *taken = NULL;
    Status status = lock_take_over(song->path, &taken, NULL, error);
    if (status != STATUS_OK)
        return status;
    lock_release(claim->lock);
    *claim = (Claim){.lock = taken};
    return STATUS_OK;
}

void claim_release(Claim *claim)
{
    lock_release(claim->lock);
    claim->lock = NULL;
}
