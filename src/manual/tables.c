/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables NAME: one table of the program as the manual pages have it, on standard output.  Built and run while ttymix is
 * built; never installed. */
#include <stdio.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "audio/dsp/processor.h"
#include "audio/io/file/writer.h"
#include "projects/command/command.h"
#include "projects/lint/rule.h"
#include "projects/model/facts.h"
#include "projects/text/value.h"
#include "tui/action/key_table.h"

/* Text for troff: backslashes and hyphens are characters, a point or quote that begins a line is no request. */
static void put_text(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++)
        switch (*text) {
        case '\\': fputs("\\e", stdout); break;
        case '-': fputs("\\-", stdout); break;
        case '\'': fputs("\\(aq", stdout); break;
        case '`': fputs("\\(ga", stdout); break;
        case '^': fputs("\\(ha", stdout); break;
        case '~': fputs("\\(ti", stdout); break;
        default: putchar(*text);
        }
}

static void put_term(const char *bold, const char *plain)
{
    fputs(".TP\n\\fB", stdout);
    put_text(bold);
    fputs("\\fR", stdout);
    if (*plain) {
        putchar(' ');
        put_text(plain);
    }
    putchar('\n');
}

static void put_sentence(const char *text)
{
    put_text(text);
    putchar('\n');
}

static void put_param(const ParamInfo *param)
{
    char range[160], value[VALUE_TEXT_MAX];
    value_format_range(param, range, sizeof range);
    value_format(param, param->def, value);
    put_term(param->key, range);
    put_text(param->help);
    printf(" Default: ");
    put_text(value);
    if (param->flags & PARAM_LISTENING)
        puts("; a listening state, never in a file.");
    else
        puts(param->flags & (PARAM_STRUCTURAL | PARAM_FIXED) ? "; not automated." : ".");
}

static void put_params(const ParamInfo *params, int count)
{
    for (int i = 0; i < count; i++)
        put_param(&params[i]);
}

static void put_commands(unsigned by)
{
    for (const Command *row = NULL; (row = command_next(row));) {
        char name[80], usage[USAGE_MAX];
        if (!(row->by & by))
            continue;
        snprintf(name, sizeof name, "%s%s%s", row->name, row->alias ? ", " : "", row->alias ? row->alias : "");
        put_term(name, command_usage(row, usage));
        put_text(row->help);
        fputs("\n.br\nExample: \\fB", stdout);
        put_text(row->example);
        fputs("\\fR\n", stdout);
    }
}

static void table_edits(void)
{
    put_commands(BY_DOCUMENT);
}
static void table_session(void)
{
    put_commands(BY_SESSION);
}
static void table_desk(void)
{
    put_commands(BY_DESK);
}
static void table_plain(void)
{
    put_commands(BY_PLAIN);
}
static void table_facts(void)
{
    put_params(strip_facts, FACT_COUNT);
}
static void table_head(void)
{
    put_params(head_rows, HEAD_ROW_COUNT);
}
static void table_sends(void)
{
    put_params(send_rows, SEND_ROW_COUNT);
}
static void table_clips(void)
{
    put_param(&clip_gain_row);
    put_param(&fade_shape_row);
}
static void table_lanes(void)
{
    put_param(&lane_mode_row);
    put_param(&lane_shape_row);
    put_param(&curve_row);
}

static void table_processors(void)
{
    for (int i = 0; catalogue_at(i); i++) {
        const ProcessorKind *kind = catalogue_at(i);
        printf(".SS %s\n", kind->kind);
        put_sentence(kind->help);
        if (kind->flags & PROCESSOR_KEYED)
            puts("Takes a key.");
        if (kind->flags & PROCESSOR_AFTER_FADER)
            puts("Stands after the fader unless it is told another place.");
        put_params(kind->params, kind->param_count);
        if (!kind->band_max)
            continue;
        printf(".P\nUp to %d bands, each a line of its own that begins with the band's number and its type; of each "
               "band:\n",
               kind->band_max);
        put_params(kind->band_params, kind->band_param_count);
    }
}

static void table_formats(void)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        put_term(format_table[i].word, format_table[i].extension);
        put_sentence(format_table[i].help);
    }
}

/* Rows without help are second names of keys that have one. */
static void table_keys(void)
{
    for (const KeyBinding *row = key_table; row->keys; row++) {
        char keys[80];
        if (!row->help)
            continue;
        keymap_describe(row->keys, keys, sizeof keys);
        put_term(keys, "");
        put_sentence(row->help);
    }
}

static void table_rules(void)
{
    char limits[200];
    for (int i = 0; rule_at(i); i++) {
        const Rule *rule = rule_at(i);
        put_term(rule->id, "");
        put_text(rule->measures);
        puts(".");
        put_sentence(rule->reason);
        for (int profile = 0; profile < PROFILE_COUNT; profile++) {
            rule_format_limits(rule, &rule->limits[profile], limits, sizeof limits);
            if (!limits[0])
                continue;
            printf(".br\n\\fI%s\\fR: ", profile_table[profile].word);
            put_sentence(limits);
        }
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*put)(void);
    } tables[] = {
        {"edits", table_edits},           {"session", table_session}, {"desk", table_desk},
        {"plain", table_plain},           {"facts", table_facts},     {"head", table_head},
        {"sends", table_sends},           {"clips", table_clips},     {"lanes", table_lanes},
        {"rules", table_rules},           {"keys", table_keys},       {"formats", table_formats},
        {"processors", table_processors},
    };
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        if (argc == 2 && strcmp(argv[1], tables[i].name) == 0) {
            tables[i].put();
            return fflush(stdout) == 0 ? 0 : 1;
        }
    fputs("usage: tables NAME\n", stderr);
    return 2;
}
