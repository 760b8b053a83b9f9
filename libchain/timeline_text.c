// SPDX-License-Identifier: Apache-2.0
/* A timeline for a person: what is served when, what programs decide, and who says so. */
#include "instant.h"
#include "text.h"
#include "timeline.h"

#include <jansson.h>
#include <string.h>

static void add_edge(struct text *out, const struct timeline_edge *edge, const char *none)
{
    char when[INSTANT_TEXT_SIZE];
    if (edge->undated)
        text_add_format(out, "at an unpublished date, not before %s",
                        instant_to_date(when, edge->moment.earliest));
    else if (edge->moment.earliest == CHAIN_TIME_MIN || edge->moment.earliest == CHAIN_TIME_MAX)
        text_add(out, none);
    else if (edge->moment.earliest == edge->moment.latest)
        text_add(out, instant_to_text(when, edge->moment.earliest));
    else
        text_add(out, instant_to_date(when, edge->moment.earliest));
}

static void add_chain(struct text *out, const struct chain_timeline *timeline,
                      const struct timeline_chain *chain)
{
    text_add_format(out, "      %-9s leaf", chain->possible ? "possible" : "served");
    bool has_issuer = false;
    for (uint32_t i = 0; i < chain->sent_count; i++)
        has_issuer |= chain->sent[i] == chain->issuer;
    if (!has_issuer)
        text_add_format(out, " <- [%s]", timeline->links[chain->issuer].id);
    for (uint32_t i = 0; i < chain->sent_count; i++)
        text_add_format(out, " <- %s", timeline->links[chain->sent[i]].id);
    text_add_format(out, "  (%s)\n", chain->id);
    if (chain->statement[0])
        text_add_format(out, "                %s\n", chain->statement);
}

static void add_phase(struct text *out, const struct chain_timeline *timeline,
                      const struct timeline_phase *phase)
{
    text_add_format(out, "    %s: from ", phase->title[0] ? phase->title : phase->id);
    add_edge(out, &phase->begin, "the beginning");
    text_add(out, " until ");
    add_edge(out, &phase->end, "further notice");
    if (phase->lingers)
        text_add(out, ", and until the last certificates run out");
    text_add(out, "\n");
    for (uint32_t i = 0; i < phase->chain_count; i++)
        add_chain(out, timeline, &phase->chains[i]);
}

static void add_links(struct text *out, const struct chain_timeline *timeline)
{
    char from[INSTANT_TEXT_SIZE], until[INSTANT_TEXT_SIZE];
    if (timeline->link_count)
        text_add(out, "\n  certificates\n");
    for (uint32_t i = 0; i < timeline->link_count; i++) {
        const struct timeline_link *link = &timeline->links[i];
        text_add_format(out, "    %-20s ", link->id);
        text_add_hex(out, (chain_bytes){link->stated.sha256, 8});
        text_add_format(out, "...  %s until %s\n", instant_to_text(from, link->stated_window.from),
                        instant_to_text(until, link->stated_window.until));
        text_add_format(out, "      %s\n", link->subject_text);
    }
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void add_moment(struct text *out, const json_t *at)
{
    if (json_is_string(at))
        text_add(out, json_string_value(at));
    else
        text_add(out, text_of(at, json_object_get(at, "at") ? "at" : "earliest"));
}

/* The parts that only documentation has: straight from the file. */
static void add_documents(struct text *out, const json_t *root)
{
    size_t i;
    json_t *item;
    const char *key;
    if (json_array_size(json_object_get(root, "programs")))
        text_add(out, "\n  root programs\n");
    json_array_foreach(json_object_get(root, "programs"), i, item)
    {
        text_add(out, "    ");
        add_moment(out, json_object_get(item, "at"));
        text_add_format(out, "  %s: %s %s\n", text_of(item, "program"), text_of(item, "effect"),
                        text_of(item, "root"));
    }
    if (json_array_size(json_object_get(root, "deadlines")))
        text_add(out, "\n  deadlines\n");
    json_array_foreach(json_object_get(root, "deadlines"), i, item)
    {
        text_add(out, "    ");
        add_moment(out, json_object_get(item, "at"));
        text_add_format(out, "  %s\n", text_of(item, "text"));
    }
    if (json_array_size(json_object_get(root, "contradictions")))
        text_add(out, "\n  where the sources disagree\n");
    json_array_foreach(json_object_get(root, "contradictions"), i, item)
        text_add_format(out, "    %s: %s (%s)\n", text_of(item, "about"), text_of(item, "decided"),
                        text_of(item, "why"));
    if (json_array_size(json_object_get(root, "unknowns")))
        text_add(out, "\n  not known\n");
    json_array_foreach(json_object_get(root, "unknowns"), i, item)
        text_add_format(out, "    %s\n", json_string_value(item));
    text_add(out, "\n  sources\n");
    json_object_foreach(json_object_get(root, "sources"), key, item)
        text_add_format(out, "    %-12s %s\n                 %s\n", key, text_of(item, "title"),
                        text_of(item, "url"));
}

char *chain_timeline_text(const chain_timeline *timeline)
{
    struct text raw = {0}, safe = {0};
    char as_of[INSTANT_TEXT_SIZE];
    text_add_format(&raw, "%s (%s)\n", timeline->title, timeline->id);
    if (timeline->summary[0])
        text_add_format(&raw, "%s\n", timeline->summary);
    text_add_format(&raw, "%s; facts as of %s\n", timeline->current ? "current" : "past",
                    instant_to_date(as_of, timeline->facts_as_of));
    for (uint32_t i = 0; i < timeline->endpoint_count; i++) {
        const struct timeline_endpoint *endpoint = &timeline->endpoints[i];
        text_add_format(&raw, "\n  %s\n", endpoint->title);
        for (uint32_t k = 0; k < endpoint->phase_count; k++)
            add_phase(&raw, timeline, &endpoint->phases[k]);
    }
    add_links(&raw, timeline);
    json_t *root = json_loads(timeline->json, 0, NULL);
    if (root)
        add_documents(&raw, root);
    json_decref(root);
    /* The file may be anybody's: line ends stay, other control characters do not. */
    char *text = text_take(&raw), *line, *rest = text;
    while (rest && (line = strsep(&rest, "\n"))) {
        text_add_safe(&safe, line);
        if (rest)
            text_add(&safe, "\n");
    }
    if (!text)
        safe.failed = true;
    mem_free(text);
    return text_take(&safe);
}
