/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/outcome.h"

#include "src/base/arena.h"

RenderFault outcome_fail(RenderOutcome *outcome, RenderFault fault, const char *subject, const Error *error)
{
    const char *kept = arena_text(outcome->arena, subject);
    outcome->fault = fault;
    outcome->subject = kept ? kept : "";
    if (error)
        outcome->error = *error;
    return fault;
}

RenderFault outcome_fail_memory(RenderOutcome *outcome, const char *subject)
{
    Error error = {0};
    (void)error_set(&error, STATUS_NO_MEMORY, "out of memory");
    return outcome_fail(outcome, RENDER_NOT_WRITTEN, subject, &error);
}

void render_outcome_clear(RenderOutcome *outcome)
{
    problems_clear(&outcome->problems);
    arena_close(outcome->arena);
    *outcome = (RenderOutcome){0};
}
