/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk without a screen: the same keys, actions and keys file; who speaks for it looks at what changed. One thread.
 */
#ifndef TTYMIX_TUI_DESK_VOICE_H
#define TTYMIX_TUI_DESK_VOICE_H

#include "projects/model/model.h"
#include "tui/desk/desk.h"
#include "tui/keys/input.h"

typedef struct Voice Voice;

typedef struct VoiceLook {  /* what a listener would ask for */
    char strip[100];        /* name of the selected strip; "" without one */
    char focus[100];        /* what is focused: "fader", "plate" */
    const ParamInfo *param; /* its row; NULL when nothing is focused */
    double value;
    double fact[FACT_COUNT]; /* of the selected strip, with what is on its way */
    int64_t position;
    bool prompting;     /* a line is being typed */
    char message[1100]; /* what the status line would say; "" for nothing */
} VoiceLook;

/* `setup` as for desk_run; terminal_fd is not used; the socket is taken over. */
NODISCARD Status voice_new(Voice **voice, const DeskSetup *setup);
void voice_free(Voice *voice);
/* Talks to the session without waiting. False when the desk is over. */
bool voice_pump(Voice *voice);
/* True when everything sent was answered. */
bool voice_is_settled(const Voice *voice);
/* Keys out of bytes of the terminal, as input_decode; with no bytes, a lone Esc whose time is up. */
int voice_decode(Voice *voice, const char *bytes, size_t length, Key keys[], int limit);
/* Takes one key; true when a sequence is complete and `typed` says what it was ("fp", "6k"). */
bool voice_key(Voice *voice, Key key, char typed[64]);
/* True while a sequence, a count or a line is begun: Esc ends that first. */
bool voice_is_amid(const Voice *voice);
void voice_look(Voice *voice, VoiceLook *look);
/* Calls `tell` with each key of the mixer and what it does. */
void voice_tell_keys(const Voice *voice, void (*tell)(const char *keys, const char *help));

#endif
