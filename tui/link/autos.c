/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/autos.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/link/wire.h"

static int find(const HostState *state, const char *address)
{
    for (int i = 0; i < state->auto_count; i++)
        if (strcmp(state->autos[i].address, address) == 0)
            return i;
    return -1;
}

const HostAuto *auto_find(const HostState *state, const char *address)
{
    int at = find(state, address);
    return at >= 0 ? &state->autos[at] : NULL;
}

double auto_value(const HostState *state, const char *address, double document_value)
{
    const HostAuto *found = auto_find(state, address);
    return found && !isnan(found->value) ? found->value : document_value;
}

static bool take_value(const char *word, double *value)
{
    char *end;
    *value = NAN;
    if (strcmp(word, "-") == 0)
        return true;
    *value = strtod(word, &end);
    return end != word && *end == '\0' && !isnan(*value);
}

bool auto_take(HostState *state, char *rest)
{
    char *address = wire_take_word(&rest), *word = wire_take_word(&rest), *number = wire_take_word(&rest);
    RecordingState which;
    double value;
    if (!word || !recording_find(word, &which) || which >= RECORDING_STATES || !number || !take_value(number, &value) ||
        strlen(address) >= sizeof state->autos[0].address)
        return false;
    int at = find(state, address);
    if (which == RECORDING_READ && isnan(value)) {
        if (at >= 0)
            state->autos[at] = state->autos[--state->auto_count];
        return true;
    }
    if (at < 0 && state->auto_count == HOST_AUTOS_MAX)
        return true; /* more than anybody looks at */
    HostAuto *one = &state->autos[at < 0 ? state->auto_count++ : at];
    *one = (HostAuto){.state = which, .value = value};
    snprintf(one->address, sizeof one->address, "%s", address);
    return true;
}
