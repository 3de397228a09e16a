/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of a session, as desks are told them by `state KEY VALUE...` (tui/link/host.h): a key, and the form of its
 * value.  The session writes a fact by its row (board_fact in src/session/board.h, where the compiler checks what is
 * given for it), a desk finds the row by its key: a fact that is written in two manners cannot be built. */
#ifndef TTYMIX_TUI_LINK_FACTS_H
#define TTYMIX_TUI_LINK_FACTS_H

#define TOLD_PLAY "play", "%d"            /* 0 or 1 */
#define TOLD_POSITION "position", "%lld"  /* frame */
#define TOLD_LENGTH "length", "%lld"      /* frame where the music ends */
#define TOLD_LOOP "loop", "%d %lld %lld"  /* 0 or 1, first frame, frame behind */
#define TOLD_SOLO "solo", "%s"            /* names of strips */
#define TOLD_HEARD "heard", "%s"          /* addresses of switches inside processors, for the ears alone */
#define TOLD_COMPARED "compared", "%s"    /* TOLD_COMPARED_VALUE, or "" */
#define TOLD_COMPARED_VALUE "%s %+.1f dB" /* address, the level of its bypass */
#define TOLD_AUTO                                                                                                      \
    "auto", "%s %s %s"             /* address; touch, latch, write, trim, preview or read; its value as heard,         \
                                      in the unit of its row, or - where the document's counts */
#define TOLD_DEVICE "device", "%s" /* what plays, for a person */
#define TOLD_XRUNS "xruns", "%u"   /* gaps in the sound since the project was opened */
#define TOLD_MONITOR "monitor", "%g %d %d %d" /* dB, dim, mono, cut */
#define TOLD_LISTEN "listen", "%s"            /* "pfl NAME" or "afl NAME": a strip in the place of the master; or "" */
#define TOLD_ROOM "room", "%s"              /* words of what else the monitor does not play as it is: left swap phone */
#define TOLD_UNDO "undo", "%d"              /* steps that can be taken back */
#define TOLD_REDO "redo", "%d"              /* and those that can be made again */
#define TOLD_SAVED "saved", "%d"            /* 0 or 1 */
#define TOLD_CPU "cpu", "%d"                /* per cent */
#define TOLD_BOUNCE "bounce", "%d"          /* per cent of the bounce that runs; -1 = none */
#define TOLD_OVERVIEWS "overviews", "%d %d" /* how often one became ready; per cent of those being made, -1 = none */
#define TOLD_CLEARED "cleared", "%s"        /* clips: peaks and overs are forgotten */

#endif
