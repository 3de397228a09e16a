/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/title.h"

#include <string.h>

#include "projects/text/escape.h"

char *title_of_name(char *out, size_t size, const char *name)
{
    text_escape_for_terminal(out, size, name, strlen(name));
    if (out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
    return out;
}
