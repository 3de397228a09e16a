/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"

typedef enum OptionId {
    OPTION_BOUNCE = 256,
    OPTION_NEW,
    OPTION_PLAY,
    OPTION_PLAIN,
    OPTION_CHECK,
    OPTION_DEVICES,
    OPTION_LIST,
    OPTION_DESCRIBE,
    OPTION_ANALYZE,
    OPTION_OUTPUT,
    OPTION_FORMAT,
    OPTION_RATE,
    OPTION_BITS,
    OPTION_STEMS,
    OPTION_RANGE,
    OPTION_JOBS,
    OPTION_SET,
    OPTION_REPORT,
    OPTION_JSON,
    OPTION_SERIES,
    OPTION_BANDS,
    OPTION_ALLOW_MISSING,
    OPTION_ALLOW_UNKNOWN,
    OPTION_ALLOW_OUTSIDE,
    OPTION_QUIET,
    OPTION_FORCE,
    OPTION_DEVICE,
    OPTION_BLOCK,
    OPTION_MONITOR,
    OPTION_ASCII,
    OPTION_NO_COLOR,
    OPTION_FPS,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_TEMPLATE,
    OPTION_OPTIONS
} OptionId;

typedef struct OptionInfo {
    OptionId id;
    const char *name;
    char letter;          /* or 0 */
    const char *argument; /* NULL = a switch */
    const char *group;    /* heading in --help */
    const char *help;
} OptionInfo;

#define GROUP_MODE "What to do (without any of these: the desk)"
#define GROUP_BOUNCE "Bouncing"
#define GROUP_MEASURE "Measuring (--analyze)"
#define GROUP_TRUST "What to accept"
#define GROUP_SOUND "Playing"
#define GROUP_SCREEN "The screen"

static const OptionInfo option_table[] = {
    {OPTION_BOUNCE, "bounce", 0, NULL, GROUP_MODE, "render PROJECT into a sound file, and report on it"},
    {OPTION_NEW, "new", 0, NULL, GROUP_MODE, "make PROJECT from the sound files or folders named after it"},
    {OPTION_TEMPLATE, "template", 0, "NAME", GROUP_MODE,
     "with --new: band gives buses, filled by the names of tracks, and returns"},
    {OPTION_PLAY, "play", 0, NULL, GROUP_MODE, "play PROJECT without a screen"},
    {OPTION_PLAIN, "plain", 0, NULL, GROUP_MODE, "the desk as lines of text: screen readers, dumb terminals, scripts"},
    {OPTION_CHECK, "check", 0, NULL, GROUP_MODE, "read PROJECT and its stems, and say what is wrong with them"},
    {OPTION_ANALYZE, "analyze", 0, NULL, GROUP_MODE, "measure a sound file: loudness, peaks, spectrum, correlation"},
    {OPTION_DEVICES, "devices", 0, NULL, GROUP_MODE, "list the sound devices"},
    {OPTION_LIST, "list", 0, "TOPIC", GROUP_MODE, "list commands, processors, keys or formats"},
    {OPTION_DESCRIBE, "describe", 0, NULL, GROUP_MODE, "describe PROJECT, or the strips named after it, in words"},
    {OPTION_HELP, "help", 'h', NULL, GROUP_MODE, "print this help"},
    {OPTION_VERSION, "version", 'V', NULL, GROUP_MODE, "print the version"},
    {OPTION_OUTPUT, "output", 'o', "FILE", GROUP_BOUNCE,
     "write FILE, replaced at once when it is whole; - is standard output"},
    {OPTION_FORMAT, "format", 0, "F", GROUP_BOUNCE, "wav, rf64, flac or raw (default: by the name of FILE, else wav)"},
    {OPTION_BITS, "bits", 0, "B", GROUP_BOUNCE, "16, 24 (default; both dithered), 32 or float"},
    {OPTION_RATE, "rate", 0, "HZ", GROUP_BOUNCE, "convert the finished mix to this sample rate"},
    {OPTION_STEMS, "stems", 0, "DIR", GROUP_BOUNCE,
     "also write what each strip sends to the master, one float file a strip, into DIR"},
    {OPTION_RANGE, "range", 0, "A,B", GROUP_BOUNCE,
     "only from A to B (times or markers); its bytes equal that part of the whole"},
    {OPTION_JOBS, "jobs", 'j', "N", GROUP_BOUNCE, "threads (default: one a processor); the bytes do not depend on it"},
    {OPTION_SET, "set", 0, "CMD", GROUP_BOUNCE,
     "run a command on the project before, as in --set 'mute vox'; may be repeated"},
    {OPTION_REPORT, "report", 0, "R", GROUP_BOUNCE, "full (default) or none: what to measure"},
    {OPTION_JSON, "json", 0, NULL, GROUP_BOUNCE, "the report as JSON on standard output (of --analyze, too)"},
    {OPTION_QUIET, "quiet", 'q', NULL, GROUP_BOUNCE, "no progress"},
    {OPTION_SERIES, "series", 0, NULL, GROUP_MEASURE, "also loudness, peaks and correlation ten times a second"},
    {OPTION_BANDS, "bands", 0, "N", GROUP_MEASURE, "the spectrum in N bands an octave, 1 to 24 (default 3)"},
    {OPTION_ALLOW_MISSING, "allow-missing", 0, NULL, GROUP_TRUST, "missing stems are silence, not an error"},
    {OPTION_ALLOW_UNKNOWN, "allow-unknown", 0, NULL, GROUP_TRUST, "unknown processors are bypassed, not an error"},
    {OPTION_ALLOW_OUTSIDE, "allow-outside", 0, NULL, GROUP_TRUST, "follow paths that leave the project's folder"},
    {OPTION_FORCE, "force", 'f', NULL, GROUP_TRUST, "with --new: replace an existing PROJECT"},
    {OPTION_DEVICE, "device", 'd', "NAME", GROUP_SOUND,
     "sound device, or a part of its name; null = none, in real time"},
    {OPTION_BLOCK, "block", 0, "N", GROUP_SOUND, "frames a block (default: the device's choice)"},
    {OPTION_MONITOR, "monitor", 0, "DB", GROUP_SOUND,
     "level of the monitor; never of a bounce (default on a real device: -12)"},
    {OPTION_ASCII, "ascii", 0, NULL, GROUP_SCREEN, "draw with ASCII only"},
    {OPTION_NO_COLOR, "no-color", 0, NULL, GROUP_SCREEN, "draw without colours (as NO_COLOR does)"},
    {OPTION_FPS, "fps", 0, "N", GROUP_SCREEN,
     "at most N frames a second (default 20; 0 = only what changes by itself)"},
    {OPTION_OPTIONS, "options", 0, "FORM", NULL, NULL},
};

static const char *const usage_lines[] = {
    "ttymix PROJECT|FOLDER                                     the desk",
    "ttymix --new PROJECT STEM...                              make a project",
    "ttymix --bounce PROJECT [-o FILE] [OPTION]...             render it",
    "ttymix --play PROJECT [--device NAME]                     play it without a screen",
    "ttymix --plain PROJECT                                    the desk in words",
};

static const OptionInfo *option_info(int id)
{
    for (size_t i = 0; i < ARRAY_LEN(option_table); i++)
        if ((int)option_table[i].id == id)
            return &option_table[i];
    return NULL;
}

void options_print_help(void)
{
    const char *group = "";
    puts("ttymix: a multitrack mixer in a terminal\n");
    for (size_t i = 0; i < ARRAY_LEN(usage_lines); i++)
        printf("%s %s\n", i == 0 ? "usage:" : "      ", usage_lines[i]);
    for (size_t i = 0; i < ARRAY_LEN(option_table); i++) {
        const OptionInfo *row = &option_table[i];
        char left[64];
        if (!row->group)
            continue;
        if (strcmp(group, row->group) != 0)
            printf("\n%s:\n", row->group);
        group = row->group;
        snprintf(left, sizeof left, "%s%c%s --%s%s%s", row->letter ? "-" : " ", row->letter ? row->letter : ' ',
                 row->letter ? "," : " ", row->name, row->argument ? " " : "", row->argument ? row->argument : "");
        printf("  %-21s %s\n", left, row->help);
    }
    puts(
        "\nExit status: 0 done; 1 failed while running; 2 wrong usage; 3 the project is invalid; 4 a stem is missing,\n"
        "unreadable or changed; 5 a check failed; 6 no sound device; 128+n ended by signal n.\n\n"
        "`man ttymix` has the whole story, `man 5 ttymix` the project file.");
}

/* A hyphen of a name is a minus for troff, so that it can be copied from the page. */
static void print_troff_name(const char *name)
{
    for (; *name; name++)
        if (*name == '-')
            fputs("\\-", stdout);
        else
            putchar(*name);
}

static void print_troff_row(const OptionInfo *row)
{
    int first = row->help[0];
    if (row->letter)
        printf(".TP\n.BR \\-%c \", \" \\-\\-", row->letter);
    else
        printf(".TP\n.BI \\-\\-");
    print_troff_name(row->name);
    if (row->argument)
        printf(" \" %s\"", row->argument);
    printf("\n%c%s.\n", first >= 'a' && first <= 'z' ? first - 32 : first, row->help + 1);
}

void options_print_table(const char *form)
{
    bool troff = strcmp(form, "troff") == 0;
    for (size_t i = 0; i < ARRAY_LEN(option_table); i++) {
        const OptionInfo *row = &option_table[i];
        if (!row->group)
            continue;
        if (troff)
            print_troff_row(row);
        else
            printf("--%s\t%s\t%s\n", row->name, row->argument ? row->argument : "", row->help);
    }
}

static bool complain(const char *option, const char *value, const char *wanted)
{
    char shown[200];
    text_escape_for_terminal(shown, sizeof shown, value, strlen(value));
    fprintf(stderr, "ttymix: --%s: \"%s\" is not %s\n", option, shown, wanted);
    return false;
}

static bool parse_int(const char *name, const char *text, long min, long max, int *value)
{
    char *end, wanted[80];
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && number >= min && number <= max) {
        *value = (int)number;
        return true;
    }
    snprintf(wanted, sizeof wanted, "a whole number from %ld to %ld", min, max);
    return complain(name, text, wanted);
}

static bool parse_format(const char *text, Options *options)
{
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(format_table[i].word, text) == 0) {
            options->format = (FileFormat)i;
            options->format_given = true;
            return true;
        }
    return complain("format", text, "wav, rf64, flac or raw");
}

static bool parse_bits(const char *text, Options *options)
{
    static const struct {
        const char *word;
        int bits;
    } words[] = {{"16", 16}, {"24", 24}, {"32", 32}, {"float", 0}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].word, text) == 0) {
            options->bits = words[i].bits;
            return true;
        }
    return complain("bits", text, "16, 24, 32 or float");
}

static bool parse_report(const char *text, Options *options)
{
    options->report = strcmp(text, "full") == 0;
    return options->report || strcmp(text, "none") == 0 || complain("report", text, "full or none");
}

static bool parse_template(const char *text, Options *options)
{
    options->template_name = text;
    if (strcmp(text, "band") == 0)
        return true;
    fputs("ttymix: --template takes band\n", stderr);
    return false;
}

static bool parse_monitor(const char *text, Options *options)
{
    char *end;
    options->monitor_db = strtod(text, &end);
    if (end != text && (*end == '\0' || strcmp(end, " dB") == 0) && options->monitor_db <= 12 &&
        options->monitor_db >= -100)
        return true;
    return complain("monitor", text, "a level from -100 to 12 dB");
}

static bool add_command(Options *options, char *command)
{
    char **grown = realloc(options->commands, sizeof *grown * (size_t)(options->command_count + 1));
    if (!grown)
        return false;
    options->commands = grown;
    options->commands[options->command_count++] = command;
    return true;
}

static const struct {
    OptionId id;
    RunMode mode;
} mode_options[] = {
    {OPTION_BOUNCE, MODE_BOUNCE}, {OPTION_NEW, MODE_NEW},           {OPTION_PLAY, MODE_PLAY},
    {OPTION_PLAIN, MODE_PLAIN},   {OPTION_CHECK, MODE_CHECK},       {OPTION_DEVICES, MODE_DEVICES},
    {OPTION_LIST, MODE_LIST},     {OPTION_DESCRIBE, MODE_DESCRIBE}, {OPTION_ANALYZE, MODE_ANALYZE},
    {OPTION_HELP, MODE_HELP},     {OPTION_VERSION, MODE_VERSION},   {OPTION_OPTIONS, MODE_OPTIONS},
};

/* Two modes at once are a mistake, but for --play and --plain without more than one. */
static bool take_mode(int id, Options *options)
{
    for (size_t i = 0; i < ARRAY_LEN(mode_options); i++) {
        if ((int)mode_options[i].id != id)
            continue;
        if (options->mode != MODE_DESK && options->mode != mode_options[i].mode) {
            fprintf(stderr, "ttymix: --%s: only one of the modes at a time (try --help)\n", option_info(id)->name);
            return false;
        }
        options->mode = mode_options[i].mode;
        if (optarg)
            options->list_topic = optarg;
    }
    return true;
}

static bool parse_name(const char *option, const char *wanted, const char **name)
{
    *name = optarg;
    return optarg[0] || complain(option, optarg, wanted);
}

static bool take_option(int id, Options *options)
{
    switch (id) {
    case OPTION_OUTPUT: return parse_name("output", "a file's name", &options->output);
    case OPTION_FORMAT: return parse_format(optarg, options);
    case OPTION_RATE: return parse_int("rate", optarg, 8000, 192000, &options->rate_hz);
    case OPTION_BITS: return parse_bits(optarg, options);
    case OPTION_STEMS: return parse_name("stems", "a folder's name", &options->stems_folder);
    case OPTION_RANGE: options->range = optarg; return true;
    case OPTION_JOBS: return parse_int("jobs", optarg, 1, 64, &options->jobs);
    case OPTION_SET: return add_command(options, optarg);
    case OPTION_REPORT: return parse_report(optarg, options);
    case OPTION_JSON: options->json = true; return true;
    case OPTION_SERIES: options->series = true; return true;
    case OPTION_BANDS: return parse_int("bands", optarg, 1, 24, &options->bands);
    case OPTION_QUIET: options->quiet = true; return true;
    case OPTION_ALLOW_MISSING: options->allow_missing = true; return true;
    case OPTION_ALLOW_UNKNOWN: options->allow_unknown = true; return true;
    case OPTION_ALLOW_OUTSIDE: options->allow_outside = true; return true;
    case OPTION_TEMPLATE: return parse_template(optarg, options);
    case OPTION_FORCE: options->force = true; return true;
    case OPTION_DEVICE: options->device = optarg; return true;
    case OPTION_BLOCK: return parse_int("block", optarg, 1, 4096, &options->block_frames);
    case OPTION_MONITOR: return parse_monitor(optarg, options);
    case OPTION_ASCII: options->ascii = true; return true;
    case OPTION_NO_COLOR: options->no_color = true; return true;
    case OPTION_FPS: return parse_int("fps", optarg, 0, 60, &options->frames_per_second);
    default: return take_mode(id, options);
    }
}

static void fill_getopt(struct option *rows, char *letters)
{
    size_t used = 0;
    for (size_t i = 0; i < ARRAY_LEN(option_table); i++) {
        const OptionInfo *row = &option_table[i];
        rows[i] = (struct option){row->name, row->argument ? required_argument : no_argument, NULL, (int)row->id};
        if (!row->letter)
            continue;
        letters[used++] = row->letter;
        if (row->argument)
            letters[used++] = ':';
    }
    rows[ARRAY_LEN(option_table)] = (struct option){0};
    letters[used] = '\0';
}

static int id_of_letter(int letter)
{
    for (size_t i = 0; i < ARRAY_LEN(option_table); i++)
        if (option_table[i].letter == letter)
            return (int)option_table[i].id;
    return letter;
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
    };
    for (size_t i = 0; i < ARRAY_LEN(needs); i++)
        if (needs[i].mode == options->mode &&
            (options->operand_count < needs[i].min || options->operand_count > needs[i].max)) {
            fprintf(stderr, "ttymix: %s (try --help)\n", needs[i].say);
            return false;
        }
    return true;
}

/* In our own words, since getopt's repeat what was typed as it is. */
static void say_bad_option(int kind, const char *typed)
{
    char shown[200];
    text_escape_for_terminal(shown, sizeof shown, typed, strlen(typed));
    if (kind == ':')
        fprintf(stderr, "ttymix: %s needs a value (try --help)\n", shown);
    else if (optopt >= 256)
        fprintf(stderr, "ttymix: --%s takes no value (try --help)\n", option_info(optopt)->name);
    else
        fprintf(stderr, "ttymix: there is no option %s (try --help)\n", shown);
}

bool options_parse(int argc, char **argv, Options *options)
{
    struct option rows[ARRAY_LEN(option_table) + 1];
    char letters[2 * ARRAY_LEN(option_table) + 2];
    int id;
    *options = (Options){
        .mode = MODE_DESK, .device = "", .bits = 24, .report = true, .frames_per_second = 20, .monitor_db = NAN};
    letters[0] = ':';
    fill_getopt(rows, letters + 1);
    opterr = 0;
    while ((id = getopt_long(argc, argv, letters, rows, NULL)) != -1) {
        if (id == '?' || id == ':') {
            say_bad_option(id, argv[optind - 1]);
            return false;
        }
        if (!take_option(id < 256 ? id_of_letter(id) : id, options))
            return false;
    }
    options->operands = argv + optind;
    options->operand_count = argc - optind;
    return check_operands(options);
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
    options->commands = NULL;
    options->command_count = 0;
}
