/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/devices.h"

#include <stdio.h>

#include "audio/io/device/device.h"

enum { DEVICE_MAX = 256 };

int devices_main(const Options *options)
{
    static DeviceInfo infos[DEVICE_MAX];
    Error error = {0};
    int count = device_list(infos, DEVICE_MAX, &error);
    (void)options;
    for (int i = 0; i < count; i++)
        printf("%s: %s  %d channels  %g Hz%s\n", infos[i].host, infos[i].name, infos[i].channels,
               infos[i].default_rate_hz, infos[i].is_default ? "  (default)" : "");
    puts("null: no sound, in real time");
    if (count == 0)
        fprintf(stderr, "ttymix: no sound device was found%s%s\n", error.text[0] ? ": " : "", error.text);
    return count ? EXIT_DONE : EXIT_DEVICE;
}
