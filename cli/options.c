// SPDX-License-Identifier: Apache-2.0
#include "cli.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum option_id {
    ROOTS = 256,
    TIMELINE,
    CHAIN,
    HOST,
    HOSTS,
    AT,
    UNTIL,
    BRIDGES,
    PROFILE,
    FOLLOWS,
    RENEWAL,
    LANE,
    COLOR,
    SYSROOT,
    JSON,
    QUIET,
    VERIFY_FACTS,
    STRICT,
    PASSWORD,
    WRITE_PEM,
    STORE,
    ALL_STORES,
    PROBE,
    CRL,
    POLICY,
    NDJSON,
    OUTPUT,
    RESUME,
    SUMMARY,
    JOBS,
    TLS_KEYS,
    HTML,
    CSV,
    FORMAT,
    BASELINE,
    ORIGIN,
    OLD,
    NEW,
    BRIDGE,
    ON,
    HELP,
};

static const struct option ALL[] = {
    {"roots", required_argument, NULL, ROOTS},
    {"store", required_argument, NULL, STORE},
    {"timeline", required_argument, NULL, TIMELINE},
    {"chain", required_argument, NULL, CHAIN},
    {"host", required_argument, NULL, HOST},
    {"hosts", required_argument, NULL, HOSTS},
    {"at", required_argument, NULL, AT},
    {"until", required_argument, NULL, UNTIL},
    {"bridges", required_argument, NULL, BRIDGES},
    {"profile", required_argument, NULL, PROFILE},
    {"follows", required_argument, NULL, FOLLOWS},
    {"renewal", required_argument, NULL, RENEWAL},
    {"lane", required_argument, NULL, LANE},
    {"color", required_argument, NULL, COLOR},
    {"sysroot", required_argument, NULL, SYSROOT},
    {"json", no_argument, NULL, JSON},
    {"quiet", no_argument, NULL, QUIET},
    {"verify", no_argument, NULL, VERIFY_FACTS},
    {"strict", no_argument, NULL, STRICT},
    {"password", required_argument, NULL, PASSWORD},
    {"write-pem", required_argument, NULL, WRITE_PEM},
    {"all", no_argument, NULL, ALL_STORES},
    {"probe", no_argument, NULL, PROBE},
    {"crl", required_argument, NULL, CRL},
    {"policy", required_argument, NULL, POLICY},
    {"ndjson", no_argument, NULL, NDJSON},
    {"output", required_argument, NULL, OUTPUT},
    {"resume", no_argument, NULL, RESUME},
    {"summary", required_argument, NULL, SUMMARY},
    {"jobs", required_argument, NULL, JOBS},
    {"tls-keys", required_argument, NULL, TLS_KEYS},
    {"html", required_argument, NULL, HTML},
    {"csv", required_argument, NULL, CSV},
    {"format", required_argument, NULL, FORMAT},
    {"baseline", required_argument, NULL, BASELINE},
    {"origin", required_argument, NULL, ORIGIN},
    {"old", required_argument, NULL, OLD},
    {"new", required_argument, NULL, NEW},
    {"bridge", required_argument, NULL, BRIDGE},
    {"on", required_argument, NULL, ON},
    {"help", optional_argument, NULL, HELP},
    {NULL, 0, NULL, 0},
};
enum { ALL_COUNT = sizeof(ALL) / sizeof(ALL[0]) };

const char *option_name(size_t index, bool *has_value)
{
    if (index >= ALL_COUNT - 1)
        return NULL;
    if (has_value)
        *has_value = ALL[index].has_arg == required_argument;
    return ALL[index].name;
}

bool option_takes_value(const char *name)
{
    bool has_value;
    for (size_t i = 0; option_name(i, &has_value); i++) {
        if (strcmp(option_name(i, NULL), name) == 0)
            return has_value;
    }
    return false;
}

static bool takes(const struct command *command, const char *name)
{
    for (size_t i = 0; command->options[i]; i++) {
        if (strcmp(command->options[i], name) == 0)
            return true;
    }
    return strcmp(name, "help") == 0;
}

static int add(const char **list, size_t *count, const char *value)
{
    if (*count == MOST_GIVEN)
        return complain_usage("more than %d arguments of one kind", MOST_GIVEN);
    list[(*count)++] = value;
    return 0;
}

static int add_chain(struct options *out, const char *value)
{
    if (out->chain_count == MOST_GIVEN)
        return complain_usage("more than %d chains", MOST_GIVEN);
    out->chains[out->chain_count++] = (struct given_chain){value, NULL};
    return 0;
}

static int add_host(struct options *out, const char *value)
{
    if (!out->chain_count || out->chains[out->chain_count - 1].host)
        return complain_usage("--host stands after the --chain that it belongs to");
    out->chains[out->chain_count - 1].host = value;
    return 0;
}

/* An option that may be given once. */
static int once(const char **slot, const char *name, const char *value)
{
    if (*slot)
        return complain_usage("--%s is given twice", name);
    *slot = value;
    return 0;
}

static int set(bool *flag)
{
    *flag = true;
    return 0;
}

static int take_one(struct options *out, int id, const char *value)
{
    switch (id) {
    case STORE:
        out->store = value;
        return 0;
    case HOSTS:
        return once(&out->hosts, "hosts", value);
    case AT:
        return once(&out->at, "at", value);
    case UNTIL:
        return once(&out->until, "until", value);
    case BRIDGES:
        return once(&out->bridges, "bridges", value);
    case PROFILE:
        return once(&out->profile, "profile", value);
    case FOLLOWS:
        return once(&out->follows, "follows", value);
    case RENEWAL:
        return once(&out->renewal, "renewal", value);
    case LANE:
        return once(&out->lane, "lane", value);
    case COLOR:
        return once(&out->color, "color", value);
    case SYSROOT:
        return once(&out->sysroot, "sysroot", value);
    case PASSWORD:
        return once(&out->password, "password", value);
    case WRITE_PEM:
        return once(&out->write_pem, "write-pem", value);
    case JSON:
        return set(&out->json);
    case QUIET:
        return set(&out->quiet);
    case VERIFY_FACTS:
        return set(&out->verify);
    case ALL_STORES:
        return set(&out->all);
    case PROBE:
        return set(&out->probe);
    case NDJSON:
        return set(&out->ndjson);
    case RESUME:
        return set(&out->resume);
    case OUTPUT:
        return once(&out->output, "output", value);
    case SUMMARY:
        return once(&out->summary, "summary", value);
    case JOBS:
        return once(&out->jobs, "jobs", value);
    case HTML:
        return once(&out->html, "html", value);
    case CSV:
        return once(&out->csv, "csv", value);
    case TLS_KEYS:
        return once(&out->tls_keys, "tls-keys", value);
    default:
        return set(&out->strict);
    }
}

/* Of a rotation that is drafted. */
static int take_draft(struct options *out, int id, const char *value)
{
    switch (id) {
    case OLD:
        return once(&out->old_root, "old", value);
    case NEW:
        return once(&out->new_root, "new", value);
    case BRIDGE:
        return once(&out->bridge, "bridge", value);
    case ON:
        return once(&out->on, "on", value);
    default:
        return take_one(out, id, value);
    }
}

/* First those that may be given again, and those of a report's form. */
static int take(struct options *out, int id, const char *value)
{
    switch (id) {
    case ROOTS:
        return add(out->roots, &out->root_count, value);
    case CRL:
        return add(out->crls, &out->crl_count, value);
    case POLICY:
        return add(out->policies, &out->policy_count, value);
    case TIMELINE:
        return add(out->timelines, &out->timeline_count, value);
    case CHAIN:
        return add_chain(out, value);
    case HOST:
        return add_host(out, value);
    case FORMAT:
        return once(&out->format, "format", value);
    case BASELINE:
        return once(&out->baseline, "baseline", value);
    case ORIGIN:
        return once(&out->origin, "origin", value);
    default:
        return take_draft(out, id, value);
    }
}

static size_t count_dashes(const char *const *values, size_t count)
{
    size_t dashes = 0;
    for (size_t i = 0; i < count; i++)
        dashes += values[i] && strcmp(values[i], "-") == 0;
    return dashes;
}

/* What was read once is gone. */
static int check_standard_input(const struct options *options)
{
    const char *const singles[] = {options->hosts,    options->bridges,  options->baseline,
                                   options->old_root, options->new_root, options->bridge};
    size_t dashes = count_dashes(singles, 6) + count_dashes(options->roots, options->root_count) +
                    count_dashes(options->timelines, options->timeline_count) +
                    count_dashes(options->crls, options->crl_count) +
                    count_dashes(options->rest, options->rest_count);
    for (size_t i = 0; i < options->chain_count; i++)
        dashes += count_dashes(&options->chains[i].file, 1);
    return dashes > 1 ? complain_usage("standard input (-) can be read only once") : 0;
}

/* One screen of it, or all. */
static int print_help(const struct command *command, const char *how)
{
    if (how && strcmp(how, "all") != 0)
        return complain_usage("--help takes nothing, or 'all': --help=all");
    fputs(command->usage, stdout);
    if (how && command->more)
        fputs(command->more, stdout);
    return -1;
}

int options_read(struct options *out, const struct command *command, int argc, char **argv)
{
    struct option accepted[ALL_COUNT];
    size_t count = 0;
    for (size_t i = 0; ALL[i].name; i++) {
        if (takes(command, ALL[i].name))
            accepted[count++] = ALL[i];
    }
    accepted[count] = ALL[ALL_COUNT - 1];
    opterr = 0;
    for (int id; (id = getopt_long(argc, argv, "", accepted, NULL)) != -1;) {
        if (id == HELP)
            return print_help(command, optarg);
        if (id == '?') {
            const char *given = argv[optind - 1];
            return complain_usage("'%s' is not an option of '%s', or lacks its value (see --help)",
                                  given, command->name);
        }
        /* A rotation has one host, and no chain that it would belong to. */
        bool lone = id == HOST && takes(command, "old");
        int code = lone ? once(&out->host, "host", optarg) : take(out, id, optarg);
        if (code)
            return code;
    }
    for (; optind < argc; optind++) {
        int code = add(out->rest, &out->rest_count, argv[optind]);
        if (code)
            return code;
    }
    return check_standard_input(out);
}
