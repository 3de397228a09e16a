/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a project: no crash, no leak, and what is read is written as it was.
 *
 * With libFuzzer:  clang -g -O1 -fsanitize=fuzzer,address,undefined -DFUZZ_LIBFUZZER ...
 * Without:  fuzz_reader [RUNS [SEED]] FILE...  mutates the files by itself. */
#include <stdlib.h>
#include <string.h>

#include "projects/document.h"
#include "tests/projects/fuzz_driver.h"
#include "tests/projects/kinds.h"

/* Includes name the same bytes again, so that nesting and circles are tried as well. */
typedef struct Bytes {
    const char *text;
    size_t length;
} Bytes;

static Status read_again(void *context, const char *path, char **text, size_t *length, Error *error)
{
    const Bytes *bytes = context;
    if (path[0] == 'x')
        return error_set(error, STATUS_NOT_FOUND, "it does not exist");
    *text = malloc(bytes->length + 1);
    if (!*text)
        return STATUS_NO_MEMORY;
    memcpy(*text, bytes->text, bytes->length);
    *length = bytes->length;
    return STATUS_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Document *document = NULL;
    ProblemList problems = {0};
    Bytes bytes = {(const char *)data, size};
    char shown[600];
    register_test_kinds();
    if (document_parse(&document, "fuzz.mix", bytes.text, size, read_again, &bytes, &problems) == STATUS_OK) {
        char *text = NULL;
        size_t length;
        if (document_text(document, &text, &length) != STATUS_OK || length != size || memcmp(text, data, size) != 0)
            abort();
        free(text);
    }
    for (int i = 0; i < problems.count; i++)
        problem_format(&problems.items[i], shown, sizeof shown);
    problems_clear(&problems);
    document_free(document);
    return 0;
}
