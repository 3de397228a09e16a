/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `send`: a send made, or changed in what differs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

#define SEND_TAKES                                                                                                     \
    TAKE(STRIPS), CALLED(BUS, "RETURN"), OPTION(CALLED_OF("LEVEL", &send_rows[SEND_LEVEL])),                           \
        OPTION(WORDS("tap"), CALLED_OF("TAP", &send_rows[SEND_TAP])),                                                  \
        OPTION(WORDS("pan"), CALLED_OF("PAN", &send_rows[SEND_PAN])), OPTION(WORDS("mute"))

/* Reads level, tap, pan and mute behind the destination, over what the send has now. */
static Status take_send(Run *run, Send *send)
{
    ProblemList problems = {0};
    Reader reader = {.model = &run->document->model, .problems = &problems, .file = "command", .tokens = run->line};
    bool fine = read_send(&reader, run->next, send);
    if (!fine)
        run_fail(run, STATUS_BAD_VALUE, run->next, "%s",
                 problems.count ? problems.items[0].text : "the send is not understood");
    problems_clear(&problems);
    return fine ? STATUS_OK : STATUS_BAD_VALUE;
}

static void format_send(Send send, char *out, size_t size)
{
    char level[VALUE_TEXT_MAX], pan[VALUE_TEXT_MAX];
    value_format(&send_rows[SEND_LEVEL], send.level_db, level);
    value_format(&send_rows[SEND_PAN], send.pan, pan);
    snprintf(out, size, "%s%s%s%s%s%s", level, send.tap != TAP_POST ? "  tap " : "",
             send.tap != TAP_POST ? send_rows[SEND_TAP].choices[send.tap] : "", send.pan != 0 ? "  pan " : "",
             send.pan != 0 ? pan : "", send.mute ? "  mute" : "");
}

/* The numbers of a send that is there, or those of a new one; without its name. */
static Send present_send(const Model *model, int strip, int index)
{
    Send send = index >= 0 ? model->strips[strip].sends[index] : (Send){.tap = TAP_POST};
    send.to = NULL;
    return send;
}

static Status new_send(Run *run, int strip, const char *to, Send send)
{
    int section;
    char values[320], line[480];
    format_send(send, values, sizeof values);
    snprintf(line, sizeof line, "send     %s  %s\n", to, values);
    Status status = edit_open_strip(run->document, strip, &section);
    if (status == STATUS_OK)
        status = edit_insert_text(run->document,
                                  edit_place_of_rank(run->document, section, strip_key_find("send")->rank), line);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* Changes of a send that is there: only what differs is written. */
static Status change_send(Run *run, int strip, int index, Send send)
{
    Address address = {ADDRESS_SEND, strip, -1, -1, 0, -1, index, -1, -1, NULL};
    const double values[SEND_ROW_COUNT] = {
        [SEND_LEVEL] = send.level_db, [SEND_TAP] = send.tap, [SEND_PAN] = send.pan, [SEND_MUTE] = send.mute};
    char text[VALUE_TEXT_MAX];
    Status status = STATUS_OK;
    for (int row = 0; row < SEND_ROW_COUNT && status == STATUS_OK; row++) {
        double old = 0;
        address.kind = row == SEND_LEVEL ? ADDRESS_SEND : ADDRESS_SEND_VALUE;
        address.row = row;
        address.param = &send_rows[row];
        if (!address_value(run->model, &address, &old) || old == values[row])
            continue;
        value_format(address.param, values[row], text);
        status = run_write(run, &address, text);
        if (status == STATUS_OK)
            status = run_refresh(run);
        if (status == STATUS_OK)
            run_tell_written(run, &address);
    }
    return status;
}

static Status run_send(Run *run)
{
    int *strips = NULL, count = 0;
    Status status = run_take_strips(run, &strips, &count);
    char *to = status == STATUS_OK ? run_take_name(run, "the destination") : NULL;
    if (status == STATUS_OK && !to)
        status = run->error.status;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        int index = strip_send_index(&run->model->strips[strips[i]], to);
        Send send = present_send(run->model, strips[i], index);
        status = take_send(run, &send);
        if (status == STATUS_OK)
            status = index >= 0 ? change_send(run, strips[i], index, send) : new_send(run, strips[i], to, send);
        if (status == STATUS_OK) {
            char values[320], title[80];
            format_send(send, values, sizeof values);
            run_resolve(run, "send %s %s %s", run->model->strips[strips[i]].name, to, values);
            run_say(run, "%s send %s %s", run_title(run->model->strips[strips[i]].name, title), to, values);
        }
    }
    free(to);
    free(strips);
    return status;
}

const Command command_send = {
    .name = "send",
    .by = BY_DOCUMENT,
    .takes = {SEND_TAKES},
    .help = "Sends strips to a bus or return, or changes a send.",
    .example = "send vox plate -14 dB tap pre",
    .run = run_send,
};

static Status run_add_send(Run *run)
{
    run->next = 2;
    return run_send(run);
}

const Command command_add_send = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("send"), SEND_TAKES},
    .help = "Sends strips to a bus or return, as send does.",
    .example = "add send vox plate -14 dB",
    .not_done = "added",
    .run = run_add_send,
};
