// SPDX-License-Identifier: Apache-2.0
#include "outside.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEFT_OUT = 77, DIGITS = 8 };

struct outside {
    const char *name;
    pid_t child;
    FILE *to, *from;
    char *line; /* of getline */
    size_t room;
};

static void fail(const struct outside *peer, const char *what)
{
    fprintf(stderr, "bench: peer %s: %s\n", peer->name, what);
    exit(70);
}

static void run_child(const char *name, const char *folder, const int in[2], const int out[2])
{
    dup2(in[0], 0);
    dup2(out[1], 1);
    for (int i = 0; i < 2; i++) {
        close(in[i]);
        close(out[i]);
    }
    execl("/bin/sh", "sh", PEER_PROGRAMS "/start", name, folder, PEERS_BUILD, (char *)NULL);
    _exit(127);
}

struct outside *outside_start(const char *name, const char *folder)
{
    int in[2], out[2], status = 0;
    struct outside *peer = calloc(1, sizeof(*peer));
    if (!peer || pipe(in) != 0 || pipe(out) != 0)
        exit(70);
    signal(SIGPIPE, SIG_IGN); /* a peer that died is reported by its name */
    peer->name = name;
    peer->child = fork();
    if (peer->child == 0)
        run_child(name, folder, in, out);
    close(in[0]);
    close(out[1]);
    peer->to = fdopen(in[1], "w");
    peer->from = fdopen(out[0], "r");
    if (peer->child < 0 || !peer->to || !peer->from)
        fail(peer, "cannot be started");
    if (getline(&peer->line, &peer->room, peer->from) > 0 && strcmp(peer->line, "ready\n") == 0)
        return peer;
    waitpid(peer->child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != LEFT_OUT)
        fail(peer, "did not get ready");
    fprintf(stderr, "bench: peer %s: skipped\n", name);
    peer->child = 0;
    outside_stop(peer);
    return NULL;
}

void outside_stop(struct outside *peer)
{
    if (!peer)
        return;
    fclose(peer->to); /* the peer ends at the end of its input */
    fclose(peer->from);
    if (peer->child)
        waitpid(peer->child, NULL, 0);
    free(peer->line);
    free(peer);
}

static void read_verdicts(const struct outside *peer, const char *at, uint32_t *verdicts,
                          size_t count)
{
    char digits[DIGITS + 1] = "";
    if (strlen(at) < count * DIGITS)
        fail(peer, "too few verdicts");
    for (size_t i = 0; i < count; i++) {
        memcpy(digits, at + i * DIGITS, DIGITS);
        verdicts[i] = (uint32_t)strtoul(digits, NULL, 16);
    }
}

int outside_ask(struct outside *peer, const char *request, uint64_t *ns, uint32_t *verdicts,
                size_t count)
{
    char *end;
    if (fprintf(peer->to, "%s\n", request) < 0 || fflush(peer->to) != 0 ||
        getline(&peer->line, &peer->room, peer->from) <= 0)
        fail(peer, "ended in the middle");
    if (strcmp(peer->line, "none\n") == 0)
        return 0;
    *ns = strtoull(peer->line, &end, 10);
    if (end == peer->line || (*end != ' ' && *end != '\n') || *ns == 0)
        fail(peer, "does not say what time it took");
    if (verdicts)
        read_verdicts(peer, end + (*end == ' '), verdicts, count);
    return 1;
}
