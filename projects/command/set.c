/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `set`, `reset`, `toggle`: values of addresses. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

enum { GLIDE_MAX_S = 600 };

static double step_value(const ParamInfo *param, double value, double by)
{
    if (!isfinite(value))
        value = value < 0 ? param->min : param->max;
    value = floor((value + by) * 1e9 + 0.5) / 1e9; /* 0.1 + 0.2 is 0.3 */
    if (value < param->min && param->special && param->special_value == -INFINITY)
        return -INFINITY;
    value = value < param->min ? param->min : value > param->max ? param->max : value;
    return value == 0 ? 0 : value;
}

/* "Not changed: ratio takes 1:1 to 100:1 or inf, it is 3:1". */
static Status refuse_value(Run *run, const Address *address, double value, int token)
{
    char range[160], text[VALUE_TEXT_MAX];
    value_format_range(address->param, range, sizeof range);
    value_format(address->param, value, text);
    return run_fail(run, STATUS_BAD_VALUE, token, "%s takes %s, it is %s", address->param->key, range, text);
}

/* Ears alone: nothing of it is in a project. */
static Status refuse_listening(Run *run, const ParamInfo *param)
{
    bool band = strcmp(param->key, "solo") == 0;
    return run_fail(run, STATUS_REFUSED, 1, "%s is a listening state, no part of the project; `%s %s` switches it",
                    param->key, param->key, band ? "STRIP.PROCESSOR.BAND" : "STRIP.PROCESSOR");
}

static Status take_number(Run *run, const Address *address, const char *sign, double *value)
{
    Trouble trouble;
    const ParamInfo *param = address->param;
    int first = run->next;
    double old = 0, read = 0;
    run_present_value(run, address, &old);
    if (param->flags & PARAM_LISTENING)
        return refuse_listening(run, param);
    if (sign) {
        if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
            return run_fail(run, STATUS_BAD_VALUE, first - 1, "%s takes no steps; set it to a word", param->key);
        if (value_read_number(param, &run->line, &run->next, &read, &trouble) != STATUS_OK)
            return run_fail_trouble(run, &trouble);
        *value = step_value(param, old, sign[0] == '-' ? -read : read);
        return STATUS_OK;
    }
    if (param->law == LAW_SWITCH && run->next >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, first, "%s takes on or off", param->key);
    if (param->law == LAW_SWITCH && !token_is(&run->line, first, "on") && !token_is(&run->line, first, "off"))
        return refuse_value(run, address, old, first);
    if (value_read(param, &run->line, &run->next, value, &trouble) != STATUS_OK) {
        int again = first;
        if (param->law != LAW_CHOICE && value_read_number(param, &run->line, &again, &read, &trouble) == STATUS_OK)
            return refuse_value(run, address, old, first);
        return run_fail_trouble(run, &trouble);
    }
    if (param == &head_rows[HEAD_PAN_LAW] || param == &strip_facts[FACT_PAN_LAW])
        return pan_law_is_known(*value) ? STATUS_OK
                                        : run_fail(run, STATUS_BAD_VALUE, first, "pan-law takes 0, -3, -4.5 or -6 dB");
    return STATUS_OK;
}

/* The shape behind a fade's length. */
static Status take_fade_shape(Run *run, Buffer *out)
{
    Trouble trouble;
    double shape = 0;
    if (run->next >= run->line.count || token_is(&run->line, run->next, ";"))
        return STATUS_OK;
    if (value_read(&fade_shape_row, &run->line, &run->next, &shape, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    if (shape != 0)
        buffer_append_format(out, " %s", fade_shape_row.choices[(int)shape]);
    return STATUS_OK;
}

/* The time of a clip's row, or the offset of a strip. */
static Status take_time_value(Run *run, const Address *address, Buffer *out)
{
    Trouble trouble;
    TimeValue time;
    char text[TIME_TEXT_MAX];
    bool offset = address->kind == ADDRESS_FACT, fade = !offset && address->row >= CLIP_ROW_FADE_IN;
    const char *what = offset ? "offset" : clip_row_words[address->row];
    if (!offset && address->row == CLIP_ROW_LENGTH && run_take_if(run, "all"))
        return STATUS_OK;
    if (time_read(what, offset, &run->line, &run->next, &time, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    if (offset || fade)
        time_format_length(&time, offset, text);
    else
        time_format(&time, run->model->rate_hz, text);
    buffer_append_text(out, text);
    return fade ? take_fade_shape(run, out) : STATUS_OK;
}

static Status take_key_tap(Run *run, Buffer *out)
{
    Trouble trouble;
    double tap;
    if (value_read(&key_tap_row, &run->line, &run->next, &tap, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    buffer_append_text(out, key_tap_row.choices[(int)tap]);
    return STATUS_OK;
}

/* The text of a value that is no number: a name, a string, a time. */
static Status take_text(Run *run, const Address *address, Buffer *out)
{
    if (run->next >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, run->next, "a value is missing");
    if (address->kind == ADDRESS_FACT || (address->kind == ADDRESS_CLIP_VALUE && address->row != CLIP_ROW_PATH))
        return take_time_value(run, address, out);
    if (address->kind == ADDRESS_KEY_TAP)
        return take_key_tap(run, out);
    bool reference = address->kind == ADDRESS_OUT || address->kind == ADDRESS_VCA || address->kind == ADDRESS_KEY;
    bool none = token_is(&run->line, run->next, "none");
    char *word = reference ? run_take_name(run, "the name") : run_take_word(run, "the text");
    if (!word)
        return run->error.status;
    if (reference && (!none || address->kind == ADDRESS_OUT))
        buffer_append_text(out, none ? "master" : word);
    else if (!reference && (word[0] || !none))
        text_append_quoted(out, word, strlen(word));
    free(word);
    return STATUS_OK;
}

static Status set_members(Run *run, const Address *address, const char *exact)
{
    Buffer names = {0};
    Status status = STATUS_OK;
    while (run->next < run->line.count && status == STATUS_OK) {
        char *name = run_take_name(run, "the member");
        if (!name)
            status = run->error.status;
        else
            buffer_append_format(&names, "%s%s", names.length ? " " : "", name);
        free(name);
    }
    if (status == STATUS_OK)
        status = run_write(run, address, names.length ? names.bytes : NULL);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run->done++;
        run_say(run, "%s members %s", run->model->strips[address->strip].name, names.length ? names.bytes : "none");
        run_resolve(run, "set %s %s", exact, names.length ? names.bytes : "");
    }
    buffer_clear(&names);
    return status;
}

/* `in 2 s` behind a number; 0 without it. */
static Status take_glide(Run *run, const Address *address, double *seconds)
{
    Trouble trouble;
    TimeValue time;
    int token = run->next;
    *seconds = 0;
    if (!run_take_if(run, "in"))
        return STATUS_OK;
    if (address->param->law == LAW_CHOICE || address->param->law == LAW_SWITCH)
        return run_fail(run, STATUS_BAD_VALUE, token, "%s has nothing between its words to glide over",
                        address->param->key);
    if (time_read("in", false, &run->line, &run->next, &time, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    if (time.unit != TIME_SECONDS || !(time.seconds > 0 && time.seconds <= GLIDE_MAX_S))
        return run_fail(run, STATUS_BAD_VALUE, token + 1, "in takes a time up to %d s", GLIDE_MAX_S);
    *seconds = time.seconds;
    return STATUS_OK;
}

static Status set_number(Run *run, const Address *address, const char *exact, const char *sign)
{
    double value = 0, from = 0, seconds = 0;
    run_present_value(run, address, &from);
    Status status = take_number(run, address, sign, &value);
    if (status == STATUS_OK)
        status = take_glide(run, address, &seconds);
    if (status != STATUS_OK)
        return status;
    if (seconds > 0 && run_glide(run, address, exact, from, value, seconds))
        return STATUS_OK;
    status = run_write_value(run, address, value);
    if (status == STATUS_OK && seconds > 0)
        run_add(run, " in %g s", seconds);
    return status;
}

Status run_set_one(Run *run, const Address *address, const char *sign)
{
    char exact[256];
    Status status;
    address_format(run->model, address, exact, sizeof exact);
    if (address->kind == ADDRESS_MEMBERS)
        return set_members(run, address, exact);
    bool is_time = address->kind == ADDRESS_FACT && address->row == FACT_OFFSET; /* stepped as a number all the same */
    if (address->param && (!is_time || sign))
        return set_number(run, address, exact, sign);
    Buffer text = {0};
    status =
        sign ? run_fail(run, STATUS_BAD_VALUE, run->next - 1, "this takes no steps") : take_text(run, address, &text);
    if (status == STATUS_OK)
        status = text.failed ? STATUS_NO_MEMORY : run_write_and_say(run, exact, text.length ? text.bytes : NULL);
    buffer_clear(&text);
    return status;
}

static const char *take_sign(Run *run)
{
    static const char *const signs[] = {"+=", "-="};
    if (run_take_if(run, "="))
        return NULL;
    for (unsigned i = 0; i < ARRAY_LEN(signs); i++)
        if (run_take_if(run, signs[i]))
            return signs[i];
    return NULL;
}

/* Values of a processor or band in its own words: `set vox.eq.2 freq 350 Hz gain -3 dB`. */
static Status set_many(Run *run, const char *exact)
{
    Address address;
    char inner[320];
    if (run->next >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, run->next, "a parameter and its value are missing");
    while (run->next < run->line.count) {
        int token = run->next;
        char *key = run_take_word(run, "a parameter");
        if (!key)
            return run->error.status;
        snprintf(inner, sizeof inner, "%s.%s", exact, key);
        free(key);
        Status status = run_resolve_address(run, inner, token, &address);
        if (status == STATUS_OK)
            status = run_set_one(run, &address, take_sign(run));
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static Status set_address(Run *run, const char *text, int token)
{
    Address address;
    char exact[256];
    Status status = run_resolve_address(run, text, token, &address);
    if (status != STATUS_OK)
        return status;
    address_format(run->model, &address, exact, sizeof exact);
    if (address.kind == ADDRESS_PROCESSOR || address.kind == ADDRESS_BAND)
        return set_many(run, exact);
    return run_set_one(run, &address, take_sign(run));
}

static Status run_set(Run *run)
{
    return run_for_all(run, set_address);
}

const Command command_set = {
    .name = "set",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), OPTION(WORDS("=|+=|-=")), TAKE(VALUE), OPTION(WORDS("in"), TAKE(LENGTH)), OR,
              PICK(TAKE(PROCESSOR), OR, TAKE(BAND)), PICK(TAKE(PARAMETER), TAKE(VALUE)), AGAIN},
    .help = "Gives a number, word or text a value; the strip may be a pattern. With a time a number is written at once "
            "and heard gliding there.",
    .example = "set vox.fader += 1.5 dB",
    .run = run_set,
};

static Status reset_address(Run *run, const char *text, int token)
{
    Address address;
    Status status = run_resolve_address(run, text, token, &address);
    if (status != STATUS_OK)
        return status;
    if (address.kind == ADDRESS_FACT && address.row == FACT_OFFSET)
        return run_write_and_say(run, text, "0 ms");
    if (!address.param)
        return run_fail(run, STATUS_BAD_VALUE, token, "`%s` has no default", text);
    return run_write_value(run, &address, address.param->def);
}

static Status run_reset(Run *run)
{
    return run_for_all(run, reset_address);
}

const Command command_reset = {
    .name = "reset",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS)},
    .help = "Puts a value back to its default.",
    .example = "reset vox.eq.2.gain",
    .run = run_reset,
};

static Status toggle_address(Run *run, const char *text, int token)
{
    Address address;
    double value = 0;
    Status status = run_resolve_address(run, text, token, &address);
    if (status != STATUS_OK)
        return status;
    if (!address.param || address.param->law != LAW_SWITCH || !address_value(run->model, &address, &value))
        return run_fail(run, STATUS_BAD_VALUE, token, "`%s` is no switch", text);
    if (address.param->flags & PARAM_LISTENING)
        return refuse_listening(run, address.param);
    run_present_value(run, &address, &value);
    return run_write_value(run, &address, value == 0);
}

static Status run_toggle(Run *run)
{
    return run_for_all(run, toggle_address);
}

const Command command_toggle = {
    .name = "toggle",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS)},
    .help = "Turns a switch on or off.",
    .example = "toggle vox.comp.bypass",
    .run = run_toggle,
};
