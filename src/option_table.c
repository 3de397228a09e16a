/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/option_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/measure/analysis.h"

/* Opus is for --listen alone; options_parse sees to that when the mode is known. */
static bool take_format(const char *text, Options *options)
{
    options->format_word = text;
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(format_table[i].word, text) == 0) {
            options->format = (FileFormat)i;
            options->format_given = true;
            return true;
        }
    return strcmp(text, "opus") == 0;
}

static bool take_bits(const char *text, Options *options)
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
    return false;
}

static bool take_dither(const char *text, Options *options)
{
    for (int i = 0; i < DITHER_KIND_COUNT; i++)
        if (strcmp(dither_table[i].word, text) == 0) {
            options->dither = (DitherKind)i;
            return true;
        }
    return false;
}

static bool take_report(const char *text, Options *options)
{
    options->report = strcmp(text, "full") == 0;
    return options->report || strcmp(text, "none") == 0;
}

static bool take_template(const char *text, Options *options)
{
    options->template_name = text;
    if (strcmp(text, "band") == 0)
        return true;
    fputs("ttymix: --template takes band\n", stderr);
    return false;
}

/* Words with commas between them. */
static bool take_parts(const char *text, Options *options)
{
    for (const char *word = text; *word; word += *word == ',') {
        size_t length = strcspn(word, ",");
        int part = 0;
        while (analysis_part_words[part] &&
               (strlen(analysis_part_words[part]) != length || strncmp(analysis_part_words[part], word, length) != 0))
            part++;
        if (!analysis_part_words[part])
            return false;
        options->only |= 1u << part;
        word += length;
    }
    return options->only != 0;
}

static bool take_monitor(const char *text, Options *options)
{
    char *end;
    options->monitor_db = strtod(text, &end);
    return end != text && (*end == '\0' || strcmp(end, " dB") == 0) && options->monitor_db <= 12 &&
           options->monitor_db >= -100;
}

static bool take_command(const char *text, Options *options)
{
    const char **grown = realloc(options->commands, sizeof *grown * (size_t)(options->command_count + 1));
    if (!grown)
        return false;
    options->commands = grown;
    options->commands[options->command_count++] = text;
    return true;
}

static bool take_waiver(const char *text, Options *options)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text || equals[1 + strspn(equals + 1, " \t")] == '\0')
        return false;
    const char **grown = realloc(options->waivers, sizeof *grown * (size_t)(options->waiver_count + 1));
    if (!grown)
        return false;
    options->waivers = grown;
    options->waivers[options->waiver_count++] = text;
    return true;
}

#define MODE(which) .takes = TAKES_MODE, .mode = which
#define SWITCH(field) .takes = TAKES_SWITCH, .place = offsetof(Options, field)
#define TEXT(field) .takes = TAKES_TEXT, .place = offsetof(Options, field)
#define NAME(field, what) .takes = TAKES_NAME, .place = offsetof(Options, field), .wanted = what
#define NUMBER(field, least, most) .takes = TAKES_NUMBER, .place = offsetof(Options, field), .min = least, .max = most
#define OWN(function, what) .takes = TAKES_OWN, .take = function, .wanted = what

#define GROUP_MODE "What to do (without any of these: the desk)"
#define GROUP_BOUNCE "Bouncing"
#define GROUP_SESSION "At a session that is served"
#define GROUP_TRUST "What to accept"
#define GROUP_SOUND "Playing"
#define GROUP_SCREEN "The screen"

const OptionInfo option_table[] = {
    {.name = "bounce",
     .group = GROUP_MODE,
     .help = "render PROJECT into a sound file, and report on it",
     MODE(MODE_BOUNCE)},
    {.name = "new",
     .group = GROUP_MODE,
     .help = "make PROJECT from the sound files or folders named after it",
     MODE(MODE_NEW)},
    {.name = "template",
     .argument = "NAME",
     .group = GROUP_MODE,
     .help = "with --new: band gives buses, filled by the names of tracks, and returns",
     OWN(take_template, NULL)},
    {.name = "play", .group = GROUP_MODE, .help = "play PROJECT without a screen", MODE(MODE_PLAY)},
    {.name = "plain",
     .group = GROUP_MODE,
     .help = "the desk as lines of text: screen readers, dumb terminals, scripts",
     MODE(MODE_PLAIN)},
    {.name = "serve",
     .group = GROUP_MODE,
     .help = "run PROJECT without a screen, for desks that attach; a lost link does not end it",
     MODE(MODE_SERVE)},
    {.name = "attach",
     .group = GROUP_MODE,
     .help = "a desk at a session that is served: of PROJECT, at a SOCKET, or the only one",
     MODE(MODE_ATTACH)},
    {.name = "listen", .group = GROUP_MODE, .help = "what such a session plays, on standard output", MODE(MODE_LISTEN)},
    {.name = "remote",
     .argument = "CMD",
     .group = GROUP_MODE,
     .help = "say a command to such a session, and print the answer (status 1: not done)",
     MODE(MODE_REMOTE)},
    {.name = "check",
     .group = GROUP_MODE,
     .help = "read PROJECT and its stems, render it, and say what the rules find",
     MODE(MODE_CHECK)},
    {.name = "analyze",
     .group = GROUP_MODE,
     .help = "measure a sound file: loudness, peaks, spectrum, correlation",
     MODE(MODE_ANALYZE)},
    {.name = "devices", .group = GROUP_MODE, .help = "list the sound devices", MODE(MODE_DEVICES)},
    {.name = "list",
     .argument = "TOPIC",
     .group = GROUP_MODE,
     .help = "list commands, processors, keys, formats or rules",
     MODE(MODE_LIST)},
    {.name = "describe",
     .group = GROUP_MODE,
     .help = "describe PROJECT, or the strips named after it, in words",
     MODE(MODE_DESCRIBE)},
    {.name = "help", .letter = 'h', .group = GROUP_MODE, .help = "print this help", MODE(MODE_HELP)},
    {.name = "version", .letter = 'V', .group = GROUP_MODE, .help = "print the version", MODE(MODE_VERSION)},
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .group = GROUP_BOUNCE,
     .help = "write FILE, replaced at once when it is whole; - is standard output",
     NAME(output, "a file's name")},
    {.name = "format",
     .argument = "F",
     .group = GROUP_BOUNCE,
     .help = "wav, rf64, flac or raw (default: by the name of FILE, else wav); --listen: wav, flac or opus",
     OWN(take_format, "wav, rf64, flac or raw")},
    {.name = "bits",
     .argument = "B",
     .group = GROUP_BOUNCE,
     .help = "16, 24 (default; both dithered), 32 or float",
     OWN(take_bits, "16, 24, 32 or float")},
    {.name = "dither",
     .argument = "KIND",
     .group = GROUP_BOUNCE,
     .help = "none, tpdf (default), shaped or shaped-9 (16 bit at 44.1 and 48 kHz)",
     OWN(take_dither, "none, tpdf, shaped or shaped-9")},
    {.name = "rate",
     .argument = "HZ",
     .group = GROUP_BOUNCE,
     .help = "convert the finished mix to this sample rate",
     NUMBER(rate_hz, 8000, 192000)},
    {.name = "stems",
     .argument = "DIR",
     .group = GROUP_BOUNCE,
     .help = "also write what each strip sends to the master, one float file a strip, into DIR",
     NAME(stems_folder, "a folder's name")},
    {.name = "range",
     .argument = "A,B",
     .group = GROUP_BOUNCE,
     .help = "only from A to B (times or markers); its bytes equal that part of the whole",
     TEXT(range)},
    {.name = "versions",
     .argument = "LIST",
     .group = GROUP_BOUNCE,
     .help = "all, or names with commas (main is the project itself): a file each, -o names a folder",
     NAME(versions, "all, or names of versions")},
    {.name = "depfile",
     .argument = "FILE",
     .group = GROUP_BOUNCE,
     .help = "write what was read, as a rule for make and ninja",
     NAME(depfile, "a file's name")},
    {.name = "jobs",
     .letter = 'j',
     .argument = "N",
     .group = GROUP_BOUNCE,
     .help = "threads (default: one a processor); the bytes do not depend on it",
     NUMBER(jobs, 1, 64)},
    {.name = "set",
     .argument = "CMD",
     .group = GROUP_BOUNCE,
     .help = "run a command on the project before, as in --set 'mute vox'; may be repeated",
     OWN(take_command, NULL)},
    {.name = "report",
     .argument = "R",
     .group = GROUP_BOUNCE,
     .help = "full (default) or none: what to measure",
     OWN(take_report, "full or none")},
    {.name = "json",
     .group = GROUP_BOUNCE,
     .help = "the report as JSON on standard output (of --analyze and --check, too; of --remote the answer)",
     SWITCH(json)},
    {.name = "quiet", .letter = 'q', .group = GROUP_BOUNCE, .help = "no progress", SWITCH(quiet)},
    {.name = "series",
     .group = GROUP_MEASURE,
     .help = "also loudness, peaks and correlation ten times a second",
     SWITCH(series)},
    {.name = "bands",
     .argument = "N",
     .group = GROUP_MEASURE,
     .help = "the spectrum in N bands an octave, 1 to 24 (default 3)",
     NUMBER(bands, 1, 24)},
    {.name = "only",
     .argument = "PARTS",
     .group = GROUP_MEASURE,
     .help = "measure only these: loudness,true-peak,levels,meters,image,spectrum,silence",
     OWN(take_parts, "some of loudness, true-peak, levels, meters, image, spectrum and silence, with commas")},
    {.name = "document",
     .group = GROUP_CHECK,
     .help = "only the rules that need no sound: for editors",
     SWITCH(document)},
    {.name = "profile",
     .argument = "P",
     .group = GROUP_CHECK,
     .help = "mix, streaming, cd, vinyl, broadcast, podcast, or a file with limits",
     TEXT(profile)},
    {.name = "waive",
     .argument = "R=WHY",
     .group = GROUP_CHECK,
     .help = "accept what rule R finds, as in --waive 'qc/edges=a segue'; may be repeated",
     OWN(take_waiver, "RULE=reason, and the reason is not empty")},
    {.name = "sarif",
     .group = GROUP_CHECK,
     .help = "the findings in SARIF 2.1.0 on standard output, for code hosts",
     SWITCH(sarif)},
    {.name = "allow-missing",
     .group = GROUP_TRUST,
     .help = "missing stems are silence, not an error",
     SWITCH(allow_missing)},
    {.name = "allow-unknown",
     .group = GROUP_TRUST,
     .help = "unknown processors are bypassed, not an error",
     SWITCH(allow_unknown)},
    {.name = "allow-outside",
     .group = GROUP_TRUST,
     .help = "follow paths that leave the project's folder",
     SWITCH(allow_outside)},
    {.name = "force",
     .letter = 'f',
     .group = GROUP_TRUST,
     .help = "with --new: replace an existing PROJECT",
     SWITCH(force)},
    {.name = "readonly", .group = GROUP_SESSION, .help = "look and listen only", SWITCH(readonly)},
    {.name = "name",
     .argument = "NAME",
     .group = GROUP_SESSION,
     .help = "what the others call this one (default: by number, as in desk 2)",
     NAME(name, "a name")},
    {.name = "device",
     .letter = 'd',
     .argument = "NAME",
     .group = GROUP_SOUND,
     .help = "sound device, or a part of its name; null = none, in real time",
     TEXT(device)},
    {.name = "block",
     .argument = "N",
     .group = GROUP_SOUND,
     .help = "frames a block (default: the device's choice)",
     NUMBER(block_frames, 1, 4096)},
    {.name = "monitor",
     .argument = "DB",
     .group = GROUP_SOUND,
     .help = "level of the monitor; never of a bounce (default on a real device: -12)",
     OWN(take_monitor, "a level from -100 to 12 dB")},
    {.name = "ascii", .group = GROUP_SCREEN, .help = "draw with ASCII only", SWITCH(ascii)},
    {.name = "no-color", .group = GROUP_SCREEN, .help = "draw without colours (as NO_COLOR does)", SWITCH(no_color)},
    {.name = "fps",
     .argument = "N",
     .group = GROUP_SCREEN,
     .help = "at most N frames a second (default 20; 0 = only what changes by itself)",
     NUMBER(frames_per_second, 0, 60)},
    {.name = "options", .argument = "FORM", MODE(MODE_OPTIONS)},
    {.name = NULL},
};
