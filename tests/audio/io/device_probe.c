/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays a known signal through a device and prints what happens, one line an event; test_device.py drives it.
 *
 *   device_probe --list
 *   device_probe NAME RATE BLOCK SECONDS [slow=MS] [again=NAME] [times=N] [die]
 *
 * The signal counts frames: left k / 32768, right -k / 32768 with k = frame mod 20000 + 1.  slow: the source
 * sleeps so long once, after half a second of sound.  again: when the device is lost, closes it and plays the rest
 * through NAME.  times: opens, plays and closes N times. die: ends without closing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audio/io/device/device.h"

typedef struct Probe {
    DeviceSetup setup;
    const char *again;
    double seconds;
    int slow_ms, times;
    int die;
    uint64_t made;
    int has_slept;
} Probe;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void sleep_ms(int ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

static bool source(void *context, float *const out[2], int frames)
{
    Probe *probe = context;
    if (probe->slow_ms && !probe->has_slept && probe->made > (uint64_t)probe->setup.rate_hz / 2) {
        probe->has_slept = 1;
        sleep_ms(probe->slow_ms);
    }
    for (int i = 0; i < frames; i++, probe->made++) {
        float value = (float)(probe->made % 20000 + 1) / 32768.0f;
        out[0][i] = value;
        out[1][i] = -value;
    }
    return false;
}

static const char *phase_word(DevicePhase phase)
{
    static const char *const words[] = {"closed", "opening", "running", "lost", "failed"};
    return words[phase];
}

static void state_print(const DeviceState *state)
{
    printf("%s name=%s rate=%d block=%d latency=%.4f underflows=%llu played=%llu reason=%s\n", phase_word(state->phase),
           state->name, state->rate_hz, state->block_frames, state->latency_s, (unsigned long long)state->underflows,
           (unsigned long long)state->frames_played, state->reason);
    fflush(stdout);
}

/* Until the seconds have been played, or the device is lost. */
static DevicePhase play_on(Probe *probe, Device *device)
{
    DeviceState state, before = {0};
    uint64_t wanted = (uint64_t)(probe->seconds * probe->setup.rate_hz);
    double from = now_s(), heard = now_s();
    for (;;) {
        device_poll(device, &state);
        if (state.frames_played != before.frames_played)
            heard = now_s();
        if (state.phase != before.phase || state.underflows != before.underflows)
            state_print(&state);
        before = state;
        bool late = now_s() - from > 4.0 * probe->seconds + 5.0;
        if (state.phase != DEVICE_RUNNING || state.frames_played >= wanted || late)
            break;
        sleep_ms(20);
    }
    printf("end played=%llu wall=%.3f silent=%.3f\n", (unsigned long long)state.frames_played, now_s() - from,
           now_s() - heard);
    return state.phase;
}

static DevicePhase play(Probe *probe)
{
    Device *device;
    Error error;
    double from = now_s();
    probe->made = 0;
    if (device_open(&device, &probe->setup, source, probe, &error) != STATUS_OK) {
        printf("refused status=%s after=%.3f text=%s\n", status_name(error.status), now_s() - from, error.text);
        return DEVICE_FAILED;
    }
    printf("opened after=%.3f\n", now_s() - from);
    DevicePhase phase = play_on(probe, device);
    if (probe->die)
        _exit(9);
    from = now_s();
    device_close(device);
    printf("closed after=%.3f\n", now_s() - from);
    fflush(stdout);
    return phase;
}

/* What devices must not leave behind. */
static int files_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static int list(void)
{
    static DeviceInfo infos[64];
    Error error = {0};
    int count = device_list(infos, 64, &error);
    for (int i = 0; i < count; i++)
        printf("device %s: %s channels=%d rate=%.0f%s\n", infos[i].host, infos[i].name, infos[i].channels,
               infos[i].default_rate_hz, infos[i].is_default ? " default" : "");
    printf("count %d %s\n", count, count ? "" : error.text);
    return 0;
}

static void option_read(Probe *probe, const char *option)
{
    if (!strncmp(option, "slow=", 5))
        probe->slow_ms = atoi(option + 5);
    else if (!strncmp(option, "again=", 6))
        probe->again = option + 6;
    else if (!strncmp(option, "times=", 6))
        probe->times = atoi(option + 6);
    else if (!strcmp(option, "die"))
        probe->die = 1;
}

/* Whether a child is still there, 30 s later: one that was killed is reaped when a busy kernel has got to it. */
static int children_left(void)
{
    int tries = 3000;
    while (waitpid(-1, NULL, WNOHANG) >= 0 && tries-- > 0)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    return waitpid(-1, NULL, WNOHANG) >= 0;
}

int main(int argc, char **argv)
{
    int status = device_child_main(argc, argv);
    if (status >= 0)
        return status;
    if (argc == 2 && !strcmp(argv[1], "--list"))
        return list();
    if (argc < 5)
        return 2;
    Probe probe = {.seconds = atof(argv[4]), .times = 1};
    snprintf(probe.setup.name, sizeof probe.setup.name, "%s", argv[1]);
    probe.setup.rate_hz = atoi(argv[2]);
    probe.setup.block_frames = atoi(argv[3]);
    for (int i = 5; i < argc; i++)
        option_read(&probe, argv[i]);
    int files = files_open();
    for (int i = 0; i < probe.times; i++)
        if (play(&probe) != DEVICE_RUNNING && probe.again) {
            Probe second = probe;
            snprintf(second.setup.name, sizeof second.setup.name, "%s", probe.again);
            play(&second);
        }
    printf("left files=%d children=%d\n", files_open() - files, children_left());
    return 0;
}
