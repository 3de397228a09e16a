/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/edited.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/command/command.h"

Document *edited_parse(const char *text, ProblemList *problems)
{
    Document *document = NULL;
    assert_int_equal(document_parse(&document, "a.mix", text, strlen(text), NULL, NULL, problems), STATUS_OK);
    return document;
}

void edited_assert_text(const Document *document, const char *wanted)
{
    char *text = NULL;
    size_t length;
    assert_int_equal(document_text(document, &text, &length), STATUS_OK);
    assert_string_equal(text, wanted);
    free(text);
}

void edited_run(Document *document, const char *line, const char *said)
{
    Answer answer = {0};
    document_execute(document, line, &answer);
    assert_string_equal(answer.text, said);
    answer_clear(&answer);
}
