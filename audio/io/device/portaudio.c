/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/device/portaudio.h"

#include <errno.h>
#include <portaudio.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "audio/io/device/name.h"

enum {
    PERIOD_SMALLEST = 64, /* frames; smaller blocks are pulled from the source, not asked of the device */
    PERIOD_DEFAULT = 256,
    CHANNELS_MOST = 64,
    PRIORITY = 60 /* SCHED_FIFO, where it is allowed */
};
#define AHEAD_MOST_NS 500000000 /* half of what counts as lost */

struct DevicePort {
    DeviceShare *share;
    PaStream *stream;
    int rate_hz, channels;
    bool is_server;   /* JACK: others wait for this callback */
    bool starved;     /* inside a gap */
    bool scheduled;   /* its thread has asked for priority */
    int64_t ahead_ns; /* by how much the device has run ahead of real time */
    int64_t last_ns;  /* the time of the last callback */
};

/* Not in every build of PortAudio; NULL where it is missing. */
extern PaError PaJack_SetClientName(const char *name) __attribute__((weak));

static const char *host_word(PaHostApiIndex index)
{
    const PaHostApiInfo *host = Pa_GetHostApiInfo(index);
    if (!host)
        return "?";
    return host->type == paJACK ? "JACK" : host->name;
}

static Status port_error(Error *error, const char *name, PaError code)
{
    const PaHostErrorInfo *host = Pa_GetLastHostErrorInfo();
    if (code == paDeviceUnavailable || (code == paUnanticipatedHostError && host && host->errorCode == -EBUSY))
        return error_set(error, STATUS_REFUSED, "%s is in use by another program", name);
    char why[160];
    bool told = code == paUnanticipatedHostError && host && host->errorText && host->errorText[0];
    device_name_clean(why, sizeof why, told ? host->errorText : Pa_GetErrorText(code));
    return error_set(error, STATUS_REFUSED, "%s cannot be opened: %s", name, why);
}

static Status port_init(Error *error)
{
    if (PaJack_SetClientName)
        PaJack_SetClientName("ttymix");
    PaError code = Pa_Initialize();
    if (code == paNoError)
        return STATUS_OK;
    return error_set(error, STATUS_LOST, "the sound system does not start: %s", Pa_GetErrorText(code));
}

/* Adds a device that plays, and PortAudio's number of it. */
static int port_collect_one(DeviceInfo *infos, int *indexes, int count, int index)
{
    const PaDeviceInfo *about = Pa_GetDeviceInfo(index);
    if (!about || about->maxOutputChannels < 1 || count == DEVICE_LIST_LIMIT)
        return count;
    DeviceInfo *info = &infos[count];
    device_name_clean(info->name, sizeof info->name, about->name);
    device_name_clean(info->host, sizeof info->host, host_word(about->hostApi));
    info->channels = about->maxOutputChannels;
    info->default_rate_hz = about->defaultSampleRate;
    info->low_latency_s = about->defaultLowOutputLatency;
    info->is_default = index == Pa_GetDefaultOutputDevice();
    indexes[count] = index;
    return count + 1;
}

/* Host by host, each host's default first. */
static int port_collect(DeviceInfo *infos, int *indexes)
{
    int count = 0;
    for (PaHostApiIndex host = 0; host < Pa_GetHostApiCount(); host++) {
        const PaHostApiInfo *about = Pa_GetHostApiInfo(host);
        count = port_collect_one(infos, indexes, count, about->defaultOutputDevice);
        for (int i = 0; i < about->deviceCount; i++) {
            int index = Pa_HostApiDeviceIndexToDeviceIndex(host, i);
            if (index != about->defaultOutputDevice)
                count = port_collect_one(infos, indexes, count, index);
        }
    }
    return count;
}

Status device_port_list(DeviceShare *share, Error *error)
{
    int indexes[DEVICE_LIST_LIMIT];
    Status status = port_init(error);
    if (status == STATUS_OK)
        share->info_count = port_collect(share->infos, indexes);
    return status;
}

static void ask_for_priority(DevicePort *port)
{
    const struct sched_param wish = {.sched_priority = PRIORITY};
    port->scheduled = true;
    (void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &wish);
}

/* How far the device is ahead of real time, forgetting 1 % so that a clock a little fast never adds up. */
static void clock_follow(DevicePort *port, int frames)
{
    int64_t now = clock_now_ns();
    if (port->last_ns)
        port->ahead_ns -= now - port->last_ns;
    port->last_ns = now;
    if (port->ahead_ns < 0)
        port->ahead_ns = 0;
    port->ahead_ns += (int64_t)frames * 990000000 / port->rate_hz;
    if (port->ahead_ns > AHEAD_MOST_NS)
        port->ahead_ns = AHEAD_MOST_NS;
}

/* A device ahead of real time by more than this callback has time to spare. */
static void wait_for_frames(DevicePort *port, int frames)
{
    DeviceShare *share = port->share;
    int64_t spare = port->ahead_ns - 2 * (int64_t)frames * 1000000000 / port->rate_hz;
    if (port->is_server || spare <= 0)
        return;
    int64_t until = clock_now_ns() + spare;
    while (device_share_fill(share) < frames && !atomic_load(&share->quit) && clock_now_ns() < until) {
        uint32_t seen = atomic_load(&share->given.count);
        if (device_share_fill(share) < frames)
            device_word_wait(&share->given, seen, until);
    }
}

static void count_gap(DevicePort *port, bool gap)
{
    DeviceShare *share = port->share;
    if (gap && !port->starved && !atomic_load(&share->quit)) {
        atomic_store(&share->underflow_frame, atomic_load(&share->read));
        atomic_fetch_add(&share->underflows, 1);
    }
    port->starved = gap;
}

static int callback(const void *input, void *output, unsigned long frames, const PaStreamCallbackTimeInfo *time,
                    PaStreamCallbackFlags flags, void *context)
{
    DevicePort *port = context;
    DeviceShare *share = port->share;
    int wanted = (int)frames;
    float *to = output;
    (void)input;
    (void)time;
    if (!port->scheduled)
        ask_for_priority(port);
    atomic_fetch_add(&share->heartbeat, 1);
    if (wanted > atomic_load(&share->callback_frames))
        atomic_store(&share->callback_frames, wanted);
    clock_follow(port, wanted);
    if (device_share_fill(share) < wanted)
        wait_for_frames(port, wanted);
    int got = device_share_read(share, to, wanted, port->channels);
    size_t channels = (size_t)port->channels;
    memset(to + (size_t)got * channels, 0, sizeof(float) * (size_t)(wanted - got) * channels);
    count_gap(port, got < wanted || (flags & paOutputUnderflow));
    device_word_tell(&share->taken);
    return paContinue;
}

static int port_period(const DeviceShare *share, bool is_server)
{
    if (is_server)
        return paFramesPerBufferUnspecified; /* the server's own period: no block is split */
    if (!share->block_frames)
        return PERIOD_DEFAULT;
    return share->block_frames < PERIOD_SMALLEST ? PERIOD_SMALLEST : share->block_frames;
}

static PaError port_open_rate(DevicePort *port, int index, int rate_hz)
{
    const PaDeviceInfo *about = Pa_GetDeviceInfo(index);
    int period = port_period(port->share, port->is_server);
    double shortest_s = 2.0 * period / rate_hz;
    /* Who names no block wants no trouble: sound servers behind ALSA stumble at the low latency. */
    double usual_s = port->share->block_frames ? about->defaultLowOutputLatency : about->defaultHighOutputLatency;
    PaStreamParameters wish = {.device = index,
                               .channelCount = port->channels,
                               .sampleFormat = paFloat32,
                               .suggestedLatency = usual_s > shortest_s ? usual_s : shortest_s};
    port->rate_hz = rate_hz;
    return Pa_OpenStream(&port->stream, NULL, &wish, rate_hz, (unsigned long)period, paClipOff | paDitherOff, callback,
                         port);
}

/* The rate asked for; else the device's own, else a common one. */
static PaError port_open_any_rate(DevicePort *port, int index)
{
    const int rates[] = {port->share->rate_hz,
                         (int)Pa_GetDeviceInfo(index)->defaultSampleRate,
                         48000,
                         44100,
                         96000,
                         88200,
                         192000,
                         176400,
                         32000,
                         22050,
                         16000,
                         8000};
    PaError code = paInvalidSampleRate;
    for (size_t i = 0; i < ARRAY_LEN(rates) && code == paInvalidSampleRate; i++)
        if (rates[i] > 0)
            code = port_open_rate(port, index, rates[i]);
    return code;
}

/* Stereo; all channels where a device offers them only together. */
static PaError port_open_index(DevicePort *port, int index)
{
    int most = Pa_GetDeviceInfo(index)->maxOutputChannels;
    port->is_server = Pa_GetHostApiInfo(Pa_GetDeviceInfo(index)->hostApi)->type == paJACK;
    port->channels = most < 2 ? 1 : 2;
    PaError code = port_open_any_rate(port, index);
    if (code == paInvalidChannelCount && most > 2 && most <= CHANNELS_MOST) {
        port->channels = most;
        code = port_open_any_rate(port, index);
    }
    return code;
}

static Status port_open_found(DevicePort *port, int index, Error *error)
{
    DeviceShare *share = port->share;
    PaError code = port_open_index(port, index);
    if (code != paNoError)
        return port_error(error, share->opened_name, code);
    const PaStreamInfo *info = Pa_GetStreamInfo(port->stream);
    share->opened_rate_hz = port->rate_hz;
    share->latency_s = info ? info->outputLatency : 0.0;
    return STATUS_OK;
}

Status device_port_open(DevicePort **port, DeviceShare *share, Error *error)
{
    int indexes[DEVICE_LIST_LIMIT], found = 0;
    Status status = port_init(error);
    if (status != STATUS_OK)
        return status;
    share->info_count = port_collect(share->infos, indexes);
    status = device_name_find(share->infos, share->info_count, share->name, &found, error);
    if (status != STATUS_OK)
        return status;
    device_name_write(share->opened_name, sizeof share->opened_name, &share->infos[found]);
    DevicePort *opened = calloc(1, sizeof *opened);
    if (!opened)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the sound device");
    opened->share = share;
    status = port_open_found(opened, indexes[found], error);
    if (status == STATUS_OK)
        *port = opened;
    else
        free(opened);
    return status;
}

Status device_port_start(DevicePort *port, Error *error)
{
    PaError code = Pa_StartStream(port->stream);
    return code == paNoError ? STATUS_OK : port_error(error, port->share->opened_name, code);
}

bool device_port_is_active(DevicePort *port)
{
    return Pa_IsStreamActive(port->stream) == 1;
}

void device_port_stop(DevicePort *port)
{
    (void)Pa_StopStream(port->stream);
    (void)Pa_CloseStream(port->stream);
    (void)Pa_Terminate();
}
