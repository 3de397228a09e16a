/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/journal/text.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT_VERSION = 1, HEAD_LINES = 5 };

/* ---- writing ---- */

static uint32_t check_of(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash;
}

/* Appends `text` with control bytes, DEL and backslash escaped; returns the end. Needs four bytes a byte. */
static char *append_escaped(char *out, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '\\') {
            *out++ = '\\', *out++ = '\\';
        } else if (byte < 0x20 || byte == 0x7f) {
            *out++ = '\\', *out++ = 'x';
            *out++ = digits[byte >> 4], *out++ = digits[byte & 15];
        } else {
            *out++ = (char)byte;
        }
    }
    return out;
}

char *journal_text_head(const char *base_sha256, const char *project, uint64_t first, size_t *length)
{
    char *escaped = malloc(4 * strlen(project) + 1), *head = NULL, *whole = NULL;
    if (!escaped)
        return NULL;
    *append_escaped(escaped, project) = '\0';
    int size = asprintf(&head, "ttymix-journal %d\nbase %s\nproject %s\nfirst %" PRIu64 "\n", FORMAT_VERSION,
                        base_sha256, escaped, first);
    free(escaped);
    if (size < 0)
        return NULL;
    size = asprintf(&whole, "%scheck %08" PRIx32 "\n", head, check_of(head, (size_t)size));
    free(head);
    if (size < 0)
        return NULL;
    *length = (size_t)size;
    return whole;
}

char *journal_text_record(uint64_t sequence, const char *resolved, const char *typed, size_t *length)
{
    enum { NUMBER = 20, CHECK = 8 }; /* the longest number; the check's digits */
    char *record = malloc(NUMBER + 1 + CHECK + 1 + 4 * strlen(resolved) + 1 + 4 * strlen(typed) + 2);
    if (!record)
        return NULL;
    int digits = snprintf(record, NUMBER + 1, "%" PRIu64, sequence);
    char *body = record + digits + 1 + CHECK + 1;
    char *end = append_escaped(body, resolved);
    *end++ = '\t';
    end = append_escaped(end, typed);
    uint32_t check = check_of(record, (size_t)digits) ^ check_of(body, (size_t)(end - body));
    char text[CHECK + 3];
    snprintf(text, sizeof text, " %08" PRIx32 " ", check);
    memcpy(record + digits, text, CHECK + 2);
    *end++ = '\n';
    *length = (size_t)(end - record);
    return record;
}

/* ---- reading ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undoes the escapes of length bytes into `out` (as long, and a NUL); NULL if they are wrong or would make a NUL. */
static char *unescape(char *out, const char *from, size_t length)
{
    for (size_t i = 0; i < length;) {
        if (from[i] == '\0')
            return NULL;
        if (from[i] != '\\') {
            *out++ = from[i++];
        } else if (i + 1 < length && from[i + 1] == '\\') {
            *out++ = '\\';
            i += 2;
        } else {
            int high = i + 3 < length && from[i + 1] == 'x' ? hex_digit(from[i + 2]) : -1;
            int low = high >= 0 ? hex_digit(from[i + 3]) : -1;
            if (low < 0 || high * 16 + low == 0)
                return NULL;
            *out++ = (char)(high * 16 + low);
            i += 4;
        }
    }
    *out = '\0';
    return out;
}

/* A decimal number at the start of a line; the count of its digits, 0 if there is none or it is too big. */
static int read_number(const char *line, size_t length, uint64_t *number)
{
    uint64_t value = 0;
    size_t i = 0;
    for (; i < length && i < 20 && line[i] >= '0' && line[i] <= '9'; i++) {
        uint64_t digit = (uint64_t)(line[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return 0;
        value = value * 10 + digit;
    }
    *number = value;
    return (int)i;
}

/* 1: a record; 0: not a whole one; -1: no memory. */
static int read_record(const char *line, size_t length, JournalRecord *record)
{
    int digits = read_number(line, length, &record->sequence);
    if (digits == 0 || length < (size_t)digits + 11 || line[digits] != ' ' || line[digits + 9] != ' ')
        return 0;
    uint32_t stated = 0;
    for (int i = 1; i <= 8; i++) {
        int digit = hex_digit(line[digits + i]);
        if (digit < 0)
            return 0;
        stated = stated << 4 | (uint32_t)digit;
    }
    const char *body = line + digits + 10, *end = line + length;
    if (stated != (check_of(line, (size_t)digits) ^ check_of(body, (size_t)(end - body))))
        return 0;
    const char *tab = memchr(body, '\t', (size_t)(end - body));
    if (!tab)
        return 0;
    char *text = malloc((size_t)(end - body) + 2);
    if (!text)
        return -1;
    char *stop = unescape(text, body, (size_t)(tab - body));
    if (!stop || !unescape(stop + 1, tab + 1, (size_t)(end - tab - 1))) {
        free(text);
        return 0;
    }
    record->resolved = text;
    record->typed = stop + 1;
    return 1;
}

/* Cuts a line "KEY VALUE" off the text; false if it is not there. */
static bool cut_line(const char **at, const char *end, const char *key, const char **value, size_t *value_length)
{
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    size_t key_length = strlen(key);
    if (!newline || (size_t)(newline - *at) < key_length + 1 || memcmp(*at, key, key_length) != 0 ||
        (*at)[key_length] != ' ')
        return false;
    *value = *at + key_length + 1;
    *value_length = (size_t)(newline - *value);
    *at = newline + 1;
    return true;
}

static bool is_sha256(const char *text, size_t length)
{
    if (length != SHA256_HEX_SIZE - 1)
        return false;
    for (size_t i = 0; i < length; i++)
        if (hex_digit(text[i]) < 0)
            return false;
    return true;
}

/* Reads the head; leaves head_good false if it is broken. Returns where the records begin. */
static const char *read_head(JournalText *journal, const char *bytes, const char *end)
{
    const char *at = bytes, *value, *project;
    size_t length, project_length;
    char check[9];
    if (!cut_line(&at, end, "ttymix-journal", &value, &length) || !cut_line(&at, end, "base", &value, &length) ||
        !is_sha256(value, length))
        return bytes;
    memcpy(journal->base_sha256, value, length);
    journal->base_sha256[length] = '\0';
    if (!cut_line(&at, end, "project", &project, &project_length) || !cut_line(&at, end, "first", &value, &length) ||
        read_number(value, length, &journal->first) != (int)length || length == 0)
        return bytes;
    snprintf(check, sizeof check, "%08" PRIx32, check_of(bytes, (size_t)(at - bytes)));
    if (!cut_line(&at, end, "check", &value, &length) || length != 8 || memcmp(value, check, 8) != 0)
        return bytes;
    journal->project = malloc(project_length + 1);
    journal->head_good = journal->project && unescape(journal->project, project, project_length);
    return at;
}

static Status read_version(JournalText *journal, const char *bytes, size_t length)
{
    static const char word[] = "ttymix-journal ";
    uint64_t version = 0;
    if (length < sizeof word || memcmp(bytes, word, sizeof word - 1) != 0)
        return STATUS_BAD_VALUE;
    const char *number = bytes + sizeof word - 1;
    size_t left = length - (sizeof word - 1);
    int digits = read_number(number, left, &version);
    if (digits == 0 || (size_t)digits >= left || number[digits] != '\n' || version == 0)
        return STATUS_BAD_VALUE;
    journal->version = version > INT_MAX ? INT_MAX : (int)version;
    return version > FORMAT_VERSION ? STATUS_UNSUPPORTED : STATUS_OK;
}

static Status add_record(JournalText *journal, const JournalRecord *record, int *room)
{
    if (journal->count == *room) {
        int larger = *room ? 2 * *room : 64;
        JournalRecord *records = realloc(journal->records, (size_t)larger * sizeof *records);
        if (!records)
            return STATUS_NO_MEMORY;
        journal->records = records;
        *room = larger;
    }
    journal->records[journal->count++] = *record;
    return STATUS_OK;
}

/* Takes the records as long as their numbers follow each other. */
static Status read_records(JournalText *journal, const char *bytes, const char *at, const char *end)
{
    uint64_t next = journal->head_good ? journal->first : 0;
    int room = 0, line = journal->head_good ? HEAD_LINES : 0, good_line = line;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline : end) - at);
        JournalRecord record = {0};
        line++;
        int result = newline ? read_record(at, length, &record) : 0;
        if (result < 0)
            return STATUS_NO_MEMORY;
        if (result == 0 && length > 0)
            journal->torn = true; /* unless a good line follows */
        if (result == 0) {
            at = newline ? newline + 1 : end;
            continue;
        }
        if (next == 0)
            next = record.sequence; /* the head is broken: begin where the first whole record does */
        if (record.sequence > next) {
            free(record.resolved);
            journal->damaged_line = good_line;
            journal->torn = false;
            return STATUS_OK;
        }
        journal->torn = false;
        at = newline + 1;
        if (record.sequence < next) {
            free(record.resolved); /* written twice by an emergency */
            continue;
        }
        if (add_record(journal, &record, &room) != STATUS_OK) {
            free(record.resolved);
            return STATUS_NO_MEMORY;
        }
        next++;
        good_line = line;
        journal->good_bytes = (size_t)(at - bytes);
    }
    return STATUS_OK;
}

Status journal_text_parse(JournalText *journal, const char *bytes, size_t length)
{
    *journal = (JournalText){0};
    Status status = read_version(journal, bytes, length);
    if (status != STATUS_OK)
        return status;
    const char *at = read_head(journal, bytes, bytes + length);
    journal->good_bytes = (size_t)(at - bytes);
    status = read_records(journal, bytes, at, bytes + length);
    if (status != STATUS_OK)
        journal_text_clear(journal);
    return status;
}

void journal_text_clear(JournalText *journal)
{
    for (int i = 0; i < journal->count; i++)
        free(journal->records[i].resolved);
    free(journal->records);
    free(journal->project);
    *journal = (JournalText){0};
}
