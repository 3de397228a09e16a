/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "projects/merge/name.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *merge_format_text(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return length < 0 ? NULL : text;
}

static bool merge_section_is(const MergeSection *section, const char *kind)
{
    return span_equal(section->kind, (Span){kind, (int)strlen(kind)});
}

char *merge_name_section(const MergeSection *section)
{
    if (section->header < 0)
        return merge_format_text("head");
    return merge_format_text("[%.*s%s%.*s]", section->kind.length, section->kind.at, section->name.length ? " " : "",
                             section->name.length, section->name.at);
}

/* "level" of "comp:level", else all of it. */
static Span name_after_colon(Span word)
{
    const char *colon = word.length > 0 ? memchr(word.at, ':', (size_t)word.length) : NULL;
    return colon ? (Span){colon + 1, word.length - (int)(colon + 1 - word.at)} : word;
}

/* What stands before a fact's own name: "vox." and the like. */
static char *name_owner(const MergeSection *section, bool timed)
{
    static const char *const strips[] = {"track", "bus", "return", "vca", "group"};
    if (section->header < 0)
        return strdup("");
    if (merge_section_is(section, "automation"))
        return merge_format_text("%.*s%s", section->name.length, section->name.at, timed ? "@" : ".");
    if (merge_section_is(section, "markers"))
        return strdup(timed ? "marker@" : "");
    if (merge_section_is(section, "tempo"))
        return strdup(timed ? "tempo@" : "");
    for (size_t i = 0; i < ARRAY_LEN(strips); i++)
        if (merge_section_is(section, strips[i]))
            return merge_format_text("%.*s.", section->name.length, section->name.at);
    return section->name.length ? merge_format_text("%.*s.%.*s.", section->kind.length, section->kind.at,
                                                    section->name.length, section->name.at)
                                : merge_format_text("%.*s.", section->kind.length, section->kind.at);
}

/* The address of a fact, as a command would write it. */
char *merge_name_fact(const MergeSection *section, const MergeFact *fact)
{
    char *owner = name_owner(section, fact->timed), *address = NULL;
    Span parent = name_after_colon(fact->parent), key = fact->timed ? fact->key : name_after_colon(fact->key);
    if (owner)
        address = merge_format_text("%s%.*s%s%.*s%s%.*s", owner, parent.length, parent.at, parent.length ? "." : "",
                                    key.length, key.at, fact->sub.length ? "." : "", fact->sub.length, fact->sub.at);
    free(owner);
    return address;
}

/* The line without its name. */
Span merge_value_of(const MergeText *text, const MergeFact *fact)
{
    Span rest = text->lines[fact->line];
    span_cut_word(&rest);
    if (fact->sub.length > 0)
        span_cut_word(&rest);
    while (rest.length > 0 && (*rest.at == ' ' || *rest.at == '\t'))
        rest.at++, rest.length--;
    while (rest.length > 0 && (rest.at[rest.length - 1] == ' ' || rest.at[rest.length - 1] == '\t'))
        rest.length--;
    return rest;
}
