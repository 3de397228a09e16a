/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/list.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "audio/dsp/processor.h"
#include "audio/io/file/writer.h"
#include "projects/command/command.h"
#include "projects/lint/rule.h"
#include "projects/text/escape.h"
#include "projects/text/value.h"
#include "tui/action/key_table.h"

static void list_commands(void)
{
    static const char *const headings[BY_COUNT] = {
        "Commands that change the project (each can be undone):", "Commands of the session:", "Commands of the desk:",
        "Commands of the desk in lines of text (--plain):"};
    for (int who = 0; who < BY_COUNT; who++) {
        printf("%s%s\n", who ? "\n" : "", headings[who]);
        for (const Command *row = NULL; (row = command_next(row));) {
            char left[USAGE_MAX + 80], usage[USAGE_MAX];
            if (!(row->by & 1u << who))
                continue;
            snprintf(left, sizeof left, "%s%s%s %s", row->name, row->alias ? ", " : "", row->alias ? row->alias : "",
                     command_usage(row, usage));
            printf("  %-44s %s\n", left, row->help);
        }
    }
}

static void list_param(const ParamInfo *param, const char *indent)
{
    char value[VALUE_TEXT_MAX], range[160];
    value_format(param, param->def, value);
    value_format_range(param, range, sizeof range);
    printf("%s%-16s %-14s %-34s %s\n", indent, param->key, value, range, param->help);
}

static void list_processors(void)
{
    for (int i = 0; catalogue_at(i); i++) {
        const ProcessorKind *kind = catalogue_at(i);
        printf("%s%s: %s\n", i ? "\n" : "", kind->kind, kind->help);
        for (int k = 0; k < kind->param_count; k++)
            list_param(&kind->params[k], "  ");
        if (kind->band_max)
            printf("  bands, up to %d, each:\n", kind->band_max);
        for (int k = 0; k < kind->band_param_count; k++)
            list_param(&kind->band_params[k], "    ");
    }
}

static void list_formats(void)
{
    for (int i = 0; i < FORMAT_COUNT; i++)
        printf("%-6s %-6s %s\n", format_table[i].word, format_table[i].extension, format_table[i].help);
}

static void list_keys(void)
{
    char keys[80];
    for (const KeyBinding *row = key_table; row->keys; row++) {
        if (!row->help) /* another way to type what a row above says */
            continue;
        keymap_describe(row->keys, keys, sizeof keys);
        printf("%-16s %-22s %s\n", keys, row->action, row->help);
    }
}

static void list_rules(void)
{
    char limits[200];
    for (int i = 0; rule_at(i); i++) {
        const Rule *rule = rule_at(i);
        printf("%s%s: %s\n  %s\n  Do: %s.\n", i ? "\n" : "", rule->id, rule->measures, rule->reason, rule->advice);
        for (int profile = 0; profile < PROFILE_COUNT; profile++) {
            rule_format_limits(rule, &rule->limits[profile], limits, sizeof limits);
            if (limits[0])
                printf("  %-12s %s\n", profile_table[profile].word, limits);
        }
    }
}

static const struct {
    const char *topic;
    void (*print)(void);
} topics[] = {
    {"commands", list_commands}, {"processors", list_processors}, {"formats", list_formats},
    {"keys", list_keys},         {"rules", list_rules},
};

int list_main(const Options *options)
{
    for (size_t i = 0; i < ARRAY_LEN(topics); i++)
        if (strcmp(topics[i].topic, options->mode_value) == 0) {
            topics[i].print();
            return EXIT_DONE;
        }
    char shown[200];
    text_escape_for_terminal(shown, sizeof shown, options->mode_value, strlen(options->mode_value));
    fprintf(stderr, "ttymix: --list: \"%s\" is not commands, processors, keys, formats or rules\n", shown);
    return EXIT_USAGE;
}
