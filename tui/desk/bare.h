/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk without a screen: the same keys, actions and keys file; who speaks for it looks at what changed. One thread.
 */
#ifndef TTYMIX_TUI_DESK_BARE_H
#define TTYMIX_TUI_DESK_BARE_H

#include "projects/model/model.h"
#include "tui/desk/desk.h"
#include "tui/keys/input.h"

typedef struct BareDesk BareDesk;

typedef struct BareLook {   /* what a listener would ask for */
    char strip[100];        /* name of the selected strip; "" without one */
    char focus[100];        /* what is focused: "fader", "plate" */
    const ParamInfo *param; /* its row; NULL when nothing is focused */
    double value;
    double fact[FACT_COUNT]; /* of the selected strip, with what is on its way */
    int64_t position;
    bool prompting;     /* a line is being typed */
    char message[1100]; /* what the status line would say; "" for nothing */
} BareLook;

/* `setup` as for desk_run; terminal_fd is not used; the socket is taken over. */
NODISCARD Status bare_new(BareDesk **bare, const DeskSetup *setup);
void bare_free(BareDesk *bare);
/* Talks to the session without waiting. False when the desk is over. */
bool bare_pump(BareDesk *bare);
/* True when everything sent was answered. */
bool bare_is_settled(const BareDesk *bare);
/* Keys out of bytes of the terminal, as input_decode; with no bytes, a lone Esc whose time is up. */
int bare_decode(BareDesk *bare, const char *bytes, size_t length, Key keys[], int limit);
/* Takes one key; true when a sequence is complete and `typed` says what it was ("fp", "6k"). */
bool bare_key(BareDesk *bare, Key key, char typed[64]);
/* True while a sequence, a count or a line is begun: Esc ends that first. */
bool bare_is_amid(const BareDesk *bare);
void bare_look(BareDesk *bare, BareLook *look);
/* Calls `tell` with each key of the mixer, or of the timeline where that was gone to, and what it does. */
void bare_tell_keys(const BareDesk *bare, void (*tell)(const char *keys, const char *help));

#endif
