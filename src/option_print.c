/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of options for people, the man page and the shells. */
#include <stdio.h>
#include <string.h>

#include "src/option_table.h"

static const char *const usage_lines[] = {
    "ttymix PROJECT|FOLDER                                     the desk",
    "ttymix --new PROJECT STEM...                              make a project",
    "ttymix --bounce PROJECT [-o FILE] [OPTION]...             render it",
    "ttymix --play PROJECT [--device NAME]                     play it without a screen",
    "ttymix --plain PROJECT                                    the desk in words",
    "ttymix --serve PROJECT                                    a session without a screen",
    "ttymix --attach [PROJECT|SOCKET]                          a desk at that session",
    "ttymix --remote CMD [PROJECT|SOCKET]                      a command to it",
    "ttymix --listen [PROJECT|SOCKET] | ffplay -               what it plays",
};

void options_print_help(void)
{
    const char *group = "";
    puts("ttymix: a multitrack mixer in a terminal\n");
    for (size_t i = 0; i < ARRAY_LEN(usage_lines); i++)
        printf("%s %s\n", i == 0 ? "usage:" : "      ", usage_lines[i]);
    for (const OptionInfo *row = option_table; row->name; row++) {
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
    for (const OptionInfo *row = option_table; row->name; row++) {
        if (!row->group)
            continue;
        if (troff)
            print_troff_row(row);
        else
            printf("--%s\t%s\t%s\n", row->name, row->argument ? row->argument : "", row->help);
    }
}
