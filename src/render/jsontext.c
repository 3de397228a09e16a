/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/render/jsontext.h"

#include <jansson.h>
#include <string.h>

#include "projects/text/escape.h"

json_t *json_text(const char *bytes)
{
    char safe[4096];
    json_t *text = json_string(bytes);
    if (text)
        return text;
    text_escape_for_terminal(safe, sizeof safe, bytes, strlen(bytes));
    return json_string(safe);
}
