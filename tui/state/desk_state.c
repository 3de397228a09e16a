/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/state/desk_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const Model *desk_model(const Desk *desk)
{
    const Document *document = host_document(desk->host);
    return document ? document_model(document) : NULL;
}

void desk_say(Desk *desk, int level, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(desk->message, sizeof desk->message, format, arguments);
    va_end(arguments);
    for (char *end = desk->message; (end = strchr(end, '\n'));) /* several lines on one row */
        *end = ' ';
    desk->message_level = level;
    desk->message_unasked = false;
    desk->pace.dirty = true;
}

static const char *file_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

void desk_fill_scene(const Desk *desk, Scene *scene)
{
    *scene = (Scene){
        .screen = desk->screen,
        .last_screen = desk->last_screen,
        .model = desk_model(desk),
        .changes = desk->changes,
        .state = host_state(desk->host),
        .meters = &desk->meters,
        .looked = &desk->looked,
        .view = &desk->view,
        .nudges = &desk->nudges,
        .keymap = &desk->keymap,
        .keys = &desk->keys,
        .prompt = &desk->prompt,
        .glyphs = desk->glyphs,
        .waves = host_waves(desk->host),
        .past = host_past(desk->host),
        .image = host_image(desk->host),
        .message = desk->message,
        .message_level = desk->message_level,
        .project_name = file_of_path(host_project_name(desk->host)),
    };
}

double desk_value(const Desk *desk, const char *address, double document_value)
{
    Scene scene;
    desk_fill_scene(desk, &scene);
    return scene_value(&scene, address, document_value);
}
