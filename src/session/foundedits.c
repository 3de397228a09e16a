/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/foundedits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"

static const char *name_of_journal(const JournalRecovery *found, char *out, size_t size)
{
    const char *name = path_base(found->file);
    text_escape_for_terminal(out, size, name, strlen(name));
    return out;
}

void found_edits_say(const JournalRecovery *found, char *out, size_t size)
{
    const char *plural = found->edits == 1 ? "" : "s", *verb = found->edits == 1 ? "was" : "were";
    char name[300];
    name_of_journal(found, name, sizeof name);
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

/* ---- what is left of the records ---- */

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
    for (int i = records - 1; i >= 0 && (entries->of[i] == 0 || entries->of[i] >= gone); i--)
        if (entries->of[i] == gone) /* entries are numbered as they came: an older one has no record behind it */
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

bool *found_edits_surviving(const JournalRecovery *found)
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
