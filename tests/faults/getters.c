// SPDX-License-Identifier: Apache-2.0
/*
 * What has no way to say that memory ran out does not ask for any: names of values, fields of
 * objects, references and their end. Each is called while every allocation fails, and none may be
 * tried.
 */
#include "allocator.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static struct {
    chain_list *list;
    chain_store *store;
    chain_timeline *timeline;
    chain_memo *memo;
    chain_result *result;
    chain_ready_options *options;
    chain_report *report;
    chain_crl *crl;
    chain_crl_list *crls;
    chain_record *record;
    chain_bulk *bulk;
    chain_fleet *fleet;
    chain_baseline *baseline;
    chain_place place;
    char *text;
} world;

static size_t wrong;

static void expect(bool good, const char *what)
{
    if (!good) {
        printf("FAILED %s\n", what);
        wrong++;
    }
}

#define EXPECT(condition) expect(condition, #condition)

static void ask_names(void)
{
    EXPECT(chain_version()[0]);
    EXPECT(chain_status_name(CHAIN_E_MEMORY)[0]);
    EXPECT(chain_verdict_name(CHAIN_VALID)[0]);
    EXPECT(chain_evidence_name(CHAIN_STATED)[0]);
    EXPECT(chain_program_name(CHAIN_PROGRAM_JDK)[0]);
    EXPECT(chain_fact_state_name(CHAIN_FACT_GOOD)[0]);
    EXPECT(chain_readiness_name(CHAIN_READY)[0]);
    EXPECT(chain_lane_name(CHAIN_LANE_PROGRAM)[0]);
    EXPECT(chain_profile_names()[0]);
    EXPECT(chain_profile_predicted_from("android-10")[0]);
    EXPECT(chain_timeline_ids()[0]);
    EXPECT(chain_report_formats()[0]);
    EXPECT(chain_timeline_default_ids()[0]);
    for (int i = 1; i < CHAIN_FINDING_COUNT; i++) {
        chain_finding_code code = (chain_finding_code)i;
        EXPECT(chain_finding_rfc(code) && chain_finding_meaning(code)[0]);
        EXPECT(chain_finding_advice(code)[0]);
        EXPECT(chain_finding_from_name(chain_finding_name(code)) == code);
    }
}

static void ask_certificates(void)
{
    uint8_t hash[32];
    chain_cert *cert = chain_cert_ref((chain_cert *)(uintptr_t)chain_list_get(world.list, 0));
    EXPECT(chain_cert_der(cert).size && chain_cert_serial(cert).size);
    EXPECT(chain_cert_validity(cert).from < chain_cert_validity(cert).until);
    chain_cert_sha256(cert, hash);
    chain_cert_key_sha256(cert, hash);
    chain_cert_unref(cert);
    EXPECT(chain_list_count(world.list) > 1 &&
           chain_list_leaf(world.list) < chain_list_count(world.list));
    EXPECT(chain_list_path(world.list)[0] && chain_list_skipped_count(world.list) == 0);
    EXPECT(!chain_list_skipped(world.list, 0));
    chain_list_unref(chain_list_ref(world.list));
}

static void ask_stores(void)
{
    EXPECT(chain_store_count(world.store) == 1 && chain_store_get(world.store, 0));
    EXPECT(chain_store_path(world.store)[0] && strcmp(chain_store_kind(world.store), "pem") == 0);
    EXPECT(chain_store_is_checked(world.store) && chain_store_skipped_count(world.store) == 0);
    EXPECT(!chain_store_skipped(world.store, 0));
    chain_store_unref(chain_store_ref(world.store));
}

static void ask_answers(void)
{
    size_t count;
    chain_verify_options verify;
    chain_budget budget;
    chain_verify_options_default(&verify);
    chain_budget_default(&budget);
    EXPECT(chain_result_segments(world.result, &count) && count);
    EXPECT(chain_result_complete(world.result) && chain_result_signatures(world.result) < 100);
    EXPECT(chain_timeline_id(world.timeline)[0] && chain_timeline_title(world.timeline)[0]);
    EXPECT(chain_timeline_json(world.timeline)[0] && chain_timeline_facts_as_of(world.timeline));
    chain_timeline_is_current(world.timeline, 0);
    EXPECT(!chain_timeline_is_on_request(world.timeline));
    chain_timeline_unref(chain_timeline_ref(world.timeline));
    chain_ready_options_set_lane(world.options, CHAIN_LANE_PROGRAM);
    chain_ready_options_set_follows(world.options, CHAIN_PROGRAM_JDK);
    chain_ready_options_set_renewal(world.options, 0);
    chain_ready_options_set_budget(world.options, &budget);
    EXPECT(chain_report_outcome(world.report) && chain_report_complete(world.report));
    EXPECT(chain_report_count(world.report) && chain_report_get(world.report, 0));
    EXPECT(chain_report_store_count(world.report) == 1);
    chain_report_root_count(world.report, NULL);
}

static void ask_revocation(void)
{
    EXPECT(chain_crl_window(world.crl).from < chain_crl_window(world.crl).until);
    chain_crl_entries(world.crl);
    chain_crl_is_delta(world.crl);
    chain_crl_unref(chain_crl_ref(world.crl));
    EXPECT(chain_crl_list_count(world.crls) && chain_crl_list_get(world.crls, 0));
    EXPECT(chain_crl_list_path(world.crls) && chain_crl_list_skipped_count(world.crls) == 0);
    EXPECT(!chain_crl_list_skipped(world.crls, 0));
    chain_crl_list_unref(chain_crl_list_ref(world.crls));
}

static void ask_many(void)
{
    chain_reader readers[4];
    EXPECT(chain_place_readers(readers, 4, &world.place) <= 16);
    EXPECT(chain_list_count(chain_record_chain(world.record)) && chain_record_host(world.record));
    EXPECT(chain_record_at(world.record) == 0);
    EXPECT(chain_bulk_store_count(world.bulk) == 1 && chain_bulk_store_id(world.bulk, 0)[0]);
    EXPECT(chain_fleet_count(world.fleet) == 0);
    EXPECT(chain_baseline_count(world.baseline) == 0);
    chain_baseline_unref(chain_baseline_ref(world.baseline));
}

static void give_back(void)
{
    chain_fleet_free(world.fleet);
    chain_baseline_unref(world.baseline);
    chain_bulk_free(world.bulk);
    chain_record_free(world.record);
    chain_crl_list_unref(world.crls);
    chain_crl_unref(world.crl);
    chain_free(world.text);
    chain_report_free(world.report);
    chain_ready_options_free(world.options);
    chain_result_free(world.result);
    chain_memo_free(world.memo);
    chain_timeline_unref(world.timeline);
    chain_store_unref(world.store);
    chain_list_unref(world.list);
    /* NULL is fine */
    chain_fleet_free(NULL);
    chain_bulk_free(NULL);
    chain_record_free(NULL);
    chain_crl_list_unref(NULL);
    chain_crl_unref(NULL);
    chain_free(NULL);
    chain_report_free(NULL);
    chain_ready_options_free(NULL);
    chain_result_free(NULL);
    chain_memo_free(NULL);
    chain_timeline_unref(NULL);
    chain_store_unref(NULL);
    chain_list_unref(NULL);
    chain_cert_unref(NULL);
}

static bool prepare_more(void)
{
    static const char BASELINE[] = "{\"schema\": \"libchain.baseline/1\", \"findings\": []}";
    const chain_bytes baseline = {(const uint8_t *)BASELINE, sizeof(BASELINE) - 1};
    static uint8_t der[4096];
    FILE *file = fopen(CRL, "rb");
    size_t size = file ? fread(der, 1, sizeof(der), file) : 0;
    chain_place_of(&world.place, "/etc/ssl/certs/ca-certificates.crt");
    char *line = chain_record_line(world.list, "www.example.com", 0, NULL);
    if (file)
        fclose(file);
    bool good = line && chain_record_read(&world.record, NULL, line, strlen(line)) == CHAIN_OK &&
                chain_crl_new(&world.crl, NULL, der, size) == CHAIN_OK &&
                chain_crl_list_read(&world.crls, NULL, der, size) == CHAIN_OK &&
                chain_bulk_new(&world.bulk, world.options) == CHAIN_OK &&
                chain_fleet_new(&world.fleet) == CHAIN_OK &&
                chain_baseline_read(&world.baseline, NULL, baseline) == CHAIN_OK;
    chain_free(line);
    return good;
}

static bool prepare(void)
{
    chain_verify_options verify;
    chain_verify_options_default(&verify);
    if (chain_list_open(&world.list, NULL, ROOTS) != CHAIN_OK ||
        chain_store_open(&world.store, NULL, ROOTS "/globalsign-root-ca-r3.pem") != CHAIN_OK ||
        chain_timeline_builtin(&world.timeline, NULL, "oss-globalsign") != CHAIN_OK ||
        chain_memo_new(&world.memo, 64) != CHAIN_OK)
        return false;
    verify.chain = world.list;
    verify.store = world.store;
    world.text = chain_time_to_text(0);
    return world.text && chain_verify(&world.result, NULL, &verify) == CHAIN_OK &&
           chain_ready_options_new(&world.options, 1795305600, 1858464000) == CHAIN_OK &&
           chain_ready_options_add_store(world.options, world.store, NULL) == CHAIN_OK &&
           chain_ready_options_add_timeline(world.options, world.timeline) == CHAIN_OK &&
           chain_ready(world.options, &world.report) == CHAIN_OK && prepare_more();
}

int main(void)
{
    static const struct {
        const char *name;
        void (*ask)(void);
    } PARTS[] = {{"names", ask_names},           {"certificates", ask_certificates},
                 {"stores", ask_stores},         {"answers", ask_answers},
                 {"revocation", ask_revocation}, {"many", ask_many},
                 {"the end", give_back}};
    if (!prepare()) {
        fprintf(stderr, "the world could not be prepared\n");
        return 1;
    }
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        long before = allocator_requests();
        allocator_fail_after(0);
        PARTS[i].ask();
        allocator_fail_after(-1);
        long asked = allocator_requests() - before;
        printf("%ld allocations asked for: %s\n", asked, PARTS[i].name);
        wrong += asked != 0;
    }
    return wrong != 0;
}
