/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/imagefeed.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/clock.h"
#include "tui/link/image.h"

#define DOTS_S 0.1
#define SPECTRUM_S 0.2
#define THIRDS_S 1.0

void imagefeed_end(ImageFeed *feed, Session *session)
{
    if (feed->on)
        player_watch_image(session_player(session), false);
    *feed = (ImageFeed){0};
}

void imagefeed_take(ImageFeed *feed, Session *session, const char *rest)
{
    int count = atoi(rest);
    imagefeed_end(feed, session);
    if (count <= 0)
        return;
    Player *player = session_player(session);
    player_watch_image(player, true);
    int64_t have = imagemeter_count(player_image(player)), wanted = count < LINK_POINTS ? count : LINK_POINTS;
    *feed = (ImageFeed){.on = true, .sent = have > wanted ? have - wanted : 0};
}

static void put_points(ImageFeed *feed, const ImageMeter *image, Buffer *output)
{
    int64_t count = imagemeter_count(image);
    if (count < feed->sent) /* another song */
        feed->sent = 0;
    if (count - feed->sent > LINK_POINTS)
        feed->sent = count - LINK_POINTS;
    for (; feed->sent < count; feed->sent++) {
        const ImagePoint *point = imagemeter_point(image, feed->sent);
        if (!point)
            continue;
        const float values[] = {point->momentary_lufs, point->short_term_lufs, point->integrated_lufs,
                                point->range_lu,       point->true_peak_db,    point->plr_db,
                                point->psr_db,         point->correlation};
        link_add_loudpoint(output, feed->sent, values);
    }
}

static void put_bands(const SpectrumBands *bands, int per_octave, const ImageReading *reading, bool losses,
                      Buffer *output)
{
    if (bands->count > 0)
        link_add_bands(output, per_octave, bands->centre_hz[0], bands->level_db, losses ? bands->mono_loss_db : NULL,
                       bands->count, reading->slope_db, reading->mono_loss_db);
}

static bool is_due(double *next_s, double now_s, double pause_s)
{
    bool due = now_s >= *next_s;
    if (due)
        *next_s = now_s + pause_s;
    return due;
}

void imagefeed_put(ImageFeed *feed, Session *session, Buffer *output)
{
    if (!feed->on)
        return;
    ImageMeter *image = player_image(session_player(session));
    double now_s = clock_now_s();
    put_points(feed, image, output);
    if (now_s < feed->next_dots_s)
        return;
    ImageReading reading;
    imagemeter_read(image, &reading);
    if (reading.serial == 0 || reading.serial == feed->serial) /* nothing plays */
        return;
    feed->serial = reading.serial;
    if (is_due(&feed->next_dots_s, now_s, DOTS_S))
        link_add_dots(output, reading.correlation, reading.dot, reading.dot_count);
    if (is_due(&feed->next_spectrum_s, now_s, SPECTRUM_S))
        put_bands(&reading.live, IMAGE_LIVE_PER_OCTAVE, &reading, false, output);
    if (reading.thirds.count > 0 && is_due(&feed->next_thirds_s, now_s, THIRDS_S))
        put_bands(&reading.thirds, 3, &reading, true, output);
}
