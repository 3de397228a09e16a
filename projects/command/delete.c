/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `delete`: what is taken away, and what referred to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/model/pattern.h"

/* The main file's section of the first lane of an address, or inside it; -1 without one. */
static int find_lane_inside(const Run *run, const char *address)
{
    size_t length = strlen(address);
    for (int i = 0; i < run->model->lane_count; i++) {
        const char *lane = run->model->lanes[i].address;
        bool inside = strncmp(lane, address, length) == 0 && (lane[length] == '\0' || lane[length] == '.');
        int section = inside ? edit_find_section(run->document, true, i) : -1;
        if (section >= 0)
            return section;
    }
    return -1;
}

Status run_delete_lanes(Run *run, const char *address)
{
    Status status = STATUS_OK;
    for (int section; status == STATUS_OK && (section = find_lane_inside(run, address)) >= 0;) {
        status = edit_remove_section(run->document, section);
        if (status == STATUS_OK)
            status = run_refresh(run);
    }
    return status;
}

static Status write_reference(Run *run, Address address, AddressKind kind, const char *text)
{
    address.kind = kind;
    Status status = run_write(run, &address, text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static bool is_name(const char *reference, const char *name)
{
    return reference && strcmp(reference, name) == 0;
}

/* The other members of a group; false if it has no such one. */
static bool list_others(const Model *model, int strip, const char *name, Buffer *names)
{
    const Strip *group = &model->strips[strip];
    bool found = false;
    for (int i = 0; i < group->member_count; i++) {
        if (strcmp(group->members[i], name) == 0)
            found = true;
        else
            buffer_append_format(names, "%s%s", names->length ? " " : "", group->members[i]);
    }
    return found;
}

/* Takes a name out of a group's members. */
static Status delete_member(Run *run, int strip, const char *name)
{
    Buffer names = {0};
    Address address = {ADDRESS_MEMBERS, strip, -1, -1, 0, -1, -1, -1, -1, NULL};
    bool found = list_others(run->model, strip, name, &names);
    Status status = names.failed ? STATUS_NO_MEMORY
                    : found      ? write_reference(run, address, ADDRESS_MEMBERS, names.length ? names.bytes : NULL)
                                 : STATUS_OK;
    buffer_clear(&names);
    return status;
}

static Status delete_send_to(Run *run, int strip, int send, const char *name)
{
    char exact[200];
    int line = edit_find_send(run->document, strip, send);
    snprintf(exact, sizeof exact, "%s.send.%s", run->model->strips[strip].name, name);
    Status status =
        line < 0 ? run_refuse_included(run, "a send to it", "deleted") : edit_remove_block(run->document, line, 0);
    if (status == STATUS_OK)
        status = run_refresh(run);
    return status == STATUS_OK ? run_delete_lanes(run, exact) : status;
}

/* Takes everything of one strip away that refers to `name`; `*count` grows by what was. */
static Status delete_references_of(Run *run, int index, const char *name, int *count)
{
    const Model *model = run->model;
    Address address = {ADDRESS_STRIP, index, -1, -1, 0, -1, -1, -1, -1, NULL};
    Status status = STATUS_OK;
    if (is_name(model->strips[index].out, name)) {
        status = write_reference(run, address, ADDRESS_OUT, model->strips[index].included ? "master" : NULL);
        ++*count;
    }
    if (status == STATUS_OK && is_name(model->strips[index].vca, name)) {
        status = write_reference(run, address, ADDRESS_VCA, NULL);
        ++*count;
    }
    int send = status == STATUS_OK ? strip_send_index(&model->strips[index], name) : -1;
    if (send >= 0) {
        status = delete_send_to(run, index, send, name);
        ++*count;
    }
    for (int i = 0; status == STATUS_OK && i < model->strips[index].processor_count; i++)
        if (is_name(model->strips[index].processors[i].key, name)) {
            address.processor = i;
            status = write_reference(run, address, ADDRESS_KEY, NULL);
            ++*count;
        }
    if (status == STATUS_OK && model->strips[index].member_count)
        status = delete_member(run, index, name);
    return status;
}

static Status delete_strip(Run *run, int index, int token)
{
    char name[80], title[80];
    int references = 0;
    snprintf(name, sizeof name, "%s", run->model->strips[index].name);
    if (run->model->strips[index].kind == SECTION_MASTER)
        return run_fail(run, STATUS_REFUSED, token, "a project has a master");
    if (run->model->strips[index].included)
        return run_refuse_included(run, name, "deleted");
    Status status = run_delete_lanes(run, name);
    for (int i = 0; i < run->model->strip_count && status == STATUS_OK; i++)
        if (i != index)
            status = delete_references_of(run, i, name, &references);
    if (status == STATUS_OK)
        status = edit_remove_section(run->document, edit_find_section(run->document, false, index));
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status != STATUS_OK)
        return status;
    if (references)
        run_say(run, "%s deleted with %d reference%s to it", run_title(name, title), references,
                references == 1 ? "" : "s");
    else
        run_say(run, "%s deleted", run_title(name, title));
    run_resolve(run, "delete %s", name);
    return STATUS_OK;
}

static Status delete_line(Run *run, int line, int more, const Address *address, const char *exact)
{
    char words[280];
    if (line < 0)
        return run_refuse_included(run, exact, "deleted");
    address_describe(run->model, address, words, sizeof words);
    Status status = edit_remove_block(run->document, line, more);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK)
        status = run_delete_lanes(run, exact);
    if (status == STATUS_OK) {
        run_say(run, "%s deleted", words);
        run_resolve(run, "delete %s", exact);
    }
    return status;
}

static Status delete_address(Run *run, const char *text, int token)
{
    Address address;
    char exact[256];
    Status status = run_resolve_address(run, text, token, &address);
    if (status != STATUS_OK)
        return status;
    address_format(run->model, &address, exact, sizeof exact);
    int line = -1;
    switch (address.kind) {
    case ADDRESS_STRIP: return delete_strip(run, address.strip, token);
    case ADDRESS_PROCESSOR:
        line = edit_find_processor(run->document, address.strip, address.processor);
        return delete_line(run, line, line < 0 ? 0 : edit_processor_end(run->document, line) - line - 1, &address,
                           exact);
    case ADDRESS_BAND:
        return delete_line(run, edit_find_band(run->document, address.strip, address.processor, address.label), 0,
                           &address, exact);
    case ADDRESS_SEND:
        return delete_line(run, edit_find_send(run->document, address.strip, address.send), 0, &address, exact);
    case ADDRESS_CLIP:
        return delete_line(run, edit_find_clip(run->document, address.strip, address.clip), 0, &address, exact);
    case ADDRESS_MARKER: return delete_line(run, run->model->markers[address.marker].line - 1, 0, &address, exact);
    case ADDRESS_LABEL:
    case ADDRESS_NOTE:
    case ADDRESS_VCA:
    case ADDRESS_OUT:
    case ADDRESS_MEMBERS:
    case ADDRESS_KEY:
    case ADDRESS_FILE: return run_write_and_say(run, exact, NULL);
    default: break;
    }
    return run_fail(run, STATUS_BAD_VALUE, token, "`%s` is a value; `reset` puts it back to its default", exact);
}

static Status run_delete(Run *run)
{
    int token = run->next, *strips = NULL;
    char *text = run_take_word(run, "the address");
    if (!text)
        return run->error.status;
    size_t head = strcspn(text, ".");
    Status status = STATUS_OK;
    if (strncmp(text, "marker@", 7) == 0 || !pattern_is_one(text, head)) {
        status = delete_address(run, text, token);
    } else {
        int count = pattern_find_strips(run->model, text, head, &strips, &run->error);
        char **names = count > 0 ? calloc((size_t)count, sizeof(char *)) : NULL;
        status = count == 0 ? run_fail(run, run->error.status, token, "%s", run->error.text)
                 : names    ? STATUS_OK
                            : STATUS_NO_MEMORY;
        for (int i = 0; i < count && names; i++) { /* indices move while strips go: names stay */
            Buffer exact = {0};
            buffer_append_format(&exact, "%s%s", run->model->strips[strips[i]].name, text + head);
            names[i] = buffer_take(&exact);
        }
        for (int i = 0; i < count && status == STATUS_OK; i++)
            status = names[i] ? delete_address(run, names[i], token) : STATUS_NO_MEMORY;
        for (int i = 0; i < count && names; i++)
            free(names[i]);
        free(names);
        free(strips);
    }
    free(text);
    return status == STATUS_OK ? run_expect_end(run) : status;
}

const Command command_delete = {
    .name = "delete",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS)},
    .help = "Takes away a strip, processor, band, send, clip or marker, with its comment.",
    .example = "delete vox.comp",
    .not_done = "deleted",
    .run = run_delete,
};
