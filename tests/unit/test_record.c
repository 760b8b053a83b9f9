// SPDX-License-Identifier: Apache-2.0
#include "record.h"

#include "expect.h"
#include "pki.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static chain_record *read_good(const char *line)
{
    chain_record *record;
    chain_error error = {0};
    cr_assert_eq(chain_record_read(&record, &error, line, strlen(line)), CHAIN_OK, "%s",
                 error.message);
    return record;
}

static void refuse(const char *line, chain_status status, const char *words)
{
    chain_record *record = (chain_record *)&status;
    chain_error error = {0};
    cr_assert_eq(chain_record_read(&record, &error, line, strlen(line)), status, "%s",
                 error.message);
    cr_assert_null(record);
    cr_assert_not_null(strstr(error.message, words), "'%s' is not in '%s'", words, error.message);
}

static char *line_of(const char *host, chain_time at, const char *source)
{
    const chain_bytes certs[] = {
        pki_mint(&(struct pki_cert){.subject = "leaf", .key = pki_new_key(PKI_P256)}),
        pki_mint(&(struct pki_cert){.subject = "other", .key = pki_new_key(PKI_P256)}),
    };
    chain_list *list;
    cr_assert_eq(chain_list_new(&list, NULL, certs, 2), CHAIN_OK);
    char *line = chain_record_line(list, host, at, source);
    chain_list_unref(list);
    return line;
}

Test(record, what_is_written_is_read)
{
    char *line = line_of("www.example.com", 1795305600, "a \"file\"\n\\ of\xff mine:7");
    cr_assert_eq(line[strlen(line) - 1], '\n');
    cr_assert_eq(strchr(line, '\n'), line + strlen(line) - 1);
    chain_record *record = read_good(line);
    cr_assert_str_eq(chain_record_host(record), "www.example.com");
    cr_assert_eq(chain_record_at(record), 1795305600);
    cr_assert_eq(chain_list_count(chain_record_chain(record)), 2);
    chain_record_free(record);
    chain_free(line);
}

Test(record, what_is_not_told_is_not_made_up)
{
    char *line = line_of(NULL, CHAIN_TIME_MIN, NULL);
    cr_assert_null(strstr(line, "host"));
    cr_assert_null(strstr(line, "\"at\""));
    chain_record *record = read_good(line);
    cr_assert_str_eq(chain_record_host(record), "");
    cr_assert_eq(chain_record_at(record), CHAIN_TIME_MIN);
    chain_record_free(record);
    chain_free(line);
}

Test(record, a_host_that_is_none_is_left_out)
{
    char *line = line_of("not a host!", CHAIN_TIME_MIN, NULL);
    chain_record *record = read_good(line);
    cr_assert_str_eq(chain_record_host(record), "");
    chain_record_free(record);
    chain_free(line);
}

Test(record, refusals_name_the_place)
{
    refuse("", CHAIN_E_MALFORMED, "not JSON");
    refuse("{} {}", CHAIN_E_MALFORMED, "not JSON");
    refuse("[]", CHAIN_E_MALFORMED, "is not an object");
    refuse("{\"schema\": \"libchain.record/2\"}", CHAIN_E_MALFORMED, "neither a libchain.record/1");
    refuse("{\"schema\": \"libchain.record/1\"}", CHAIN_E_MALFORMED, "$.chain");
    refuse("{\"schema\": \"libchain.record/1\", \"chain\": [\"AAAA\", 7]}", CHAIN_E_MALFORMED,
           "$.chain[1]");
    refuse("{\"schema\": \"libchain.record/1\", \"chain\": [], \"x\": 1}", CHAIN_E_MALFORMED, "x");
    refuse("{\"data\": {\"tls\": {\"server_certificates\": {\"certificate\": {}}}}}",
           CHAIN_E_MALFORMED, "raw");
}

Test(record, without_a_readable_certificate_it_says_why)
{
    refuse("{\"schema\": \"libchain.record/1\", \"chain\": [\"AAAA\"]}", CHAIN_E_MALFORMED,
           "certificate");
    refuse("{\"schema\": \"libchain.record/1\", \"chain\": [\"?\"]}", CHAIN_E_MALFORMED, "base64");
}

Test(record, a_ca_is_not_judged_for_a_leaf_that_cannot_be_read)
{
    chain_bytes ca = pki_mint(&(struct pki_cert){
        .subject = "ca", .key = pki_new_key(PKI_ED25519), .extensions = PKI_CA_EXTENSIONS});
    chain_list *list = pki_list(&ca, 1);
    char *line = chain_record_line(list, "", CHAIN_TIME_MIN, ""), *at, damaged[4096];
    cr_assert(line && (at = strchr(line, '[')));
    snprintf(damaged, sizeof(damaged), "%.*s\"AAAA\",%s", (int)(at + 1 - line), line, at + 1);
    refuse(damaged, CHAIN_E_MALFORMED, "may have been the server's");
    chain_free(line);
    chain_list_unref(list);
}

Test(record, at_most_a_thousand_certificates)
{
    char line[8192];
    size_t size = (size_t)snprintf(line, sizeof(line),
                                   "{\"schema\": \"libchain.record/1\", \"chain\": [\"\"");
    for (int i = 0; i < RECORD_MOST_CERTS; i++)
        size += (size_t)snprintf(line + size, sizeof(line) - size, ",\"\"");
    snprintf(line + size, sizeof(line) - size, "]}");
    refuse(line, CHAIN_E_MALFORMED, "more than 1000");
}

Test(record, a_line_at_the_limit_is_looked_at_and_one_beyond_is_not)
{
    static char line[RECORD_MOST_BYTES + 1];
    chain_record *record;
    memset(line, ' ', sizeof(line));
    cr_assert_eq(chain_record_read(&record, NULL, line, RECORD_MOST_BYTES), CHAIN_E_MALFORMED);
    cr_assert_eq(chain_record_read(&record, NULL, line, RECORD_MOST_BYTES + 1), CHAIN_E_LIMIT);
}
