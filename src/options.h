/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: one table drives parsing, `--help`, the man page and the shell completions. */
#ifndef TTYMIX_SRC_OPTIONS_H
#define TTYMIX_SRC_OPTIONS_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "audio/io/file/writer.h"

/* What the process tells its caller (README, section EXIT STATUS of the man page). */
enum ExitStatus {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* while running: disk full, device lost */
    EXIT_USAGE = 2,
    EXIT_PROJECT = 3, /* the project is invalid */
    EXIT_STEM = 4,    /* a stem is missing, unreadable or changed */
    EXIT_CHECK = 5,   /* rendered or checked, and a check failed */
    EXIT_DEVICE = 6,  /* no sound device */
    EXIT_SIGNAL = 128 /* + number of the signal */
};

/* What a project that could not be opened, with this status (project_open, first_mix_of_folder), ends the process
 * with. */
int exit_status_of_opening(Status status);

typedef enum RunMode {
    MODE_DESK,
    MODE_BOUNCE,
    MODE_NEW,
    MODE_PLAY,
    MODE_PLAIN,
    MODE_CHECK,
    MODE_DEVICES,
    MODE_LIST,
    MODE_DESCRIBE,
    MODE_ANALYZE,
    MODE_SERVE,
    MODE_ATTACH,
    MODE_REMOTE,
    MODE_LISTEN,
    MODE_HELP,
    MODE_VERSION,
    MODE_OPTIONS
} RunMode;

typedef struct Options {
    RunMode mode;
    char **operands; /* project, stems: point into argv */
    int operand_count;
    const char *output;        /* -o, or NULL */
    const char *stems_folder;  /* --stems DIR, or NULL */
    const char *device;        /* --device, "" = default */
    const char *mode_value;    /* --list TOPIC, --remote CMD */
    const char *template_name; /* --template NAME, or NULL */
    FileFormat format;
    bool format_given;
    const char *format_word; /* --format as typed, or NULL */
    int bits;                /* 16, 24, 32; 0 = float */
    DitherKind dither;
    int rate_hz;           /* of the output; 0 = the project's */
    const char *range;     /* "A,B" as typed, or NULL */
    int jobs;              /* 0 = as many as there are processors */
    int bands;             /* --bands; 0 = thirds of an octave only */
    unsigned only;         /* --only, AnalysisPart or'ed; 0 = all */
    int block_frames;      /* --block; 0 = default */
    const char **commands; /* --set CMD, in order; array owned, strings point into argv */
    int command_count;
    const char *depfile;  /* --depfile, or NULL */
    const char *versions; /* --versions, or NULL */
    const char *profile;  /* --profile, a name or a file; or NULL */
    const char **waivers; /* --waive RULE=reason, in order; array owned, strings point into argv */
    int waiver_count;
    bool document, sarif;
    bool report; /* --report full (default) or none */
    bool json, series, allow_missing, allow_unknown, allow_outside, readonly, ascii, no_color, quiet, force;
    int frames_per_second; /* --fps, 20 */
    const char *name;      /* --name: what others at a session call this one, or NULL */
    double monitor_db;     /* --monitor, NAN = the default */
} Options;

/* Fills `options` from argv; false after saying on stderr what is wrong (the caller exits with EXIT_USAGE). */
bool options_parse(int argc, char **argv, Options *options);
void options_clear(Options *options);
/* `--help` on stdout. */
void options_print_help(void);
/* The table in troff for the man page, and as words for completions (`--options`), on stdout. */
void options_print_table(const char *form);

#endif
