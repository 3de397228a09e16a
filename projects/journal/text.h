/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's text (projects/journal/journal.h shows it): written and read, without a file.  Pure functions. */
#ifndef TTYMIX_PROJECTS_JOURNAL_TEXT_H
#define TTYMIX_PROJECTS_JOURNAL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/sha256.h"
#include "audio/base/status.h"

/* The five head lines, malloc'd; NULL without memory. */
char *journal_text_head(const char *base_sha256, const char *project, uint64_t first, size_t *length);
/* One record with its line end, malloc'd; NULL without memory. */
char *journal_text_record(uint64_t sequence, const char *resolved, const char *typed, size_t *length);

typedef struct JournalRecord {
    uint64_t sequence;
    char *resolved; /* unescaped; a mark begins with '=' */
    char *typed;    /* inside the same allocation */
} JournalRecord;

typedef struct JournalText {
    int version;
    bool head_good; /* else base, project and first are unknown */
    char base_sha256[SHA256_HEX_SIZE];
    char *project;
    uint64_t first;
    JournalRecord *records; /* their numbers follow each other without a gap */
    int count;
    bool torn;         /* the text ends in a broken line */
    int damaged_line;  /* 0, or the last good line before a gap (0 < line) */
    size_t good_bytes; /* up to the end of the last good line */
} JournalText;

/* Reads any bytes. UNSUPPORTED for a higher version, BAD_VALUE for what is no journal, NO_MEMORY. */
NODISCARD Status journal_text_parse(JournalText *journal, const char *bytes, size_t length);
void journal_text_clear(JournalText *journal);

#endif
