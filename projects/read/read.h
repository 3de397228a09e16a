/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading lines into a model.  The same functions tell an edit where a value stands: they note every field that they
 * take when `fields` is set. */
#ifndef TTYMIX_PROJECTS_READ_READ_H
#define TTYMIX_PROJECTS_READ_READ_H

#include "projects/lines/source.h"
#include "projects/model/memory.h"
#include "projects/model/uids.h"
#include "projects/text/timevalue.h"
#include "projects/text/token.h"
#include "projects/text/value.h"

enum { PROCESSOR_MAX = 64 };

typedef struct Reading { /* what was found beside the model; all zero = nothing was read */
    int *section_errors; /* of each section of the source, when it was last read */
    int section_count;
    int loop_errors; /* circles of signal and of VCAs */
} Reading;

void reading_clear(Reading *reading);
/* Makes the model of a source anew.  Without memory the model is not complete. */
NODISCARD Status read_all(const Source *source, Model *model, UidTable *uids, Reading *reading, ProblemList *problems);
/* Reads the sections that changed.  `*all` is set, and the model is not complete, where everything hangs on what
 * changed (the rate, the tempo): the caller reads all. */
NODISCARD Status read_changed(const Source *source, Model *model, UidTable *uids, Reading *reading,
                              ProblemList *problems, bool *all);

typedef struct Field { /* one value of a line: `key` may be implied (level of a send: no word of its own) */
    const char *key;
    int key_token;  /* -1 without a word of its own */
    int first, end; /* tokens of the value; equal for a bare switch */
} Field;
typedef struct FieldList {
    Field items[48];
    int count;
} FieldList;

typedef struct Reader {
    const Source *source; /* this and the next two: NULL while a line that stands in no source is read */
    UidTable *uids;
    Reading *reading;
    Model *model;
    ProblemList *problems; /* NULL: problems are only counted */
    const char *file;      /* name for messages */
    int line;              /* from 0 */
    int errors;
    bool failed; /* out of memory */
    TokenLine tokens;
    FieldList *fields; /* or NULL */
    /* of the section being read */
    SectionKind kind;
    int banded;          /* processor that a band line would continue, -1 = none */
    bool unknown_banded; /* band lines of an unknown processor are kept unread */
    bool fader_seen;     /* processors from here are after the fader */
    int fact_line[32];   /* line + 1 where a key was given in this section, by row of strip_keys or head_rows */
    int section_processors, section_sends; /* how many the strip had when the section began */
    int band_seen[64], band_count;         /* labels given below the processor being read */
    bool loop_seen, end_seen;
} Reader;

void reader_begin_section(Reader *reader, SectionKind kind);
/* Cuts a line; false if there is nothing in it, or its problem was told. */
bool reader_take_line(Reader *reader, const Line *line, int number);
void reader_report(Reader *reader, bool warning, int token, const char *format, ...) PRINTF_LIKE(4, 5);
void reader_report_trouble(Reader *reader, const Trouble *trouble);
/* An error if tokens are left. */
void reader_expect_end(Reader *reader, int next);
void reader_note_field(Reader *reader, const char *key, int key_token, int first, int end);
/* False, and an error, if the field was noted on this line before. */
bool reader_check_once(Reader *reader, unsigned *seen, int index, const char *key, int token);
/* A string or word as malloc'd text; NULL after an error was told. */
char *reader_take_text(Reader *reader, int *next, const char *what);
char *reader_take_name(Reader *reader, int *next, const char *what);

/* Whether what a strip of the model refers to is there and fits; whether routing or VCAs go in a circle. */
void reader_check_references(Reader *reader, int index);
void reader_check_loops(Reader *reader);

/* The lines of each kind of section. */
void read_head_line(Reader *reader, Model *model);
void read_tempo_line(Reader *reader, Model *model);
void read_marker_line(Reader *reader, Model *model);
void read_strip_line(Reader *reader, Strip *strip);
void read_lane_line(Reader *reader, Lane *lane);
/* After the strips: a line that does not apply is kept, and warned of. */
void read_version_line(Reader *reader, Version *version);

/* A line `waive RULE "why"`, of the head or a strip. */
void read_waive_line(Reader *reader, Waiver **waivers, int *count);
/* A line `clip` or `send` of a strip. */
void read_clip_line(Reader *reader, Strip *strip);
void read_send_line(Reader *reader, Strip *strip);
/* The part of a line's first word behind its colon, malloc'd; NULL without one, or after an error (`*fine` is false
 * then). */
char *reader_take_suffix(Reader *reader, const char *what, bool *fine);

/* Parts of strip lines; `next` is the token to begin at. True if all was understood. */
bool read_clip(Reader *reader, int next, Clip *clip);
bool read_send(Reader *reader, int next, Send *send);
bool read_processor_arguments(Reader *reader, int next, Processor *processor);
bool read_band_arguments(Reader *reader, int next, Processor *processor, int slot);
/* Points of a lane by time. */
void lane_sort(const Model *model, Lane *lane);

#endif
