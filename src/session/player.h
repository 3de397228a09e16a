/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The player: it makes the song heard.  It owns the engine, the device, the mix that the engine was told, the monitor
 * and what the meters say, and knows where the song is.
 *
 * What is heard is the document, changed by *layers* (MixLayer): what the ears get in the place of the document.  The
 * player asks them whenever it compiles the mix, and knows none by name.
 *
 * The engine takes changes at its own pace.  While a device pulls the engine, what finds no room in the engine's queue
 * waits here, the newest mix in the place of all before, and is given by player_tick; while there is no device at all
 * (a script's session, before it plays) the session takes the engine's turn itself.  So any number of edits may be
 * made, whether or not anything plays.
 *
 * Session thread for all, but where another is named.
 */
#ifndef TTYMIX_SRC_SESSION_PLAYER_H
#define TTYMIX_SRC_SESSION_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/engine/engine.h"
#include "audio/io/device/device.h"
#include "audio/measure/image.h"
#include "audio/measure/mastermeter.h"
#include "src/mix/compile.h"
#include "src/session/board.h"
#include "src/session/probes.h"
#include "src/session/soundtap.h"
#include "src/session/striptotals.h"
#include "src/song/song.h"

typedef struct Player Player;

typedef struct PlayerSetup {
    const char *device; /* "" = default; outlives the player */
    int block_frames;
    double monitor_db; /* NAN = -12 on a real device, 0 on the null device */
    bool patient;      /* the source waits for the disk, so that a device faster than real time gets every sample */
    bool silent;       /* no device at all until something plays */
} PlayerSetup;

typedef struct MixLayer {
    /* May be NULL. At most so many overrides are there now. */
    int (*count)(void *part);
    /* With count: fills overrides[count]; how many. Addresses hold until it is called again. */
    int (*list)(void *part, MixOverride *overrides);
    /* May be NULL: nothing of this layer is soloed. */
    bool (*soloed)(void *part, uint32_t strip_uid);
} MixLayer;

/* `board` and `song` outlive it. Nothing sounds yet. NULL without memory. */
Player *player_new(const PlayerSetup *setup, Board *board, Project *song);
/* Ends the device within a second. NULL is safe. */
void player_free(Player *player);
/* False without memory. */
NODISCARD bool player_add_layer(Player *player, const MixLayer *layer, void *part);

/* ---- the song ---- */

/* Makes everything that a song needs to be heard, as the document alone has it, without a layer; what plays now goes
 * on. REFUSED, FULL: error->text says why it cannot be played; NO_MEMORY. */
NODISCARD Status player_prepare(Player *player, Project *song, Error *error);
/* What plays ends. Between this and player_begin the song may be exchanged for the prepared one. */
void player_halt(Player *player);
/* What was prepared is heard from now on; nothing plays yet, no loop, nothing measured. Tells the monitor to the
 * engine, and asks for the device unless the session is silent. */
void player_begin(Player *player);
/* The song's rate is another one: other streams, another engine, another clock; nothing plays then.  On failure
 * everything is as before. */
NODISCARD Status player_change_rate(Player *player, Error *error);
/* The engine becomes equal to the document and the layers, at once or as soon as it can.  Fails like player_prepare;
 * then the engine plays on what it played. */
NODISCARD Status player_refresh(Player *player, Error *error);
/* True while the engine has not taken the newest mix yet. */
bool player_is_behind(const Player *player);
/* The mix as it was last made. */
const MixSpec *player_mix(const Player *player);

/* ---- where it is ---- */

void player_play(Player *player); /* asks for the device if there is none yet */
void player_stop(Player *player);
/* Goes there once the disk has read what will be heard there, at the latest after half a second. */
void player_locate(Player *player, int64_t frame);
void player_set_loop(Player *player, bool on, int64_t from, int64_t to);
bool player_is_playing(const Player *player);  /* as last commanded */
bool player_is_locating(const Player *player); /* a locate waits for its pages */
/* The position is that of the locate while one waits. */
void player_state(const Player *player, EngineState *state);
/* The frame that leaves the loudspeaker while the engine is at `position`: what the device still holds has not been
 * heard. */
int64_t player_heard_frame(const Player *player, int64_t position);
/* True if so many frames from there on are in memory. */
bool player_is_ready(const Player *player, int64_t frame, int frames);
/* True where the song has been played to its end, and what rings on after it: by the rule that ends a bounce. */
bool player_is_played(const Player *player, int64_t end_frame);
/* With `patient`: looks how far ahead the stems are in memory. Call it every millisecond or so. */
void player_look_ahead(Player *player);

/* ---- the device and the monitor ---- */

void player_request_device(Player *player, const char *name);
/* Asks for the device of the setup, if the session has been silent up to now. */
void player_want_device(Player *player);
/* Its name, "opening" or "none"; "" before there was one. */
const char *player_device_text(const Player *player);
void player_device_state(const Player *player, DeviceState *state);
/* True while nothing that was requested is still being opened. */
bool player_is_settled(const Player *player);
/* True if the null device is in charge though another was wanted. */
bool player_is_substitute(const Player *player);
const MonitorSpec *player_monitor(const Player *player);
/* Told. */
void player_set_monitor(Player *player, const MonitorSpec *monitor);
/* The level is set by a person: it is not made quiet for the first device then. Told. */
void player_set_monitor_level(Player *player, double level_db);
/* No strip is listened to any more; not told. */
void player_listen_to_master(Player *player);

/* What is heard, behind the monitor, at the song's rate. Any thread may read it. */
const SoundTap *player_tap(const Player *player);

/* ---- meters ---- */

/* The newest frame of meters, NULL before the first; valid until the next tick.  `*serial` counts the frames: whoever
 * remembers it knows what is new to him, any number of desks. */
const MeterFrame *player_meters(const Player *player, uint64_t *serial);
const MasterReading *player_loudness(const Player *player);
/* What the loudness and image screen shows. */
ImageMeter *player_image(Player *player);
/* Somebody watches spectra and dots, or does no more. */
void player_watch_image(Player *player, bool on);
const StripTotals *player_totals(const Player *player, uint32_t strip_uid);
void player_forget_holds(Player *player);
/* The song is another one: nothing has been measured yet, no sound was lost. */
void player_forget_readings(Player *player);

/* What goes into a processor and comes out of it, as probes.h has it: a probe of one's own (-1: none is left), by the
 * uid of the processor. */
int player_open_probe(Player *player);
void player_close_probe(Player *player, int probe);
void player_set_probe(Player *player, int probe, uint32_t processor_uid);
const ProbeReading *player_probe(const Player *player, int probe);

/* Ten times a second at least. Tells what became of the device. */
void player_tick(Player *player);
/* Device, gaps and monitor, for a newcomer. */
void player_tell(const Player *player, Board *board);

#endif
