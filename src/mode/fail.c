/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/fail.h"

#include <stdio.h>
#include <string.h>

#include "projects/text/escape.h"

int mode_fail(int exit_status, const char *subject, const char *text)
{
    char shown[600];
    text_escape_for_terminal(shown, sizeof shown, subject, strlen(subject));
    fprintf(stderr, "%s: %s\n", shown, text);
    return exit_status;
}
