/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of recording of an address, and its value as heard, as the session told them. */
#ifndef TTYMIX_TUI_LINK_AUTOS_H
#define TTYMIX_TUI_LINK_AUTOS_H

#include "tui/link/host.h"

/* NULL for an address in read that does not glide. */
const HostAuto *auto_find(const HostState *state, const char *address);
/* As heard, or `document_value` where nobody told another. */
double auto_value(const HostState *state, const char *address, double document_value);
/* `auto ADDRESS STATE VALUE|-`: false if it is not understood. An address in read without a value is forgotten. */
bool auto_take(HostState *state, char *rest);

#endif
