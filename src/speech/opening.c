/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/opening.h"

#include <string.h>

#include "projects/text/escape.h"
#include "src/speech/problems.h"

void opening_print(SessionOpening *opening, const char *path, FILE *out)
{
    const Error none = {0};
    char shown[600];
    problems_print_opening(&opening->project, opening->of_project ? &none : &opening->error, out);
    if (opening->outside)
        fprintf(out, SESSION_OUTSIDE_FORMAT "\n", opening->outside, opening->outside == 1 ? " lies" : "s lie");
    problems_print(&opening->stems, out);
    if (opening->of_project && opening->error.text[0]) {
        text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
        fprintf(out, "%s: %s\n", shown, opening->error.text);
    }
    session_opening_clear(opening);
}
