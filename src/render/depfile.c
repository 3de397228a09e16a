/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/depfile.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/disk/save.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"

static void list_clear(PathList *list)
{
    for (int i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (PathList){0};
}

void deps_clear(Deps *deps)
{
    list_clear(&deps->targets);
    list_clear(&deps->inputs);
}

static void add(Deps *deps, PathList *list, const char *path)
{
    while (path[0] == '.' && path[1] == '/' && path[2] != '\0' && path[2] != '/')
        path += 2;
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i], path) == 0)
            return;
    char *copy = text_copy(path);
    if (!copy || !array_grow(&list->items, list->count, &list->capacity, sizeof *list->items)) {
        free(copy);
        deps->failed = true;
        return;
    }
    list->items[list->count++] = copy;
}

void deps_add_target(Deps *deps, const char *path)
{
    add(deps, &deps->targets, path);
}

void deps_add_input(Deps *deps, const char *path)
{
    add(deps, &deps->inputs, path);
}

void deps_add_project(Deps *deps, const Project *project)
{
    const char *name;
    deps_add_input(deps, project->path);
    for (int i = 0; (name = document_include(project->document, i)) != NULL; i++) {
        char *full = path_join(project->stems.folder, name);
        if (full)
            deps_add_input(deps, full);
        deps->failed |= !full;
        free(full);
    }
    for (int i = 0; i < project->stems.count; i++)
        if (project->stems.items[i]->stream)
            deps_add_input(deps, project->stems.items[i]->full);
}

/* As gcc writes it: a backslash before a blank or #, with the backslashes in front of a blank doubled; $ twice. A colon
 * ends no name behind a backslash. */
static void put_path(Buffer *out, const char *path)
{
    for (const char *at = path; *at; at++) {
        if (*at == ' ' || *at == '\t') {
            for (const char *before = at; before > path && before[-1] == '\\'; before--)
                buffer_append_text(out, "\\");
            buffer_append_text(out, "\\");
        } else if (*at == '#' || *at == ':') {
            buffer_append_text(out, "\\");
        } else if (*at == '$') {
            buffer_append_text(out, "$");
        }
        buffer_append(out, at, 1);
    }
}

static bool can_be_named(const char *path)
{
    size_t length = strlen(path);
    return length > 0 && path[length - 1] != '\\' && !strpbrk(path, "\n\r");
}

static const char *find_unnameable(const PathList *list)
{
    for (int i = 0; i < list->count; i++)
        if (!can_be_named(list->items[i]))
            return list->items[i];
    return NULL;
}

static void put_rules(Buffer *out, const Deps *deps)
{
    for (int i = 0; i < deps->targets.count; i++) {
        buffer_append_text(out, i ? " " : "");
        put_path(out, deps->targets.items[i]);
    }
    buffer_append_text(out, ":");
    for (int i = 0; i < deps->inputs.count; i++) {
        buffer_append_text(out, " \\\n  ");
        put_path(out, deps->inputs.items[i]);
    }
    buffer_append_text(out, "\n");
    for (int i = 0; i < deps->inputs.count; i++) {
        put_path(out, deps->inputs.items[i]);
        buffer_append_text(out, ":\n");
    }
}

Status depfile_write(const Deps *deps, const char *path, Error *error)
{
    char shown[200];
    Buffer text = {0};
    FileIdentity now;
    const char *bad = find_unnameable(&deps->targets);
    if (!bad)
        bad = find_unnameable(&deps->inputs);
    if (bad) {
        text_escape_for_terminal(shown, sizeof shown, bad, strlen(bad));
        return error_set(error, STATUS_BAD_VALUE, "%s: such a name cannot be written for make", shown);
    }
    put_rules(&text, deps);
    Status status = text.failed || deps->failed ? error_set(error, STATUS_NO_MEMORY, "out of memory")
                                                : save_write(path, text.bytes, text.length, NULL, &now, error);
    buffer_clear(&text);
    return status;
}
