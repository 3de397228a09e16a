/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/option_table.h"

enum { OPTION_MAX = 64, FIRST_ID = 256 }; /* what getopt calls the first row; letters are below */

static bool complain(const OptionInfo *row, const char *value, const char *wanted)
{
    char shown[200];
    text_escape_for_terminal(shown, sizeof shown, value, strlen(value));
    fprintf(stderr, "ttymix: --%s: \"%s\" is not %s\n", row->name, shown, wanted);
    return false;
}

static bool take_number(const OptionInfo *row, const char *text, int *value)
{
    char *end, wanted[80];
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && number >= row->min && number <= row->max) {
        *value = (int)number;
        return true;
    }
    snprintf(wanted, sizeof wanted, "a whole number from %d to %d", row->min, row->max);
    return complain(row, text, wanted);
}

/* Two modes at once are a mistake. */
static bool take_mode(const OptionInfo *row, const char *text, Options *options)
{
    if (options->mode != MODE_DESK && options->mode != row->mode) {
        fprintf(stderr, "ttymix: --%s: only one of the modes at a time (try --help)\n", row->name);
        return false;
    }
    options->mode = row->mode;
    if (text)
        options->mode_value = text;
    return true;
}

static bool take_option(const OptionInfo *row, const char *text, Options *options)
{
    void *place = (char *)options + row->place;
    switch (row->takes) {
    case TAKES_MODE: return take_mode(row, text, options);
    case TAKES_SWITCH: *(bool *)place = true; return true;
    case TAKES_NAME:
        if (!text[0])
            return complain(row, text, row->wanted);
        *(const char **)place = text;
        return true;
    case TAKES_TEXT: *(const char **)place = text; return true;
    case TAKES_NUMBER: return take_number(row, text, place);
    case TAKES_OWN: return row->take(text, options) || (row->wanted && complain(row, text, row->wanted));
    }
    return false;
}

/* The table as getopt wants it: its own numbers for rows, and their letters. */
static void fill_getopt(struct option *rows, char *letters)
{
    int count = 0;
    *letters++ = ':';
    for (const OptionInfo *row = option_table; row->name && count < OPTION_MAX; row++, count++) {
        rows[count] =
            (struct option){row->name, row->argument ? required_argument : no_argument, NULL, FIRST_ID + count};
        if (!row->letter)
            continue;
        *letters++ = row->letter;
        if (row->argument)
            *letters++ = ':';
    }
    rows[count] = (struct option){0};
    *letters = '\0';
}

/* By its letter or by what getopt calls it. */
static const OptionInfo *find_row(int id)
{
    if (id >= FIRST_ID)
        return &option_table[id - FIRST_ID];
    const OptionInfo *row = option_table;
    while (row->letter != id)
        row++;
    return row;
}

static bool check_operands(const Options *options)
{
    static const struct {
        RunMode mode;
        int min, max;
        const char *say;
    } needs[] = {
        {MODE_DESK, 1, 1, "a project or a folder of stems is missing"},
        {MODE_BOUNCE, 1, 1, "--bounce takes one project"},
        {MODE_NEW, 2, 1 << 20, "--new takes a project to make and its stems"},
        {MODE_PLAY, 1, 1, "--play takes one project"},
        {MODE_PLAIN, 1, 1, "--plain takes one project"},
        {MODE_CHECK, 1, 1, "--check takes one project"},
        {MODE_DESCRIBE, 1, 1 << 20, "--describe takes a project"},
        {MODE_ANALYZE, 1, 1, "--analyze takes one sound file"},
        {MODE_SERVE, 1, 1, "--serve takes one project"},
        {MODE_LISTEN, 0, 1, "--listen takes one project, or the socket of a session"},
        {MODE_REMOTE, 0, 1, "--remote takes a command, and one project, or the socket of a session"},
        {MODE_ATTACH, 0, 1, "--attach takes one project, or the socket of a session"},
    };
    for (size_t i = 0; i < ARRAY_LEN(needs); i++)
        if (needs[i].mode == options->mode &&
            (options->operand_count < needs[i].min || options->operand_count > needs[i].max)) {
            fprintf(stderr, "ttymix: %s (try --help)\n", needs[i].say);
            return false;
        }
    return true;
}

/* What is for --listen is for nothing else. */
static bool check_format(const Options *options)
{
    bool is_fine = !options->format_word || options->format_given || options->mode == MODE_LISTEN;
    if (!is_fine)
        fprintf(stderr, "ttymix: --format: \"%s\" is not wav, rf64, flac or raw\n", options->format_word);
    return is_fine;
}

/* An option that would change nothing is a mistake, and not silence. */
static bool check_purpose(const bool given[OPTION_MAX], RunMode mode)
{
    static const struct {
        const char *group;
        RunMode mode;
        const char *name;
    } purposes[] = {{GROUP_MEASURE, MODE_ANALYZE, "--analyze"}, {GROUP_CHECK, MODE_CHECK, "--check"}};
    for (int row = 0; option_table[row].name; row++)
        for (size_t i = 0; i < ARRAY_LEN(purposes); i++)
            if (given[row] && option_table[row].group && strcmp(option_table[row].group, purposes[i].group) == 0 &&
                mode != purposes[i].mode) {
                fprintf(stderr, "ttymix: --%s is for %s (try --help)\n", option_table[row].name, purposes[i].name);
                return false;
            }
    return true;
}

/* In our own words, since getopt's repeat what was typed as it is. */
static bool say_bad_option(int kind, const char *typed)
{
    char shown[200];
    text_escape_for_terminal(shown, sizeof shown, typed, strlen(typed));
    if (kind == ':')
        fprintf(stderr, "ttymix: %s needs a value (try --help)\n", shown);
    else if (optopt >= FIRST_ID)
        fprintf(stderr, "ttymix: --%s takes no value (try --help)\n", find_row(optopt)->name);
    else
        fprintf(stderr, "ttymix: there is no option %s (try --help)\n", shown);
    return false;
}

bool options_parse(int argc, char **argv, Options *options)
{
    struct option rows[OPTION_MAX + 1];
    char letters[2 * OPTION_MAX + 2];
    bool given[OPTION_MAX] = {false};
    int id;
    *options = (Options){.mode = MODE_DESK,
                         .device = "",
                         .bits = 24,
                         .dither = DITHER_TPDF,
                         .report = true,
                         .frames_per_second = 20,
                         .monitor_db = NAN};
    fill_getopt(rows, letters);
    opterr = 0;
    while ((id = getopt_long(argc, argv, letters, rows, NULL)) != -1) {
        if (id == '?' || id == ':')
            return say_bad_option(id, argv[optind - 1]);
        const OptionInfo *row = find_row(id);
        if (!take_option(row, optarg, options))
            return false;
        given[row - option_table] = true;
    }
    options->operands = argv + optind;
    options->operand_count = argc - optind;
    return check_purpose(given, options->mode) && check_operands(options) && check_format(options);
}

int exit_status_of_opening(Status status)
{
    switch (status) {
    case STATUS_OK: return EXIT_DONE;
    case STATUS_NO_MEMORY: return EXIT_FAILED;
    case STATUS_UNSUPPORTED: return EXIT_USAGE;
    default: return EXIT_PROJECT;
    }
}

void options_clear(Options *options)
{
    free(options->commands);
    free(options->waivers);
    options->waivers = NULL;
    options->commands = NULL;
    options->command_count = 0;
}
