/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One command being run, for the files of this room only.
 *
 * A handler reads its words, edits lines (edit.h), and says what was done.  It stops at the first failure and returns
 * its status: the runner then takes everything back and makes the sentence of the answer.  A handler that changed a
 * section's lines calls run_refresh before it looks at the model again.
 *
 * A refresh may make the model anew.  So no function from which an edit can be reached holds a pointer into it:
 * indices, numbers and copies of names go over an edit, the rest is looked up after it, in functions that only read
 * (tests/lint/borrowed.py sees to it). */
#ifndef TTYMIX_PROJECTS_COMMAND_RUN_H
#define TTYMIX_PROJECTS_COMMAND_RUN_H

#include "audio/base/buffer.h"
#include "projects/command/command.h"
#include "projects/edit/edit.h"
#include "projects/model/address.h"
#include "projects/text/timevalue.h"

struct CommandTable;
typedef struct Run {
    Document *document;
    const Model *model;
    const struct CommandTable *table; /* where commands that are parts of this one are found */
    TokenLine line;                   /* the command's words; 0 is its name */
    int next;                         /* the word to be read next */
    Buffer text;                      /* the answer so far */
    Buffer resolved;                  /* what the journal shall have */
    Error error;                      /* of the failure, without "Not changed" */
    int error_token;                  /* or -1 */
    int done;                         /* how many things were changed or confirmed */
} Run;

/* A failure: the sentence goes into the answer. */
Status run_fail(Run *run, Status status, int token, const char *format, ...) PRINTF_LIKE(4, 5);
Status run_fail_trouble(Run *run, const Trouble *trouble);
/* Takes a word as malloc'd text; NULL, after run_fail, when there is none. */
char *run_take_word(Run *run, const char *what);
char *run_take_name(Run *run, const char *what);
bool run_take_if(Run *run, const char *word);
/* Takes `on`, `off` or `toggle` of what is `now`; without a word it is `bare`. */
bool run_take_switch(Run *run, bool now, bool bare);
NODISCARD Status run_expect_end(Run *run);
/* Adds a sentence to the answer; several are joined with commas. */
void run_say(Run *run, const char *format, ...) PRINTF_LIKE(2, 3);
/* Adds to the last sentence. */
void run_add(Run *run, const char *format, ...) PRINTF_LIKE(2, 3);
/* Adds a resolved command. */
void run_resolve(Run *run, const char *format, ...) PRINTF_LIKE(2, 3);
/* Reads what changed; an edit that makes the project invalid fails here with the problem's sentence. */
NODISCARD Status run_refresh(Run *run);
/* Strips of the pattern at the next word. `*indices` is the caller's. */
NODISCARD Status run_take_strips(Run *run, int **indices, int *count);
NODISCARD Status run_take_strip(Run *run, int *strip);
/* Resolves an address; the error is the run's. */
NODISCARD Status run_resolve_address(Run *run, const char *text, int token, Address *address);
/* Refuses what stands in an included file, with its name. */
Status run_refuse_included(Run *run, const char *what, const char *done);

/* What `set` does when it knows the address and the text of the value (as the file has it). */
NODISCARD Status run_write(Run *run, const Address *address, const char *text);
/* The same, then says and resolves it. */
NODISCARD Status run_write_and_say(Run *run, const char *exact, const char *text);
NODISCARD Status run_write_value(Run *run, const Address *address, double value);
/* Asks the glider; true, and said, where it takes the number whole. */
bool run_glide(Run *run, const Address *address, const char *exact, double from, double to, double seconds);
/* Tells a rider of a number that was written without him. */
void run_tell_written(Run *run, const Address *address);
/* The number behind an address, as a rider hears it or as the document has it. */
void run_present_value(Run *run, const Address *address, double *value);

/* Sets one address to the value at `run->next`, which moves behind it; `sign` is "+=", "-=" or NULL. */
NODISCARD Status run_set_one(Run *run, const Address *address, const char *sign);
typedef Status (*OnAddress)(Run *run, const char *text, int token);
/* A whole command: calls `act` for the address at the next word, once, or for every strip of its pattern that has it;
 * nothing may follow. */
NODISCARD Status run_for_all(Run *run, OnAddress act);
/* Reads a time, or the label of one marker for its time, and writes it as the file has it. */
NODISCARD Status run_take_time(Run *run, const char *what, TimeValue *time, char text[TIME_TEXT_MAX]);
/* Puts a line into a section, by time among the lines that begin with one; INT64_MAX = at the end. The model is fresh
 * then. */
NODISCARD Status run_put_timed_line(Run *run, int section, int64_t frame, const char *line);
/* The address at the next word, of something that can be automated. */
NODISCARD Status run_take_lane(Run *run, Address *address, char exact[256]);
/* The main file's section of a lane, made if it is not there and `make` is set; -1 without `make` where an included
 * file has it. */
NODISCARD Status run_open_lane(Run *run, const char *exact, bool make, int *section);
/* Deletes the automation of an address and of everything inside it. */
NODISCARD Status run_delete_lanes(Run *run, const char *address);
/* A strip's name as a sentence begins with it: "Vox". */
const char *run_title(const char *name, char out[80]);

#endif
