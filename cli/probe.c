// SPDX-License-Identifier: Apache-2.0
/*
 * --probe: asks the runtimes on the PATH themselves which stores they use, and adds those that
 * reading files did not find. This is the only place where chainready runs anything that it found.
 */
#include "probe.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* Each prints one absolute path a line, and nothing else. */
static const struct {
    const char *const command[4];
    const char *stack;
} PROBES[] = {
    {{"openssl", "version", "-d", NULL}, "OpenSSL's default folder, as openssl says"},
    {{"python3", "-c",
      "import ssl\n"
      "p = ssl.get_default_verify_paths()\n"
      "print(p.cafile or ''); print(p.capath or '')\n"
      "try:\n import certifi; print(certifi.where())\nexcept ImportError: pass\n",
      NULL},
     "Python, as python3 says"},
    {{"php", "-r",
      "$l = openssl_get_cert_locations();"
      "foreach ([ini_get('openssl.cafile') ?: $l['default_cert_file'], ini_get('openssl.capath'),"
      " ini_get('curl.cainfo')] as $p) echo $p, \"\\n\";",
      NULL},
     "PHP cli, as php says"},
    {{"node", "-p", "process.env.NODE_EXTRA_CA_CERTS || ''", NULL}, "Node.js, as node says"},
};
enum { PROBE_COUNT = sizeof(PROBES) / sizeof(PROBES[0]) };

/* Reads what the process prints for at most ten seconds, then ends it. */
static void read_output(int descriptor, pid_t process, char *out, size_t room)
{
    enum { MOST_SECONDS = 10 };
    struct pollfd poller = {.fd = descriptor, .events = POLLIN};
    time_t until = time(NULL) + MOST_SECONDS;
    size_t used = 0;
    while (used + 1 < room && time(NULL) < until) {
        if (poll(&poller, 1, 1000) <= 0)
            continue;
        ssize_t got = read(descriptor, out + used, room - 1 - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    out[used] = 0;
    kill(process, SIGKILL); /* it has ended by itself, or has had its time */
    waitpid(process, NULL, 0);
}

static bool run_probe(const char *const *command, char *out, size_t room)
{
    int ends[2];
    pid_t process;
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    int failed = posix_spawnp(&process, command[0], &actions, NULL,
                              (char *const *)(uintptr_t)command, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (!failed)
        read_output(ends[0], process, out, room);
    close(ends[0]);
    return !failed;
}

static bool is_known(const chain_place *places, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].path, path) == 0)
            return true;
    }
    return false;
}

/* Adds a path that the runtime named, unless it is known or not there. */
static bool add_path(chain_place **places, size_t *count, const char *line, const char *stack)
{
    char path[sizeof((*places)->path)];
    char *real = line[0] == '/' ? realpath(line, NULL) : NULL;
    if (!real)
        return true;
    snprintf(path, sizeof(path), "%s", real);
    free(real);
    if (is_known(*places, *count, path))
        return true;
    chain_place *grown = realloc(*places, (*count + 1) * sizeof(**places));
    if (!grown)
        return false;
    *places = grown;
    chain_place *place = &grown[*count];
    if (chain_place_of(place, path) != CHAIN_OK)
        return true;
    if (strcmp(place->id, "given") == 0)
        snprintf(place->id, sizeof(place->id), "probed");
    snprintf(place->stack, sizeof(place->stack), "%s", stack);
    ++*count;
    return true;
}

bool probe_stores(chain_place **places, size_t *count)
{
    char out[8192];
    for (size_t i = 0; i < PROBE_COUNT; i++) {
        if (!run_probe(PROBES[i].command, out, sizeof(out)))
            continue;
        char *rest = out, *line;
        while ((line = strsep(&rest, "\n"))) {
            char folder[1024];
            /* openssl version -d: OPENSSLDIR: "/usr/lib/ssl" */
            if (sscanf(line, "OPENSSLDIR: \"%900[^\"]\"", folder) == 1) {
                size_t size = strlen(folder);
                snprintf(folder + size, sizeof(folder) - size, "/cert.pem");
                line = folder;
            }
            if (!add_path(places, count, line, PROBES[i].stack))
                return false;
        }
    }
    return true;
}
