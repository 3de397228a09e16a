/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/checksetup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "projects/disk/file.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

enum { PROFILE_BYTES_MAX = 1 << 20 };

static int fail(int exit_status, const char *subject, const char *separator, const char *text)
{
    char shown[600];
    text_escape_for_terminal(shown, sizeof shown, subject, strlen(subject));
    fprintf(stderr, "%s%s%s\n", shown, separator, text);
    return exit_status;
}

static int read_profile(CheckSetup *setup, const char *path)
{
    struct stat info;
    char *text = NULL, why[400];
    size_t length = 0;
    Error error = {0};
    int fd = disk_open_regular(path, &info), os_error = errno;
    if (fd >= 0 && disk_read_all(fd, PROFILE_BYTES_MAX, &text, &length) != 0)
        os_error = errno;
    if (fd >= 0)
        close(fd);
    if (!text) {
        snprintf(why, sizeof why,
                 "no profile of that name (mix, streaming, cd, vinyl, broadcast, podcast), and no file: %s",
                 strerror(os_error));
        return fail(EXIT_USAGE, path, ": ", why);
    }
    sha256_hex(text, length, setup->sha256);
    setup->file = path;
    Status status = profile_parse(&setup->profile, text, length, &error);
    free(text);
    return status == STATUS_OK ? EXIT_DONE : fail(EXIT_USAGE, path, ":", error.text);
}

static int choose_profile(CheckSetup *setup, const char *asked, const Model *model)
{
    ProfileId usual = model && model->stage == STAGE_MIX ? PROFILE_MIX : PROFILE_STREAMING;
    ProfileId id = asked ? profile_find(asked) : usual;
    if (id == PROFILE_COUNT)
        return read_profile(setup, asked);
    profile_take(&setup->profile, id);
    return EXIT_DONE;
}

static int refuse_rule(const char *rule)
{
    char near[80], text[240];
    Suggestion suggestion;
    suggestion_init(&suggestion, rule, strlen(rule));
    for (int i = 0; i < rule_count(); i++)
        suggestion_offer(&suggestion, rule_at(i)->id);
    snprintf(text, sizeof text, "there is no rule `%.60s`%s", rule, suggestion_format(&suggestion, near, sizeof near));
    return fail(EXIT_USAGE, text, "", "");
}

/* "RULE=reason" in two. */
static int take_waivers(CheckSetup *setup, const Options *options)
{
    setup->rules = calloc((size_t)options->waiver_count + 1, sizeof *setup->rules);
    setup->reasons = calloc((size_t)options->waiver_count + 1, sizeof *setup->reasons);
    for (int i = 0; i < options->waiver_count; i++) {
        const char *text = options->waivers[i], *equals = strchr(text, '=');
        char *rule = setup->rules && setup->reasons ? strndup(text, (size_t)(equals - text)) : NULL;
        if (!rule)
            return fail(EXIT_FAILED, "--waive", ": ", "out of memory");
        setup->reasons[setup->count] = equals + 1;
        setup->rules[setup->count++] = rule;
        if (!rule_find(rule))
            return refuse_rule(rule);
    }
    return EXIT_DONE;
}

int checksetup_choose(CheckSetup *setup, const Options *options, const Model *model)
{
    int status = choose_profile(setup, options->profile, model);
    return status == EXIT_DONE ? take_waivers(setup, options) : status;
}

void checksetup_clear(CheckSetup *setup)
{
    for (int i = 0; i < setup->count; i++)
        free(setup->rules[i]);
    free(setup->rules);
    free(setup->reasons);
    *setup = (CheckSetup){0};
}
